// Types of stored weights and how they are widened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace moa::engine {

enum class Dtype { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K };

[[nodiscard]] std::string_view toString(Dtype dtype) noexcept;

// Values a block of the type holds (1 for plain types, 32 or 256 for quantised ones) and its bytes.
[[nodiscard]] std::int64_t blockValues(Dtype dtype) noexcept;
[[nodiscard]] std::int64_t blockBytes(Dtype dtype) noexcept;

// Can weights be stored in it? (All floating and quantised types.)
[[nodiscard]] bool isWeightType(Dtype dtype) noexcept;

// Widens weights to fp32; `in` holds exactly out.size() values. Formulas of the published block layouts (ggml,
// ggml-quants.c and gguf-py, quants.py). Little-endian input. The type must be a weight type.
void dequantize(Dtype dtype, std::span<const std::byte> in, std::span<float> out);
// The same to fp64: F64 as it is, all other types with the values they have in fp32.
void dequantize(Dtype dtype, std::span<const std::byte> in, std::span<double> out);

}  // namespace moa::engine

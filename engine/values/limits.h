// What a file from outside may ask for, in this one place. Readers prove every count against the bytes that are left,
// then against its limit here, before anything of that size is allocated.
#pragma once

#include <cstddef>
#include <cstdint>

namespace moa::engine {

// A JSON value takes up to 64 bytes in memory however short its text is, so values are limited besides bytes.
struct JsonLimits {
    std::uint64_t bytes = 64U << 20;    // of the text
    int depth = 64;                     // nested arrays and objects
    std::uint64_t values = 8ULL << 20;  // numbers, texts, arrays, objects, all together
};

namespace limits {

// Text files that are read whole.
inline constexpr std::uint64_t kTextBytes = 1U << 30;      // calibration and evaluation data
inline constexpr JsonLimits kDataLine = {64U << 20, 8};    // one conversation
inline constexpr JsonLimits kPlan = {64U << 20, 8};        // alphas and betas
inline constexpr std::uint64_t kPatternBytes = 16U << 20;  // full_attention_heads.tsv

// Models. The sides hold for plans and patterns too; the largest published model has 126 layers of 128 heads.
inline constexpr std::size_t kLayers = 1024;
inline constexpr std::size_t kHeads = 1024;                         // of a layer
inline constexpr std::uint64_t kTensors = 1'000'000;                // of a file
inline constexpr std::int64_t kPositions = 1 << 28;                 // tokens of a sequence
inline constexpr JsonLimits kSafetensorsHeader = {100'000'000, 4};  // bytes: safetensors' own limit

// GGUF, after the limits of its specification (docs/gguf.md) and of ggml's gguf.cpp.
inline constexpr std::uint64_t kGgufHeader = 256U << 20;  // metadata and tensor table: values take 8 x their bytes
inline constexpr std::uint64_t kGgufKeys = 65'536;
inline constexpr std::uint64_t kGgufKeyBytes = 65'535;
inline constexpr std::uint64_t kGgufTextBytes = 16U << 20;
inline constexpr std::uint64_t kGgufArray = 16U << 20;  // entries; arrays of arrays are refused
inline constexpr std::uint64_t kGgufNameBytes = 64;     // of a tensor
inline constexpr std::uint32_t kGgufDimensions = 4;
inline constexpr std::int64_t kGgufAlignment = 1 << 20;

// Tokenizers.
inline constexpr JsonLimits kTokenizerJson = {256U << 20, 16};
inline constexpr std::uint64_t kTokenizerModelBytes = 64U << 20;  // SentencePiece's
inline constexpr std::uint64_t kChatTemplateBytes = 1U << 20;
inline constexpr std::int64_t kVocab = 1'000'000;   // ids 0..kVocab - 1
inline constexpr std::size_t kTokenBytes = 4096;    // of one token
inline constexpr std::size_t kTokenizerSteps = 64;  // in a sequence of normalizers, pre-tokenizers, decoders

// Project files: one text or blob. Maps are stored in chunks of half of it.
inline constexpr int kProjectValueBytes = 128 << 20;

}  // namespace limits

}  // namespace moa::engine

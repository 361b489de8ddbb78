// One function per block layout. Names follow the formats' own: d scale, m minimum, q the packed integers.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <vector>

#include "engine/formats/dtype.h"

namespace moa::engine {

namespace {

using Bytes = const std::uint8_t *;

std::uint16_t read16(Bytes p) noexcept {
    return static_cast<std::uint16_t>(p[0] | p[1] << 8);
}

std::uint32_t read32(Bytes p) noexcept {
    return static_cast<std::uint32_t>(p[0]) | static_cast<std::uint32_t>(p[1]) << 8 |
           static_cast<std::uint32_t>(p[2]) << 16 | static_cast<std::uint32_t>(p[3]) << 24;
}

float bfloat(std::uint16_t bits) noexcept {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

float half(std::uint16_t bits) noexcept {
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
    const std::uint32_t exponent = bits >> 10 & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | fraction << 13);
    if (exponent != 0) return std::bit_cast<float>(sign | (exponent + 112) << 23 | fraction << 13);
    const float small = std::ldexp(static_cast<float>(fraction), -24);
    return sign != 0 ? -small : small;
}

float halfAt(Bytes p) noexcept {
    return half(read16(p));
}

void q4_0(Bytes b, float *y) {
    const float d = halfAt(b);
    for (int i = 0; i < 16; ++i) {
        y[i] = d * static_cast<float>((b[2 + i] & 15) - 8);
        y[i + 16] = d * static_cast<float>((b[2 + i] >> 4) - 8);
    }
}

void q4_1(Bytes b, float *y) {
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    for (int i = 0; i < 16; ++i) {
        y[i] = d * static_cast<float>(b[4 + i] & 15) + m;
        y[i + 16] = d * static_cast<float>(b[4 + i] >> 4) + m;
    }
}

// The fifth bits of 32 values lie in one word.
int fifth(std::uint32_t high, int i) noexcept {
    return static_cast<int>(high >> i & 1U) << 4;
}

void q5_0(Bytes b, float *y) {
    const float d = halfAt(b);
    const auto high = read32(b + 2);
    for (int i = 0; i < 16; ++i) {
        y[i] = d * static_cast<float>(((b[6 + i] & 15) | fifth(high, i)) - 16);
        y[i + 16] = d * static_cast<float>(((b[6 + i] >> 4) | fifth(high, i + 16)) - 16);
    }
}

void q5_1(Bytes b, float *y) {
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    const auto high = read32(b + 4);
    for (int i = 0; i < 16; ++i) {
        y[i] = d * static_cast<float>((b[8 + i] & 15) | fifth(high, i)) + m;
        y[i + 16] = d * static_cast<float>((b[8 + i] >> 4) | fifth(high, i + 16)) + m;
    }
}

void q8_0(Bytes b, float *y) {
    const float d = halfAt(b);
    for (int i = 0; i < 32; ++i) y[i] = d * static_cast<float>(static_cast<std::int8_t>(b[2 + i]));
}

// 6-bit scale and minimum of sub-block j of the K types, packed in 12 bytes.
void scaleAndMinimum(int j, Bytes s, int &scale, int &minimum) noexcept {
    if (j < 4) {
        scale = s[j] & 63;
        minimum = s[j + 4] & 63;
    } else {
        scale = (s[j + 4] & 15) | (s[j - 4] >> 6) << 4;
        minimum = (s[j + 4] >> 4) | (s[j] >> 6) << 4;
    }
}

// Q4_K without, Q5_K with a plane of fifth bits before the packed nibbles.
void qK(Bytes b, Bytes high, Bytes q, float *y) {
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    for (int j = 0; j < 8; ++j) {
        int scale = 0;
        int minimum = 0;
        scaleAndMinimum(j, b + 4, scale, minimum);
        const float d1 = d * static_cast<float>(scale);
        const float m1 = m * static_cast<float>(minimum);
        const Bytes nibbles = q + j / 2 * 32;
        for (int i = 0; i < 32; ++i) {
            int value = j % 2 == 0 ? nibbles[i] & 15 : nibbles[i] >> 4;
            if (high != nullptr) value |= (high[i] >> j & 1) << 4;
            y[j * 32 + i] = d1 * static_cast<float>(value) - m1;
        }
    }
}

void q4_K(Bytes b, float *y) {
    qK(b, nullptr, b + 16, y);
}
void q5_K(Bytes b, float *y) {
    qK(b, b + 16, b + 48, y);
}

void q6_K(Bytes b, float *y) {
    const float d = halfAt(b + 208);
    for (int part = 0; part < 2; ++part, y += 128) {
        const Bytes low = b + part * 64;
        const Bytes high = b + 128 + part * 32;
        const Bytes scales = b + 192 + part * 8;
        for (int j = 0; j < 4; ++j)
            for (int i = 0; i < 32; ++i) {
                const int byte = low[(j % 2) * 32 + i];
                const int value = ((j < 2 ? byte & 15 : byte >> 4) | (high[i] >> (2 * j) & 3) << 4) - 32;
                const auto scale = static_cast<std::int8_t>(scales[j * 2 + i / 16]);
                y[j * 32 + i] = d * static_cast<float>(scale) * static_cast<float>(value);
            }
    }
}

void blocks(Dtype dtype, Bytes in, std::span<float> out, void (*one)(Bytes, float *)) {
    const auto values = static_cast<std::size_t>(blockValues(dtype));
    for (std::size_t i = 0; i < out.size(); i += values, in += blockBytes(dtype)) one(in, out.data() + i);
}

}  // namespace

void dequantize(Dtype dtype, std::span<const std::byte> in, std::span<float> out) {
    const auto *p = reinterpret_cast<Bytes>(in.data());
    switch (dtype) {
        case Dtype::F32: std::memcpy(out.data(), p, out.size_bytes()); break;
        case Dtype::F64:
            for (std::size_t i = 0; i < out.size(); ++i) {
                double value = 0;
                std::memcpy(&value, p + i * sizeof value, sizeof value);
                out[i] = static_cast<float>(value);
            }
            break;
        case Dtype::F16:
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = halfAt(p + 2 * i);
            break;
        case Dtype::BF16:
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = bfloat(read16(p + 2 * i));
            break;
        case Dtype::Q4_0: blocks(dtype, p, out, q4_0); break;
        case Dtype::Q4_1: blocks(dtype, p, out, q4_1); break;
        case Dtype::Q5_0: blocks(dtype, p, out, q5_0); break;
        case Dtype::Q5_1: blocks(dtype, p, out, q5_1); break;
        case Dtype::Q8_0: blocks(dtype, p, out, q8_0); break;
        case Dtype::Q4_K: blocks(dtype, p, out, q4_K); break;
        case Dtype::Q5_K: blocks(dtype, p, out, q5_K); break;
        case Dtype::Q6_K: blocks(dtype, p, out, q6_K); break;
        case Dtype::I64:
        case Dtype::I32:
        case Dtype::I16:
        case Dtype::I8:
        case Dtype::U8:
        case Dtype::Bool: break;  // not weight types: callers check
    }
}

void dequantize(Dtype dtype, std::span<const std::byte> in, std::span<double> out) {
    if (dtype == Dtype::F64) {
        std::memcpy(out.data(), in.data(), out.size_bytes());
        return;
    }
    std::vector<float> values(out.size());
    dequantize(dtype, in, values);
    std::ranges::copy(values, out.begin());
}

}  // namespace moa::engine

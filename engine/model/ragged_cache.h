// Keys and values of one row of a batch, every kv group with a span of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "kernels/attention.h"

namespace moa::engine {

// A group's cache holds the 64 sink tokens and a ring over the last c - 64 tokens. Slot of position p: p while p < 64,
// else 64 + (p - 64) mod (c - 64); the slots 0..min(tokens, c)-1 are the ones in use. Layout inside a group as in
// kernels::AttentionDecode. One allocation of exactly the bytes of bytes().
template <class T>
class RaggedCache {
public:
    // cacheTokens: c by [layer][kv head], multiples of 64 and at least 128.
    RaggedCache(std::span<const std::int64_t> cacheTokens, int kvHeads, int headDim);

    // Stores the rows firstPosition .. firstPosition + rows - 1 of a layer that the caches keep once all of them are
    // in. k, v: row r, kv head g, dim d at [r * stride + g * headDim + d]; keys are rotated already.
    void append(int layer, const T *k, const T *v, std::int64_t stride, std::int64_t firstPosition, std::int64_t rows);

    // The caches of a layer by kv head, for kernels::attentionDecode, after `tokens` positions are stored.
    void heads(int layer, std::int64_t tokens, kernels::DecodeHead<T> *out) const;

    [[nodiscard]] std::int64_t bytes() const noexcept { return static_cast<std::int64_t>(size_ * sizeof(T)); }

private:
    [[nodiscard]] std::size_t group(int layer, int head) const noexcept {
        return static_cast<std::size_t>(layer) * static_cast<std::size_t>(kvHeads_) + static_cast<std::size_t>(head);
    }

    std::vector<std::int64_t> capacity_;  // c
    std::vector<std::size_t> offset_;     // of the group's keys; its values follow
    int kvHeads_;
    int headDim_;
    std::size_t size_ = 0;
    std::unique_ptr<T[]> data_;
};

}  // namespace moa::engine

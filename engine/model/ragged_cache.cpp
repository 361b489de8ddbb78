#include "engine/model/ragged_cache.h"

#include <algorithm>

#include "engine/values/rule.h"

namespace moa::engine {

template <class T>
RaggedCache<T>::RaggedCache(std::span<const std::int64_t> cacheTokens, int kvHeads, int headDim)
    : capacity_(cacheTokens.begin(), cacheTokens.end()), kvHeads_(kvHeads), headDim_(headDim) {
    for (const auto c : capacity_) {
        offset_.push_back(size_);
        size_ += 2 * static_cast<std::size_t>(c) * static_cast<std::size_t>(headDim);
    }
    data_ = std::make_unique_for_overwrite<T[]>(size_);
}

template <class T>
void RaggedCache<T>::append(int layer, const T *k, const T *v, std::int64_t stride, std::int64_t firstPosition,
                            std::int64_t rows) {
    const std::int64_t end = firstPosition + rows;
    for (int g = 0; g < kvHeads_; ++g) {
        const std::int64_t c = capacity_[group(layer, g)];
        const std::int64_t ring = c - kSink;
        T *keys = data_.get() + offset_[group(layer, g)];
        T *values = keys + c * headDim_;
        for (std::int64_t p = firstPosition; p < end; ++p) {
            if (p >= kSink && p < end - ring) {  // overwritten before it is read
                p = std::max(p, end - ring - 1);
                continue;
            }
            const std::int64_t slot = p < kSink ? p : kSink + (p - kSink) % ring;
            const std::int64_t block = slot / kernels::kTile * kernels::kTile * headDim_;
            const std::int64_t column = slot % kernels::kTile;
            const T *key = k + (p - firstPosition) * stride + static_cast<std::int64_t>(g) * headDim_;
            const T *value = v + (p - firstPosition) * stride + static_cast<std::int64_t>(g) * headDim_;
            for (int d = 0; d < headDim_; ++d) keys[block + d * kernels::kTile + column] = key[d];
            std::copy(value, value + headDim_, values + block + column * headDim_);
        }
    }
}

template <class T>
void RaggedCache<T>::heads(int layer, std::int64_t tokens, kernels::DecodeHead<T> *out) const {
    for (int g = 0; g < kvHeads_; ++g) {
        const std::int64_t c = capacity_[group(layer, g)];
        const T *keys = data_.get() + offset_[group(layer, g)];
        out[g] = {keys, keys + c * headDim_, std::min(tokens, c)};
    }
}

template class RaggedCache<float>;
template class RaggedCache<double>;

}  // namespace moa::engine

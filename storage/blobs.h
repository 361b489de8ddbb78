// Vectors of plain values as blobs. Internal to storage.
#pragma once

#include <cstring>
#include <span>
#include <vector>

namespace moa::storage {

template <class T>
[[nodiscard]] std::span<const std::byte> asBlob(const std::vector<T> &values) {
    return std::as_bytes(std::span(values));
}

template <class T>
[[nodiscard]] std::vector<T> fromBlob(std::span<const std::byte> blob) {
    std::vector<T> values(blob.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), blob.data(), values.size() * sizeof(T));
    return values;
}

}  // namespace moa::storage

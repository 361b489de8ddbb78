// Vectors of plain values as blobs. Internal to storage.
#pragma once

#include <cstring>
#include <span>
#include <vector>

#include "storage/database.h"

namespace moa::storage {

template <class T>
[[nodiscard]] std::span<const std::byte> asBlob(const std::vector<T> &values) {
    return std::as_bytes(std::span(values));
}

// The next column as values. Throws moa::Error for a blob that is cut within a value.
template <class T>
[[nodiscard]] std::vector<T> readBlob(Statement &statement) {
    const auto blob = statement.blob();
    if (blob.size() % sizeof(T) != 0) statement.refuseDamaged("an array ends within a value");
    std::vector<T> values(blob.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), blob.data(), blob.size());
    return values;
}

}  // namespace moa::storage

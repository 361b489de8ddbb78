// Finds vectors of row sums that were met before. Internal to the optimizer.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moa::engine {

// Open addressing over flat keys: the inner loop of the dynamic program, and quick to throw away.
class SumsIndex {
public:
    explicit SumsIndex(std::size_t rows) : rows_(rows), slots_(1024, -1) {}

    // Number of the key, counted in the order of their first appearance.
    std::size_t add(const double *key) {
        if (2 * (hashes_.size() + 1) > slots_.size()) grow();
        const std::uint64_t hash = hashOf(key);
        for (std::size_t i = hash & (slots_.size() - 1);; i = (i + 1) & (slots_.size() - 1)) {
            const std::int32_t number = slots_[i];
            if (number < 0) {
                slots_[i] = static_cast<std::int32_t>(hashes_.size());
                hashes_.push_back(hash);
                keys_.insert(keys_.end(), key, key + rows_);
                return hashes_.size() - 1;
            }
            const auto at = static_cast<std::size_t>(number);
            if (hashes_[at] == hash && equal(at, key)) return at;
        }
    }

private:
    [[nodiscard]] std::uint64_t hashOf(const double *key) const {
        std::uint64_t hash = 0x9e3779b97f4a7c15ULL;
        for (std::size_t k = 0; k < rows_; ++k) {
            hash ^= std::bit_cast<std::uint64_t>(key[k] + 0.0);  // + 0.0: both zeros are one key
            hash *= 0xff51afd7ed558ccdULL;
            hash ^= hash >> 32;
        }
        return hash;
    }

    [[nodiscard]] bool equal(std::size_t number, const double *key) const {
        for (std::size_t k = 0; k < rows_; ++k)
            if (keys_[number * rows_ + k] != key[k]) return false;
        return true;
    }

    void grow() {
        slots_.assign(slots_.size() * 4, -1);
        for (std::size_t n = 0; n < hashes_.size(); ++n) {
            std::size_t i = hashes_[n] & (slots_.size() - 1);
            while (slots_[i] >= 0) i = (i + 1) & (slots_.size() - 1);
            slots_[i] = static_cast<std::int32_t>(n);
        }
    }

    std::size_t rows_;
    std::vector<std::int32_t> slots_;  // number of a key, -1: free
    std::vector<std::uint64_t> hashes_;
    std::vector<double> keys_;  // [number][row]
};

}  // namespace moa::engine

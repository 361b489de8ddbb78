// What profiling finds: block sums of influence and attention for every query head.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace moa::engine {

// fp32 [layers][query heads][nb][nb], row-major; zero above the diagonal.
struct BlockMaps {
    int layers = 0;
    int heads = 0;
    int nb = 0;
    std::vector<float> values;

    [[nodiscard]] size_t mapSize() const noexcept { return static_cast<size_t>(nb) * nb; }
    [[nodiscard]] const float *map(int layer, int head) const {
        return values.data() + (static_cast<size_t>(layer) * heads + head) * mapSize();
    }
    [[nodiscard]] float *map(int layer, int head) {
        return values.data() + (static_cast<size_t>(layer) * heads + head) * mapSize();
    }
    friend bool operator==(const BlockMaps &, const BlockMaps &) = default;
};

[[nodiscard]] inline BlockMaps zeroMaps(int layers, int heads, int nb) {
    return {layers, heads, nb, std::vector<float>(static_cast<size_t>(layers) * heads * nb * nb, 0.F)};
}

// The means of one source of the calibration data at one length, in both forms of semantics.md (Balance).
struct SourceProfile {
    std::string source;
    int samples = 0;      // samples profiled
    int zeroSamples = 0;  // of these, samples whose |E| sums to 0: left out of `balanced`
    double meanLoss = 0;  // mean over samples, nats per counted token
    BlockMaps published;  // plain mean over samples of |E| (or E) block sums
    BlockMaps balanced;   // mean over samples of block sums divided by the sample's total |E|
    BlockMaps attention;  // plain mean over samples of the block sums of A
};

struct LengthProfile {
    int length = 0;  // tokens; nb = length / 64
    bool signedSums = false;
    std::vector<SourceProfile> sources;
};

// Lengths ascending.
struct Profile {
    std::vector<LengthProfile> lengths;
};

}  // namespace moa::engine

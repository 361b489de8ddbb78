// How the next token is taken from its logits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/evaluate/random.h"

namespace moa::engine {

struct Sampling {
    double temperature = 0;  // 0: greedy
    double topP = 1;         // share of the probability that is kept, most likely tokens first
    std::uint64_t seed = 0;
};

// Throws moa::Error for a temperature that is not a number from 0 on, and for a topP outside (0, 1].
void checkSampling(const Sampling &sampling);

struct Choice {
    std::int32_t id = 0;
    float margin = 0;  // first minus second logit, whichever token is taken
};

// One row of a batch. Its random numbers depend on the seed and on the row's number alone, so that a row gets the same
// tokens whatever runs beside it.
class Sampler {
public:
    Sampler(const Sampling &sampling, std::size_t row);

    // Greedy: the first of the largest logits. Otherwise token i with probability softmax(logits / temperature)_i,
    // after only the most likely tokens are kept whose probabilities reach topP (nucleus sampling, arXiv 1904.09751;
    // the token that reaches it is kept, of equally likely ones the first). logits: at least one, all finite; T is
    // float or double.
    template <class T>
    [[nodiscard]] Choice choose(std::span<const T> logits);

private:
    struct Candidate {
        double weight;  // exp((logit - largest) / temperature)
        std::int32_t id;
    };

    template <class T>
    [[nodiscard]] std::int32_t draw(std::span<const T> logits, T largest);

    Sampling sampling_;
    Random random_;
    std::vector<Candidate> candidates_;
};

}  // namespace moa::engine

// Influence and attention block sums of one sample: the unit of work of profiling.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/model/model.h"
#include "engine/values/dataset.h"
#include "engine/values/progress.h"

namespace moa::engine {

// Block sums [layers][query heads][nb][nb] of one sample, zero above the diagonal and beyond its tokens.
// T is double for a ComputeDtype::Float64 model, else float.
template <class T>
struct SampleMaps {
    int layers = 0;
    int heads = 0;
    int nb = 0;
    std::vector<T> absolute;    // sums of |E|
    std::vector<T> signedSums;  // sums of E; empty unless they were asked for
    std::vector<T> attention;   // sums of A
    double loss = 0;            // mean over the sample's targets, nats
    double totalAbsolute = 0;   // sum of `absolute`
};

enum class InfluenceSums { Absolute, Both };

// Runs the sample once forward (dense) and once backward through activations. Per layer the two residual streams are
// kept; Q, K, V and the MLP are recomputed, A and G are recomputed tile by tile inside the attention kernel, so memory
// grows linearly with the tokens. Formula: semantics.md "Influence" (arXiv 2406.14909, equation 3), in
// kernels::InfluenceBackward. nb = ceil(length / 64) with length >= the sample's tokens.
// Throws moa::Error for ids outside the vocabulary, a sample without targets, a loss that is not finite, and a GPU that
// has no room for the sample (naming what would fit); cancelled between layers and, on the CPU, inside the kernel. Both
// sums take a GPU twice as long.
template <class T>
[[nodiscard]] SampleMaps<T> profileSample(const Model &model, const TokenSample &sample, Progress &progress,
                                          InfluenceSums sums = InfluenceSums::Both);

}  // namespace moa::engine

// Attention on the CPU: forward over masked tiles, the profiling backward, and one decode step. Plain structs, no
// torch. These functions are the oracles of the CUDA kernels. T is float or double.
#pragma once

#include <cstdint>
#include <stop_token>

namespace moa::kernels {

inline constexpr int kTile = 64;  // rows and keys of a tile; equals the block of the profile

// Rows of one head inside a larger buffer: element (token, dim) is data[token * stride + dim].
template <class T>
struct Rows {
    T *data = nullptr;
    std::int64_t stride = 0;
};

// What the rows of one head may see: keys s <= t with s < 64, or inside the window that ends at t.
// window >= n keeps everything. byBlock rounds the window's start to whole 64-blocks, as the published code does.
struct HeadWindow {
    std::int64_t window = 0;  // tokens, the diagonal included, the sink not
    bool byBlock = false;
};

// softmax(Q K^T * scale + mask) V for every query head.
// q, o: [n][heads * headDim] with token stride qStride / oStride; k, v: [n][kvHeads * headDim] with kvStride.
// Query head h reads kv head h / (heads / kvHeads). windows: [heads], or nullptr for dense causal attention.
template <class T>
struct AttentionForward {
    std::int64_t n = 0;
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    T scale = 1;
    const T *q = nullptr;
    const T *k = nullptr;
    const T *v = nullptr;
    T *o = nullptr;
    std::int64_t qStride = 0;
    std::int64_t kvStride = 0;
    std::int64_t oStride = 0;
    const HeadWindow *windows = nullptr;
    std::int64_t firstRow = 0;  // rows before it are not computed
    int threads = 1;
    std::stop_token stop = {};
};

// Gradients of dense causal attention and, from the same recomputed A and G = dO V^T, the block sums of
//   E_ij = -A_ij (G_ij - D_i) / (1 - A_ij),  D_i = sum_n A_in G_in,  E_00 = -A_00 G_00
// (first-order change of the loss when one attention value is masked and its row renormalised; MoA, equation 3, and
// thu-nics/MoA, modify_llama_profile.py). For the largest entry of a row the equal form without cancellation is used:
// -A_ij (G_ij - mean of G over the other entries, weighted by A).
// Block sums are [heads][blocks][blocks], written for the blocks the n tokens reach (the rest is left alone).
template <class T>
struct InfluenceBackward {
    std::int64_t n = 0;
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    T scale = 1;
    const T *q = nullptr;  // strides as in AttentionForward
    const T *k = nullptr;
    const T *v = nullptr;
    const T *dO = nullptr;  // [n][heads * headDim], stride dOStride
    T *dQ = nullptr;        // like q; may be nullptr with dK and dV: block sums only
    T *dK = nullptr;        // like k
    T *dV = nullptr;
    std::int64_t qStride = 0;
    std::int64_t kvStride = 0;
    std::int64_t dOStride = 0;
    int blocks = 0;          // blocks along a side of the outputs, >= ceil(n / 64)
    T *absolute = nullptr;   // sums of |E|
    T *signedSum = nullptr;  // sums of E
    T *attention = nullptr;  // sums of A
    int threads = 1;
    std::stop_token stop = {};
};

// One decode step of one row of the batch over ragged caches. K is stored by 64-token blocks as [block][headDim][64],
// V as [block][64][headDim], so that both products stream. Slots 0..valid-1 hold keys; their order does not matter.
template <class T>
struct DecodeHead {
    const T *k = nullptr;
    const T *v = nullptr;
    std::int64_t valid = 0;
};

template <class T>
struct AttentionDecode {
    int rows = 0;  // batch rows
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    T scale = 1;
    const T *q = nullptr;                   // [rows][heads * headDim]
    T *o = nullptr;                         // [rows][heads * headDim]
    const DecodeHead<T> *caches = nullptr;  // [rows][kvHeads]
    int threads = 1;
};

// All three stop early, leaving outputs unfinished, when `stop` is requested. headDim must be 1..256.
void attentionForward(const AttentionForward<float> &p);
void attentionForward(const AttentionForward<double> &p);
void influenceBackward(const InfluenceBackward<float> &p);
void influenceBackward(const InfluenceBackward<double> &p);
void attentionDecode(const AttentionDecode<float> &p);
void attentionDecode(const AttentionDecode<double> &p);

// Name of the instruction set the kernels run with on this machine: "avx512", "avx2" or "generic".
[[nodiscard]] const char *instructionSet() noexcept;

}  // namespace moa::kernels

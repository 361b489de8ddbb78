// Timings of the influence pass: every design, and rows that the loss does not reach.
#include "kernels/cuda/influence.h"
#include "kernels/cuda/prefill.h"
#include "tests/bench/cuda/benches.h"

namespace moa::gpu_test {
namespace {

using namespace kernels;
using namespace kernels::cuda;

struct Shape {
    int heads;
    int kvHeads;
    int headDim;
    std::int64_t n;
    double reached;      // share of the row blocks, at the end
    float spread = 1;    // standard deviation of the scores
    bool fused = false;  // q, k and v of a token side by side, as the engine has them
};

struct Operands {
    std::vector<DeviceArray<std::byte>> memory;
    HeadsBuffer q, k, v, dO;

    explicit Operands(const Shape &s) {
        const std::int64_t d = s.headDim;
        const auto random = [&](std::int64_t heads, float scale) {
            memory.push_back(
                randomOnDevice(static_cast<std::size_t>(heads * s.n * d), Element::Bfloat16, memory.size() + 1, scale));
            return memory.back().get();
        };
        if (s.fused) {
            const std::int64_t width = (s.heads + 2 * s.kvHeads) * d;
            auto *rows = random(s.heads + 2 * s.kvHeads, std::sqrt(s.spread));
            q = {rows, width, d}, k = {rows + s.heads * d * 2, width, d};
            v = {rows + (s.heads + s.kvHeads) * d * 2, width, d};
            dO = {random(s.heads, 1), s.heads * d, d};
        } else {
            q = {random(s.heads, s.spread), d, s.n * d}, k = {random(s.kvHeads, 1), d, s.n * d};
            v = {random(s.kvHeads, 1), d, s.n * d}, dO = {random(s.heads, 1), d, s.n * d};
        }
    }
};

// Log-sum-exps as the forward pass gives them.
DeviceArray<float> logSumExps(const Shape &s, const Operands &operands) {
    DeviceArray<float> lse;
    DeviceArray<std::byte> o;
    require(lse.allocate(static_cast<std::size_t>(s.n * s.heads), "lse"), "lse");
    require(o.allocate(static_cast<std::size_t>(s.n * s.heads * s.headDim * 2), "o"), "o");
    const PrefillRow row{0, s.n, 0};
    PrefillPlan plan;
    require(plan.build({s.heads, s.kvHeads, s.headDim, {&row, 1}, {}}, Element::Bfloat16), "prefill");
    Prefill p;
    p.tokens = s.n, p.scale = 1 / std::sqrt(static_cast<float>(s.headDim));
    p.q = operands.q, p.k = operands.k, p.v = operands.v, p.o = {o.get(), s.headDim, s.n * s.headDim};
    p.logSumExp = lse.get();
    require(prefill(p, plan), "prefill");
    require(cudaDeviceSynchronize(), "prefill");
    return lse;
}

void time(const Shape &s, const char *design, bool attention, int repeats) {
    const auto b = Element::Bfloat16;
    const Operands operands(s);
    const auto lse = logSumExps(s, operands);
    const auto dots = onDevice<float>(std::vector<float>(lse.size(), 0.1F));
    const auto nb = static_cast<int>(s.n / kTile);
    const auto cells = static_cast<std::size_t>(s.heads) * static_cast<std::size_t>(nb) * static_cast<std::size_t>(nb);
    const auto map = onDevice<float>(std::vector<float>(cells));
    const auto maps = onDevice<float>(std::vector<float>(attention ? cells : 1));
    std::vector<std::uint8_t> reached;
    for (int i = 0; i < nb; ++i) reached.push_back(i >= nb - s.reached * nb ? 1 : 0);
    const PrefillRow row{0, s.n, 0};
    InfluencePlan plan;
    require(plan.build({s.heads, s.kvHeads, s.headDim, {&row, 1}, reached, attention}, b, design), design);
    Influence p;
    p.type = b, p.tokens = s.n, p.scale = 1 / std::sqrt(static_cast<float>(s.headDim)), p.blocks = nb;
    p.q = operands.q, p.k = operands.k, p.v = operands.v, p.dO = operands.dO;
    p.logSumExp = lse.get(), p.rowDots = dots.get(), p.influence = map.get();
    p.attention = attention ? maps.get() : nullptr;
    const double ms = medianMs([&] { require(influence(p, plan), design); }, repeats);
    const double flops = 2.0 * s.heads * static_cast<double>(s.n) * static_cast<double>(s.n) * s.headDim;
    std::printf(
        "{\"what\": \"influence\", \"design\": \"%s\", \"D\": %d, \"H\": %d, \"HK\": %d, \"N\": %lld, \"reached\": "
        "%.2f, \"spread\": %.1f, \"fused\": %s, "
        "\"attention\": %s, \"ms\": %.4f, \"TFLOPs_causal\": %.1f}\n",
        plan.design(), s.headDim, s.heads, s.kvHeads, static_cast<long long>(s.n), s.reached, s.spread,
        s.fused ? "true" : "false", attention ? "true" : "false", ms, flops / ms / 1e9);
}

}  // namespace

void benchInfluence(bool designs) {
    for (const int d : {128, 64})
        for (const char *design : influenceDesigns(Element::Bfloat16, d))
            if (std::string(design) != "portable" &&
                (designs || design == influenceDesigns(Element::Bfloat16, d).front()))
                time({32, 32, d, 16384, 1}, design, true, 10);
    for (const float spread : {1.0F, 1.6F, 3.0F}) time({32, 8, 128, 16384, 1, spread}, "", true, 10);
    for (const std::int64_t n : {16384, 32768})
        for (const bool fused : {false, true}) time({32, 8, 128, n, 1, 1.6F, fused}, "", true, 10);
    time({32, 32, 128, 16384, 0.25}, "", true, 10);
    time({32, 32, 128, 16384, 0.25}, "", false, 10);
    time({32, 32, 128, 32768, 1}, "", true, 5);
}

}  // namespace moa::gpu_test

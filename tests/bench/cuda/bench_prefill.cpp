// Timings of sparse prefill: dense and with one span per head, every design.
#include <cmath>

#include "kernels/cuda/prefill.h"
#include "tests/bench/cuda/benches.h"
#include "tests/kernels/cuda/gpu_values.h"

namespace moa::gpu_test {
namespace {

using namespace kernels;
using namespace kernels::cuda;

struct Shape {
    Element type;
    int heads;
    int kvHeads;
    int headDim;
    std::int64_t n;
    double density;  // mean window / n over the heads; 1: dense
};

// 64-blocks a token-exact mask needs, over the causal ones: the area that a perfect tiling would compute.
double keptArea(const Shape &s, const std::vector<HeadWindow> &windows) {
    const std::int64_t nb = s.n / kTile;
    std::int64_t kept = 0;
    for (const auto &w : windows)
        for (std::int64_t i = 0; i < nb; ++i) {
            const std::int64_t first = std::max<std::int64_t>(0, (i * kTile - w.window + 1)) / kTile;
            kept += i - first + 1 + (first > 0 ? 1 : 0);
        }
    const auto causal = static_cast<double>(nb * (nb + 1) / 2);
    return static_cast<double>(kept) / (static_cast<double>(windows.size()) * causal);
}

void time(const Shape &s, const PrefillTuning &tuning, int repeats) {
    const auto count = static_cast<std::size_t>(s.n * s.headDim);
    const auto q = randomOnDevice(count * static_cast<std::size_t>(s.heads), s.type, 1);
    const auto k = randomOnDevice(count * static_cast<std::size_t>(s.kvHeads), s.type, 2);
    const auto v = randomOnDevice(count * static_cast<std::size_t>(s.kvHeads), s.type, 3);
    const auto o = randomOnDevice(count * static_cast<std::size_t>(s.heads), s.type, 4);
    const auto windows = benchWindows(s.heads, s.kvHeads, s.n, s.density);
    PrefillPlan plan;
    const PrefillRow row{0, s.n, 0};
    require(plan.build({s.heads, s.kvHeads, s.headDim, {&row, 1}, windows}, s.type, tuning), tuning.design);
    Prefill p;
    p.type = s.type, p.tokens = s.n, p.scale = 1 / std::sqrt(static_cast<float>(s.headDim));
    p.q = {q.get(), s.headDim, s.n * s.headDim};
    p.k = {k.get(), s.headDim, s.n * s.headDim};
    p.v = {v.get(), s.headDim, s.n * s.headDim};
    p.o = {o.get(), s.headDim, s.n * s.headDim};
    const double ms = medianMs([&] { require(prefill(p, plan), tuning.design); }, repeats);
    const double computed = 4.0 * static_cast<double>(plan.computedBlocks()) * kTile * kTile * s.headDim;
    const double area = keptArea(s, windows);
    const double needed = area * 4.0 * s.heads * static_cast<double>(s.n) * static_cast<double>(s.n) * s.headDim / 2;
    std::printf(
        "{\"what\": \"prefill\", \"design\": \"%s\", \"type\": \"%s\", \"D\": %d, \"H\": %d, \"HK\": %d, \"N\": %lld, "
        "\"section\": %lld, \"density\": %.3f, \"area\": %.4f, \"ms\": %.4f, \"TFLOPs_computed\": %.1f, "
        "\"TFLOPs_area\": %.1f}\n",
        plan.design(), nameOf(s.type), s.headDim, s.heads, s.kvHeads, static_cast<long long>(s.n),
        static_cast<long long>(tuning.sectionBytes), s.density, area, ms, computed / ms / 1e9, needed / ms / 1e9);
    std::fflush(stdout);
}

}  // namespace

void benchPrefill(bool designs) {
    const auto b = Element::Bfloat16;
    for (const int d : {128, 64})
        for (const double density : {0.5, 1.0})
            for (const char *design : prefillDesigns(b, d))
                if (std::string(design) != "portable" && (designs || design == prefillDesigns(b, d).front()))
                    time({b, 32, 32, d, 16384, density}, {design, 0}, 20);
    if (designs)
        for (const double density : {0.5, 1.0})
            for (const std::int64_t megabytes : {1, 9, 17, 33, 65})
                time({b, 32, 32, 128, 16384, density}, {"", megabytes << 20}, 20);
    for (const int d : {128, 64})
        for (const std::int64_t n : {8192, 32768}) time({b, 32, 32, d, n, 0.5}, {}, 10);
    for (const double density : {0.1, 0.25, 0.75, 0.9}) time({b, 32, 32, 128, 16384, density}, {}, 20);
    time({b, 32, 8, 128, 16384, 0.5}, {}, 20);
    time({Element::Half, 32, 32, 128, 16384, 0.5}, {}, 20);
    time({b, 32, 32, 128, 16384, 0.5}, {"portable", 0}, 1);
}

}  // namespace moa::gpu_test

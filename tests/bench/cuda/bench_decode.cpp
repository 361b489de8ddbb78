// Timings of ragged decode: equal caches beside the dense peers, and caches of unequal spans. Several sets of caches
// are taken in turn where one would fit the L2 cache.
#include "kernels/cuda/decode.h"
#include "tests/bench/cuda/benches.h"

namespace moa::gpu_test {
namespace {

using namespace kernels;
using namespace kernels::cuda;

struct Shape {
    int rows;
    int heads;
    int kvHeads;
    std::int64_t n;
    int headDim;
    double density;  // mean span / n; 1: dense caches
};

void time(const Shape &s, int perMultiprocessor = 0) {
    const auto b = Element::Bfloat16;
    const auto windows = benchWindows(s.kvHeads, s.kvHeads, s.n, s.density);
    std::int64_t slots = 0;
    for (const auto &w : windows) slots += w.window;
    const std::int64_t bytes = 2 * slots * s.rows * s.headDim * 2;
    const auto sets = static_cast<int>(std::clamp<std::int64_t>((std::int64_t{256} << 20) / bytes, 1, 8));
    const auto k = randomOnDevice(static_cast<std::size_t>(slots * s.rows * s.headDim * sets), b, 1);
    const auto v = randomOnDevice(static_cast<std::size_t>(slots * s.rows * s.headDim * sets), b, 2);
    const auto q = randomOnDevice(static_cast<std::size_t>(s.rows) * s.heads * s.headDim, b, 3);
    const auto o = randomOnDevice(static_cast<std::size_t>(s.rows) * s.heads * s.headDim, b, 4);
    std::vector<std::int32_t> filled;
    std::vector<DecodePlan> plans(static_cast<std::size_t>(sets));
    std::int64_t at = 0;
    for (auto &plan : plans) {
        std::vector<DecodeCache> caches;
        filled.clear();
        for (int r = 0; r < s.rows; ++r)
            for (const auto &w : windows) {
                caches.push_back({k.get() + at * s.headDim * 2, v.get() + at * s.headDim * 2, w.window});
                filled.push_back(static_cast<std::int32_t>(w.window));
                at += w.window;
            }
        require(plan.build({s.rows, s.heads, s.kvHeads, s.headDim, caches}, b, perMultiprocessor), "plan");
    }
    const auto valid = onDevice<std::int32_t>(filled);
    Decode p;
    p.scale = 0.1F, p.q = q.get(), p.o = o.get(), p.valid = valid.get();
    std::size_t turn = 0;
    const double ms = medianMs([&] { require(decode(p, plans[turn++ % plans.size()]), "decode"); }, 50);
    std::printf(
        "{\"what\": \"decode\", \"batch\": %d, \"H\": %d, \"HK\": %d, \"N\": %lld, \"D\": %d, \"density\": %.2f, "
        "\"shares\": %d, "
        "\"us\": %.2f, \"GBs\": %.0f}\n",
        s.rows, s.heads, s.kvHeads, static_cast<long long>(s.n), s.headDim, s.density, perMultiprocessor, ms * 1e3,
        static_cast<double>(bytes) / ms / 1e6);
}

}  // namespace

void benchDecode(bool designs) {
    if (designs)
        for (const int shares : {2, 4, 8, 16, 32}) {
            time({8, 32, 8, 16384, 128, 1}, shares);
            time({8, 32, 8, 16384, 128, 0.5}, shares);
        }
    for (const double density : {1.0, 0.5, 0.25}) {
        time({8, 32, 8, 16384, 128, density});
        time({32, 32, 32, 4096, 128, density});
        time({8, 32, 32, 8192, 128, density});
    }
    time({1, 32, 32, 16384, 128, 1});
    time({8, 9, 3, 8192, 64, 1});
    time({32, 32, 8, 8192, 64, 1});
    time({32, 4, 4, 8192, 32, 1});
}

}  // namespace moa::gpu_test

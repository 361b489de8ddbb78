// Ragged decode on the GPU against the CPU oracle, and a captured graph against the plain launch.
#include <cmath>

#include "kernels/attention.h"
#include "kernels/cuda/decode.h"
#include "tests/kernels/cuda/checks.h"
#include "tests/kernels/cuda/gpu_values.h"

namespace moa::gpu_test {
namespace {

using namespace kernels;
using namespace kernels::cuda;

struct Case {
    const char *name;
    Element type;
    int rows;
    int heads;
    int kvHeads;
    int headDim;
    std::vector<std::int64_t> capacities;  // taken in turn
    int missing;                           // slots of each cache that hold no key yet, in turn 0, missing, 2 missing
};

struct Caches {
    std::vector<std::int64_t> first;  // element of each cache in the buffers
    std::vector<std::int64_t> capacity;
    std::vector<std::int32_t> valid;
    std::int64_t elements = 0;
};

Caches cachesOf(const Case &c) {
    Caches caches;
    for (int i = 0; i < c.rows * c.kvHeads; ++i) {
        const std::int64_t capacity = c.capacities[static_cast<std::size_t>(i) % c.capacities.size()];
        caches.first.push_back(caches.elements);
        caches.capacity.push_back(capacity);
        caches.valid.push_back(static_cast<std::int32_t>(std::max<std::int64_t>(1, capacity - i % 3 * c.missing)));
        caches.elements += (capacity * c.headDim + 7) / 8 * 8;
    }
    return caches;
}

std::vector<float> oracle(const Case &c, const Caches &caches, const std::vector<float> &q, const std::vector<float> &k,
                          const std::vector<float> &v, float scale) {
    std::vector<std::vector<float>> keys, values;
    std::vector<DecodeHead<float>> heads;
    for (std::size_t i = 0; i < caches.valid.size(); ++i) {
        const auto blocks = static_cast<std::size_t>((caches.valid[i] + 63) / 64);
        std::vector<float> transposed(blocks * 64 * static_cast<std::size_t>(c.headDim)), rows(transposed.size());
        for (std::int64_t t = 0; t < caches.valid[i]; ++t)
            for (int d = 0; d < c.headDim; ++d) {
                const auto at = static_cast<std::size_t>(caches.first[i] + t * c.headDim + d);
                transposed[static_cast<std::size_t>((t / 64 * c.headDim + d) * 64 + t % 64)] = k[at];
                rows[static_cast<std::size_t>(t * c.headDim + d)] = v[at];
            }
        keys.push_back(std::move(transposed));
        values.push_back(std::move(rows));
        heads.push_back({keys.back().data(), values.back().data(), caches.valid[i]});
    }
    std::vector<float> o(q.size());
    AttentionDecode<float> p;
    p.rows = c.rows, p.heads = c.heads, p.kvHeads = c.kvHeads, p.headDim = c.headDim, p.scale = scale;
    p.q = q.data(), p.o = o.data(), p.caches = heads.data(), p.threads = threads();
    attentionDecode(p);
    return o;
}

// One replay of a graph that holds the launch.
void replay(const Decode &p, const DecodePlan &plan) {
    cudaStream_t stream;
    cudaGraph_t graph;
    cudaGraphExec_t run;
    require(cudaStreamCreate(&stream), "stream");
    require(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), "capture");
    Decode captured = p;
    captured.stream = stream;
    require(decode(captured, plan), "capture");
    require(cudaStreamEndCapture(stream, &graph), "capture");
    require(cudaGraphInstantiate(&run, graph, 0), "graph");
    require(cudaGraphLaunch(run, stream), "graph");
    require(cudaStreamSynchronize(stream), "graph");
    require(cudaGraphExecDestroy(run), "graph");
    require(cudaGraphDestroy(graph), "graph");
    require(cudaStreamDestroy(stream), "stream");
}

bool check(const Case &c) {
    std::mt19937_64 rng(seed());
    const Caches caches = cachesOf(c);
    const auto count = static_cast<std::size_t>(caches.elements);
    const auto hostQ = normalValues(rng, static_cast<std::size_t>(c.rows) * c.heads * c.headDim, 1.5F, c.type);
    auto hostK = normalValues(rng, count, 1, c.type);
    auto hostV = unitValues(rng, count, c.type);
    const float scale = 1 / std::sqrt(static_cast<float>(c.headDim));
    const auto want = oracle(c, caches, hostQ, hostK, hostV, scale);
    // Slots without a key may hold anything.
    for (std::size_t i = 0; i < caches.valid.size(); ++i)
        for (auto e = caches.first[i] + caches.valid[i] * c.headDim;
             e < caches.first[i] + caches.capacity[i] * c.headDim; ++e)
            hostK[static_cast<std::size_t>(e)] = hostV[static_cast<std::size_t>(e)] = NAN;
    const auto q = onDevice(hostQ, c.type);
    const auto k = onDevice(hostK, c.type);
    const auto v = onDevice(hostV, c.type);
    const auto o = onDevice(std::vector<float>(hostQ.size(), NAN), c.type);
    const auto valid = onDevice<std::int32_t>(caches.valid);
    std::vector<DecodeCache> list;
    for (std::size_t i = 0; i < caches.first.size(); ++i)
        list.push_back({k.get() + caches.first[i] * bytesOf(c.type), v.get() + caches.first[i] * bytesOf(c.type),
                        caches.capacity[i]});
    DecodePlan plan;
    require(plan.build({c.rows, c.heads, c.kvHeads, c.headDim, list}, c.type), c.name);
    Decode p;
    p.type = c.type, p.scale = scale, p.q = q.get(), p.o = o.get(), p.valid = valid.get();
    require(decode(p, plan), c.name);
    require(cudaDeviceSynchronize(), c.name);
    const auto first = fromDevice(o);
    replay(p, plan);
    const bool same = fromDevice(o) == first;
    const auto got = decoded(first, c.type);
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double error = std::abs(got[i] - want[i]) - roundingOf(want[i], c.type);
        if (!(error <= worst)) worst = std::isnan(error) ? INFINITY : error;
    }
    const double tolerance = c.type == Element::Float ? 2e-5 : (c.type == Element::Half ? 5e-4 : 2e-3);
    const std::string label =
        std::string("decode ") + nameOf(c.type) + " D=" + std::to_string(c.headDim) + " " + c.name;
    return report(label, worst <= tolerance && same, "o " + shown(worst) + (same ? "" : " GRAPH DIFFERS"));
}

std::vector<Case> cases(Element type, int headDim) {
    return {
        {"one key", type, 1, 1, 1, headDim, {1}, 0},
        {"one row, long", type, 1, 2, 2, headDim, {5000}, 0},
        {"groups, unequal spans", type, 3, 8, 2, headDim, {128, 576, 2048, 192, 64, 3000}, 50},
        {"no groups, many rows", type, 40, 4, 4, headDim, {128, 256, 640}, 100},
        {"wide group", type, 2, 24, 2, headDim, {700, 90}, 33},
        {"group past the fast one", type, 2, 40, 2, headDim, {300, 90}, 10},
    };
}

}  // namespace

bool checkDecode(bool quick) {
    bool good = true;
    for (const Element type : {Element::Bfloat16, Element::Half, Element::Float})
        for (const int d : {128, 64, 32, 96, 80})
            if (!quick || (type != Element::Float && d != 80))
                for (const auto &c : cases(type, d)) good = check(c) && good;
    return good;
}

}  // namespace moa::gpu_test

// The influence pass on the GPU against the CPU oracle in double precision.
#include <cmath>
#include <limits>

#include "kernels/attention.h"
#include "kernels/cuda/influence.h"
#include "kernels/cuda/prefill.h"
#include "tests/kernels/cuda/checks.h"
#include "tests/kernels/cuda/gpu_values.h"

namespace moa::gpu_test {
namespace {

using namespace kernels;
using namespace kernels::cuda;

struct Case {
    const char *name;
    Element type;
    int heads;
    int kvHeads;
    int headDim;
    std::vector<PrefillRow> rows;
    float sharpness;  // of the queries: 1 spreads the weights, 8 brings them near one
    bool isSigned = false;
    bool answersOnly = false;    // gradients in the last third alone; the other blocks are not reached
    bool roundedOutput = false;  // D from an output of the 16-bit type
};

struct Problem {
    std::int64_t tokens = 0;
    int blocks = 0;
    float scale = 0;
    std::vector<float> q, k, v, dO;
    std::vector<std::uint8_t> reached;
};

Problem problemOf(const Case &c) {
    std::mt19937_64 rng(seed());
    Problem p;
    for (const auto &r : c.rows) {
        p.tokens = std::max(p.tokens, r.firstToken + r.n + 5);
        p.blocks = std::max(p.blocks, static_cast<int>((r.n + 63) / 64) + 1);
    }
    p.scale = 1 / std::sqrt(static_cast<float>(c.headDim));
    const auto count = static_cast<std::size_t>(p.tokens * c.headDim);
    p.q = normalValues(rng, count * static_cast<std::size_t>(c.heads), c.sharpness, c.type);
    p.k = normalValues(rng, count * static_cast<std::size_t>(c.kvHeads), 1, c.type);
    p.v = normalValues(rng, count * static_cast<std::size_t>(c.kvHeads), 1, c.type);
    p.dO = normalValues(rng, count * static_cast<std::size_t>(c.heads), 0.01F, c.type);
    if (!c.answersOnly) return p;
    for (const auto &r : c.rows) {
        const std::int64_t first = r.n * 2 / 3;
        std::fill_n(p.dO.begin() + r.firstToken * c.heads * c.headDim, first * c.heads * c.headDim, 0.0F);
        for (std::int64_t b = 0; b < (r.n + 63) / 64; ++b) p.reached.push_back(b * 64 + 63 >= first ? 1 : 0);
    }
    return p;
}

struct Maps {
    std::vector<double> absolute, influence, attention;  // absolute: the scale of signed sums
};

Maps oracle(const Case &c, const Problem &in) {
    const std::size_t perRow = static_cast<std::size_t>(c.heads) * in.blocks * in.blocks;
    Maps maps;
    const std::vector<double> q(in.q.begin(), in.q.end()), k(in.k.begin(), in.k.end()), v(in.v.begin(), in.v.end()),
        dO(in.dO.begin(), in.dO.end());
    for (const auto &r : c.rows) {
        std::vector<double> absolute(perRow), signedSum(perRow), attention(perRow);
        InfluenceBackward<double> p;
        p.n = r.n, p.heads = c.heads, p.kvHeads = c.kvHeads, p.headDim = c.headDim, p.scale = in.scale;
        const std::int64_t at = r.firstToken * c.heads * c.headDim;
        const std::int64_t kvAt = r.firstToken * c.kvHeads * c.headDim;
        p.q = q.data() + at, p.dO = dO.data() + at, p.k = k.data() + kvAt, p.v = v.data() + kvAt;
        p.qStride = p.dOStride = std::int64_t{c.heads} * c.headDim;
        p.kvStride = std::int64_t{c.kvHeads} * c.headDim;
        p.blocks = in.blocks, p.threads = threads();
        p.absolute = absolute.data(), p.signedSum = signedSum.data(), p.attention = attention.data();
        influenceBackward(p);
        const auto &wanted = c.isSigned ? signedSum : absolute;
        maps.absolute.insert(maps.absolute.end(), absolute.begin(), absolute.end());
        maps.influence.insert(maps.influence.end(), wanted.begin(), wanted.end());
        maps.attention.insert(maps.attention.end(), attention.begin(), attention.end());
    }
    return maps;
}

// Outputs of dense attention in fp32, for D.
std::vector<float> outputs(const Case &c, const Problem &in) {
    std::vector<float> o(in.q.size(), 0);
    for (const auto &r : c.rows) {
        AttentionForward<float> p;
        p.n = r.n, p.heads = c.heads, p.kvHeads = c.kvHeads, p.headDim = c.headDim, p.scale = in.scale;
        const std::int64_t at = r.firstToken * c.heads * c.headDim;
        const std::int64_t kvAt = r.firstToken * c.kvHeads * c.headDim;
        p.q = in.q.data() + at, p.k = in.k.data() + kvAt, p.v = in.v.data() + kvAt, p.o = o.data() + at;
        p.qStride = p.oStride = std::int64_t{c.heads} * c.headDim;
        p.kvStride = std::int64_t{c.kvHeads} * c.headDim, p.threads = threads();
        attentionForward(p);
    }
    return o;
}

// Largest difference, relative to the block's own scale or to a thousandth of the largest block's.
double worstOf(const std::vector<float> &got, const std::vector<double> &want, const std::vector<double> &scales) {
    const double floor = 1e-3 * *std::max_element(scales.begin(), scales.end());
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double error = std::abs(got[i] - want[i]) / std::max(scales[i], floor);
        if (!(error <= worst)) worst = std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
    }
    return worst;
}

bool check(const Case &c, const char *design) {
    const Problem in = problemOf(c);
    const auto q = onDevice(in.q, c.type);
    const auto k = onDevice(in.k, c.type);
    const auto v = onDevice(in.v, c.type);
    const auto dO = onDevice(in.dO, c.type);
    const auto lse = onDevice<float>(std::vector<float>(static_cast<std::size_t>(in.tokens * c.heads)));
    const auto dots = onDevice<float>(std::vector<float>(static_cast<std::size_t>(in.tokens * c.heads)));
    const HeadsBuffer wide{nullptr, std::int64_t{c.heads} * c.headDim, c.headDim};
    const HeadsBuffer narrow{nullptr, std::int64_t{c.kvHeads} * c.headDim, c.headDim};
    const auto at = [](HeadsBuffer shape, const DeviceArray<std::byte> &array) {
        shape.data = array.get();
        return shape;
    };
    const auto roundedO = onDevice(in.q, c.type);
    PrefillPlan forward;
    require(forward.build({c.heads, c.kvHeads, c.headDim, c.rows, {}}, c.type), c.name);
    Prefill f;
    f.type = c.type, f.tokens = in.tokens, f.scale = in.scale;
    f.q = at(wide, q), f.k = at(narrow, k), f.v = at(narrow, v), f.o = at(wide, roundedO), f.logSumExp = lse.get();
    require(prefill(f, forward), c.name);
    const Element outputType = c.roundedOutput ? c.type : Element::Float;
    const auto exactO = onDevice(outputs(c, in), Element::Float);
    RowDots d;
    d.type = c.type, d.outputType = outputType, d.tokens = in.tokens, d.heads = c.heads, d.headDim = c.headDim;
    d.dO = at(wide, dO), d.o = at(wide, c.roundedOutput ? roundedO : exactO), d.rowDots = dots.get();
    require(rowDots(d), c.name);
    InfluencePlan plan;
    require(plan.build({c.heads, c.kvHeads, c.headDim, c.rows, in.reached, true}, c.type, design), c.name);
    const std::size_t cells = c.rows.size() * static_cast<std::size_t>(c.heads) * in.blocks * in.blocks;
    const auto map = onDevice<float>(std::vector<float>(cells));
    const auto attention = onDevice<float>(std::vector<float>(cells));
    Influence p;
    p.type = c.type, p.tokens = in.tokens, p.scale = in.scale, p.isSigned = c.isSigned, p.blocks = in.blocks;
    p.q = at(wide, q), p.k = at(narrow, k), p.v = at(narrow, v), p.dO = at(wide, dO);
    p.logSumExp = lse.get(), p.rowDots = dots.get(), p.influence = map.get(), p.attention = attention.get();
    require(influence(p, plan), c.name);
    require(cudaDeviceSynchronize(), c.name);
    const auto first = fromDevice(map);
    require(influence(p, plan), c.name);
    require(cudaDeviceSynchronize(), c.name);
    const auto got = fromDevice(map);
    const Maps want = oracle(c, in);
    const double e = worstOf(got, want.influence, want.absolute);
    const double a = worstOf(fromDevice(attention), want.attention, want.attention);
    const std::string label = std::string("influence ") + nameOf(c.type) + " D=" + std::to_string(c.headDim) + " [" +
                              plan.design() + "] " + c.name;
    if (first != got) return report(label, false, "two runs differ");
    const double tolerance = c.type == Element::Float ? 1e-3 : 2e-2;
    return report(label, e <= tolerance && a <= tolerance, "E " + shown(e) + " A " + shown(a));
}

std::vector<Case> cases(Element type, int headDim) {
    return {
        {"one token", type, 2, 1, headDim, {{0, 1, 0}}, 1},
        {"ragged batch", type, 4, 2, headDim, {{0, 500, 0}, {501, 63, 0}, {570, 129, 0}}, 1},
        {"weights near one", type, 3, 3, headDim, {{2, 400, 0}}, 8},
        {"signed", type, 2, 1, headDim, {{0, 333, 0}}, 2, true},
        {"signed, near one", type, 2, 1, headDim, {{0, 333, 0}}, 8, true},
        {"answers only", type, 2, 1, headDim, {{0, 700, 0}, {701, 450, 0}}, 1, false, true},
        {"rounded output", type, 2, 1, headDim, {{0, 700, 0}}, 3, false, false, true},
    };
}

}  // namespace

bool checkInfluence(bool quick) {
    bool good = true;
    const auto all = [&](Element type, std::initializer_list<int> dims) {
        for (const int d : dims)
            for (const char *design : influenceDesigns(type, d))
                for (const auto &c : cases(type, d)) good = check(c, design) && good;
    };
    if (quick) {
        for (const auto type : {Element::Bfloat16, Element::Half})
            for (const int d : {128, 64})
                for (const auto &c : cases(type, d)) good = check(c, "") && good;
        return good;
    }
    all(Element::Bfloat16, {128, 64, 80});
    all(Element::Half, {128, 64});
    all(Element::Float, {20, 256});
    return good;
}

}  // namespace moa::gpu_test

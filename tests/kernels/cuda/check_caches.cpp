// Rotation and the ragged caches' entries on the GPU, against tokens that are stored one after the other.
#include <cmath>

#include "kernels/attention.h"
#include "kernels/cuda/ragged_cache.h"
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
    std::int64_t n;  // tokens of the prompt
    int steps;       // that follow
    std::vector<std::int64_t> capacities;
};

// Rows of fp32 values, [tokens][heads + 2 kvHeads][headDim], and the angles of their positions.
struct Text {
    Text(const Case &c, std::mt19937_64 &rng)
        : tokens(c.n + c.steps),
          width(static_cast<std::int64_t>(c.heads + 2 * c.kvHeads) * c.headDim),
          rows(normalValues(rng, static_cast<std::size_t>(tokens * width), 1, Element::Float)) {
        for (std::int64_t t = 0; t < tokens; ++t)
            for (int i = 0; i < c.headDim / 2; ++i) {
                const double angle = static_cast<double>(t) * std::pow(1e4, -2.0 * i / c.headDim);
                cosines.push_back(static_cast<float>(std::cos(angle)));
                sines.push_back(static_cast<float>(std::sin(angle)));
            }
    }

    std::int64_t tokens;
    std::int64_t width;
    std::vector<float> rows;
    std::vector<float> cosines, sines;
};

// Row t turned in double precision.
std::vector<float> turnedRow(const Case &c, const Text &text, std::int64_t t) {
    const int half = c.headDim / 2;
    std::vector<float> row(text.rows.begin() + t * text.width, text.rows.begin() + (t + 1) * text.width);
    for (int h = 0; h < c.heads + c.kvHeads; ++h)
        for (int i = 0; i < half; ++i) {
            float &low = row[static_cast<std::size_t>(h * c.headDim + i)];
            float &high = row[static_cast<std::size_t>(h * c.headDim + half + i)];
            const double x = low, y = high;
            const double cosine = text.cosines[static_cast<std::size_t>(t * half + i)];
            const double sine = text.sines[static_cast<std::size_t>(t * half + i)];
            low = static_cast<float>(x * cosine - y * sine);
            high = static_cast<float>(y * cosine + x * sine);
        }
    return row;
}

double worstDifference(const std::vector<float> &mine, const std::vector<float> &theirs, Element type) {
    double worst = 0;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (std::isnan(theirs[i])) continue;  // a slot that holds nothing
        const double error = std::abs(static_cast<double>(mine[i]) - theirs[i]) - 2 * roundingOf(theirs[i], type);
        worst = error <= worst ? worst : (std::isnan(error) ? INFINITY : error);
    }
    return worst;
}

bool check(const Case &c) {
    std::mt19937_64 rng(seed());
    const Text text(c, rng);
    const auto d = static_cast<std::int64_t>(c.headDim);
    std::vector<std::int64_t> first;  // element of each cache; its values follow its keys
    std::int64_t elements = 0;
    for (const auto capacity : c.capacities) first.push_back(elements), elements += 2 * capacity * d;
    std::vector<float> want(static_cast<std::size_t>(elements), NAN);
    std::vector<float> lastQ;
    for (std::int64_t t = 0; t < text.tokens; ++t) {
        const auto row = turnedRow(c, text, t);
        lastQ.assign(row.begin(), row.begin() + c.heads * d);
        for (std::size_t g = 0; g < c.capacities.size(); ++g) {
            const std::int64_t slot = t < kTile ? t : kTile + (t - kTile) % (c.capacities[g] - kTile);
            const auto k = row.begin() + (c.heads + static_cast<std::int64_t>(g)) * d;
            std::copy(k, k + d, want.begin() + first[g] + slot * d);
            const auto v = k + c.kvHeads * d;
            std::copy(v, v + d, want.begin() + first[g] + (c.capacities[g] + slot) * d);
        }
    }

    const auto rows = onDevice<float>(text.rows);
    const auto cosines = onDevice<float>(text.cosines);
    const auto sines = onDevice<float>(text.sines);
    const auto memory = onDevice(std::vector<float>(want.size(), 7), c.type);
    std::vector<DecodeCache> list;
    for (std::size_t g = 0; g < c.capacities.size(); ++g) {
        auto *k = memory.get() + first[g] * bytesOf(c.type);
        list.push_back({k, k + c.capacities[g] * d * bytesOf(c.type), c.capacities[g]});
    }
    const auto caches = onDevice<DecodeCache>(list);
    const RotaryTable table{cosines.get(), sines.get()};
    Rotary rotary{rows.get(), c.n, text.width, c.heads + c.kvHeads, c.headDim, table};
    require(rotate(rotary), c.name);
    CacheFill fill{c.type, c.n, c.kvHeads, c.headDim};
    fill.k = rows.get() + c.heads * d, fill.v = fill.k + c.kvHeads * d, fill.stride = text.width;
    fill.caches = caches.get(), fill.slots = *std::max_element(c.capacities.begin(), c.capacities.end());
    require(fillCaches(fill), c.name);
    const auto q = onDevice(std::vector<float>(lastQ.size()), c.type);
    const auto valid = onDevice<std::int32_t>(std::vector<std::int32_t>(c.capacities.size(), -1));
    for (int s = 0; s < c.steps; ++s) {
        const auto position = onDevice<std::int32_t>(std::vector<std::int32_t>{static_cast<std::int32_t>(c.n + s)});
        CacheAppend append{c.type, 1, c.heads, c.kvHeads, c.headDim, rows.get() + (c.n + s) * text.width, table};
        append.positions = position.get(), append.caches = caches.get(), append.q = q.get(), append.valid = valid.get();
        require(appendToCaches(append), c.name);
    }
    rotary.inverse = true;
    require(rotate(rotary), c.name);  // back again
    require(cudaDeviceSynchronize(), c.name);

    const double stored = worstDifference(decoded(fromDevice(memory), c.type), want, c.type);
    const double query = worstDifference(decoded(fromDevice(q), c.type), lastQ, c.type);
    const double back = worstDifference(fromDevice(rows), text.rows, Element::Float);
    const auto counts = fromDevice(valid);
    bool counted = true;
    for (std::size_t g = 0; g < counts.size(); ++g)
        counted = counted && counts[g] == std::min<std::int64_t>(text.tokens, c.capacities[g]);
    return report(
        std::string("caches ") + nameOf(c.type) + " D=" + std::to_string(c.headDim) + " " + c.name,
        stored <= 1e-6 && query <= 1e-6 && back <= 1e-5 && counted,
        "stored " + shown(stored) + " q " + shown(query) + " back " + shown(back) + (counted ? "" : " WRONG COUNTS"));
}

}  // namespace

bool checkCaches(bool quick) {
    bool good = true;
    for (const Element type : {Element::Bfloat16, Element::Half, Element::Float})
        for (const int d : {128, 64, 20}) {
            if (quick && (type == Element::Float || d == 20)) continue;
            good = check({"short prompt", type, 2, 1, d, 5, 3, {128}}) && good;
            good = check({"rings that turn", type, 4, 2, d, 700, 70, {128, 640}}) && good;
            good = check({"at the edge", type, 6, 3, d, 127, 130, {128, 192, 576}}) && good;
        }
    return good;
}

}  // namespace moa::gpu_test

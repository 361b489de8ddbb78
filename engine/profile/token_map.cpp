#include "engine/profile/token_map.h"

#include <ATen/ops/mm.h>
#include <c10/core/InferenceMode.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/model/device_errors.h"
#include "engine/profile/profile_pass.h"
#include "engine/profile/profile_room.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr std::int64_t kRows = 256;  // rows of scores held at once

// Softmax over the first `keys` scores, in place.
template <class T>
void softmax(T *row, std::int64_t keys, T scale) {
    const T top = *std::max_element(row, row + keys);
    double sum = 0;
    for (std::int64_t j = 0; j < keys; ++j) sum += row[j] = std::exp((row[j] - top) * scale);
    for (std::int64_t j = 0; j < keys; ++j) row[j] = static_cast<T>(row[j] / sum);
}

// E of one row from its A and G. The largest entry is taken against the mean of the others: 1 - A cancels there.
template <class T>
void influenceRow(const T *a, const T *g, std::int64_t keys, float *e) {
    if (keys == 1) {
        e[0] = static_cast<float>(-a[0] * g[0]);
        return;
    }
    const auto largest = std::max_element(a, a + keys) - a;
    double rest = 0;
    double restG = 0;
    for (std::int64_t j = 0; j < keys; ++j) {
        if (j == largest) continue;
        rest += a[j];
        restG += static_cast<double>(a[j]) * g[j];
    }
    const double mean = restG + static_cast<double>(a[largest]) * g[largest];
    for (std::int64_t j = 0; j < keys; ++j)
        e[j] = static_cast<float>(-a[j] * (g[j] - mean) / (1 - static_cast<double>(a[j])));
    const double others = rest > 0 ? restG / rest : mean;
    e[largest] = static_cast<float>(-a[largest] * (g[largest] - others));
}

template <class T>
std::vector<float> mapOf(const Model &model, const OpenLayer &opened, int head, bool influence, Progress &progress) {
    const auto &facts = model.facts();
    const auto n = opened.qkv.size(0);
    const auto offsets = headOffsets(facts, head);
    const auto part = [&](const at::Tensor &rows, std::int64_t offset) {
        return rows.narrow(1, offset, facts.headDim);
    };
    const auto keys = part(opened.qkv, offsets.k).t();
    // The softmax runs on the CPU, in T.
    const auto here = [](const at::Tensor &t) { return t.to(at::kCPU, c10::CppTypeToScalarType<T>::value); };
    const T scale = static_cast<T>(1 / std::sqrt(static_cast<double>(facts.headDim)));
    std::vector<float> map(static_cast<std::size_t>(n) * n);
    for (std::int64_t first = 0; first < n; first += kRows) {
        progress.throwIfStopped("The token map");
        const auto rows = std::min(kRows, n - first);
        const auto seen = first + rows;
        auto scores = here(part(opened.qkv, offsets.q).narrow(0, first, rows).mm(keys.narrow(1, 0, seen)));
        at::Tensor g;
        if (influence)
            g = here(part(opened.dO, offsets.q)
                         .narrow(0, first, rows)
                         .mm(part(opened.qkv, offsets.v).narrow(0, 0, seen).t()));
        for (std::int64_t i = 0; i < rows; ++i) {
            T *a = scores.template data_ptr<T>() + i * seen;
            float *out = map.data() + (first + i) * n;
            softmax(a, first + i + 1, scale);
            if (influence)
                influenceRow(a, g.template const_data_ptr<T>() + i * seen, first + i + 1, out);
            else
                std::copy_n(a, first + i + 1, out);
        }
    }
    return map;
}

template <class T>
std::vector<float> run(const Model &model, const TokenSample &sample, int layer, int head, bool influence,
                       Progress &progress) {
    const auto &facts = model.facts();
    ProfilePass pass(model, sample, progress);
    if (!influence) {
        (void)pass.forward(layer + 1);
        return mapOf<T>(model, pass.open({}), head, false, progress);
    }
    auto gradient = pass.lossGradient(pass.forward(facts.layers)).dx;
    BlockSumMaps gradientsOnly;
    for (int l = facts.layers - 1; l > layer; --l) gradient = pass.close(pass.open(gradient), gradientsOnly);
    return mapOf<T>(model, pass.open(gradient), head, true, progress);
}

}  // namespace

std::vector<float> tokenMap(const Model &model, const TokenSample &sample, int layer, int head, TokenQuantity quantity,
                            Progress &progress) {
    const auto &facts = model.facts();
    const std::string what = "The token map cannot be made";
    const std::string where = fmt::format("layer {}, head {}, sample '{}'", layer, head, sample.id);
    if (layer < 0 || layer >= facts.layers || head < 0 || head >= facts.heads)
        throw Error(what, where, fmt::format("the model has {} layers of {} heads", facts.layers, facts.heads),
                    "Choose a head of this model.");
    if (sample.ids.size() > static_cast<std::size_t>(kTokenMapLimit))
        throw Error(what, where,
                    fmt::format("it has {} tokens, at most {} are shown", sample.ids.size(), kTokenMapLimit),
                    "Choose a shorter sample.");
    const bool influence = quantity == TokenQuantity::Influence;
    influence ? checkSample(model, sample) : checkIds(facts, sample.ids);
    const c10::InferenceMode inference;
    checkProfileRoom(model, static_cast<std::int64_t>(sample.ids.size()));
    return onDevice(*model.weights().device, what, [&] {
        return model.options().dtype == ComputeDtype::Float64
                   ? run<double>(model, sample, layer, head, influence, progress)
                   : run<float>(model, sample, layer, head, influence, progress);
    });
}

}  // namespace moa::engine

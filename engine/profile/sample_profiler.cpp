#include "engine/profile/sample_profiler.h"

#include <ATen/ops/from_blob.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <future>
#include <numeric>

#include "engine/model/device_errors.h"
#include "engine/profile/profile_pass.h"
#include "engine/profile/profile_room.h"
#include "engine/values/conventions.h"

namespace moa::engine {

namespace {

// One layer of `maps` as a tensor over its memory; undefined where there is none.
template <class T>
at::Tensor layerOf(std::vector<T> &maps, int layer, int heads, int nb) {
    if (maps.empty()) return {};
    return at::from_blob(maps.data() + static_cast<std::size_t>(layer) * heads * nb * nb, {heads, nb, nb},
                         at::TensorOptions().dtype(c10::CppTypeToScalarType<T>::value));
}

}  // namespace

template <class T>
SampleMaps<T> profileSample(const Model &model, const TokenSample &sample, Progress &progress, InfluenceSums sums) {
    checkSample(model, sample);
    checkProfileRoom(model, static_cast<std::int64_t>(sample.ids.size()));
    const c10::InferenceMode inference;
    const auto &facts = model.facts();
    SampleMaps<T> maps;
    maps.layers = facts.layers;
    maps.heads = facts.heads;
    maps.nb = blockCount(std::max(static_cast<std::int64_t>(sample.ids.size()), std::int64_t{sample.length}));
    const auto layerSize = static_cast<std::size_t>(maps.heads) * maps.nb * maps.nb;
    // At 128k tokens the system takes a second to give this much memory: it does so beside the forward pass.
    auto made = std::async(std::launch::async, [&] {
        maps.absolute.resize(maps.layers * layerSize);
        maps.attention.resize(maps.layers * layerSize);
        if (sums == InfluenceSums::Both) maps.signedSums.resize(maps.layers * layerSize);
    });
    onDevice(*model.weights().device, "The sample cannot be profiled", [&] {
        ProfilePass pass(model, sample, progress);
        const auto last = pass.forward(facts.layers);
        auto [loss, gradient] = pass.lossGradient(last);
        maps.loss = loss;
        made.get();
        for (int l = facts.layers - 1; l >= 0; --l) {
            BlockSumMaps layer{layerOf(maps.absolute, l, maps.heads, maps.nb),
                               layerOf(maps.signedSums, l, maps.heads, maps.nb),
                               layerOf(maps.attention, l, maps.heads, maps.nb)};
            gradient = pass.close(pass.open(gradient), layer);
            // A GPU is busy with the gradients meanwhile.
            const auto first = maps.absolute.begin() + static_cast<std::ptrdiff_t>(l * layerSize);
            maps.totalAbsolute =
                std::accumulate(first, first + static_cast<std::ptrdiff_t>(layerSize), maps.totalAbsolute);
        }
    });
    return maps;
}

template SampleMaps<float> profileSample<float>(const Model &, const TokenSample &, Progress &, InfluenceSums);
template SampleMaps<double> profileSample<double>(const Model &, const TokenSample &, Progress &, InfluenceSums);

}  // namespace moa::engine

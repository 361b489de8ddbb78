#include "engine/profile/sample_profiler.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <numeric>

#include "engine/profile/profile_pass.h"
#include "engine/values/conventions.h"

namespace moa::engine {

template <class T>
SampleMaps<T> profileSample(const Model &model, const TokenSample &sample, Progress &progress) {
    checkSample(model, sample);
    const c10::InferenceMode inference;
    const auto &facts = model.facts();
    SampleMaps<T> maps;
    maps.layers = facts.layers;
    maps.heads = facts.heads;
    maps.nb = blockCount(std::max(static_cast<std::int64_t>(sample.ids.size()), std::int64_t{sample.length}));
    const auto layerSize = static_cast<std::size_t>(maps.heads) * maps.nb * maps.nb;
    for (auto *sums : {&maps.absolute, &maps.signedSums, &maps.attention}) sums->resize(maps.layers * layerSize);

    ProfilePass<T> pass(model, sample, progress);
    auto [loss, gradient] = pass.lossGradient(pass.forward(facts.layers));
    maps.loss = loss;
    for (int l = facts.layers - 1; l >= 0; --l) {
        kernels::InfluenceBackward<T> p;
        p.blocks = maps.nb;
        p.absolute = maps.absolute.data() + l * layerSize;
        p.signedSum = maps.signedSums.data() + l * layerSize;
        p.attention = maps.attention.data() + l * layerSize;
        gradient = pass.close(pass.open(gradient), p);
    }
    maps.totalAbsolute = std::accumulate(maps.absolute.begin(), maps.absolute.end(), 0.0);
    return maps;
}

template SampleMaps<float> profileSample<float>(const Model &, const TokenSample &, Progress &);
template SampleMaps<double> profileSample<double>(const Model &, const TokenSample &, Progress &);

}  // namespace moa::engine

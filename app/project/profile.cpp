#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "app/project/project.h"
#include "engine/profile/sample_profiler.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa {

using namespace engine;

namespace {

std::int64_t peakBytes() {
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return std::int64_t{usage.ru_maxrss} * 1024;
}

template <class T>
BlockMaps toFloats(const SampleMaps<T> &maps, const std::vector<T> &values) {
    return {maps.layers, maps.heads, maps.nb, std::vector<float>(values.begin(), values.end())};
}

template <class T>
void addTo(SourceProfile &source, const Model &model, const TokenSample &sample, bool signedSums, Progress &progress) {
    const auto maps =
        profileSample<T>(model, sample, progress, signedSums ? InfluenceSums::Both : InfluenceSums::Absolute);
    addSample(source, toFloats(maps, signedSums ? maps.signedSums : maps.absolute), toFloats(maps, maps.attention),
              maps.totalAbsolute, maps.loss);
}

// Where a sample's running means live.
SourceProfile &sourceOf(std::map<int, std::map<std::string, SourceProfile>> &means, const TokenSample &sample) {
    auto &source = means[sample.length][sample.source];
    source.source = sample.source;
    return source;
}

}  // namespace

ProfileSummary Project::profile(const ProfileRequest &request, Progress &progress) {
    const auto start = std::chrono::steady_clock::now();
    const auto samples = file_.samples();
    if (samples.empty())
        throw Error("There is nothing to profile", file_.path().string(), "the project has no samples",
                    "Run moa calibrate first.");
    const auto settings =
        fmt::format("{} {}", toString(options_.compute.dtype), request.signedSums ? "signed" : "absolute");
    if (request.resume && file_.setting("profile").value_or(settings) != settings)
        throw Error("The profile cannot be resumed", file_.path().string(),
                    "it was begun with other settings (" + *file_.setting("profile") + ")",
                    "Use the same --dtype and --signed, or leave --resume out.");
    if (!request.resume) file_.clearProfile();
    file_.setSetting("profile", settings);

    std::map<int, std::map<std::string, SourceProfile>> means;
    for (auto &length : file_.profile().lengths)
        for (auto &source : length.sources) means[length.length][source.source] = std::move(source);
    const auto &model = bundle().model(progress);
    std::map<int, int> count;
    std::size_t position = 0;
    for (const auto &sample : samples) {
        const auto at = position++;
        const bool wanted =
            request.lengths.empty() || std::ranges::find(request.lengths, sample.length) != request.lengths.end();
        if (!wanted || (request.samples > 0 && count[sample.length] >= request.samples)) continue;
        ++count[sample.length];
        if (file_.profiled(sample.length).contains(at)) continue;
        progress.throwIfStopped("Profiling");
        progress.report("profile", static_cast<double>(at) / static_cast<double>(samples.size()),
                        fmt::format("sample {} of {}, {} tokens", at + 1, samples.size(), sample.ids.size()));
        auto &source = sourceOf(means, sample);
        if (options_.compute.dtype == ComputeDtype::Float64)
            addTo<double>(source, model, sample, request.signedSums, progress);
        else
            addTo<float>(source, model, sample, request.signedSums, progress);
        file_.setProfiled(sample.length, request.signedSums, source, at);
    }

    ProfileSummary summary;
    double loss = 0;
    for (const auto &[length, sources] : means) {
        summary.lengths.push_back(length);
        for (const auto &[name, source] : sources) {
            summary.samples += source.samples;
            loss += source.meanLoss * source.samples;
            if (source.zeroSamples > 0)
                summary.warnings.push_back(
                    fmt::format("{} samples of {} at {} have no influence and are left out of the balanced mean.",
                                source.zeroSamples, name, length));
        }
    }
    if (summary.samples == 0)
        throw Error("There is nothing to profile", file_.path().string(), "no sample has one of the lengths",
                    "Choose --lengths of the samples.");
    summary.loss = loss / summary.samples;
    summary.peakBytes = peakBytes();
    summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary;
}

}  // namespace moa

// moa calibrate, moa profile run | sample | export | import
#include <fmt/format.h>

#include "app/command/context.h"
#include "app/project/project.h"
#include "engine/formats/influence_file.h"
#include "engine/formats/safetensors_writer.h"
#include "engine/profile/sample_profiler.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;
using storage::ProjectFile;

namespace {

template <class T>
NamedTensor tensor(const std::string &name, Dtype dtype, int layers, int heads, int nb, const std::vector<T> &values) {
    return {name, dtype, {layers, heads, nb, nb}, std::as_bytes(std::span(values))};
}

template <class T>
Answer profileOne(ModelBundle &bundle, const TokenSample &sample, bool signedSums, const std::string &out,
                  Progress &progress) {
    const auto maps = profileSample<T>(bundle.model(progress), sample, progress);
    const auto dtype = sizeof(T) == sizeof(double) ? Dtype::F64 : Dtype::F32;
    const auto length = std::to_string(sample.length);
    const std::vector<NamedTensor> tensors = {
        tensor("influence." + length, dtype, maps.layers, maps.heads, maps.nb,
               signedSums ? maps.signedSums : maps.absolute),
        tensor("attention." + length, dtype, maps.layers, maps.heads, maps.nb, maps.attention)};
    writeSafetensors(out, tensors);
    return {{{"length", sample.length}, {"loss", maps.loss}, {"file", out}},
            fmt::format("{} tokens, loss {:.6g}: {}", sample.ids.size(), maps.loss, out),
            0};
}

// "A:B", tokens A..B-1 as targets.
std::vector<std::int32_t> targetsOf(const std::string &answer, std::size_t tokens) {
    std::int64_t first = 1;
    auto end = static_cast<std::int64_t>(tokens);
    if (!answer.empty()) {
        char rest = 0;
        long long a = 0;
        long long b = 0;
        if (std::sscanf(answer.c_str(), "%lld:%lld%c", &a, &b, &rest) != 2 || a < 1 || b <= a || b > end)
            throw Error("The answer's place is wrong", "--answer " + answer,
                        fmt::format("it is not A:B with 1 <= A < B <= {}", tokens),
                        "Give the first token of the answer and the one behind it.");
        first = a;
        end = b;
    }
    std::vector<std::int32_t> targets;
    for (auto t = first; t < end; ++t) targets.push_back(static_cast<std::int32_t>(t));
    return targets;
}

void addSample(CLI::App *profile, Context &context) {
    struct Options {
        std::string model, ids, answer, out;
        bool signedSums = false;
    };
    auto o = std::make_shared<Options>();
    auto *verb = profile->add_subcommand("sample", "Influence of one sample of exact ids");
    verb->add_option("model", o->model)->required();
    verb->add_option("--ids", o->ids, "File of token ids")->required();
    verb->add_option("--answer", o->answer, "A:B, the loss is taken on tokens A..B-1");
    verb->add_flag("--signed", o->signedSums, "Signed sums instead of absolute ones");
    verb->add_option("--out", o->out, "safetensors file")->required();
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) -> Answer {
            ModelBundle bundle(o->model, context.job());
            TokenSample sample{o->ids, "ids", 0, readIdsFile(o->ids), {}};
            sample.length = static_cast<int>(sample.ids.size());
            sample.targets = targetsOf(o->answer, sample.ids.size());
            if (bundle.options().compute.dtype == ComputeDtype::Float64)
                return profileOne<double>(bundle, sample, o->signedSums, o->out, progress);
            return profileOne<float>(bundle, sample, o->signedSums, o->out, progress);
        };
    });
}

void addRun(CLI::App *profile, Context &context) {
    struct Options {
        std::string project, lengths;
        ProfileRequest request;
    };
    auto o = std::make_shared<Options>();
    auto *verb = profile->add_subcommand("run", "Influence and attention of every head");
    verb->add_option("--project", o->project)->required();
    verb->add_option("--lengths", o->lengths);
    verb->add_option("--samples", o->request.samples, "Per length")->check(CLI::PositiveNumber);
    verb->add_flag("--signed", o->request.signedSums);
    verb->add_flag("--resume", o->request.resume, "Keep the samples that are done");
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) -> Answer {
            o->request.lengths = parseLengths(o->lengths);
            Project project(o->project, ProjectFile::Mode::Write, context.job());
            const auto s = project.profile(o->request, progress);
            return {{{"lengths", s.lengths},
                     {"samples", s.samples},
                     {"seconds", s.seconds},
                     {"peak_bytes", s.peakBytes},
                     {"loss", s.loss},
                     {"warnings", s.warnings}},
                    fmt::format("{} samples at {} in {:.1f} s, peak {:.0f} MB, mean loss {:.4g}", s.samples,
                                fmt::join(s.lengths, ", "), s.seconds, static_cast<double>(s.peakBytes) / 1e6, s.loss),
                    0};
        };
    });
}

Answer exportProfile(const std::string &project, const std::string &file, const Context &context) {
    Project opened(project, ProjectFile::Mode::Read, context.job());
    const auto profile = opened.file().profile();
    std::vector<BlockMaps> maps;
    std::vector<std::string> names;
    json lengths = json::array();
    for (const auto &length : profile.lengths) {
        maps.push_back(mixSources(length, Balance::Published));
        names.push_back("influence." + std::to_string(length.length));
        maps.push_back(meanAttention(length));
        names.push_back("attention." + std::to_string(length.length));
        lengths.push_back(length.length);
    }
    std::vector<NamedTensor> tensors;
    for (std::size_t i = 0; i < maps.size(); ++i)
        tensors.push_back(tensor(names[i], Dtype::F32, maps[i].layers, maps[i].heads, maps[i].nb, maps[i].values));
    writeSafetensors(file, tensors);
    return {{{"lengths", lengths}, {"file", file}}, fmt::format("{} lengths: {}", lengths.size(), file), 0};
}

Answer importProfile(const std::string &project, const std::string &path, const Context &context) {
    Project opened(project, ProjectFile::Mode::Write, context.job());
    const auto facts = opened.bundle().files().facts();
    json lengths = json::array();
    for (const auto &maps : readInfluence(path, facts.layers, facts.heads)) {
        SourceProfile source;
        source.source = "imported";
        double total = 0;
        for (const float v : maps.influence.values) total += std::abs(static_cast<double>(v));
        addSample(source, maps.influence, maps.attention, total, 0);
        opened.file().setLengthProfile({maps.length, false, {source}});
        lengths.push_back(maps.length);
    }
    return {{{"lengths", lengths}}, fmt::format("{} lengths imported", lengths.size()), 0};
}

void addExchange(CLI::App *profile, Context &context, const char *name, const char *text,
                 Answer (*work)(const std::string &, const std::string &, const Context &)) {
    struct Options {
        std::string project, file;
    };
    auto o = std::make_shared<Options>();
    auto *verb = profile->add_subcommand(name, text);
    verb->add_option("--project", o->project)->required();
    verb->add_option("file", o->file, "safetensors file")->required();
    verb->callback([o, &context, work] {
        context.verb = [o, &context, work](Progress &) { return work(o->project, o->file, context); };
    });
}

}  // namespace

json calibrationJson(const CalibrationSet &set) {
    json byLength = json::object();
    for (const auto &[length, count] : set.byLength) byLength[std::to_string(length)] = count;
    return {{"samples", set.samples.size()},
            {"by_length", byLength},
            {"by_source", set.bySource},
            {"left_out", set.leftOut},
            {"answer_tokens", set.answerTokens}};
}

void addProfileVerbs(CLI::App &app, Context &context) {
    struct Options {
        std::string project, lengths;
        CalibrateRequest request;
    };
    auto o = std::make_shared<Options>();
    auto *calibrate = app.add_subcommand("calibrate", "Assign samples to profile lengths");
    calibrate->add_option("--project", o->project)->required();
    calibrate->add_option("--model", o->request.model)->required();
    calibrate->add_option("--data", o->request.data, "JSONL or text; may be repeated")->required();
    calibrate->add_option("--samples", o->request.samples, "Per length")->check(CLI::PositiveNumber);
    calibrate->add_option("--lengths", o->lengths);
    calibrate->add_flag("--align", o->request.align, "The dense model writes the answers");
    calibrate->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) -> Answer {
            o->request.lengths = parseLengths(o->lengths);
            Project project(o->project, ProjectFile::Mode::Create, context.job());
            const auto set = project.calibrate(o->request, progress);
            return {calibrationJson(set),
                    fmt::format("{} samples, {} tokens count in the loss", set.samples.size(), set.answerTokens), 0};
        };
    });
    auto *profile = app.add_subcommand("profile", "Measure the influence of attention");
    profile->require_subcommand(1);
    addRun(profile, context);
    addSample(profile, context);
    addExchange(profile, context, "export", "Maps into a safetensors file", exportProfile);
    addExchange(profile, context, "import", "Maps from a safetensors file", importProfile);
}

}  // namespace moa::command

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/project/project.h"
#include "engine/calibrate/data_reader.h"
#include "engine/evaluate/line_retrieval.h"
#include "engine/evaluate/perplexity.h"
#include "engine/evaluate/statistics.h"
#include "engine/values/error.h"

namespace moa {

using namespace engine;

namespace {

std::map<std::string, std::string> settingsOf(const EvaluateRequest &request, const JobOptions &options,
                                              Prefill prefill) {
    return {{"task", request.task},
            {"lengths", fmt::format("{}", fmt::join(request.lengths, ","))},
            {"samples", std::to_string(request.samples)},
            {"max_new", std::to_string(request.maxNew)},
            {"seed", std::to_string(options.seed)},
            {"dtype", std::string(toString(options.compute.dtype))},
            {"device", options.compute.device.cuda ? "cuda" : "cpu"},
            {"prefill", std::string(toString(prefill))},
            {"data", request.data.empty() ? "-" : request.data.filename().string()}};
}

std::vector<TokenSample> perplexityWindows(ModelBundle &bundle, const EvaluateRequest &request, Progress &progress) {
    if (request.data.empty())
        throw Error("The perplexity cannot be taken", "--data", "there is no text to take it on",
                    "Give a text file with --data (--eval-data in the pipeline).");
    const auto file = readTextData(request.data);
    std::vector<TokenSample> windows;
    TextSample text = file.front();
    if (!isPlainText(file)) {  // the texts of a JSONL file, one after another
        text.text.clear();
        for (const auto &sample : file) text.text += sample.text + (sample.text.empty() ? "" : "\n\n");
    }
    for (const int length : request.lengths) {
        progress.throwIfStopped("Evaluating");
        for (auto &window : textWindows(text, bundle.tokenizer(), length, request.samples, bundle.options().encode))
            windows.push_back(std::move(window));
    }
    return windows;
}

// A name that no run of other settings has.
std::string runName(storage::ProjectFile &file, const EvaluationRun &wanted) {
    const std::string base =
        wanted.task + "-" + wanted.plan + (wanted.settings.at("prefill") == "block" ? "-block" : "");
    for (int i = 1;; ++i) {
        const auto name = i == 1 ? base : fmt::format("{}-{}", base, i);
        const auto runs = file.runs();
        const auto at = std::ranges::find(runs, name, &EvaluationRun::name);
        if (at == runs.end() || at->settings == wanted.settings) return name;
    }
}

}  // namespace

EvaluationRun evaluateModel(ModelBundle &bundle, const EvaluateRequest &request, const SpanPolicy &spans,
                            std::vector<EvaluationSample> done,
                            const std::function<void(const EvaluationSample &)> &sink, Progress &progress) {
    const auto prefill = request.prefill.value_or(bundle.options().prefill);
    auto subject = bundle.subject(spans, prefill, progress);
    EvaluationOptions options{request.lengths, request.samples, request.maxNew, bundle.options().seed, std::move(done)};
    for (const int n : request.lengths)
        if (n < 1 || n > bundle.files().facts().maxPosition)
            throw Error("The model cannot be evaluated", fmt::format("length {}", n),
                        fmt::format("the model has {} positions", bundle.files().facts().maxPosition),
                        "Choose shorter lengths.");
    EvaluationRun run;
    if (request.task == "retrieval") {
        run = runRetrieval(options, bundle.tokenizer(), bundle.needChat(), bundle.stops(), subject, sink, progress);
    } else if (request.task == "perplexity") {
        run = runPerplexity(options, perplexityWindows(bundle, request, progress), subject, sink, progress);
    } else {
        run = runCosts(options, request.task, bundle.files().facts().vocab, subject, sink, progress);
    }
    run.settings = settingsOf(request, bundle.options(), prefill);
    return run;
}

SpanPolicy Project::spansOf(const EvaluateRequest &request) {
    const auto &facts = bundle().files().facts();
    if (request.uniformDensity) return SpanPolicy::uniform(facts, *request.uniformDensity);
    if (request.plan == "dense") return SpanPolicy::dense(facts);
    if (request.plan == "uniform")
        return SpanPolicy::uniformOfSameMemory(
            facts, file_.plan(request.uniformOf.empty() ? latestPlan() : request.uniformOf).plan);
    return SpanPolicy::ofPlan(facts, file_.plan(request.plan).plan, request.plan);
}

EvaluationRun Project::evaluate(const EvaluateRequest &asked, Progress &progress) {
    auto request = asked;
    if (request.lengths.empty())
        for (const auto &length : file_.profile().lengths) request.lengths.push_back(length.length);
    const auto spans = spansOf(request);
    const auto prefill = request.prefill.value_or(options_.prefill);
    EvaluationRun run;
    run.task = request.task;
    run.plan = spans.name();
    run.settings = settingsOf(request, options_, prefill);
    run.name = runName(file_, run);
    const auto name = run.name;
    if (request.resume)
        for (auto &stored : file_.runs())
            if (stored.name == name) return std::move(stored);
    file_.beginRun(run);
    std::vector<EvaluationSample> done;
    if (request.resume) done = file_.runSamples(name);
    run = evaluateModel(
        bundle(), request, spans, std::move(done),
        [&](const EvaluationSample &s) {
            file_.addSample(name, s);
            if (request.onSample) request.onSample(s);
        },
        progress);
    run.name = name;
    file_.finishRun(run);
    return run;
}

Validation Project::validate(const ValidateRequest &request, Progress &progress) {
    std::vector<std::vector<TextSample>> files;
    for (const auto &path : request.data) files.push_back(readTextData(path));
    auto &model = bundle();
    const auto samples = validationSamples(files, model.tokenizer(), model.chat(), request.length, request.samples,
                                           file_.samples(), options_.encode);
    if (samples.empty())
        throw Error("The plans cannot be validated", fmt::format("length {}", request.length),
                    "no sample of the data has 0.75 to 1 times this length", "Give other data or another length.");
    Validation validation;
    double bestLoss = 0;
    double bestCache = 0;
    for (const auto &stored : file_.plans()) {
        if (!request.plans.empty() && std::ranges::find(request.plans, stored.name) == request.plans.end()) continue;
        auto subject = model.subject(SpanPolicy::ofPlan(model.files().facts(), stored.plan, stored.name),
                                     options_.prefill, progress);
        std::map<std::string, std::vector<double>> bySource;
        std::vector<double> losses;
        for (const auto &sample : samples) {
            progress.throwIfStopped("Validating");
            progress.report("validate", 0, stored.name + ", " + sample.id);
            const auto nll = subject.nll(sample.ids, progress);
            double sum = 0;
            for (const auto t : sample.targets) sum += nll[static_cast<std::size_t>(t - 1)];
            losses.push_back(sum / static_cast<double>(sample.targets.size()));
            bySource[sample.source].push_back(losses.back());
        }
        double loss = 0;  // mean per source, then over sources
        for (const auto &[source, values] : bySource)
            loss += bootstrapMean(values, options_.seed).value / static_cast<double>(bySource.size());
        const auto interval = bootstrapMean(losses, options_.seed);
        validation.plans.push_back({stored.name, loss, interval.low, interval.high, static_cast<int>(losses.size())});
        const double cache = subject.densities(request.length, 0).cache;
        const bool better =
            validation.chosen.empty() || loss < bestLoss - 1e-6 || (loss < bestLoss + 1e-6 && cache < bestCache);
        if (!better) continue;
        validation.chosen = stored.name;
        bestLoss = loss;
        bestCache = cache;
    }
    if (validation.plans.empty()) static_cast<void>(latestPlan());
    nlohmann::json facts = {
        {"length", request.length}, {"chosen", validation.chosen}, {"plans", nlohmann::json::array()}};
    for (const auto &p : validation.plans)
        facts["plans"].push_back({{"name", p.name}, {"loss", p.loss}, {"low", p.low}, {"high", p.high}, {"n", p.n}});
    file_.addValidation(facts);
    file_.setSetting("chosen_plan", validation.chosen);
    return validation;
}

}  // namespace moa

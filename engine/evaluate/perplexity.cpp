#include "engine/evaluate/perplexity.h"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <numeric>

#include "engine/evaluate/random.h"
#include "engine/evaluate/statistics.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

EvaluationSample scoreWindow(const TokenSample &window, int index, Subject &subject, Progress &progress) {
    const auto nll = subject.nll(window.ids, progress);
    const double mean = std::accumulate(nll.begin(), nll.end(), 0.0) / static_cast<double>(nll.size());
    if (!std::isfinite(mean))
        throw Error("The perplexity cannot be taken", "window '" + window.id + "'", "its loss is not a number",
                    "Use --dtype float32.");
    return {window.length,          index, std::nullopt, static_cast<std::int64_t>(window.ids.size()),
            promptHash(window.ids), "",    "",           mean};
}

}  // namespace

EvaluationRun runPerplexity(const EvaluationOptions &options, const std::vector<TokenSample> &windows, Subject &subject,
                            const SampleSink &sink, Progress &progress) {
    const auto start = std::chrono::steady_clock::now();
    EvaluationRun run;
    run.task = "perplexity";
    run.plan = subject.name();
    for (const int length : options.lengths) {
        run.densities[length] = subject.densities(length, 0);
        std::vector<double> losses;
        for (const auto &window : windows) {
            if (window.length != length || static_cast<int>(losses.size()) == options.samples) continue;
            progress.throwIfStopped("Evaluating");
            const int index = static_cast<int>(losses.size());
            progress.report("evaluate", static_cast<double>(run.samples.size()) / static_cast<double>(windows.size()),
                            fmt::format("{} at {}: window {}", run.plan, length, index + 1));
            const auto *done = findDone(options, length, index);
            auto sample = done != nullptr ? *done : scoreWindow(window, index, subject, progress);
            if (done == nullptr) sink(sample);
            losses.push_back(sample.score);
            run.samples.push_back(std::move(sample));
        }
        if (losses.empty())
            throw Error("The perplexity cannot be taken", fmt::format("length {}", length),
                        "the text has no window of this length",
                        "Give a longer text with --data or --eval-data, or shorter lengths.");
        // All windows of a length have the same number of predictions, so the mean over windows is that over tokens.
        const auto loss = bootstrapMean(losses, mixedSeed(options.seed, length));
        const int n = static_cast<int>(losses.size());
        run.rows.push_back(
            {length, std::nullopt, "perplexity", std::exp(loss.value), std::exp(loss.low), std::exp(loss.high), n});
        run.rows.push_back({length, std::nullopt, "loss", loss.value, loss.low, loss.high, n});
    }
    run.seconds = secondsSince(start);
    return run;
}

EvaluationRun runCosts(const EvaluationOptions &options, const std::string &task, int vocab, Subject &subject,
                       const SampleSink &sink, Progress &progress) {
    const auto start = std::chrono::steady_clock::now();
    EvaluationRun run;
    run.task = task;
    run.plan = subject.name();
    run.allowance = options.maxNew;
    CostRows costs;
    for (const int length : options.lengths) {
        run.densities[length] = subject.densities(length, options.maxNew);
        for (int i = 0; i < options.samples; ++i) {
            progress.throwIfStopped("Evaluating");
            progress.report("evaluate", 0,
                            fmt::format("{} at {}: prompt {} of {}", run.plan, length, i + 1, options.samples));
            Random random(mixedSeed(options.seed, length, i));
            std::vector<std::int32_t> prompt(static_cast<std::size_t>(length));
            for (auto &id : prompt) id = static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(vocab)));
            const auto generation = subject.generate(prompt, {options.maxNew, {}}, progress);
            costs.add(length, length, subject.denseKvBytes(length + options.maxNew), generation);
            run.samples.push_back(
                {length, i, std::nullopt, length, promptHash(prompt), "", "", static_cast<double>(generation.kvBytes)});
            sink(run.samples.back());
        }
    }
    costs.write(run);
    if (task == "memory")
        std::erase_if(run.rows, [](const EvaluationRow &row) { return row.metric.ends_with("per_second"); });
    run.seconds = secondsSince(start);
    return run;
}

}  // namespace moa::engine

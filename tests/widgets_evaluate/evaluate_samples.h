// Runs as the sample model gives them: dense and the plan retrieve, a uniform window forgets all but its end.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "engine/values/conventions.h"
#include "widgets/values/evaluate_data.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets::samples {

inline constexpr int kDepths = 8;
inline constexpr double kZ = 1.96;

// Wilson's interval, as the engine takes it.
inline engine::EvaluationRow accuracyRow(int length, std::optional<double> depth, int right, int n) {
    const double p = static_cast<double>(right) / n;
    const double middle = (p + kZ * kZ / (2 * n)) / (1 + kZ * kZ / n);
    const double half = kZ / (1 + kZ * kZ / n) * std::sqrt(p * (1 - p) / n + kZ * kZ / (4.0 * n * n));
    return {length, depth, "accuracy", p, std::min(middle - half, p), std::max(middle + half, p), n};
}

// A uniform window sees the last quarter of the prompt; what it doesn't see it gets right once in 16 times.
inline bool answersRight(const std::string &plan, int length, int index, double depth) {
    if (plan == "uniform") return depth > 0.75 || (index * 7 + length) % 16 == 3;
    return !(length == 4096 && index == 8);
}

inline engine::EvaluationRun retrievalRun(const std::string &plan, const std::vector<int> &lengths, int perLength = 32,
                                          const std::string &prefill = "token") {
    engine::EvaluationRun run;
    run.name = "retrieval-" + plan + (prefill == "block" ? "-block" : "");
    run.task = "retrieval";
    run.plan = plan;
    run.settings = {{"task", "retrieval"}, {"samples", std::to_string(perLength)},
                    {"seed", "0"},         {"dtype", "float32"},
                    {"device", "cpu"},     {"prefill", prefill},
                    {"max_new", "32"},     {"data", "-"}};
    for (const int length : lengths) {
        auto &said = run.settings["lengths"];
        said += (said.empty() ? "" : ",") + std::to_string(length);
    }
    const double share = plan == "dense" ? 1 : plan == "uniform" ? 0.234375 : 0.2265625;
    for (const int length : lengths) {
        int right = 0;
        std::vector<int> rightAt(kDepths);
        std::vector<int> askedAt(kDepths);
        for (int i = 0; i < perLength; ++i) {
            const double depth = static_cast<double>(i % kDepths) / (kDepths - 1);
            const bool hit = answersRight(plan, length, i, depth);
            right += hit;
            rightAt[static_cast<size_t>(i % kDepths)] += hit;
            ++askedAt[static_cast<size_t>(i % kDepths)];
            const std::string number = std::to_string(10007 + 997 * i + length);
            run.samples.push_back({length, i, depth, length - 40 + i % 9, "hash-" + std::to_string(length * 1000 + i),
                                   number,
                                   "The <REGISTER_CONTENT> in line vague-palace is <" +
                                       (hit ? number : std::to_string(4000 + i)) + ">.<|end|>",
                                   hit ? 1.0 : 0.0});
        }
        run.rows.push_back(accuracyRow(length, {}, right, perLength));
        for (int d = 0; d < kDepths; ++d)
            if (askedAt[static_cast<size_t>(d)] > 0)
                run.rows.push_back(accuracyRow(length, static_cast<double>(d) / (kDepths - 1),
                                               rightAt[static_cast<size_t>(d)], askedAt[static_cast<size_t>(d)]));
        const double dense = 8192.0 * length;
        const double kv = std::round(dense * share);
        const double speed = 1.1e6 / (length * (0.4 + share) + 400);
        run.rows.push_back({length, {}, "kv_bytes", kv, kv, kv, perLength});
        run.rows.push_back({length, {}, "dense_kv_bytes", dense, dense, dense, perLength});
        run.rows.push_back(
            {length, {}, "prefill_tokens_per_second", speed * 17, speed * 16.4, speed * 17.3, perLength});
        run.rows.push_back({length, {}, "tokens_per_second", speed, speed * 0.94, speed * 1.02, perLength});
        const double kept = plan == "dense" ? 1 : 0.2495;
        run.densities[length] = {kept, plan == "dense" ? 1 : 0.39, kept, plan == "dense" ? 1.01 : 0.246};
        run.kvBytes = std::max(run.kvBytes, static_cast<std::int64_t>(kv));
        run.denseKvBytes = std::max(run.denseKvBytes, static_cast<std::int64_t>(dense));
    }
    run.allowance = 32;
    run.seconds = plan == "dense" ? 27.2 : 18.3;
    return run;
}

inline engine::EvaluationRun perplexityRun(const std::string &plan, const std::vector<int> &lengths) {
    engine::EvaluationRun run;
    run.name = "perplexity-" + plan;
    run.task = "perplexity";
    run.plan = plan;
    run.settings = {{"task", "perplexity"}, {"samples", "32"}, {"seed", "0"}, {"data", "text.txt"}};
    const double more = plan == "dense" ? 0 : plan == "uniform" ? 0.012 : 0.021;
    for (const int length : lengths) {
        const double loss = 4.69 + more - 0.028 * std::log2(length / 1024.0);
        run.rows.push_back(
            {length, {}, "perplexity", std::exp(loss), std::exp(loss - 0.06), std::exp(loss + 0.06), 32});
        run.rows.push_back({length, {}, "loss", loss, loss - 0.06, loss + 0.06, 32});
        for (int i = 0; i < 32; ++i)
            run.samples.push_back({length,
                                   i,
                                   {},
                                   length,
                                   "window-" + std::to_string(length * 1000 + i),
                                   "",
                                   "",
                                   loss + 0.1 * std::sin(i) + (plan == "dense" ? 0.0 : 0.004 * std::cos(3 * i))});
        run.densities[length] = {0.2495, 0.39, 0.22, 0.246};
    }
    run.seconds = 24;
    return run;
}

inline EvaluateData evaluateData() {
    const std::vector<int> lengths{1024, 2048, 4096};
    EvaluateData data;
    data.runs = {{retrievalRun("dense", lengths), Series::Dense, false},
                 {retrievalRun("uniform", lengths), Series::Uniform, false},
                 {retrievalRun("plan", {1024, 2048, 4096, 8192}), Series::Plan, false},
                 {perplexityRun("dense", lengths), Series::Dense, false},
                 {perplexityRun("uniform", lengths), Series::Uniform, false},
                 {perplexityRun("plan", lengths), Series::Plan, false}};
    data.plans = {"plan", "pareto-1", "pareto-2", "pareto-3"};
    data.lengths = {1024, 2048, 4096, 8192};
    data.canRun = true;
    return data;
}

// Most heads look a short way back; one kv group keeps everything.
inline engine::Plan plan(int shift = 0) {
    engine::Plan made{8, 8, {}};
    for (int layer = 0; layer < 8; ++layer)
        for (int head = 0; head < 8; ++head) {
            const bool retrieves = layer == 4 && head / 2 == 3;
            made.rules.push_back(retrieves ? engine::Rule{0, 1}
                                           : engine::Rule{64.0 * ((layer * 3 + head / 2 + shift) % 5), 0.125});
        }
    return made;
}

inline std::vector<PlanEntry> plans() {
    return {{"plan", "optimized", plan(), {0.1, 0.2, 0.3}, 0.25}, {"pareto-1", "pareto", plan(1), {}, 0.3}};
}

}  // namespace moa::widgets::samples

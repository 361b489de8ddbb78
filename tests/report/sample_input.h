// A report's input shaped like the sample model's: 8 layers, 8 query heads in 4 groups, one group that retrieves.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/report/report.h"

namespace moa::test {

using namespace moa::engine;

inline constexpr int kRetrievingLayer = 4;
inline constexpr int kRetrievingHead = 6;

inline EvaluationRow row(int length, std::optional<double> depth, std::string metric, double value, double half,
                         int n) {
    return {length, depth, std::move(metric), value, std::max(0.0, value - half), value + half, n};
}

inline EvaluationRun retrievalRun(const std::string &plan, const std::vector<double> &accuracy, double share,
                                  const std::string &prefill = "token") {
    EvaluationRun run;
    run.name = fmt::format("retrieval {} {}", plan, prefill);
    run.task = "retrieval";
    run.plan = plan;
    run.allowance = 32;
    run.seconds = 81.5;
    run.settings = {{"seed", "1"}, {"prefill", prefill}, {"dtype", "float32"}, {"device", "cpu"}};
    run.densities[8192] = {share, share * 1.5, share, share};
    for (std::size_t k = 0; k < accuracy.size(); ++k) {
        const int length = 1024 << k;
        EvaluationRow total = row(length, {}, "accuracy", accuracy[k], 0.05, 64);
        total.high = std::min(1.0, total.high);
        run.rows.push_back(total);
        for (int d = 0; d < 8; ++d) {
            const double value = std::clamp(accuracy[k] + (accuracy[k] < 0.9 ? (d - 4) * 0.1 : 0.0), 0.0, 1.0);
            run.rows.push_back(row(length, d / 7.0, "accuracy", value, 0.2, 8));
        }
        run.rows.push_back(row(length, {}, "kv_bytes", std::round(length * 8192.0 * share), 0, 64));
    }
    return run;
}

inline EvaluationRun perplexityRun(const std::string &plan, double factor) {
    EvaluationRun run;
    run.name = fmt::format("perplexity {}", plan);
    run.task = "perplexity";
    run.plan = plan;
    run.seconds = 12;
    run.settings = {{"data", "prose.jsonl"}, {"prefill", "token"}};
    for (int k = 0; k < 4; ++k) {
        run.rows.push_back(row(1024 << k, {}, "perplexity", (11.2 - 0.6 * k) * factor, 0.25, 24 >> k));
    }
    return run;
}

inline RuleGrid sampleGrid() {
    RuleGrid grid{{1024, 2048, 4096}, {8192}, {}, 512, 0, {}};
    for (double alpha = -1024; alpha <= 4096; alpha += 512) {
        for (int b = 0; b <= 8; ++b) {
            const Rule rule{alpha, b / 8.0};
            if (rule.span(4096) <= 4096 && rule.span(8192) <= 8192 && rule.span(1024) > 0) grid.rules.push_back(rule);
        }
    }
    grid.pairsBefore = 99;
    std::ranges::stable_sort(grid.rules, {}, [](const Rule &r) { return r.span(8192); });
    return grid;
}

inline LossTable sampleLoss(const RuleGrid &grid) {
    LossTable loss{
        {1024, 2048, 4096, 8192}, {false, false, false, true}, 8, 4, static_cast<int>(grid.rules.size()), {}};
    for (const int length : loss.lengths) {
        for (int unit = 0; unit < 32; ++unit) {
            for (const Rule &rule : grid.rules) {
                const double masked = 1 - std::clamp(rule.span(length) / length, 0.0, 1.0);
                const double weight = unit == kRetrievingLayer * 4 + 3 ? 0.62 : 0.02 * std::exp(-(unit % 9) * 0.5);
                loss.values.push_back(weight * masked * masked);
            }
        }
    }
    return loss;
}

// Diagonal, sink and, for the retrieving head, a far row of bright blocks.
inline BlockMaps sampleMaps(int layers, int heads, int nb, unsigned seed, bool influence) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> noise(0.5F, 1.5F);
    BlockMaps maps = zeroMaps(layers, heads, nb);
    for (int l = 0; l < layers; ++l) {
        for (int h = 0; h < heads; ++h) {
            const bool retrieves = l == kRetrievingLayer && h / 2 == kRetrievingHead / 2;
            for (int i = 0; i < nb; ++i) {
                for (int j = 0; j <= i; ++j) {
                    const float near = std::exp(-0.4F * static_cast<float>(i - j));
                    const float sink = j == 0 ? (influence ? 0.05F : 20.F) : 0.F;
                    const float far = retrieves ? (i >= nb - 2 ? 3.F : 0.02F) : 0.0005F;
                    maps.map(l, h)[static_cast<std::size_t>(i) * nb + j] = (near + far) * noise(random) + sink;
                }
            }
        }
    }
    return maps;
}

inline ReportPlan samplePlan() {
    ReportPlan plan;
    plan.name = "balanced 25 %";
    plan.plan = uniformPlan(8, 8, {-512, 0.625});
    for (int l = 0; l < 8; ++l) {
        for (int h = 0; h < 8; ++h) {
            Rule &rule = plan.plan.rules[l * 8 + h];
            rule = (l + h / 2) % 3 == 0 ? Rule{0, 0.125} : (l + h / 2) % 3 == 1 ? Rule{512, 0} : Rule{0, 0.25};
            if (l == kRetrievingLayer && h / 2 == kRetrievingHead / 2) rule = {0, 1};
        }
    }
    plan.allowance = 1024;
    for (int length = 1024; length <= 8192; length *= 2) {
        plan.budgets.push_back({length, length == 1024 ? 0.4 : 0.3, 0.15});
        plan.densities[length] = densities(plan.plan, 4, length, 1024);
        plan.result.densities[length] = plan.densities[length].kv;
        plan.result.shadowPrices[length] = length == 4096 ? -0.31 : 0;
    }
    plan.result.status = SolveStatus::Optimal;
    plan.result.objective = 0.0841;
    plan.result.bound = 0.08409;
    plan.result.gap = 1.2e-4;
    plan.result.losses = {0.012, 0.019, 0.024, 0.029};
    plan.result.seconds = 0.0123;
    plan.result.solver = "Lagrangian decomposition";
    return plan;
}

inline ReportInput sampleInput() {
    ReportInput in;
    in.created = "2026-11-23T21:00:00Z";
    ModelFacts &m = in.model;
    m.path = "resources/sample/model";
    m.format = "safetensors";
    m.architecture = "llama";
    m.layers = m.heads = 8;
    m.kvHeads = 4;
    m.headDim = 32;
    m.hidden = 256;
    m.intermediate = 768;
    m.vocab = 4096;
    m.maxPosition = 16384;
    m.parameters = 9'440'512;
    m.weightDtypes = {{"BF16", 9'440'512}};
    m.tokenizer = "byte-level BPE";
    m.chatTemplate = "sample";
    m.fingerprint = std::string(64, 'a');
    for (const int length : {1024, 2048, 4096}) {
        in.calibration.push_back({"record", length, 12, 0, 480, 0.0011, 1});
        in.calibration.push_back({"prose", length, 8, 0, 8LL * length, 2.41, 1});
    }
    in.measures.assign(64, {240.5, 0.41, 1.83});
    in.maps = {4096, sampleMaps(8, 8, 64, 1, true), sampleMaps(8, 8, 64, 2, false)};
    in.grid = sampleGrid();
    in.loss = sampleLoss(in.grid);
    in.plan = samplePlan();
    in.candidates = {
        {"pareto 1", {{1024, 0.012}, {2048, 0.019}, {4096, 0.024}}, false, true, row(8192, {}, "loss", 1.92, 0.06, 8)},
        {"pareto 2", {{1024, 0.010}, {2048, 0.022}, {4096, 0.031}}, false, false, row(8192, {}, "loss", 1.99, 0.05, 8)},
        {"pareto 3", {{1024, 0.031}, {2048, 0.024}, {4096, 0.021}}, true, false, row(8192, {}, "loss", 2.05, 0.07, 8)}};
    in.runs = {retrievalRun("dense", {0.984, 1, 0.984, 0.969}, 1),
               retrievalRun("uniform of the same memory", {0.16, 0.28, 0.22, 0.23}, 0.26),
               retrievalRun(in.plan.name, {1, 1, 1, 0.969}, 0.27),
               retrievalRun(in.plan.name, {0.72, 0.97, 0.98, 0.969}, 0.27, "block"),
               perplexityRun("dense", 1),
               perplexityRun("uniform of the same memory", 1.031),
               perplexityRun(in.plan.name, 1.012)};
    in.stageSeconds = {{"calibrate", 2.1}, {"profile", 212}, {"optimize", 0.4}, {"evaluate", 643}};
    in.settings = {
        {"seed", "1"}, {"dtype", "float32"}, {"device", "cpu"}, {"density", "0.25"}, {"rules per layer", "2"}};
    in.versions = {{"moa", "0.1.0"}, {"compiler", "g++ 12"}};
    in.commands = {
        "moa pipeline resources/sample/model --data calibration.jsonl --density 0.25 --out sample.moa --seed 1"};
    in.warnings = {"2 samples were shorter than three quarters of their length and were left out."};
    return in;
}

}  // namespace moa::test

// Plans as a small trained model gets them: most kv groups local, one that retrieves from anywhere and needs it all.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/values/conventions.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets::samples {

struct PlanShape {
    int layers = 8;
    int heads = 8;
    int kvHeads = 4;
    std::vector<int> profiled{1024, 2048, 4096};
    int extended = 8192;
};

inline engine::RuleGrid grid(const PlanShape &shape) {
    engine::RuleGrid grid{shape.profiled, {shape.extended}, {}, 512, 0, {}};
    const double most = shape.profiled.back();
    for (int eighth = 0; eighth <= 8; ++eighth)
        for (double alpha = -512; alpha <= most; alpha += 512) {
            const engine::Rule rule{alpha, eighth / 8.0};
            if (rule.span(shape.profiled.front()) > 0 && rule.span(most) <= most &&
                rule.span(shape.extended) <= shape.extended)
                grid.rules.push_back(rule);
        }
    std::ranges::stable_sort(grid.rules, {}, [&](const engine::Rule &rule) { return rule.span(shape.extended); });
    return grid;
}

// How much a unit loses when it sees nothing; the retrieving one a hundred times as much as others.
inline double weightOf(const PlanShape &shape, int unit) {
    const int retriever = shape.layers / 2 * shape.kvHeads + shape.kvHeads - 1;
    const double noise = 0.5 + 0.5 * std::sin(unit * 2.399);
    return unit == retriever ? 4 : 0.02 + 0.03 * noise;
}

inline engine::LossTable losses(const PlanShape &shape, const engine::RuleGrid &grid) {
    engine::LossTable table{shape.profiled, {}, shape.layers, shape.kvHeads, static_cast<int>(grid.rules.size()), {}};
    table.lengths.push_back(shape.extended);
    for (const int length : table.lengths) {
        table.estimated.push_back(length == shape.extended);
        for (int unit = 0; unit < table.units(); ++unit)
            for (const engine::Rule &rule : grid.rules) {
                const double masked = 1 - engine::kvDensity(rule, engine::blockCount(length));
                table.values.push_back(weightOf(shape, unit) * masked * masked * 1024 / length);
            }
    }
    return table;
}

inline PlanProblem problem(const PlanShape &shape, double density = 0.25) {
    PlanProblem problem;
    for (const int length : shape.profiled) problem.budgets.push_back({length, density, 0.9 * density});
    problem.budgets.push_back({shape.extended, density, 0.9 * density});
    return problem;
}

// The rule nearest to (0, beta) at the shortest and the longest profiled length.
inline int nearest(const PlanShape &shape, const engine::RuleGrid &grid, double beta) {
    const auto distance = [&](const engine::Rule &rule) {
        const int shortest = shape.profiled.front();
        const int longest = shape.profiled.back();
        return 4 * std::abs(rule.span(shortest) - beta * shortest) + std::abs(rule.span(longest) - beta * longest);
    };
    return static_cast<int>(std::ranges::min_element(grid.rules, {}, distance) - grid.rules.begin());
}

// Not the best plan, but one with all its numbers worked out from the tables.
inline PlanAnswer answer(const PlanShape &shape, const PlanProblem &problem) {
    PlanAnswer answer;
    answer.problem = problem;
    answer.grid = grid(shape);
    answer.loss = std::make_shared<const engine::LossTable>(losses(shape, answer.grid));
    const double density = problem.budgets.empty() ? 0.25 : problem.budgets.back().upper;
    engine::Plan plan{shape.layers, shape.heads, {}};
    const int group = shape.heads / shape.kvHeads;
    for (int unit = 0; unit < answer.loss->units(); ++unit) {
        const double share = weightOf(shape, unit) > 1 ? 1 : density * (unit % 5 == 0 ? 1.6 : 0.7);
        const int rule = nearest(shape, answer.grid, std::min(1.0, share));
        answer.result.rules.push_back(rule);
        for (int h = 0; h < group; ++h) plan.rules.push_back(answer.grid.rules[static_cast<size_t>(rule)]);
    }
    const int even = nearest(shape, answer.grid, density);
    for (size_t n = 0; n < answer.loss->lengths.size(); ++n) {
        double sum = 0;
        double uniform = 0;
        for (int unit = 0; unit < answer.loss->units(); ++unit) {
            sum += answer.loss->at(static_cast<int>(n), unit, answer.result.rules[static_cast<size_t>(unit)]);
            uniform += answer.loss->at(static_cast<int>(n), unit, even);
        }
        answer.result.losses.push_back(sum);
        answer.uniformLoss.push_back(uniform);
        answer.result.objective += sum;
    }
    for (const engine::Budget &budget : problem.budgets) {
        answer.densities[budget.length] = engine::densities(plan, shape.kvHeads, budget.length, 0);
        answer.result.densities[budget.length] = answer.densities[budget.length].kv;
        answer.result.shadowPrices[budget.length] = budget.length == shape.extended ? 0 : -1.2 * 1024 / budget.length;
    }
    answer.result.status = engine::SolveStatus::Feasible;
    answer.result.bound = answer.result.objective * 0.9997;
    answer.result.gap = 3e-4;
    answer.result.seconds = 0.0124;
    answer.result.solver = "Lagrangian decomposition";
    answer.plan = plan;
    return answer;
}

// `count` budgets from 5 to 100 %, of which the last `found` are there; none below `least` has a plan.
inline DensityCurve curve(const PlanShape &shape, const PlanProblem &problem, int found = 40, double least = 0.1) {
    constexpr int kCount = 40;
    DensityCurve curve{withoutBounds(problem), shape.profiled, {}, kCount};
    curve.lengths.push_back(shape.extended);
    for (int i = kCount - found; i < kCount; ++i) {
        DensityPoint point{0.05 + 0.95 * i / (kCount - 1), 0, 0, {}, {}};
        for (const int length : curve.lengths) {
            if (point.density < least) break;
            const double masked = (1 - point.density) * (1 - point.density);
            point.losses.push_back(0.05 * masked * 1024 / length);
            point.uniformLoss.push_back(0.15 * masked * 1024 / length);
            point.objective += point.losses.back();
        }
        point.bound = point.objective * 0.9995;
        curve.points.push_back(point);
    }
    return curve;
}

inline PlanAnswer infeasible(const PlanShape &shape, const PlanProblem &problem) {
    PlanAnswer answer;
    answer.problem = problem;
    answer.grid = grid(shape);
    answer.loss = std::make_shared<const engine::LossTable>(losses(shape, answer.grid));
    answer.result.status = engine::SolveStatus::Infeasible;
    answer.result.reason =
        "the mean density at 1024 must be at most 0.05, but the pin of layer 4, unit 3 to (0, 1) needs 0.08";
    return answer;
}

inline PlanData data(const PlanShape &shape) {
    PlanData data;
    data.layers = shape.layers;
    data.heads = shape.heads;
    data.kvHeads = shape.kvHeads;
    data.profileLengths = shape.profiled;
    data.sources = {"calibration.jsonl", "prose.jsonl"};
    data.problem = problem(shape);
    const auto entry = [&](const QString &name, const QString &origin, double density) {
        const PlanAnswer a = answer(shape, problem(shape, density));
        return PlanEntry{name, origin, *a.plan, a.result.losses, a.densities.at(shape.profiled.back()).kv};
    };
    data.plans = {entry("plan", "optimized", 0.25), entry("half", "optimized", 0.5),
                  entry("published", "imported", 0.35)};
    for (int i = 0; i < 14; ++i) {
        const double t = i / 13.0;
        const double scale = 0.09 + (i % 4 == 3 ? 0.012 : 0);
        ParetoPoint point{QStringLiteral("pareto-%1").arg(i + 1),
                          {scale * (1.5 - 0.9 * std::sqrt(t)), scale, scale * (0.55 + 0.7 * t * t)},
                          0.2495 - 0.002 * t,
                          i % 4 == 3};
        data.pareto.push_back(point);
        data.plans.push_back({point.name, "pareto", data.plans.front().plan, point.losses, point.kvDensity});
        if (i < 9)
            data.validation.push_back({point.name, shape.extended, 1.82 + 0.02 * std::abs(t - 0.3), 1.80 + 0.02 * t,
                                       1.85 + 0.02 * t, 24, i == 4});
    }
    return data;
}

}  // namespace moa::widgets::samples

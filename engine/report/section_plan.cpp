#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/report/figures.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

bool solved(const ReportPlan &plan) {
    return plan.result.status == SolveStatus::Optimal || plan.result.status == SolveStatus::Feasible;
}

std::string certificate(const ReportInput &input) {
    const OptimizerResult &result = input.plan.result;
    if (result.status == SolveStatus::Infeasible) {
        return "The budgets cannot be met: " + (result.reason.empty() ? "no reason was recorded." : result.reason);
    }
    if (!solved(input.plan))
        return "This plan was not made by the optimizer here: no objective, bound or gap is known.";
    return fmt::format(
        "Objective {}, proven lower bound {}, gap {} ({}). No plan under the same budgets and rules can have "
        "an objective below the bound. Found by {} in {}.",
        number(result.objective), number(result.bound), percent(std::max(result.gap, 0.0)), toString(result.status),
        result.solver.empty() ? "the optimizer" : result.solver, duration(result.seconds));
}

// A density outside its budget is a fault of the plan or of its import, and is said.
Cell densityCell(const Budget &budget, std::optional<double> density) {
    if (!density) return plain(std::string(kNotMeasured));
    constexpr double kSlack = 1e-9;
    const bool met = *density <= budget.upper + kSlack && *density >= budget.lower - kSlack;
    return {number(*density * 100), met ? "" : "outside the budget", {}, met ? Tone::None : Tone::Bad};
}

Table budgetTable(const ReportInput &input) {
    Table table{"Budgets on the mean kv density, and what relaxing them would buy.",
                {},
                {"Length", "Budget, %", "kv density reached, %", "Shadow price", "One more per cent of density"},
                {},
                {},
                -1,
                1};
    const OptimizerResult &result = input.plan.result;
    for (const Budget &budget : input.plan.budgets) {
        const auto density = result.densities.find(budget.length);
        const auto price = result.shadowPrices.find(budget.length);
        const bool priced = price != result.shadowPrices.end() && std::isfinite(price->second);
        std::string effect = std::string(kNotMeasured);
        if (priced) {
            effect = price->second == 0 ? "changes nothing: the budget does not bind"
                                        : fmt::format("changes the objective by {}", signedNumber(price->second / 100));
        }
        table.rows.push_back(
            {plain(tokens(budget.length)),
             plain(fmt::format("{}\u2013{}", number(budget.lower * 100), number(budget.upper * 100))),
             densityCell(budget, density == result.densities.end() ? std::nullopt : std::optional(density->second)),
             plain(priced ? number(price->second) : std::string(kNotMeasured)), plain(std::move(effect))});
    }
    return table;
}

Table lossTable(const ReportInput &input) {
    const LossTable &loss = input.loss;
    Table table{"Loss of the plan (sum of influence over the masked blocks) between the extremes of the rule grid.",
                {},
                {"Length", "Shortest rule everywhere", "This plan", "Longest rule everywhere"},
                {},
                {},
                -1,
                1};
    // From the rules and not from the losses of the answer: plans of the Pareto set know no estimated lengths.
    const auto &rules = input.plan.result.rules;
    const bool known = rules.size() == static_cast<std::size_t>(loss.units());
    for (int l = 0; l < static_cast<int>(loss.lengths.size()); ++l) {
        double shortest = 0;
        double own = 0;
        double longest = 0;
        for (int u = 0; u < loss.units(); ++u) {
            shortest += loss.at(l, u, 0);
            if (known) own += loss.at(l, u, rules[u]);
            longest += loss.at(l, u, loss.rules - 1);
        }
        table.rows.push_back({plain(tokens(loss.lengths[l]) + (loss.estimated[l] ? " (estimate)" : "")),
                              plain(number(shortest)), plain(known ? number(own) : std::string(kNotMeasured)),
                              plain(number(longest))});
    }
    return table;
}

Table rulesTable(const ReportInput &input, const std::vector<int> &lengths) {
    Table table{"Rules of the plan; span = \u03B1 + \u03B2 \u00D7 length, in tokens, not longer than the length.",
                {},
                {"Rule", "Query heads"},
                {},
                {},
                -1,
                1};
    for (const int length : lengths) table.header.push_back(fmt::format("at {}", tokens(length)));
    for (const RuleUse &use : ruleUses(input.plan.plan, lengths.back())) {
        std::vector<Cell> row = {plain(ruleName(use.rule)), plain(fmt::format("{}", use.heads))};
        for (const int length : lengths) {
            row.push_back(plain(tokens(std::round(std::min(use.rule.span(length), static_cast<double>(length))))));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace

Section planSection(const ReportInput &input) {
    Section section{"plan", "The plan", {}};
    const std::vector<int> lengths = reportLengths(input);
    if (input.plan.plan.rules.empty()) {
        section.parts.push_back(Paragraph{"No plan was chosen. Run moa optimize.", false, Tone::Caution});
        return section;
    }
    section.parts.push_back(Paragraph{certificate(input), true,
                                      input.plan.result.status == SolveStatus::Infeasible ? Tone::Bad : Tone::None});
    if (auto svg = elasticCurvesFigure(input)) {
        section.parts.push_back(Figure{
            "elastic-curves", std::move(*svg),
            fmt::format(
                "How spans grow with the input. Thin: the {} rules the optimizer could choose from; bold: the rules of "
                "the plan, with the query heads that take them. Hollow markers: lengths that were not profiled.",
                input.grid.rules.size())});
    }
    if (auto svg = lossCurvesFigure(input)) {
        section.parts.push_back(Figure{"loss-curves", std::move(*svg),
                                       "What a span costs the heads that matter: loss over span, one line a length; "
                                       "markers: the rule of the plan. A "
                                       "star and hollow markers: estimated from the longest profile, not measured."});
    }
    if (!input.plan.budgets.empty()) section.parts.push_back(budgetTable(input));
    if (!input.loss.lengths.empty() && input.loss.rules > 0) section.parts.push_back(lossTable(input));
    if (!lengths.empty()) section.parts.push_back(rulesTable(input, lengths));
    return section;
}

Section densitiesSection(const ReportInput &input) {
    Section section{"densities", "Four densities", {}};
    section.parts.push_back(List{
        {"kv: the most blocks any row keeps over all blocks, mean over query heads. The budgets use this one.",
         "causal: kept blocks over causal blocks: what attention compute costs.",
         "raw: mean of (\u03B1 + \u03B2 N) / N, not clipped and without the sink, as the published scripts print it.",
         "cache: bytes of the ragged key/value cache over bytes of the dense cache of the same model, grouped heads "
         "counted once. This is the one a user pays for."}});
    Table table{fmt::format("Per cent, by input length; cache for {} more tokens.", input.plan.allowance),
                {},
                {"Plan", "Length", "kv", "causal", "raw", "cache"},
                {},
                {},
                -1,
                2};
    const auto add = [&](const std::string &name, int length, const Densities &d) {
        table.rows.push_back({plain(name), plain(tokens(length)), plain(number(d.kv * 100)),
                              plain(number(d.causal * 100)), plain(number(d.raw * 100)), plain(number(d.cache * 100))});
    };
    for (const auto &[length, d] : input.plan.densities) add(input.plan.name, length, d);
    for (const ReportPlan &plan : input.imported) {
        for (const auto &[length, d] : plan.densities) add(plan.name, length, d);
    }
    for (const Series &series : seriesOf(input)) {
        if (series.role != Role::Uniform || series.runs.empty()) continue;
        for (const auto &[length, d] : series.runs.front()->densities) {
            add(fmt::format("{} (m = {})", series.name, series.runs.front()->allowance), length, d);
        }
    }
    if (table.rows.empty()) {
        section.parts.push_back(Paragraph{"Not computed for any plan in this report.", false, Tone::Caution});
    } else {
        section.parts.push_back(std::move(table));
    }
    return section;
}

}  // namespace moa::engine::report

#include "app/command/answers.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "app/project/plan_records.h"
#include "engine/plan/plan_json.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

constexpr std::int64_t kShownAllowance = 1024;

std::string metricText(const EvaluationRow &row) {
    if (row.metric == "accuracy")
        return fmt::format("{:.1f} % ({:.1f} to {:.1f}, n = {})", 100 * row.value, 100 * row.low, 100 * row.high,
                           row.n);
    if (row.metric.ends_with("bytes")) return fmt::format("{:.2f} MB", row.value / 1e6);
    return fmt::format("{:.4g} ({:.4g} to {:.4g}, n = {})", row.value, row.low, row.high, row.n);
}

// One line of the story: figures by length of one subject.
struct Line {
    std::string name;
    std::map<int, double> retrieval;
    std::map<int, double> perplexity;
    double kvBytes = 0;
    double denseBytes = 0;
};

void addRun(const EvaluationRun &run, Line &line) {
    for (const auto &row : run.rows) {
        if (row.depth) continue;
        if (row.metric == "accuracy") line.retrieval[row.length] = row.value;
        if (row.metric == "perplexity") line.perplexity[row.length] = row.value;
    }
    if (run.kvBytes > 0)
        line.kvBytes = static_cast<double>(run.kvBytes), line.denseBytes = static_cast<double>(run.denseKvBytes);
}

std::vector<Line> storyLines(const std::vector<EvaluationRun> &runs, const std::string &plan) {
    std::vector<Line> lines = {{"dense", {}, {}, 0, 0}, {"uniform", {}, {}, 0, 0}, {plan, {}, {}, 0, 0}};
    for (const auto &run : runs) {
        const auto prefill = run.settings.find("prefill");
        if (prefill != run.settings.end() && prefill->second == "block") continue;
        for (auto &line : lines)
            if (run.plan == line.name) addRun(run, line);
    }
    return lines;
}

double mean(const std::map<int, double> &values) {
    double sum = 0;
    for (const auto &[length, value] : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::string storyWords(const std::vector<Line> &lines) {
    const auto &dense = lines[0];
    const auto &uniform = lines[1];
    const auto &plan = lines[2];
    std::string text;
    if (plan.denseBytes > 0)
        text +=
            fmt::format("The plan keeps {:.0f} % of the dense cache's bytes. ", 100 * plan.kvBytes / plan.denseBytes);
    if (!plan.retrieval.empty())
        text += fmt::format(
            "With them it finds {:.0f} % of the numbers asked for, where the dense model finds {:.0f} % and the same "
            "memory, "
            "given to all heads alike, {:.0f} %. ",
            100 * mean(plan.retrieval), 100 * mean(dense.retrieval), 100 * mean(uniform.retrieval));
    if (!plan.perplexity.empty())
        text += fmt::format("Its perplexity is {:.4g} against {:.4g} dense and {:.4g} uniform. ", mean(plan.perplexity),
                            mean(dense.perplexity), mean(uniform.perplexity));
    return text;
}

}  // namespace

json runJson(const EvaluationRun &run) {
    json rows = json::array();
    for (const auto &row : run.rows) {
        json r = {{"length", row.length}, {"metric", row.metric}, {"value", row.value},
                  {"low", row.low},       {"high", row.high},     {"n", row.n}};
        if (row.depth) r["depth"] = *row.depth;
        rows.push_back(std::move(r));
    }
    json densities = json::object();
    for (const auto &[length, d] : run.densities) densities[std::to_string(length)] = toJson(d);
    return {{"run", run.name},
            {"task", run.task},
            {"plan", run.plan},
            {"allowance", run.allowance},
            {"rows", rows},
            {"kv_bytes", run.kvBytes},
            {"dense_kv_bytes", run.denseKvBytes},
            {"densities", densities},
            {"settings", run.settings},
            {"seconds", run.seconds}};
}

std::string runText(const EvaluationRun &run) {
    std::string text = fmt::format("{} of {} (m = {}, {:.1f} s)", run.task, run.plan, run.allowance, run.seconds);
    for (const auto &row : run.rows)
        if (!row.depth) text += fmt::format("\n  {:>6}  {:<28} {}", row.length, row.metric, metricText(row));
    return text;
}

json planJson(const Plan &plan, int kvHeads, const std::vector<int> &lengths, std::int64_t allowance) {
    auto out = planToJson(plan);
    out["densities"] = json::object();
    for (const int n : lengths) out["densities"][std::to_string(n)] = toJson(densities(plan, kvHeads, n, allowance));
    out["kv_heads"] = kvHeads;
    out["allowance"] = allowance;
    return out;
}

json optimizeJson(const OptimizeAnswer &answer, const ModelFacts &facts) {
    const auto &r = answer.result;
    json out = {{"status", toString(r.status)}, {"seconds", r.seconds}, {"solver", r.solver}};
    json alphas = json::array();
    json betas = json::array();
    for (const auto &rule : answer.grid.rules) {
        alphas.push_back(rule.alpha);
        betas.push_back(rule.beta);
    }
    out["grid"] = {{"alphas", alphas}, {"betas", betas}};
    if (r.status == SolveStatus::Infeasible) {
        out["reason"] = r.reason;
        return out;
    }
    if (answer.plans.empty()) return out;
    const auto record = toJson(r);
    for (const char *key : {"objective", "bound", "gap", "shadow_prices", "pin_prices"}) out[key] = record.at(key);
    out["plan"] = answer.plans.front().name;
    out["loss"] = json::object();
    for (std::size_t n = 0; n < std::min(r.losses.size(), answer.table.lengths.size()); ++n)
        out["loss"][std::to_string(answer.table.lengths[n])] = r.losses[n];
    std::vector<int> lengths;
    for (const auto &[length, density] : r.densities) lengths.push_back(length);
    out["densities"] = planJson(answer.plans.front().plan, facts.kvHeads, lengths, kShownAllowance).at("densities");
    out["estimated_lengths"] = json::array();
    for (std::size_t n = 0; n < answer.table.lengths.size(); ++n)
        if (answer.table.estimated[n]) out["estimated_lengths"].push_back(answer.table.lengths[n]);
    if (answer.plans.size() > 1 || answer.plans.front().origin == "pareto") {
        out["pareto"] = json::array();
        for (const auto &p : answer.plans)
            out["pareto"].push_back(
                {{"plan", p.name}, {"losses", p.result.at("losses")}, {"densities", p.result.at("densities")}});
    }
    return out;
}

std::string storyText(const std::vector<EvaluationRun> &runs, const std::string &plan) {
    const auto lines = storyLines(runs, plan);
    std::set<int> retrieval;
    std::set<int> perplexity;
    for (const auto &line : lines) {
        for (const auto &[n, v] : line.retrieval) retrieval.insert(n);
        for (const auto &[n, v] : line.perplexity) perplexity.insert(n);
    }
    std::string text = fmt::format("{:<22}", "");
    for (const int n : retrieval) text += fmt::format("{:>16}", fmt::format("found at {}", n));
    for (const int n : perplexity) text += fmt::format("{:>18}", fmt::format("perplexity {}", n));
    text += fmt::format("{:>14}\n", "cache");
    for (const auto &line : lines) {
        text += fmt::format("{:<22}", line.name == "uniform" ? "uniform, same memory" : line.name);
        const auto cell = [&](const std::map<int, double> &values, int n, int width, double scale, const char *unit) {
            const auto at = values.find(n);
            text += fmt::format("{:>{}}", at == values.end() ? "-" : fmt::format("{:.4g}{}", scale * at->second, unit),
                                width);
        };
        for (const int n : retrieval) cell(line.retrieval, n, 16, 100, " %");
        for (const int n : perplexity) cell(line.perplexity, n, 18, 1, "");
        text += fmt::format("{:>14}\n", line.kvBytes > 0 ? fmt::format("{:.2f} MB", line.kvBytes / 1e6) : "-");
    }
    return text + "\n" + storyWords(lines);
}

}  // namespace moa::command

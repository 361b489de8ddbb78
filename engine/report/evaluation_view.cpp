#include "engine/report/evaluation_view.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace moa::engine::report {
namespace {

Role roleOf(const ReportInput &input, const std::string &plan) {
    if (plan == input.plan.name) return Role::Plan;
    if (plan == "dense") return Role::Dense;
    return plan.starts_with("uniform") ? Role::Uniform : Role::Imported;
}

// Colours: plan 0, first uniform 1, dense 2, first imported 3; further ones take what is left.
int styleOf(Role role, int earlier) {
    switch (role) {
        case Role::Plan: return 0;
        case Role::Uniform: return earlier == 0 ? 1 : 5;
        case Role::Dense: return 2;
        default: return earlier == 0 ? 3 : 4;
    }
}

const EvaluationRow *rowOf(const EvaluationRun &run, std::string_view metric, int length, std::optional<double> depth) {
    for (const EvaluationRow &row : run.rows) {
        const bool sameDepth =
            row.depth.has_value() == depth.has_value() && (!depth || std::abs(*row.depth - *depth) < 1e-9);
        if (row.length == length && row.metric == metric && sameDepth && std::isfinite(row.value)) return &row;
    }
    return nullptr;
}

struct Found {
    const EvaluationRun *run = nullptr;
    const EvaluationRow *row = nullptr;
};

Found find(const Series &series, std::string_view task, std::string_view metric, int length,
           std::optional<double> depth) {
    Found found;
    for (const EvaluationRun *run : series.runs) {
        if (run->task != task) continue;
        const EvaluationRow *row = rowOf(*run, metric, length, depth);
        const bool better = found.run == nullptr || !isBlockPrefill(*run) || isBlockPrefill(*found.run);
        if (row != nullptr && better) found = {run, row};
    }
    return found;
}

template <typename Take>
void eachRow(const std::vector<Series> &all, std::string_view task, std::string_view metric, Take &&take) {
    for (const Series &series : all) {
        for (const EvaluationRun *run : series.runs) {
            if (!task.empty() && run->task != task) continue;
            for (const EvaluationRow &row : run->rows) {
                if (row.metric == metric && std::isfinite(row.value)) take(row);
            }
        }
    }
}

// The length a run's own byte counts belong to: its longest; 0 where rows give the bytes by length.
int wholeRunLength(const EvaluationRun &run) {
    int longest = 0;
    for (const EvaluationRow &row : run.rows) {
        if (row.metric == "kv_bytes") return 0;
        longest = std::max(longest, row.length);
    }
    return longest;
}

}  // namespace

bool isBlockPrefill(const EvaluationRun &run) {
    const auto at = run.settings.find("prefill");
    return at != run.settings.end() && at->second == "block";
}

std::vector<Series> seriesOf(const ReportInput &input) {
    std::vector<Series> all;
    for (const EvaluationRun &run : input.runs) {
        const std::string name = run.plan.empty() ? "unnamed" : run.plan;
        auto at = std::ranges::find(all, name, &Series::name);
        if (at == all.end()) at = all.insert(at, {name, roleOf(input, run.plan), 0, 0, {}});
        at->runs.push_back(&run);
    }
    std::ranges::stable_sort(all, {}, &Series::role);
    Role last = Role::Dense;
    int earlier = 0;
    for (Series &series : all) {
        earlier = series.role == last ? earlier : 0;
        series.style = styleOf(series.role, earlier);
        series.shape = series.style + earlier++;
        last = series.role;
    }
    return all;
}

const EvaluationRow *findRow(const Series &series, std::string_view task, std::string_view metric, int length,
                             std::optional<double> depth) {
    return find(series, task, metric, length, depth).row;
}

const EvaluationRun *findRun(const Series &series, std::string_view task, std::string_view metric, int length) {
    return find(series, task, metric, length, {}).run;
}

std::vector<int> lengthsOf(const std::vector<Series> &all, std::string_view task, std::string_view metric) {
    std::set<int> lengths;
    eachRow(all, task, metric, [&](const EvaluationRow &row) {
        if (!row.depth && row.length > 0) lengths.insert(row.length);
    });
    return {lengths.begin(), lengths.end()};
}

std::vector<double> depthsOf(const std::vector<Series> &all, std::string_view task, std::string_view metric) {
    std::set<double> depths;
    eachRow(all, task, metric, [&](const EvaluationRow &row) {
        if (row.depth && std::isfinite(*row.depth)) depths.insert(*row.depth);
    });
    return {depths.begin(), depths.end()};
}

double cacheBytes(const Series &series, int length) {
    for (const std::string_view task : {"memory", "retrieval", "perplexity", "speed"}) {
        const EvaluationRow *row = findRow(series, task, "kv_bytes", length);
        if (row != nullptr && row->value > 0) return row->value;
    }
    std::int64_t most = 0;
    for (const EvaluationRun *run : series.runs) {
        if (wholeRunLength(*run) == length) most = std::max(most, run->kvBytes);
    }
    return static_cast<double>(most);
}

double denseCacheBytes(const std::vector<Series> &all, int length) {
    std::int64_t recorded = 0;
    for (const Series &series : all) {
        if (series.role == Role::Dense) {
            if (const double measured = cacheBytes(series, length); measured > 0) return measured;
        }
        for (const EvaluationRun *run : series.runs) {
            if (wholeRunLength(*run) == length) recorded = std::max(recorded, run->denseKvBytes);
        }
    }
    return static_cast<double>(recorded);
}

std::vector<int> memoryLengths(const std::vector<Series> &all) {
    std::set<int> lengths;
    for (const int length : lengthsOf(all, {}, "kv_bytes")) lengths.insert(length);
    for (const Series &series : all) {
        for (const EvaluationRun *run : series.runs) {
            if (run->kvBytes > 0 && wholeRunLength(*run) > 0) lengths.insert(wholeRunLength(*run));
        }
    }
    return {lengths.begin(), lengths.end()};
}

}  // namespace moa::engine::report

#include <fmt/format.h>

#include "app/project/plan_problem.h"
#include "app/project/plan_records.h"
#include "app/project/project.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/pareto.h"
#include "engine/optimize/solver.h"

namespace moa {

using namespace engine;

OptimizeAnswer Project::prepare(const OptimizeRequest &request) {
    auto choices = planChoices(file_.profile(), *file_.model(), request);
    OptimizeAnswer answer;
    answer.grid = std::move(choices.grid);
    answer.table = std::move(choices.table);
    return answer;
}

OptimizeAnswer Project::optimize(const OptimizeRequest &request, Progress &progress) {
    auto answer = prepare(request);
    const auto facts = *file_.model();
    const auto instance = planInstance(request, answer.grid, answer.table);
    const auto settings = planSettings(request, answer.grid, instance);
    const auto store = [&](const OptimizerResult &result, const std::string &name, const char *origin) {
        storage::StoredPlan stored{name, origin, planOf(result.rules, answer.grid, answer.table, facts.heads), settings,
                                   toJson(result)};
        file_.setPlan(stored);
        answer.plans.push_back(std::move(stored));
    };
    progress.report("optimize", 0, request.name);
    if (request.pareto) {
        const auto set = paretoSet(instance, {}, progress);
        file_.removePlans("pareto");
        for (std::size_t i = 0; i < set.front.size(); ++i)
            store(set.front[i], fmt::format("{}-{}", request.name, i + 1), "pareto");
        if (!set.front.empty())
            answer.result = set.front.front();
        else
            answer.result.status = SolveStatus::Infeasible, answer.result.reason = set.reason;
        return answer;
    }
    answer.result =
        request.proveSeconds ? prove(instance, *request.proveSeconds, progress) : solve(instance, {}, progress);
    if (!answer.result.rules.empty()) store(answer.result, request.name, "optimized");
    return answer;
}

}  // namespace moa

#include "engine/optimize/highs_prover.h"

#include <interfaces/highs_c_api.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <vector>

#include "engine/optimize/answer.h"
#include "engine/optimize/problem.h"

namespace moa::engine {

namespace {

constexpr double kProvenGap = 1e-6;

// Rows are added one by one in sparse form.
class Program {
public:
    explicit Program(const Problem &p) : p_(p), highs_(Highs_create(), Highs_destroy) {
        Highs_setBoolOptionValue(highs_.get(), "output_flag", 0);
        Highs_setIntOptionValue(highs_.get(), "threads", 1);
        Highs_setDoubleOptionValue(highs_.get(), "mip_rel_gap", kProvenGap / 2);
        scale_ = p.largestCost > 0 ? 1e3 / p.largestCost : 1;
        addColumns();
        addChoices();
        addLimits();
        for (const auto &row : p.rows) addBudget(row);
    }

    HighsInt run(double seconds, Progress &progress) {
        Highs_setDoubleOptionValue(highs_.get(), "time_limit", seconds);
        Highs_setCallback(
            highs_.get(),
            [](const int, const char *, const HighsCallbackDataOut *, HighsCallbackDataIn *in, void *user) {
                if (static_cast<Progress *>(user)->stopToken().stop_requested() && in != nullptr)
                    in->user_interrupt = 1;
            },
            &progress);
        Highs_startCallback(highs_.get(), kHighsCallbackMipInterrupt);
        Highs_startCallback(highs_.get(), kHighsCallbackSimplexInterrupt);
        Highs_run(highs_.get());
        return Highs_getModelStatus(highs_.get());
    }

    [[nodiscard]] double bound() const {
        double value = 0;
        Highs_getDoubleInfoValue(highs_.get(), "mip_dual_bound", &value);
        return value / scale_;
    }

    // The rules of HiGHS's best point; empty when it has none.
    [[nodiscard]] std::vector<int> plan() const {
        HighsInt status = 0;
        Highs_getIntInfoValue(highs_.get(), "primal_solution_status", &status);
        if (status != kHighsSolutionStatusFeasible) return {};
        std::vector<double> columns(static_cast<std::size_t>(Highs_getNumCol(highs_.get())));
        Highs_getSolution(highs_.get(), columns.data(), nullptr, nullptr, nullptr);
        std::vector<int> rules;
        for (int u = 0; u < p_.units(); ++u) {
            const auto *first = columns.data() + p_.at(u, 0);
            rules.push_back(static_cast<int>(std::max_element(first, first + p_.rules) - first));
        }
        return rules;
    }

private:
    [[nodiscard]] HighsInt yColumn(int layer, int rule) const {
        return static_cast<HighsInt>(p_.units() * p_.rules + layer * p_.rules + rule);
    }
    [[nodiscard]] bool limited() const { return p_.ruleLimit < std::min(p_.unitsPerLayer, p_.rules); }

    void addColumns() {
        const auto add = [&](double cost, double upper) {
            const HighsInt column = Highs_getNumCol(highs_.get());
            Highs_addCol(highs_.get(), cost, 0, upper, 0, nullptr, nullptr);
            Highs_changeColIntegrality(highs_.get(), column, kHighsVarTypeInteger);
        };
        for (std::size_t i = 0; i < p_.cost.size(); ++i) add(p_.cost[i] * scale_, p_.allowed[i] != 0 ? 1 : 0);
        if (limited())
            for (int i = 0; i < p_.layers * p_.rules; ++i) add(0, 1);
    }

    void addRow(double low, double high, const std::vector<HighsInt> &index, const std::vector<double> &value) {
        Highs_addRow(highs_.get(), low, high, static_cast<HighsInt>(index.size()), index.data(), value.data());
    }

    void addChoices() {
        for (int u = 0; u < p_.units(); ++u) {
            std::vector<HighsInt> index;
            for (int r = 0; r < p_.rules; ++r) index.push_back(static_cast<HighsInt>(p_.at(u, r)));
            addRow(1, 1, index, std::vector<double>(index.size(), 1));
        }
    }

    void addLimits() {
        if (!limited()) return;
        const double infinity = Highs_getInfinity(highs_.get());
        for (int u = 0; u < p_.units(); ++u)
            for (int r = 0; r < p_.rules; ++r)
                addRow(-infinity, 0, {static_cast<HighsInt>(p_.at(u, r)), yColumn(u / p_.unitsPerLayer, r)}, {1, -1});
        for (int l = 0; l < p_.layers; ++l) {
            std::vector<HighsInt> index;
            for (int r = 0; r < p_.rules; ++r) index.push_back(yColumn(l, r));
            addRow(-infinity, p_.ruleLimit, index, std::vector<double>(index.size(), 1));
        }
    }

    void addBudget(const Row &row) {
        std::vector<HighsInt> index;
        std::vector<double> value;
        for (int u = 0; u < p_.units(); ++u)
            for (int r = 0; r < p_.rules; ++r) {
                const double c =
                    row.uniform() ? row.perRule[static_cast<std::size_t>(r)] : row.coefficient[p_.at(u, r)];
                if (p_.allowed[p_.at(u, r)] == 0 || c == 0) continue;
                index.push_back(static_cast<HighsInt>(p_.at(u, r)));
                value.push_back(c);
            }
        addRow(row.low, row.high, index, value);
    }

    const Problem &p_;
    std::unique_ptr<void, decltype(&Highs_destroy)> highs_;
    double scale_ = 1;
};

}  // namespace

OptimizerResult prove(const OptimizerInstance &instance, double seconds, Progress &progress) {
    const auto start = std::chrono::steady_clock::now();
    const auto problem = compile(instance);
    Program program(problem);
    const auto status = program.run(seconds, progress);
    progress.throwIfStopped("Optimizing");
    OptimizerResult result;
    result.solver = "HiGHS";
    const auto plan = program.plan();
    if (status == kHighsModelStatusInfeasible) {
        result.status = SolveStatus::Infeasible;
    } else if (!plan.empty() && problem.accepts(plan)) {
        fillAnswer(problem, plan, program.bound(), kProvenGap, result);
    } else {
        result.bound = program.bound();
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

}  // namespace moa::engine

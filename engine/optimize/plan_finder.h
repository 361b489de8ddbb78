// The best plan so far, and what finds better ones around the root. Internal to the optimizer.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "engine/optimize/dual_root.h"
#include "engine/optimize/layer_exchange.h"
#include "engine/optimize/problem.h"
#include "engine/values/progress.h"

namespace moa::engine {

class PlanFinder {
public:
    // Of exchanges.
    struct Effort {
        double reach = 0;         // reduced cost of the dearest plan, of the bound
        std::size_t choices = 0;  // of a layer
        int exchanges = 0;
    };

    PlanFinder(const Problem &problem, DualRoot &root, const Progress &progress)
        : p_(&problem), root_(&root), progress_(&progress) {}

    [[nodiscard]] const std::optional<std::vector<int>> &best() const noexcept { return best_; }
    [[nodiscard]] double cost() const noexcept { return best_ ? cost_ : kInfinity; }

    // Takes the plan when it meets all constraints and costs less than the best.
    bool consider(const std::vector<int> &plan);

    // Exchanges of layers near the root, from plans that keep the choices; as long as `wanted` says so.
    void exchange(const std::vector<std::vector<int>> &starts, const Effort &effort,
                  const std::function<bool()> &wanted);

    // Where nothing was found: plans near the bound made to fit, and coarse states, which prove nothing but find plans
    // where the rows leave little room. Plans after the first are tried until `deadline`.
    void repair(const std::vector<std::vector<int>> &near, std::chrono::steady_clock::time_point deadline);

    // Repairs and improves by single units and pairs of them.
    void polish(const std::vector<int> &plan);

private:
    const Problem *p_;
    DualRoot *root_;
    const Progress *progress_;
    std::optional<LayerExchange> exchange_;  // as last used
    double threshold_ = 0;                   // and how far it reaches
    std::size_t choices_ = 0;
    std::optional<std::vector<int>> best_;
    double cost_ = 0;
};

}  // namespace moa::engine

#include "app/studio/uniform_losses.h"

#include <limits>

#include "engine/values/conventions.h"

namespace moa::studio {

using namespace engine;

std::vector<double> uniformLosses(const PlanChoices &choices, const std::map<int, double> &densities) {
    std::vector<double> losses;
    const auto &table = choices.table;
    for (std::size_t l = 0; l < table.lengths.size(); ++l) {
        const int length = table.lengths[l];
        const int nb = blockCount(length);
        const double allowed = densities.contains(length) ? densities.at(length) : 1;
        int best = -1;
        double most = -1;
        for (std::size_t r = 0; r < choices.grid.rules.size(); ++r) {
            const double density = kvDensity(choices.grid.rules[r], nb);
            if (density > allowed + 1e-9 || density <= most) continue;
            most = density;
            best = static_cast<int>(r);
        }
        double loss = 0;
        for (int u = 0; best >= 0 && u < table.units(); ++u) loss += table.at(static_cast<int>(l), u, best);
        losses.push_back(best < 0 ? std::numeric_limits<double>::quiet_NaN() : loss);
    }
    return losses;
}

}  // namespace moa::studio

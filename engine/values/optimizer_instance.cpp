#include "engine/values/optimizer_instance.h"

namespace moa::engine {

const char *toString(SolveStatus status) noexcept {
    switch (status) {
        case SolveStatus::Optimal: return "optimal";
        case SolveStatus::Feasible: return "feasible";
        case SolveStatus::Infeasible: return "infeasible";
        case SolveStatus::Unknown: break;
    }
    return "unknown";
}

}  // namespace moa::engine

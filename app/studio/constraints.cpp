#include "app/studio/constraints.h"

#include <algorithm>
#include <set>

namespace moa::studio {

using namespace widgets;

PlanProblem applyEdit(PlanProblem problem, const ConstraintEdit &edit, int heads, int kvHeads) {
    const int group = problem.queryHeads ? 1 : heads / kvHeads;
    std::set<std::pair<int, int>> units;
    for (const auto &head : edit.heads) units.emplace(head.layer, head.head / group);
    const auto ours = [&](int layer, int unit) { return units.contains({layer, unit}); };
    // One constraint of a kind for a unit: a new one takes the place of the old.
    const bool pins = edit.kind != ConstraintEdit::Kind::Bound;
    if (pins) {
        std::erase_if(problem.pins, [&](const RulePin &p) { return ours(p.layer, p.unit); });
        std::erase_if(problem.exclude, [&](const auto &e) { return ours(e.first, e.second); });
    }
    if (edit.kind == ConstraintEdit::Kind::Bound || edit.kind == ConstraintEdit::Kind::Clear)
        std::erase_if(problem.spanBounds,
                      [&](const engine::SpanBound &b) { return b.layer && b.unit && ours(*b.layer, *b.unit); });
    for (const auto &[layer, unit] : units) switch (edit.kind) {
            case ConstraintEdit::Kind::Pin: problem.pins.push_back({layer, unit, edit.rule}); break;
            case ConstraintEdit::Kind::Exclude: problem.exclude.emplace_back(layer, unit); break;
            case ConstraintEdit::Kind::Bound:
                problem.spanBounds.push_back({layer, unit, edit.minSpan, edit.maxSpan});
                break;
            case ConstraintEdit::Kind::Clear: break;
        }
    return problem;
}

}  // namespace moa::studio

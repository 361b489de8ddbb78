#include "widgets/values/selection.h"

namespace moa::widgets {

void Selection::set(const SelectionState &state) {
    if (state == state_) return;
    state_ = state;
    Q_EMIT changed(state_);
}

void Selection::selectHeads(const HeadSet &heads, std::optional<HeadId> current) {
    set({heads, current, state_.length});
}

void Selection::setLength(int length) {
    set({state_.heads, state_.current, length});
}

}  // namespace moa::widgets

// The entries a selection of heads gets in any context menu: pin, bound, exclude, clear.
#pragma once

#include <QMenu>
#include <functional>

#include "widgets/values/constraint_edit.h"
#include "widgets/values/explore_data.h"

namespace moa::widgets {

// Adds the entries to `menu`; `edit` is called with what the user chose. Without a rule grid nothing can be pinned and
// the entries are greyed.
void addConstraintActions(QMenu &menu, const ExploreData &data, const HeadSet &heads, int length,
                          const std::function<void(const ConstraintEdit &)> &edit);

}  // namespace moa::widgets

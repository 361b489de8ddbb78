// One query head, and sets of them.
#pragma once

#include <compare>
#include <set>

namespace moa::widgets {

struct HeadId {
    int layer = 0;
    int head = 0;  // query head in its layer
    friend auto operator<=>(const HeadId &, const HeadId &) = default;
};

using HeadSet = std::set<HeadId>;

}  // namespace moa::widgets

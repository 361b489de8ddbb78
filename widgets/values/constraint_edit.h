// A change of the plan's constraints, asked for from any selection of heads.
#pragma once

#include <QMetaType>
#include <optional>

#include "engine/values/rule.h"
#include "widgets/values/head_id.h"

namespace moa::widgets {

struct ConstraintEdit {
    enum class Kind { Pin, Bound, Exclude, Clear };  // Clear: removes all constraints of these heads

    Kind kind = Kind::Pin;
    HeadSet heads;
    engine::Rule rule;              // Pin
    std::optional<double> minSpan;  // Bound, tokens
    std::optional<double> maxSpan;
};

}  // namespace moa::widgets

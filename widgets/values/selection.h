// The one selection all views share.
#pragma once

#include <QObject>
#include <optional>

#include "widgets/values/head_id.h"

namespace moa::widgets {

// What is selected: a set of heads, the current one of them, and the length looked at.
struct SelectionState {
    HeadSet heads;
    std::optional<HeadId> current;
    int length = 0;  // tokens; 0: none
    friend bool operator==(const SelectionState &, const SelectionState &) = default;
};

// Views read `state()` and follow `changed`; whoever changes it calls one of the setters. Nothing is emitted when
// nothing changed.
class Selection : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const SelectionState &state() const noexcept { return state_; }
    void set(const SelectionState &state);
    // The current head becomes `current`; heads is replaced.
    void selectHeads(const HeadSet &heads, std::optional<HeadId> current);
    void setLength(int length);

Q_SIGNALS:
    void changed(const moa::widgets::SelectionState &state);

private:
    SelectionState state_;
};

}  // namespace moa::widgets

#include "app/studio/device_button.h"

#include <QActionGroup>
#include <QMenu>

#include "widgets/common/number_text.h"

namespace moa::studio {

DeviceButton::DeviceButton(QWidget *parent) : QToolButton(parent) {
    setObjectName(QStringLiteral("device"));
    setAutoRaise(true);
    setPopupMode(InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::TabFocus);
    setFixedHeight(fontMetrics().height());  // the status bar stays as low as a line of text
    setToolTip(tr("Where the model runs. A change holds from the next job on."));
    setAccessibleName(tr("Device"));
    setMenu(new QMenu(this));
    setState({});
}

void DeviceButton::setState(const DeviceState &state) {
    const auto name = QString::fromStdString(state.device.name);
    const auto &free = state.device.freeBytes;
    setText(free ? tr("%1, %2 free").arg(name, widgets::bytesText(static_cast<double>(*free))) : name);
    fillMenu(state);
}

void DeviceButton::fillMenu(const DeviceState &state) {
    menu()->clear();
    auto *group = new QActionGroup(menu());
    const auto add = [&](const QString &text, engine::DeviceChoice choice) {
        auto *action = menu()->addAction(
            text, this, [this, choice] { Q_EMIT chosen(QString::fromStdString(engine::toString(choice))); });
        action->setCheckable(true);
        action->setChecked(choice == state.device.choice);
        group->addAction(action);
    };
    add(tr("CPU"), {});
    for (int i = 0; i < state.gpus; ++i) {
        const engine::DeviceChoice choice{true, i};
        const bool open = choice == state.device.choice;
        add(open ? QString::fromStdString(state.device.name) : tr("GPU %1").arg(i), choice);
    }
    if (state.gpus == 0) menu()->addAction(tr("No GPU that this build can use"))->setEnabled(false);
}

}  // namespace moa::studio

// Where models run: shown and chosen in one place, the status bar.
#pragma once

#include <QToolButton>

#include "app/studio/session.h"

namespace moa::studio {

class DeviceButton : public QToolButton {
    Q_OBJECT

public:
    explicit DeviceButton(QWidget *parent = nullptr);

    void setState(const DeviceState &state);

Q_SIGNALS:
    void chosen(const QString &device);  // "cpu" or "cuda:1"

private:
    void fillMenu(const DeviceState &state);
};

}  // namespace moa::studio

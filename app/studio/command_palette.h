// Every action by name: type a few letters, Enter runs it.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QListWidget>

#include "app/studio/actions.h"

namespace moa::studio {

class CommandPalette : public QDialog {
    Q_OBJECT

public:
    CommandPalette(const Actions &actions, QWidget *parent);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void list(const QString &filter);
    void runCurrent();

    const Actions &actions_;
    QLineEdit *filter_;
    QListWidget *found_;
};

}  // namespace moa::studio

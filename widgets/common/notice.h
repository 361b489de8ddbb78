// A text with one button: an error in its place, or why a view is empty.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "widgets/values/view_error.h"

namespace moa::widgets {

class Notice : public QFrame {
    Q_OBJECT

public:
    explicit Notice(QWidget *parent);

    void showError(const ViewError &error);
    // Adds a button that hides it, for errors nobody else takes away.
    void setClosable();
    // Centred, in secondary colour.
    void showEmpty(const QString &why, const QString &action);

Q_SIGNALS:
    void pressed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showButton(const QString &text);
    void restyle();

    QLabel *text_;
    QPushButton *button_;
    QToolButton *close_ = nullptr;  // nullptr: not closable
    bool isError_ = false;
};

}  // namespace moa::widgets

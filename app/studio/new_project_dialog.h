// What a new project is made of: model, data, lengths, samples, and where it is kept.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include "app/studio/session.h"

namespace moa::studio {

class NewProjectDialog : public QDialog {
    Q_OBJECT

public:
    // `model`: filled in already; may be empty.
    NewProjectDialog(const QString &model, QWidget *parent);

    [[nodiscard]] NewProject request() const;

private:
    [[nodiscard]] QWidget *modelRow();
    // A line with a button that browses for a file.
    QWidget *chooser(QLineEdit *line, const QString &title, const std::function<QString()> &browse);
    void check();
    [[nodiscard]] std::vector<int> lengths() const;

    QLineEdit *model_;
    QPlainTextEdit *data_;
    QLineEdit *lengths_;
    QSpinBox *samples_;
    QLineEdit *file_;
    QLabel *fault_;
    QPushButton *create_;
};

}  // namespace moa::studio

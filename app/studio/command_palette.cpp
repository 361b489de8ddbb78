#include "app/studio/command_palette.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "widgets/theme/theme.h"

namespace moa::studio {

namespace {

// Do the letters of `filter` stand in `text` in this order?
bool matches(const QString &text, const QString &filter) {
    qsizetype at = 0;
    for (const QChar letter : filter) {
        at = text.indexOf(letter, at, Qt::CaseInsensitive);
        if (at < 0) return false;
        ++at;
    }
    return true;
}

}  // namespace

CommandPalette::CommandPalette(const Actions &actions, QWidget *parent)
    : QDialog(parent), actions_(actions), filter_(new QLineEdit), found_(new QListWidget) {
    setWindowTitle(tr("Commands"));
    filter_->setPlaceholderText(tr("Type a command"));
    filter_->setAccessibleName(tr("Command"));
    filter_->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->addWidget(filter_);
    column->addWidget(found_);
    resize(60 * widgets::kGrid, 48 * widgets::kGrid);
    connect(filter_, &QLineEdit::textChanged, this, &CommandPalette::list);
    connect(filter_, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(found_, &QListWidget::itemActivated, this, &CommandPalette::runCurrent);
    list({});
}

void CommandPalette::list(const QString &filter) {
    found_->clear();
    for (auto *action : actions_.all()) {
        auto text = action->text();
        text.remove('&');
        if (!action->isEnabled() || !matches(text, filter)) continue;
        const auto keys = action->shortcut().toString(QKeySequence::NativeText);
        auto *item = new QListWidgetItem(keys.isEmpty() ? text : text + QStringLiteral("    ") + keys, found_);
        item->setData(Qt::UserRole, action->objectName());
        item->setToolTip(action->toolTip());
    }
    found_->setCurrentRow(0);
}

void CommandPalette::runCurrent() {
    const auto *item = found_->currentItem();
    if (item == nullptr) return;
    auto *action = actions_.find(item->data(Qt::UserRole).toString());
    accept();
    if (action != nullptr) action->trigger();
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event) {
    if (object == filter_ && event->type() == QEvent::KeyPress) {
        const auto key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = found_->currentRow() + (key == Qt::Key_Down ? 1 : -1);
            found_->setCurrentRow(std::clamp(row, 0, found_->count() - 1));
            return true;
        }
    }
    return QDialog::eventFilter(object, event);
}

}  // namespace moa::studio

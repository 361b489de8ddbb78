#include "widgets/compare/run_chooser.h"

#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

RunChooser::RunChooser(QWidget *parent)
    : QWidget(parent), list_(new QListWidget(this)), baseline_(new QComboBox(this)), hint_(new QLabel(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    list_->setAccessibleName(tr("Runs to compare"));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setIconSize(QSize(kMarkSize, kMarkSize));  // else they grow with the scale of the screen
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    hint_->setFont(secondaryFont());
    hint_->setForegroundRole(QPalette::PlaceholderText);
    hint_->setWordWrap(true);
    auto *label = new QLabel(tr("Baseline"), this);
    label->setFont(secondaryFont());
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(baseline_);
    baseline_->setAccessibleName(tr("Baseline"));
    baseline_->setToolTip(tr("Deltas and paired samples are taken against this run"));
    baseline_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    baseline_->setMinimumContentsLength(12);
    column->addWidget(hint_);
    column->addWidget(list_, 1);
    column->addWidget(label);
    column->addWidget(baseline_);
    connect(list_, &QListWidget::itemChanged, this, &RunChooser::follow);
    connect(baseline_, &QComboBox::currentIndexChanged, this, &RunChooser::changed);
}

void RunChooser::setRuns(const std::vector<RunEntry> &entries, const std::vector<RunSeries> &series,
                         const QStringList &chosen) {
    {
        const QSignalBlocker quiet(list_);
        list_->clear();
        const Theme theme = Theme::of(*this);
        for (const RunSeries &one : series)
            for (const auto *run : one.runs) {
                const QString name = QString::fromStdString(run->name);
                auto *item = new QListWidgetItem(QIcon(markPixmap(one.mark, theme, devicePixelRatioF())), name, list_);
                item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
                item->setCheckState(chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
                const auto at = std::ranges::find(entries, run, [](const RunEntry &entry) { return &entry.run; });
                item->setToolTip(at->running ? tr("%1, still running").arg(name) : name);
            }
    }
    // Names are told apart by their ends: up to a limit, the list is as wide as they need.
    const int frame = 2 * list_->frameWidth() + list_->verticalScrollBar()->sizeHint().width();
    list_->setMinimumWidth(std::min(list_->sizeHintForColumn(0) + frame, 30 * kGrid));
    follow();
}

QStringList RunChooser::chosen() const {
    QStringList names;
    for (int i = 0; i < list_->count(); ++i)
        if (list_->item(i)->checkState() == Qt::Checked) names << list_->item(i)->text();
    return names;
}

void RunChooser::follow() {
    const int count = static_cast<int>(chosen().size());
    {
        const QSignalBlocker quiet(list_);
        for (int i = 0; i < list_->count(); ++i) {
            auto *item = list_->item(i);
            // A fifth can't be checked.
            const bool free = count < kMostCompared || item->checkState() == Qt::Checked;
            item->setFlags(free ? item->flags() | Qt::ItemIsEnabled : item->flags() & ~Qt::ItemIsEnabled);
        }
    }
    hint_->setText(count >= kMostCompared ? tr("Four runs are compared, the most that fit.")
                                          : tr("Choose two to four runs."));
    fillBaselines();
    Q_EMIT changed();
}

void RunChooser::fillBaselines() {
    const QSignalBlocker quiet(baseline_);
    const QString before = baseline();
    baseline_->clear();
    const QStringList names = chosen();
    for (const QString &name : names) baseline_->addItem(name, name);
    baseline_->setCurrentIndex(std::max(baseline_->findData(before), names.isEmpty() ? -1 : 0));
}

}  // namespace moa::widgets

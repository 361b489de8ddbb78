#include "widgets/plan/mix_panel.h"

#include <QSignalBlocker>
#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr double kMostOnSlider = 4;
constexpr double kMostWeight = 100;
constexpr double kWeightStep = 0.05;

}  // namespace

MixPanel::MixPanel(QWidget *parent)
    : QWidget(parent), grid_(new QGridLayout(this)), balance_(new QComboBox(this)), meaning_(new QLabel(this)) {
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(kGrid);
    grid_->setVerticalSpacing(kGrid / 2);
    grid_->setColumnStretch(1, 1);
    balance_->addItem(tr("balanced"));
    balance_->addItem(tr("as published"));
    balance_->setAccessibleName(tr("Balance between samples"));
    meaning_->setWordWrap(true);
    meaning_->setFont(secondaryFont());
    meaning_->setForegroundRole(QPalette::PlaceholderText);
    connect(balance_, &QComboBox::currentIndexChanged, this, [this] {
        showShares();
        tell(true);
    });
    rebuild({});
}

void MixPanel::rebuild(const std::vector<std::string> &sources) {
    for (const Row &row : rows_) {
        delete row.name;
        delete row.share;
        delete row.weight;
    }
    rows_.clear();
    int line = 0;
    for (const std::string &source : sources) {
        const QString name = QString::fromStdString(source);
        Row row{source, new QLabel(this), new QLabel(this),
                new ValueSlider({0, kMostWeight, kMostOnSlider, kWeightStep, 2, {}}, this)};
        row.name->setText(row.name->fontMetrics().elidedText(name, Qt::ElideMiddle, 200));
        row.name->setToolTip(name);
        row.share->setFont(secondaryFont());
        row.share->setForegroundRole(QPalette::PlaceholderText);
        row.share->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row.share->setToolTip(tr("Share of this source in the mean over sources"));
        row.weight->setNames(tr("Weight of %1").arg(name),
                             tr("Weight of the samples from %1; 0 leaves them out").arg(name));
        grid_->addWidget(row.name, line, 0);
        grid_->addWidget(row.share, line++, 1);
        grid_->addWidget(row.weight, line++, 0, 1, 2);
        connect(row.weight, &ValueSlider::moved, this,
                [this, i = rows_.size()](double, bool final) { move(i, final); });
        rows_.push_back(row);
    }
    for (QWidget *fixed : {static_cast<QWidget *>(balance_), static_cast<QWidget *>(meaning_)})
        grid_->removeWidget(fixed);
    grid_->addWidget(balance_, line++, 0, 1, 2);
    grid_->addWidget(meaning_, line, 0, 1, 2);
    showShares();
}

void MixPanel::setMix(const std::vector<std::string> &sources, const std::map<std::string, double> &mix,
                      bool balanced) {
    const bool same = std::ranges::equal(sources, rows_, {}, {}, &Row::source);
    if (same && std::ranges::any_of(rows_, [](const Row &row) { return row.weight->isMoving(); })) return;
    if (!same) rebuild(sources);
    const QSignalBlocker quiet(balance_);
    balance_->setCurrentIndex(balanced ? 0 : 1);
    for (const Row &row : rows_) row.weight->setValue(mix.contains(row.source) ? mix.at(row.source) : 1);
    showShares();
}

ValueSlider *MixPanel::weight(const std::string &source) const {
    const auto at = std::ranges::find(rows_, source, &Row::source);
    return at == rows_.end() ? nullptr : at->weight;
}

void MixPanel::move(std::size_t row, bool final) {
    // A mix of nothing has no loss: the last source keeps the smallest weight.
    const bool none = std::ranges::none_of(rows_, [](const Row &r) { return r.weight->value() > 0; });
    if (none) rows_[row].weight->setValue(kWeightStep);
    showShares();
    tell(final);
}

void MixPanel::showShares() {
    const bool balanced = balance_->currentIndex() == 0;
    meaning_->setText(balanced ? tr("Each sample counts the same, then each source by its weight.")
                               : tr("Plain mean over all samples, weighted by source: those with a large loss, "
                                    "mostly prose, decide."));
    double sum = 0;
    for (const Row &row : rows_) sum += row.weight->value();
    for (const Row &row : rows_) {
        row.share->setText(balanced && sum > 0 ? percentText(row.weight->value() / sum) : QString());
    }
}

void MixPanel::tell(bool final) {
    std::map<std::string, double> mix;
    for (const Row &row : rows_)
        if (row.weight->value() != 1) mix[row.source] = row.weight->value();
    Q_EMIT edited(mix, balance_->currentIndex() == 0, final);
}

}  // namespace moa::widgets

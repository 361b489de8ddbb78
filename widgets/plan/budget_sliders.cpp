#include "widgets/plan/budget_sliders.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr double kLeast = 5;  // per cent
constexpr double kMost = 100;
constexpr double kStep = 0.1;

QString densityName(std::size_t density) {
    switch (density) {
        case 0: return BudgetSliders::tr("kv");
        case 1: return BudgetSliders::tr("causal");
        case 2: return BudgetSliders::tr("raw");
        default: return BudgetSliders::tr("cache");
    }
}

}  // namespace

BudgetSliders::BudgetSliders(QWidget *parent)
    : QWidget(parent), grid_(new QGridLayout(this)), linked_(new QCheckBox(tr("Linked"), this)) {
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(kGrid);
    grid_->setVerticalSpacing(2);
    grid_->setColumnStretch(1, 1);
    linked_->setToolTip(tr("Moving one budget moves those of all lengths by the same amount"));
    connect(linked_, &QCheckBox::toggled, this, [this](bool on) { Q_EMIT edited(budgets_, on, true); });
}

BudgetSliders::Row BudgetSliders::makeRow(int length, bool profiled) {
    Row row;
    row.length = length;
    row.name = new QLabel(profiled ? tokenText(length) : tokenText(length) + QChar(0x2217), this);
    row.name->setToolTip(profiled ? tr("Budget at %1 tokens, a profiled length").arg(countText(length))
                                  : tr("Budget at %1 tokens, where nothing was profiled").arg(countText(length)));
    row.upper = new ValueSlider({kLeast, kMost, kMost, kStep, 1, QStringLiteral(" %")}, this);
    row.upper->setNames(tr("Budget at %1 tokens").arg(countText(length)),
                        tr("At most this kv density at %1 tokens: the share of its key and value blocks that a row "
                           "keeps at most, as a mean over all heads")
                            .arg(countText(length)));
    const std::array tips{
        tr("kv density of the plan: most blocks a row keeps, of all blocks of a row; mean over heads. Budgets bound "
           "it."),
        tr("causal density: kept blocks of the causal triangle, what computing attention costs"),
        tr("raw density: span over length, neither clipped nor with the sink, as published code prints it"),
        tr("cache density: bytes of the key and value cache against the dense model's, what memory costs")};
    const QFontMetrics metrics(secondaryFont());
    for (std::size_t d = 0; d < row.taken.size(); ++d) {
        row.taken[d] = new QLabel(this);
        row.taken[d]->setFont(secondaryFont());
        row.taken[d]->setForegroundRole(QPalette::PlaceholderText);
        row.taken[d]->setToolTip(tips[d]);
        // Its text changes sixty times a second: a label of one size does not lay out the page again each time.
        row.taken[d]->setText(densityName(d));
        row.taken[d]->setFixedSize(metrics.horizontalAdvance(densityName(d) + QStringLiteral(" 88.88 %")),
                                   row.taken[d]->sizeHint().height());
    }
    return row;
}

void BudgetSliders::rebuild(const std::vector<int> &profiled) {
    for (const Row &row : rows_) {
        delete row.name;
        delete row.upper;
        for (QLabel *label : row.taken) delete label;
    }
    rows_.clear();
    for (int i = grid_->count() - 1; i >= 0; --i)
        if (grid_->itemAt(i)->layout()) delete grid_->takeAt(i);
    moving_ = false;
    for (std::size_t i = 0; i < budgets_.size(); ++i) {
        const int length = budgets_[i].length;
        rows_.push_back(makeRow(length, std::ranges::find(profiled, length) != profiled.end()));
        const Row &row = rows_.back();
        const int line = static_cast<int>(3 * i);
        grid_->addWidget(row.name, line, 0);
        grid_->addWidget(row.upper, line, 1);
        auto *densities = new QHBoxLayout;
        densities->setSpacing(kGrid / 2);
        for (QLabel *label : row.taken) densities->addWidget(label);
        densities->addStretch();
        grid_->addLayout(densities, line + 1, 0, 1, 2);
        grid_->setRowMinimumHeight(line + 2, kGrid / 2);
        connect(row.upper, &ValueSlider::moved, this, [this, i](double v, bool final) { move(i, v, final); });
    }
}

void BudgetSliders::setBudgets(const std::vector<engine::Budget> &budgets, bool linked,
                               const std::vector<int> &profiled) {
    const bool same = std::ranges::equal(budgets, rows_, {}, &engine::Budget::length, &Row::length);
    if (same && moving_) return;
    budgets_ = budgets;
    if (!same) rebuild(profiled);
    const QSignalBlocker quiet(linked_);
    linked_->setChecked(linked);
    linked_->setVisible(budgets.size() > 1);
    for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].upper->setValue(budgets_[i].upper * 100);
}

void BudgetSliders::setDensities(const std::map<int, engine::Densities> &densities) {
    for (const Row &row : rows_) {
        const auto at = densities.find(row.length);
        const bool known = at != densities.end();
        constexpr std::array kDensities{&engine::Densities::kv, &engine::Densities::causal, &engine::Densities::raw,
                                        &engine::Densities::cache};
        for (std::size_t d = 0; d < kDensities.size(); ++d)
            row.taken[d]->setText(QStringLiteral("%1 %2").arg(
                densityName(d), known ? percentText(at->second.*kDensities[d]) : notMeasured()));
    }
}

void BudgetSliders::finish() {
    for (const Row &row : rows_) row.upper->finish();
}

ValueSlider *BudgetSliders::slider(int length) const {
    const auto at = std::ranges::find(rows_, length, &Row::length);
    return at == rows_.end() ? nullptr : at->upper;
}

void BudgetSliders::move(std::size_t row, double percent, bool final) {
    if (!std::exchange(moving_, true)) before_ = budgets_;
    const double by = percent / 100 - before_[row].upper;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (i != row && !linked_->isChecked()) continue;
        const engine::Budget &was = before_[i];
        budgets_[i].upper = i == row ? percent / 100 : std::clamp(was.upper + by, kLeast / 100, kMost / 100);
        budgets_[i].lower = was.upper > 0 ? was.lower / was.upper * budgets_[i].upper : was.lower;
        if (i != row) rows_[i].upper->setValue(budgets_[i].upper * 100);
    }
    if (final) moving_ = false;
    Q_EMIT edited(budgets_, linked_->isChecked(), final);
}

}  // namespace moa::widgets

#include "widgets/plan/plan_list.h"

#include <QGridLayout>
#include <QHeaderView>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

PlanList::PlanList(QWidget *parent)
    : QWidget(parent),
      view_(new TableView(this)),
      load_(new QPushButton(tr("Load"), this)),
      compare_(new QPushButton(tr("Compare"), this)),
      name_(new QLineEdit(this)),
      save_(new QPushButton(tr("Save as"), this)) {
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(kGrid);
    grid->addWidget(view_, 0, 0, 1, 3);
    grid->addWidget(load_, 1, 0);
    grid->addWidget(compare_, 1, 2);
    grid->addWidget(name_, 2, 0, 1, 2);
    grid->addWidget(save_, 2, 2);
    grid->setColumnStretch(1, 1);
    view_->setFont(secondaryFont());
    view_->horizontalHeader()->setFont(secondaryFont());
    view_->setAccessibleName(tr("Plans of the project"));
    view_->setSelectionMode(QAbstractItemView::SingleSelection);
    load_->setToolTip(tr("Shows the selected plan (Enter or double click)"));
    compare_->setToolTip(tr("Marks in the plan grid how the present plan differs from the selected one"));
    name_->setPlaceholderText(tr("Name of the present plan"));
    name_->setAccessibleName(name_->placeholderText());
    name_->setMaxLength(80);
    save_->setToolTip(tr("Stores the present plan in the project under this name"));
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PlanList::enable);
    connect(view_, &QAbstractItemView::activated, this, [this] { Q_EMIT loadRequested(selected()); });
    connect(load_, &QPushButton::clicked, this, [this] { Q_EMIT loadRequested(selected()); });
    connect(compare_, &QPushButton::clicked, this, [this] { Q_EMIT compareRequested(selected()); });
    connect(name_, &QLineEdit::textChanged, this, &PlanList::enable);
    connect(name_, &QLineEdit::returnPressed, save_, &QPushButton::click);
    connect(save_, &QPushButton::clicked, this, [this] { Q_EMIT saveRequested(name_->text().trimmed()); });
    enable();
}

void PlanList::setData(const PlanData &known) {
    const QString before = selected();
    names_.clear();
    std::vector<ValueColumn> columns{{tr("Plan"), {}}, {tr("Origin"), tr("optimized, Pareto candidate or imported")}};
    for (const int length : known.profileLengths) columns.push_back({tr("Loss %1").arg(tokenText(length)), {}});
    columns.push_back({tr("kv"), tr("kv density at the longest profiled length")});
    std::vector<std::vector<ValueCell>> rows;
    for (const PlanEntry &plan : known.plans) {
        names_ << plan.name;
        std::vector<ValueCell> row{textCell(plan.name, tr("%1 (%2)").arg(plan.name, plan.origin)),
                                   textCell(plan.origin)};
        for (std::size_t i = 0; i < known.profileLengths.size(); ++i)
            row.push_back(i < plan.losses.size() ? numberCell(plan.losses[i])
                                                 : numberCell(std::nan(""), tr("This plan was not weighed here")));
        row.push_back(numberCell(plan.kvDensity));
        row.back().text = percentText(plan.kvDensity);
        rows.push_back(std::move(row));
    }
    view_->setTable(std::move(columns), std::move(rows));
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    view_->setColumnHidden(1, true);  // its room belongs to the names; exported tables have it
    if (const auto at = names_.indexOf(before); at >= 0) view_->selectRow(static_cast<int>(at));
    enable();
}

void PlanList::setCanSave(bool can) {
    canSave_ = can;
    enable();
}

QString PlanList::selected() const {
    const auto rows = view_->selectedRows();
    return rows.empty() || rows.front() >= names_.size() ? QString() : names_[rows.front()];
}

void PlanList::enable() {
    const bool any = !selected().isEmpty();
    load_->setEnabled(any);
    compare_->setEnabled(any);
    const QString name = name_->text().trimmed();
    save_->setEnabled(canSave_ && !name.isEmpty());
    // Storing over another plan must be seen before it is done.
    save_->setText(names_.contains(name) ? tr("Replace") : tr("Save as"));
}

}  // namespace moa::widgets

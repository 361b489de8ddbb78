#include "widgets/plan/constraint_table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QShortcut>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "widgets/common/number_text.h"
#include "widgets/explore/constraint_menu.h"
#include "widgets/explore/head_facts.h"
#include "widgets/plan/constraint_edits.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kMostRulesPerLayer = 4;
constexpr int kWeightColumns = 2;

// Rules are chosen from the grid, places and spans typed as numbers.
class CellEditor : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const override {
        const auto &model = *static_cast<const ConstraintModel *>(index.model());
        if (index.column() == ConstraintModel::Limit && model.isPin(index.row())) {
            auto *box = new QComboBox(parent);
            for (const engine::Rule &rule : model.rules()) box->addItem(ruleText(rule));
            return box;
        }
        auto *box = new QSpinBox(parent);
        box->setRange(model.isBound(index.row()) ? -1 : 0, model.most(index.column()));
        if (model.isBound(index.row()))
            box->setSpecialValueText(index.column() < ConstraintModel::Limit ? ConstraintTable::tr("all")
                                                                             : ConstraintTable::tr("any"));
        if (index.column() >= ConstraintModel::Limit) box->setSingleStep(engine::kBlock);
        return box;
    }
    void setEditorData(QWidget *editor, const QModelIndex &index) const override {
        const int value = index.data(Qt::EditRole).toInt();
        if (auto *rules = qobject_cast<QComboBox *>(editor)) return rules->setCurrentIndex(value);
        static_cast<QSpinBox *>(editor)->setValue(value);
    }
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override {
        if (const auto *rules = qobject_cast<QComboBox *>(editor)) {
            model->setData(index, rules->currentIndex(), Qt::EditRole);
            return;
        }
        auto *box = static_cast<QSpinBox *>(editor);
        box->interpretText();
        model->setData(index, box->value(), Qt::EditRole);
    }
};

}  // namespace

ConstraintTable::ConstraintTable(Selection *selection, QWidget *parent)
    : QWidget(parent),
      selection_(selection),
      view_(new QTableView(this)),
      rulesPerLayer_(new QComboBox(this)),
      units_(new QComboBox(this)),
      weightGrid_(new QGridLayout),
      add_(new QToolButton(this)),
      remove_(new QPushButton(tr("Remove"), this)) {
    buildLimits();
    view_->setModel(&model_);
    view_->setItemDelegate(new CellEditor(view_));
    view_->setAccessibleName(tr("Constraints"));
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setShowGrid(false);
    view_->setAlternatingRowColors(true);
    view_->setFont(secondaryFont());
    view_->verticalHeader()->hide();
    view_->verticalHeader()->setDefaultSectionSize(3 * kGrid);
    view_->horizontalHeader()->setFont(secondaryFont());
    view_->horizontalHeader()->setHighlightSections(false);
    view_->horizontalHeader()->setMinimumSectionSize(36);
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->horizontalHeader()->setSectionResizeMode(ConstraintModel::Limit, QHeaderView::Stretch);
    view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view_->setMinimumHeight(17 * kGrid);
    add_->setText(tr("Add for selection"));
    add_->setToolTip(tr("Pins, bounds or keeps dense the heads that are selected"));
    add_->setPopupMode(QToolButton::InstantPopup);
    add_->setMenu(new QMenu(add_));
    add_->setFocusPolicy(Qt::StrongFocus);
    remove_->setToolTip(tr("Takes the selected constraints away (Delete)"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(add_);
    buttons->addStretch();
    buttons->addWidget(remove_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    auto *limits = new QGridLayout;
    limits->setColumnStretch(1, 1);
    limits->addWidget(new QLabel(tr("Rules per layer"), this), 0, 0);
    limits->addWidget(rulesPerLayer_, 0, 1);
    limits->addWidget(new QLabel(tr("Units"), this), 1, 0);
    limits->addWidget(units_, 1, 1);
    column->addLayout(limits);
    column->addLayout(weightGrid_);
    column->addWidget(view_, 1);
    column->addLayout(buttons);
    connect(add_->menu(), &QMenu::aboutToShow, this, [this] {
        add_->menu()->clear();
        fillMenu(*add_->menu(),
                 [this](const ConstraintEdit &edit) { change(applyEdit(problem_, edit, heads_, kvHeads_, grid_)); });
    });
    connect(remove_, &QPushButton::clicked, this, &ConstraintTable::removeSelected);
    auto *key = new QShortcut(QKeySequence::Delete, view_);
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, this, &ConstraintTable::removeSelected);
    connect(&model_, &ConstraintModel::edited, this, &ConstraintTable::change);
    const auto enable = [this] { remove_->setEnabled(view_->selectionModel()->hasSelection()); };
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, enable);
    connect(&model_, &QAbstractItemModel::modelReset, this, enable);
    enable();
}

void ConstraintTable::buildLimits() {
    rulesPerLayer_->addItem(tr("no limit"));
    for (int n = 1; n <= kMostRulesPerLayer; ++n) rulesPerLayer_->addItem(QString::number(n));
    rulesPerLayer_->setAccessibleName(tr("Rules per layer"));
    rulesPerLayer_->setToolTip(tr("How many different rules the units of one layer may have"));
    units_->addItems({tr("kv groups"), tr("query heads")});
    units_->setAccessibleName(tr("Units"));
    units_->setToolTip(
        tr("What gets a rule of its own. Query heads of a kv group share one cache, as large as the "
           "largest of them: rules for single query heads save computing rather than memory."));
    weightGrid_->setHorizontalSpacing(kGrid);
    weightGrid_->setVerticalSpacing(kGrid / 2);
    connect(rulesPerLayer_, &QComboBox::currentIndexChanged, this, [this](int index) {
        PlanProblem problem = problem_;
        problem.rulesPerLayer = index;
        change(problem);
    });
    connect(units_, &QComboBox::currentIndexChanged, this,
            [this](int index) { change(withUnits(problem_, index == 1, heads_, kvHeads_)); });
}

void ConstraintTable::setData(const PlanData &known) {
    layers_ = known.layers;
    heads_ = known.heads;
    kvHeads_ = known.kvHeads;
    if (lengths_.empty()) lengths_ = known.profileLengths;
    setProblem(known.problem);
}

void ConstraintTable::setProblem(const PlanProblem &problem) {
    problem_ = problem;
    const QSignalBlocker quietRules(rulesPerLayer_);
    const QSignalBlocker quietUnits(units_);
    rulesPerLayer_->setCurrentIndex(std::clamp(problem.rulesPerLayer, 0, kMostRulesPerLayer));
    units_->setCurrentIndex(problem.queryHeads ? 1 : 0);
    units_->setEnabled(heads_ != kvHeads_);
    model_.setShape(layers_, problem.queryHeads ? heads_ : kvHeads_, grid_.rules);
    model_.setProblem(problem);
    showWeights();
}

void ConstraintTable::setAnswer(const PlanAnswer &answer) {
    if (grid_.rules != answer.grid.rules) {
        grid_ = answer.grid;
        model_.setShape(layers_, problem_.queryHeads ? heads_ : kvHeads_, grid_.rules);
    }
    plan_ = answer.plan;
    model_.setPrices(answer.result.pinPrices);
    if (lengths_ == answer.loss->lengths || answer.loss->lengths.empty()) return;
    lengths_ = answer.loss->lengths;
    showWeights();
}

void ConstraintTable::showWeights() {
    const bool same = std::ranges::equal(weights_, lengths_, {}, [](const auto &w) { return w.first; });
    if (!same) {
        while (QLayoutItem *item = weightGrid_->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        weights_.clear();
        for (const int length : lengths_) {
            auto *box = new QDoubleSpinBox(this);
            box->setRange(0, 100);
            box->setSingleStep(0.5);
            box->setDecimals(2);
            box->setKeyboardTracking(false);
            box->setFont(numberFont());
            box->setAlignment(Qt::AlignRight);
            box->setAccessibleName(tr("Weight of the loss at %1 tokens").arg(countText(length)));
            box->setToolTip(tr("How much the loss at %1 tokens counts in the weighted sum").arg(countText(length)));
            auto *name = new QLabel(tr("Weight %1").arg(tokenText(length)), this);
            const int at = static_cast<int>(weights_.size());
            weightGrid_->addWidget(name, at / kWeightColumns, at % kWeightColumns * 2);
            weightGrid_->addWidget(box, at / kWeightColumns, at % kWeightColumns * 2 + 1);
            weights_.emplace_back(length, box);
            connect(box, &QDoubleSpinBox::valueChanged, this, [this, length](double value) {
                PlanProblem problem = problem_;
                if (value == 1)
                    problem.weights.erase(length);
                else
                    problem.weights[length] = value;
                change(problem);
            });
        }
    }
    for (const auto &[length, box] : weights_) {
        const QSignalBlocker quiet(box);
        box->setValue(problem_.weights.contains(length) ? problem_.weights.at(length) : 1);
    }
}

void ConstraintTable::fillMenu(QMenu &menu, const std::function<void(const ConstraintEdit &)> &apply) const {
    const SelectionState &state = selection_->state();
    if (state.heads.empty()) {
        menu.addAction(tr("Select heads first, in the plan grid or in Explore"))->setEnabled(false);
        return;
    }
    ExploreData known;
    known.layers = layers_;
    known.heads = heads_;
    known.kvHeads = kvHeads_;
    known.grid = grid_;
    known.loss.lengths = lengths_;
    known.plan = plan_;
    addConstraintActions(menu, known, state.heads, state.length, apply);
}

void ConstraintTable::removeSelected() {
    std::vector<int> rows;
    for (const QModelIndex &index : view_->selectionModel()->selectedRows()) rows.push_back(index.row());
    model_.removeConstraints(rows);
}

void ConstraintTable::change(PlanProblem problem) {
    if (problem == problem_) return;
    setProblem(problem);
    Q_EMIT edited(problem_);
}

}  // namespace moa::widgets

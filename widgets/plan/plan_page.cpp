#include "widgets/plan/plan_page.h"

#include <QMenu>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/plan/budget_sliders.h"
#include "widgets/plan/constraint_table.h"
#include "widgets/plan/density_panel.h"
#include "widgets/plan/density_plot.h"
#include "widgets/plan/mix_panel.h"
#include "widgets/plan/pareto_plot.h"
#include "widgets/plan/plan_facts.h"
#include "widgets/plan/plan_grid.h"
#include "widgets/plan/plan_list.h"
#include "widgets/plan/span_histogram.h"
#include "widgets/plan/validation_plot.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kControlsWidth = 348;
constexpr int kReadoutHeight = 196;

}  // namespace

PlanPage::PlanPage(Selection *selection, QWidget *parent)
    : QWidget(parent),
      selection_(selection),
      budgetPanel_(new Panel(tr("Budgets"))),
      budgets_(new BudgetSliders),
      mixPanel_(new Panel(tr("Calibration mix"))),
      mix_(new MixPanel),
      constraintPanel_(new Panel(tr("Constraints"))),
      constraints_(new ConstraintTable(selection)),
      readoutPanel_(new Panel(tr("Answer"))),
      readout_(new PlanReadout),
      gridPanel_(new Panel(tr("Plan"))),
      grid_(new PlanGrid(selection)),
      length_(new QComboBox),
      compare_(new QComboBox),
      density_(new DensityPanel),
      paretoPanel_(new Panel(tr("What plans cost"))),
      pareto_(new ParetoPlot),
      findPareto_(new QPushButton(tr("Find again"))),
      spanPanel_(new Panel(tr("Heads by span"))),
      spans_(new SpanHistogram),
      validationPanel_(new Panel(tr("Unseen length"))),
      validation_(new ValidationPlot),
      validate_(new QPushButton(tr("Validate again"))),
      listPanel_(new Panel(tr("Plans of the project"))),
      list_(new PlanList) {
    readoutPanel_->setContent(readout_);
    readoutPanel_->setTable(readout_->table());
    readoutPanel_->setFileName(QStringLiteral("plan-losses"));
    readoutPanel_->setFixedHeight(kReadoutHeight);
    tabs_ = makeTabs();
    auto *views = new QSplitter(Qt::Horizontal);
    views->setChildrenCollapsible(false);
    views->setHandleWidth(kGrid);
    views->addWidget(makeGridPanel());
    views->addWidget(tabs_);
    views->setSizes({385, 375});
    views->setStretchFactor(0, 1);
    views->setStretchFactor(1, 1);
    auto *answers = new QVBoxLayout;
    answers->setSpacing(kGrid);
    answers->addWidget(readoutPanel_);
    answers->addWidget(views, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    row->setSpacing(kGrid);
    row->addWidget(makeControls());
    row->addLayout(answers, 1);
    connectControls();
    connectViews();
    showEmptyStates();
}

QWidget *PlanPage::makeControls() {
    budgetPanel_->setContent(budgets_);
    budgetPanel_->setFigure(nullptr);
    budgetPanel_->addControl(budgets_->linked());
    mixPanel_->setContent(mix_);
    mixPanel_->setFigure(nullptr);
    constraintPanel_->setContent(constraints_);
    constraintPanel_->setFigure(nullptr);
    constraintPanel_->setTable(constraints_->model());
    constraintPanel_->setFileName(QStringLiteral("constraints"));
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(budgetPanel_);
    column->addWidget(mixPanel_);
    column->addWidget(constraintPanel_, 1);
    auto *area = new QScrollArea;
    area->setWidget(inside);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFixedWidth(kControlsWidth);
    return area;
}

QWidget *PlanPage::makeGridPanel() {
    length_->setAccessibleName(tr("Length"));
    length_->setToolTip(tr("Input length at which densities and spans are shown"));
    compare_->setAccessibleName(tr("Compare with"));
    compare_->setToolTip(tr("Shows what differs from another plan of the project"));
    compare_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    compare_->setMinimumContentsLength(11);
    gridPanel_->setContent(grid_);
    gridPanel_->setTable(grid_->table());
    gridPanel_->setFileName(QStringLiteral("plan"));
    gridPanel_->addControl(compare_);
    gridPanel_->addControl(length_);
    return gridPanel_;
}

QTabWidget *PlanPage::makeTabs() {
    paretoPanel_->setContent(pareto_);
    paretoPanel_->setFigure(pareto_->plot());
    paretoPanel_->setTable(pareto_->values());
    paretoPanel_->setFileName(QStringLiteral("pareto"));
    paretoPanel_->addControl(findPareto_);
    findPareto_->setToolTip(tr("Solves the whole Pareto set for the present budgets and constraints"));
    spanPanel_->setContent(spans_);
    spanPanel_->setTable(spans_->bins());
    spanPanel_->setFileName(QStringLiteral("spans"));
    validationPanel_->setContent(validation_);
    validationPanel_->setTable(validation_->values());
    validationPanel_->setFileName(QStringLiteral("validation"));
    validationPanel_->addControl(validate_);
    listPanel_->setContent(list_);
    listPanel_->setFigure(nullptr);
    listPanel_->setTable(list_->view()->values());
    listPanel_->setFileName(QStringLiteral("plans"));
    auto *tabs = new QTabWidget;
    tabs->setDocumentMode(true);
    tabs->tabBar()->setFont(secondaryFont());
    tabs->addTab(density_, tr("Density"));
    tabs->addTab(paretoPanel_, tr("Pareto"));
    tabs->addTab(spanPanel_, tr("Spans"));
    tabs->addTab(validationPanel_, tr("Validation"));
    tabs->addTab(listPanel_, tr("Plans"));
    return tabs;
}

void PlanPage::connectControls() {
    connect(budgets_, &BudgetSliders::edited, this,
            [this](const std::vector<engine::Budget> &budgets, bool linked, bool final) {
                PlanProblem problem = problem_;
                problem.budgets = budgets;
                problem.linked = linked;
                edit(problem, final);
            });
    connect(mix_, &MixPanel::edited, this, [this](const std::map<std::string, double> &mix, bool balanced, bool final) {
        PlanProblem problem = problem_;
        problem.mix = mix;
        problem.balanced = balanced;
        edit(problem, final);
    });
    connect(constraints_, &ConstraintTable::edited, this, [this](const PlanProblem &problem) { edit(problem, true); });
}

void PlanPage::connectViews() {
    connect(grid_, &PlanGrid::menuRequested, this, [this](const QPoint &at) {
        QMenu menu(this);
        constraints_->fillMenu(menu, [this](const ConstraintEdit &change) { Q_EMIT constraintRequested(change); });
        menu.exec(at);
    });
    connect(length_, &QComboBox::currentIndexChanged, this,
            [this] { selection_->setLength(length_->currentData().toInt()); });
    connect(compare_, &QComboBox::currentIndexChanged, this,
            [this](int index) { showCompared(index > 0 ? compare_->currentText() : QString()); });
    connect(selection_, &Selection::changed, this, [this] {
        showLengths();
        showTab();
    });
    connect(tabs_, &QTabWidget::currentChanged, this, &PlanPage::showTab);
    connect(density_->plot(), &DensityPlot::densityChosen, this, &PlanPage::chooseDensity);
    connect(density_->plot(), &DensityPlot::loadRequested, this, &PlanPage::loadPlanRequested);
    connect(pareto_, &ParetoPlot::loadRequested, this, &PlanPage::loadPlanRequested);
    connect(validation_, &ValidationPlot::loadRequested, this, &PlanPage::loadPlanRequested);
    connect(list_, &PlanList::loadRequested, this, &PlanPage::loadPlanRequested);
    connect(list_, &PlanList::saveRequested, this, &PlanPage::savePlanRequested);
    connect(list_, &PlanList::compareRequested, this,
            [this](const QString &name) { compare_->setCurrentIndex(std::max(0, compare_->findText(name))); });
    connect(findPareto_, &QPushButton::clicked, this, &PlanPage::paretoRequested);
    connect(paretoPanel_, &Panel::actionRequested, this, &PlanPage::paretoRequested);
    connect(validate_, &QPushButton::clicked, this, &PlanPage::validationRequested);
    connect(validationPanel_, &Panel::actionRequested, this, &PlanPage::validationRequested);
}

void PlanPage::edit(const PlanProblem &problem, bool final) {
    if (!std::exchange(moving_, !final)) rememberPlan();
    problem_ = problem;
    constraints_->setProblem(problem_);
    grid_->setProblem(problem_);
    density_->setProblem(problem_);
    Q_EMIT problemEdited(problem_, final);
}

void PlanPage::chooseDensity(double density) {
    budgets_->finish();  // a burst of keys that is not over yet is a step of its own
    PlanProblem problem = problem_;
    for (auto &budget : problem.budgets) {
        budget.lower = budget.upper > 0 ? budget.lower / budget.upper * density : 0;
        budget.upper = density;
    }
    edit(problem, true);
}

void PlanPage::rememberPlan() {
    if (answer_) before_ = lossesOf(*answer_);
}

void PlanPage::setData(const PlanData &known) {
    const bool otherModel =
        known.layers != data_.layers || known.heads != data_.heads || known.profileLengths != data_.profileLengths;
    // Controls that are made anew end no move: the one under way is over.
    const bool sameControls =
        known.sources == data_.sources && std::ranges::equal(known.problem.budgets, problem_.budgets, {},
                                                             &engine::Budget::length, &engine::Budget::length);
    if (!sameControls) moving_ = false;
    if (otherModel) {
        answer_.reset();
        before_.reset();
        readout_->clear();
        grid_->setPlan(std::nullopt);
    } else if (!moving_ && !(known.problem == problem_)) {
        rememberPlan();  // undone, or changed elsewhere
    }
    data_ = known;
    if (!moving_) problem_ = known.problem;
    grid_->setData(known);
    constraints_->setData(known);
    showProblem();
    const auto lengths = lengthsOf(known);
    if (std::ranges::find(lengths, selection_->state().length) == lengths.end() && !known.profileLengths.empty())
        selection_->setLength(known.profileLengths.back());
    {
        const QSignalBlocker quiet(compare_);
        compare_->clear();
        compare_->addItem(tr("No comparison"));
        for (const PlanEntry &plan : known.plans) compare_->addItem(plan.name);
        compare_->setCurrentIndex(std::max(0, compare_->findText(comparedName_)));
    }
    showCompared(compare_->currentIndex() > 0 ? comparedName_ : QString());
    showLengths();
    pareto_->setData(known);
    validation_->setPoints(known.validation);
    list_->setData(known);
    showEmptyStates();
}

void PlanPage::setAnswer(const PlanAnswer &answer) {
    readoutPanel_->setError(std::nullopt);
    if (data_.layers > 0) readoutPanel_->clearEmpty();
    readout_->setAnswer(answer, before_);
    constraints_->setAnswer(answer);
    if (answer.plan) {
        const bool first = !answer_;
        answer_ = answer;
        budgets_->setDensities(answer.densities);
        grid_->setPlan(answer.plan);
        if (first) showEmptyStates();
        showTab();
    }
    if (compare_->currentIndex() > 0) showCompared(comparedName_);
}

void PlanPage::setSolving(bool solving) {
    readoutPanel_->setBusy(solving);
}

void PlanPage::setError(const ViewError &error) {
    readoutPanel_->setBusy(false);
    readoutPanel_->setError(error);
    density_->setUnanswered();
}

void PlanPage::setCurve(const DensityCurve &curve) {
    density_->setCurve(curve);
    showEmptyStates();
}

void PlanPage::setCurveError(const ViewError &error) {
    density_->setCurveError(error);
}

void PlanPage::showProblem() {
    budgets_->setBudgets(problem_.budgets, problem_.linked, data_.profileLengths);
    mix_->setMix(data_.sources, problem_.mix, problem_.balanced);
    density_->setProblem(problem_);
    constraints_->setProblem(problem_);
    grid_->setProblem(problem_);
    budgets_->setDensities(answer_ ? answer_->densities : std::map<int, engine::Densities>());
}

void PlanPage::showLengths() {
    const QSignalBlocker quiet(length_);
    length_->clear();
    for (const int length : lengthsOf(data_)) length_->addItem(tr("at %1").arg(tokenText(length)), length);
    length_->setCurrentIndex(length_->findData(selection_->state().length));
}

const PlanEntry *PlanPage::comparedPlan() const {
    const auto at = std::ranges::find(data_.plans, comparedName_, &PlanEntry::name);
    return at == data_.plans.end() ? nullptr : &*at;
}

void PlanPage::showCompared(const QString &name) {
    comparedName_ = name;
    const PlanEntry *other = comparedPlan();
    grid_->setCompared(other ? std::optional(other->plan) : std::nullopt, name);
    spanPanel_->setSubtitle(other ? tr("outlined: %1").arg(name) : QString());
    showTab();
}

void PlanPage::showTab() {
    if (!answer_) return;
    const PlanEntry *other = comparedPlan();
    const int length = selection_->state().length;
    if (tabs_->currentWidget() == spanPanel_)
        spans_->setPlans(answer_->plan, other ? std::optional(other->plan) : std::nullopt, comparedName_, length);
    if (tabs_->currentWidget() == density_) density_->setPlans(*answer_, data_);
    if (tabs_->currentWidget() != paretoPanel_ || data_.profileLengths.empty()) return;
    const auto &densities = answer_->result.densities;
    const auto at = densities.find(data_.profileLengths.back());
    const double density = at == densities.end() ? std::nan("") : at->second;
    pareto_->setGhosts({tr("this plan"), answer_->result.losses, density, false},
                       {tr("uniform"), answer_->uniformLoss, density, false});
}

void PlanPage::showEmptyStates() {
    const bool profiled = data_.layers > 0 && !data_.profileLengths.empty();
    const QString noProfile = tr("Nothing to plan yet: the model has no profile. Profile it first.");
    const auto state = [&](Panel *panel, bool filled, const QString &why, const QString &action = {}) {
        if (!profiled)
            panel->setEmpty(noProfile);
        else if (filled)
            panel->clearEmpty();
        else
            panel->setEmpty(why, action);
    };
    const QString waiting = tr("The optimizer has not answered yet.");
    state(readoutPanel_, answer_.has_value(), waiting);
    state(gridPanel_, answer_.has_value(), waiting);
    state(spanPanel_, answer_.has_value(), waiting);
    state(budgetPanel_, !problem_.budgets.empty(), tr("There is no budget."));
    state(mixPanel_, !data_.sources.empty(), tr("The profile names no sources."));
    state(constraintPanel_, true, {});
    state(density_, density_->hasPlans(),
          density_->complete() ? tr("No plan meets the constraints at any density.") : waiting);
    const bool weighed = std::ranges::any_of(data_.plans, [](const PlanEntry &plan) { return !plan.losses.empty(); });
    state(paretoPanel_, !data_.pareto.empty() || weighed,
          tr("No Pareto set yet: plans that trade the loss at one length against another."), tr("Find Pareto plans"));
    state(validationPanel_, !data_.validation.empty(),
          tr("Not validated yet: which candidate loses least at a length that was not profiled?"), tr("Validate..."));
    state(listPanel_, true, {});
    for (QWidget *control : {static_cast<QWidget *>(length_), static_cast<QWidget *>(compare_)})
        control->setVisible(profiled && answer_);
    findPareto_->setVisible(profiled && (!data_.pareto.empty() || weighed));
    validate_->setVisible(profiled && !data_.validation.empty());
    list_->setCanSave(answer_.has_value());
}

}  // namespace moa::widgets

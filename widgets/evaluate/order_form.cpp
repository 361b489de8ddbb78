#include "widgets/evaluate/order_form.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QScrollArea>
#include <QToolButton>
#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/evaluate/run_facts.h"

namespace moa::widgets {

namespace {

constexpr int kPlanListHeight = 132;
constexpr int kLengthColumns = 3;

QLabel *heading(const QString &text, QWidget *buddy, QWidget *parent) {
    auto *label = new QLabel(text, parent);
    label->setFont(secondaryFont());
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(buddy);
    return label;
}

void setShortName(QCheckBox *box, const QString &name) {
    constexpr int kWidest = 170;
    box->setProperty("name", name);
    // & would be a mnemonic.
    box->setText(box->fontMetrics().elidedText(name, Qt::ElideMiddle, kWidest).replace('&', QStringLiteral("&&")));
    box->setAccessibleName(name);
}

QStringList checkedNames(const std::vector<QCheckBox *> &boxes) {
    QStringList names;
    for (const QCheckBox *box : boxes)
        if (box->isChecked()) names << box->property("name").toString();
    return names;
}

}  // namespace

OrderForm::OrderForm(QWidget *parent)
    : QWidget(parent),
      task_(new QComboBox(this)),
      textRow_(new QWidget(this)),
      text_(new QLineEdit(textRow_)),
      plans_(new QWidget),
      lengths_(new QWidget(this)),
      samples_(new QSpinBox(this)),
      prefill_(new QComboBox(this)),
      why_(new QLabel(this)),
      run_(new QPushButton(tr("Run"), this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      progress_(new QProgressBar(this)),
      line_(new QLabel(this)) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid / 2);
    buildTask(column);
    column->addStretch();
    buildRun(column);
    fillPlans();
    refresh();
}

void OrderForm::buildTask(QVBoxLayout *column) {
    for (const auto *task : {"retrieval", "perplexity", "memory", "speed"})
        task_->addItem(taskTitle(QLatin1String(task)), QString::fromLatin1(task));
    task_->setItemData(0, tr("Questions for a number that stands somewhere in a long record"), Qt::ToolTipRole);
    task_->setItemData(1, tr("Loss on a text of yours, window by window"), Qt::ToolTipRole);
    task_->setItemData(2, tr("Bytes the caches really allocate"), Qt::ToolTipRole);
    task_->setItemData(3, tr("Tokens per second of prefill and decode"), Qt::ToolTipRole);
    task_->setAccessibleName(tr("Task"));
    column->addWidget(heading(tr("Task"), task_, this));
    column->addWidget(task_);
    auto *textLayout = new QGridLayout(textRow_);
    textLayout->setContentsMargins(0, 0, 0, 0);
    textLayout->setSpacing(kGrid / 2);
    auto *choose = new QToolButton(textRow_);
    choose->setText(tr("Choose..."));
    text_->setPlaceholderText(tr("Text or JSONL file"));
    text_->setToolTip(tr("The text the loss is taken on; best one the model was not calibrated with"));
    textLayout->addWidget(heading(tr("Text"), text_, textRow_), 0, 0, 1, 2);
    textLayout->addWidget(text_, 1, 0);
    textLayout->addWidget(choose, 1, 1);
    column->addWidget(textRow_);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(plans_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumHeight(kPlanListHeight);
    scroll->setFocusPolicy(Qt::NoFocus);
    // The panel shows through.
    scroll->viewport()->setAutoFillBackground(false);
    plans_->setAutoFillBackground(false);
    column->addWidget(heading(tr("Plans and baselines"), nullptr, this));
    column->addWidget(scroll, 1);
    column->addWidget(heading(tr("Lengths, tokens"), nullptr, this));
    column->addWidget(lengths_);
    samples_->setRange(1, 10000);
    samples_->setValue(EvaluationOrder{}.samples);
    samples_->setToolTip(tr("Questions or windows at every length; more of them make the intervals narrower"));
    column->addWidget(heading(tr("Samples per length"), samples_, this));
    column->addWidget(samples_);
    prefill_->addItem(tr("By token"), false);
    prefill_->addItem(tr("By block of 64"), true);
    prefill_->setToolTip(
        tr("How the prompt sees the cache: token by token as decode does, or by whole blocks as in "
           "the published code"));
    column->addWidget(heading(tr("Prefill"), prefill_, this));
    column->addWidget(prefill_);
    connect(task_, &QComboBox::currentIndexChanged, this, &OrderForm::refresh);
    connect(text_, &QLineEdit::textChanged, this, &OrderForm::refresh);
    connect(choose, &QToolButton::clicked, this, &OrderForm::browse);
}

void OrderForm::buildRun(QVBoxLayout *column) {
    why_->setWordWrap(true);
    why_->setFont(secondaryFont());
    line_->setFont(secondaryFont());
    line_->setWordWrap(true);
    line_->setForegroundRole(QPalette::PlaceholderText);
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    progress_->setFixedHeight(6);
    progress_->setAccessibleName(tr("Progress of the evaluation"));
    run_->setDefault(true);
    run_->setToolTip(tr("Evaluates every chosen plan at every chosen length; rows arrive while it runs"));
    cancel_->setToolTip(tr("Stops within half a second; finished samples are kept"));
    column->addWidget(why_);
    column->addWidget(line_);
    column->addWidget(progress_);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(run_, 2);
    row->addWidget(cancel_, 1);
    column->addSpacing(kGrid / 2);
    column->addLayout(row);
    connect(run_, &QPushButton::clicked, this, [this] { Q_EMIT runRequested(order()); });
    connect(cancel_, &QPushButton::clicked, this, &OrderForm::cancel);
    setProgress(-1, {});
}

void OrderForm::setData(const EvaluateData &evaluation) {
    canRun_ = evaluation.canRun;
    whyNot_ = evaluation.whyNot;
    stored_ = evaluation.plans;
    shownPlan_ = evaluation.shownPlan;
    fillPlans();
    fillLengths(evaluation.lengths);
    refresh();
}

void OrderForm::setShownPlan(const QString &name) {
    if (name == shownPlan_) return;
    shownPlan_ = name;
    fillPlans();
    refresh();
}

void OrderForm::fillPlans() {
    QStringList names{QStringLiteral("dense"), QStringLiteral("uniform")};
    if (!shownPlan_.isEmpty()) names << shownPlan_;
    names << stored_;
    QStringList have;
    for (const QCheckBox *box : planBoxes_) have << box->property("name").toString();
    if (have == names) return;
    const QStringList checked = checkedNames(planBoxes_);
    const bool hadPlans = have.size() > 2;
    qDeleteAll(planBoxes_);
    planBoxes_.clear();
    delete plans_->layout();
    auto *column = new QVBoxLayout(plans_);
    column->setContentsMargins(0, 2, 0, 2);
    column->setSpacing(kGrid / 2);
    for (const QString &name : names) {
        auto *box = new QCheckBox(plans_);
        setShortName(box, name);
        box->setToolTip(name);
        // At first: both baselines and the first plan.
        box->setChecked(have.isEmpty() || checked.contains(name) || (!hadPlans && planBoxes_.size() == 2));
        connect(box, &QCheckBox::toggled, this, &OrderForm::refresh);
        column->addWidget(box);
        planBoxes_.push_back(box);
    }
    planBoxes_[0]->setToolTip(tr("The model as it is: every token stays in the cache"));
    planBoxes_[1]->setText(tr("uniform, same memory"));
    planBoxes_[1]->setToolTip(tr("One window for all heads, at most as large in memory as the plan"));
    if (!shownPlan_.isEmpty()) {
        planBoxes_[2]->setText(tr("shown, as %1").arg(shownPlan_).replace('&', QStringLiteral("&&")));
        planBoxes_[2]->setToolTip(
            tr("The plan on the Plan page, which is not stored yet: Run saves it as %1 first").arg(shownPlan_));
    }
    column->addStretch();
}

void OrderForm::fillLengths(const std::vector<int> &lengths) {
    std::vector<int> have;
    std::vector<int> checked;
    for (const QCheckBox *box : lengthBoxes_) {
        have.push_back(box->property("name").toInt());
        if (box->isChecked()) checked.push_back(have.back());
    }
    if (have == lengths) return;
    qDeleteAll(lengthBoxes_);
    lengthBoxes_.clear();
    delete lengths_->layout();
    auto *grid = new QGridLayout(lengths_);
    grid->setContentsMargins(0, 2, 0, 2);
    grid->setSpacing(kGrid / 2);
    for (const int length : lengths) {
        auto *box = new QCheckBox(tokenText(length), lengths_);
        box->setProperty("name", length);
        box->setToolTip(tr("%1 tokens").arg(countText(length)));
        box->setChecked(have.empty() || std::ranges::find(checked, length) != checked.end());
        connect(box, &QCheckBox::toggled, this, &OrderForm::refresh);
        const int at = static_cast<int>(lengthBoxes_.size());
        grid->addWidget(box, at / kLengthColumns, at % kLengthColumns);
        lengthBoxes_.push_back(box);
    }
}

void OrderForm::setProgress(double fraction, const QString &line) {
    running_ = fraction >= 0;
    progress_->setVisible(running_);
    line_->setVisible(running_ && !line.isEmpty());
    progress_->setValue(static_cast<int>(std::clamp(fraction, 0.0, 1.0) * 1000));
    line_->setText(line);
    cancel_->setText(tr("Cancel"));
    refresh();
}

EvaluationOrder OrderForm::order() const {
    EvaluationOrder order;
    order.task = task_->currentData().toString();
    order.plans = checkedNames(planBoxes_);
    for (const QCheckBox *box : lengthBoxes_)
        if (box->isChecked()) order.lengths.push_back(box->property("name").toInt());
    order.samples = samples_->value();
    if (order.task == QLatin1String("perplexity")) order.textFile = text_->text().trimmed();
    order.blockPrefill = prefill_->currentData().toBool();
    return order;
}

QString OrderForm::whyNot() const {
    if (!canRun_) return whyNot_.isEmpty() ? tr("The model is not there.") : whyNot_;
    const EvaluationOrder chosen = order();
    if (chosen.plans.isEmpty()) return tr("Choose a plan or a baseline.");
    if (chosen.lengths.empty()) return tr("Choose a length.");
    if (chosen.task == QLatin1String("perplexity") && chosen.textFile.isEmpty())
        return tr("Choose the text the perplexity is taken on.");
    return {};
}

void OrderForm::browse() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Text for the perplexity"), text_->text(),
                                                      tr("Text (*.txt *.md *.jsonl);;All files (*)"));
    if (!path.isEmpty()) text_->setText(path);
}

void OrderForm::refresh() {
    textRow_->setVisible(task_->currentData().toString() == QLatin1String("perplexity"));
    const QString why = whyNot();
    why_->setText(why);
    why_->setVisible(!why.isEmpty());
    run_->setEnabled(why.isEmpty() && !running_);
    cancel_->setEnabled(running_);
}

void OrderForm::cancel() {
    cancel_->setEnabled(false);
    cancel_->setText(tr("Stopping"));
    Q_EMIT cancelRequested();
}

}  // namespace moa::widgets

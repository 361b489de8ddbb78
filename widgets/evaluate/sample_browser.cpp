#include "widgets/evaluate/sample_browser.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"

namespace moa::widgets {

namespace {

constexpr double kRight = 0.5;  // scores above are right answers

bool isWrong(const engine::EvaluationSample &sample) {
    return !(sample.score > kRight);
}

QString oneLine(const std::string &text) {
    return QString::fromStdString(text).simplified();
}

// Right or wrong in words and colour, a loss as its number.
Cell scoreCell(const engine::EvaluationRun &run, const engine::EvaluationSample &sample) {
    if (!isQuestionTask(run)) return Cell::ofNumber(sample.score);
    Cell cell = Cell::ofText(isWrong(sample) ? QObject::tr("wrong") : QObject::tr("right"));
    cell.number = sample.score;
    cell.tone = isWrong(sample) ? Tone::Bad : Tone::Good;
    return cell;
}

Cell proseCell(const std::string &text) {
    const QString line = oneLine(text);
    return line.isEmpty() ? Cell::ofText(notMeasured(), QObject::tr("This task has no answers"))
                          : Cell::ofText(line, line);
}

}  // namespace

SampleBrowser::SampleBrowser(QWidget *parent)
    : QWidget(parent),
      run_(new QComboBox(this)),
      onlyWrong_(new QCheckBox(tr("Only wrong"), this)),
      search_(new QLineEdit(this)),
      samples_(new CellTableView(tr("Samples"))),
      question_(new QLabel),
      others_(new CellTableView(tr("Answers of other runs"))) {
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(run_);
    row->addWidget(onlyWrong_);
    row->addWidget(search_, 1);
    column->addLayout(row);
    run_->setAccessibleName(tr("Run"));
    run_->setToolTip(tr("The run whose samples are listed"));
    run_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    onlyWrong_->setToolTip(tr("Hides the samples that were answered right"));
    search_->setPlaceholderText(tr("Search"));
    search_->setAccessibleName(tr("Search in samples"));
    search_->setClearButtonEnabled(true);
    auto *right = new QWidget;
    auto *side = new QVBoxLayout(right);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(kGrid / 2);
    question_->setFont(secondaryFont());
    question_->setForegroundRole(QPalette::PlaceholderText);
    question_->setWordWrap(true);
    side->addWidget(question_);
    side->addWidget(others_, 1);
    auto *split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(kGrid);
    split->addWidget(samples_);
    split->addWidget(right);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    column->addWidget(split, 1);
    connect(run_, &QComboBox::currentIndexChanged, this, &SampleBrowser::showRun);
    connect(onlyWrong_, &QCheckBox::toggled, this, &SampleBrowser::showRun);
    connect(search_, &QLineEdit::textChanged, samples_->shown(), &CellSorter::setText);
    connect(samples_, &CellTableView::currentRowChanged, this, &SampleBrowser::showOthers);
}

void SampleBrowser::setRuns(const std::vector<RunEntry> &entries, const std::vector<RunSeries> &series) {
    const QString before = runName();
    entries_.clear();
    marks_.clear();
    labels_.clear();
    int worst = -1;
    for (const RunSeries &one : series)
        for (const auto *run : one.runs) {
            if (run->samples.empty()) continue;
            const auto at = std::ranges::find(entries, run, [](const RunEntry &e) { return &e.run; });
            entries_.push_back(*at);
            marks_.push_back(one.mark);
            labels_ << one.label;
            if (worst < 0 && run->task == "retrieval" && std::ranges::any_of(run->samples, isWrong))
                worst = static_cast<int>(entries_.size()) - 1;
        }
    {
        const QSignalBlocker quiet(run_);
        run_->clear();
        for (const RunEntry &entry : entries_) {
            const QString name = QString::fromStdString(entry.run.name);
            run_->addItem(name, name);
        }
        const int at = run_->findData(before);
        run_->setCurrentIndex(at >= 0 ? at : std::max(worst, entries_.empty() ? -1 : 0));
    }
    showRun();
}

const RunEntry *SampleBrowser::chosen() const {
    const int at = run_->currentIndex();
    return at < 0 || at >= static_cast<int>(entries_.size()) ? nullptr : &entries_[static_cast<size_t>(at)];
}

void SampleBrowser::showRun() {
    std::vector<std::vector<Cell>> rows;
    const RunEntry *entry = chosen();
    onlyWrong_->setEnabled(entry && isQuestionTask(entry->run));
    if (entry)
        for (const auto &sample : entry->run.samples)
            rows.push_back({Cell::ofCount(sample.length), Cell::ofCount(sample.index),
                            sample.depth ? Cell::ofNumber(*sample.depth * 100)
                                         : Cell::ofNumber(std::nan(""), tr("This sample has no depth")),
                            proseCell(sample.expected), proseCell(sample.prediction), scoreCell(entry->run, sample)});
    const bool question = !entry || isQuestionTask(entry->run);
    samples_->setCells({{tr("Length"), tr("Tokens of the prompt")},
                        {tr("#"), tr("Number of the question or window at its length")},
                        {tr("Depth, %"), tr("Where the answer stands; 0 %: at the start of the prompt")},
                        {tr("Expected"), {}},
                        {tr("Prediction"), tr("What the model wrote")},
                        question ? Column{tr("Score"), tr("Right: the whole number is there")}
                                 : Column{tr("Loss, nats"), tr("Mean over the tokens of the window")}},
                       std::move(rows));
    if (onlyWrong_->isChecked() && onlyWrong_->isEnabled())
        samples_->shown()->setCondition([this](int row) {
            const RunEntry *of = chosen();
            return of && row < static_cast<int>(of->run.samples.size()) &&
                   isWrong(of->run.samples[static_cast<size_t>(row)]);
        });
    else
        samples_->shown()->setCondition({});
    if (samples_->currentRow() < 0 && samples_->shown()->rowCount() > 0) {
        samples_->selectRow(0);
        samples_->setCurrentIndex(samples_->shown()->index(0, 0));
    }
    showOthers();
}

void SampleBrowser::showOthers() {
    const RunEntry *entry = chosen();
    const int row = samples_->currentRow();
    std::vector<std::vector<Cell>> rows;
    QString question = tr("Choose a sample to see what the other runs answered.");
    if (entry && row >= 0 && row < static_cast<int>(entry->run.samples.size())) {
        const auto &sample = entry->run.samples[static_cast<size_t>(row)];
        question = tr("Question %1 at %2 tokens, %3 prompt tokens")
                       .arg(countText(sample.index), countText(sample.length), countText(sample.promptTokens));
        if (!sample.expected.empty()) question += tr(", expected %1").arg(oneLine(sample.expected));
        for (size_t i = 0; i < entries_.size(); ++i)
            for (const auto &other : entries_[i].run.samples) {
                if (other.index != sample.index || other.promptHash != sample.promptHash ||
                    entries_[i].run.task != entry->run.task)
                    continue;
                const QString name = tr("Run %1").arg(QString::fromStdString(entries_[i].run.name));
                rows.push_back({Cell::ofSeries(labels_[static_cast<qsizetype>(i)], marks_[i], name),
                                scoreCell(entries_[i].run, other), proseCell(other.prediction)});
            }
    }
    question_->setText(question);
    others_->setCells({{tr("Plan"), {}}, {tr("Score"), {}}, {tr("Prediction"), {}}}, std::move(rows));
}

}  // namespace moa::widgets

#include "widgets/plan/plan_readout.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"
#include "widgets/plan/plan_facts.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kVerdictWidth = 270;
constexpr int kDetailLines = 4;
constexpr double kPerCent = 0.01;
constexpr double kProven = 1e-6;  // a gap below it is rounding

// Rounded up, so that it stays certified.
QString gapText(double gap) {
    return QLocale().toString(std::ceil(gap * 1e4 - 1e-9) / 100, 'f', 2) + QChar(0xA0) + '%';
}

double lossAt(const PlanAnswer &answer, const std::vector<double> &losses, int length) {
    const auto at = std::ranges::find(answer.loss->lengths, length);
    const auto i = static_cast<std::size_t>(at - answer.loss->lengths.begin());
    return i < losses.size() ? losses[i] : std::nan("");
}

bool isEstimated(const PlanAnswer &answer, int length) {
    const auto at = std::ranges::find(answer.loss->lengths, length);
    const auto i = static_cast<std::size_t>(at - answer.loss->lengths.begin());
    return i < answer.loss->estimated.size() && answer.loss->estimated[i];
}

}  // namespace

PlanLosses lossesOf(const PlanAnswer &answer) {
    PlanLosses losses{answer.result.objective, {}};
    for (const int length : answer.loss->lengths)
        losses.byLength[length] = lossAt(answer, answer.result.losses, length);
    return losses;
}

PlanReadout::PlanReadout(QWidget *parent)
    : QWidget(parent),
      objective_(new QLabel(this)),
      change_(new QLabel(this)),
      verdict_(new QLabel(this)),
      details_(new QLabel(this)),
      table_(new TableView(this)) {
    QFont large = numberFont();
    large.setPixelSize(kTitlePixels + 6);
    objective_->setFont(large);
    objective_->setToolTip(
        tr("Weighted loss: the sum over lengths of weight times loss, which the plan minimises. Loss "
           "is the influence of everything that is masked, a first-order estimate of how much the "
           "model's loss grows."));
    change_->setFont(numberFont());
    change_->setToolTip(tr("Change of the weighted loss against the plan before the last edit"));
    verdict_->setWordWrap(true);
    details_->setWordWrap(true);
    details_->setFont(secondaryFont());
    details_->setForegroundRole(QPalette::PlaceholderText);
    auto *numbers = new QHBoxLayout;
    numbers->addWidget(objective_);
    numbers->addWidget(change_, 0, Qt::AlignBottom);
    numbers->addStretch();
    auto *words = new QVBoxLayout;
    words->setSpacing(kGrid / 2);
    words->addLayout(numbers);
    words->addWidget(verdict_);
    words->addWidget(details_);
    words->addStretch();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * kGrid);
    row->addLayout(words);
    row->addWidget(table_, 1);
    // Words must not make the numbers beside them dance, nor lay out the page again with every answer: what has one
    // size does not.
    verdict_->setFixedWidth(kVerdictWidth);
    details_->setFixedSize(kVerdictWidth, kDetailLines * details_->fontMetrics().lineSpacing());
    details_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    objective_->setFixedSize(QFontMetrics(large).horizontalAdvance(QStringLiteral("0.00888 ")),
                             QFontMetrics(large).height());
    change_->setFixedSize(change_->fontMetrics().horizontalAdvance(QStringLiteral("+88,888.8 %")),
                          change_->fontMetrics().height());
    table_->setSortingEnabled(false);
    table_->setAccessibleName(tr("Losses of the plan"));
    table_->horizontalHeader()->setFont(secondaryFont());
    table_->setFont(numberFont());
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
}

void PlanReadout::setAnswer(const PlanAnswer &answer, const std::optional<PlanLosses> &before) {
    infeasible_ = !answer.plan || answer.kept;
    if (!infeasible_) {
        answer_ = answer;
        before_ = before;
        fillTable(answer);
    }
    showVerdict(answer);
    recolour();
}

void PlanReadout::clear() {
    answer_.reset();
    before_.reset();
    infeasible_ = false;
    objective_->clear();
    change_->clear();
    verdict_->clear();
    details_->clear();
    table_->setTable({}, {});
}

ValueCell PlanReadout::changeCell(double value, double reference, const QString &missing) const {
    const double change = relativeChange(value, reference);
    ValueCell cell{changeText(change), std::isnan(change) ? kNotMeasured : change, {}, {}, {}, false};
    if (std::isnan(change)) {
        cell.tip = missing;
        return cell;
    }
    cell.tip = tr("%1 instead of %2").arg(numberText(value), numberText(reference));
    const Theme theme = Theme::of(*this);
    if (change != 0) cell.colour = change < 0 ? theme.good : theme.bad;
    return cell;
}

ValueCell PlanReadout::priceCell(const PlanAnswer &answer, int length) const {
    const auto at = answer.result.shadowPrices.find(length);
    if (at == answer.result.shadowPrices.end())
        return numberCell(std::nan(""), tr("There is no budget at this length"));
    const double buys = at->second * kPerCent;
    ValueCell cell{deltaText(buys), buys, {}, {}, {}, false};
    cell.tip = buys == 0 ? tr("More density at %1 buys nothing: this budget does not bind").arg(tokenText(length))
                         : tr("+1 % of density at %1 buys %2 of weighted loss, at the margin")
                               .arg(tokenText(length), deltaText(buys));
    if (buys < 0) cell.colour = Theme::of(*this).good;
    return cell;
}

void PlanReadout::fillTable(const PlanAnswer &answer) {
    std::set<int> lengths(answer.loss->lengths.begin(), answer.loss->lengths.end());
    for (const auto &[length, price] : answer.result.shadowPrices) lengths.insert(length);
    std::vector<std::vector<ValueCell>> rows;
    for (const int length : lengths) {
        const double loss = lossAt(answer, answer.result.losses, length);
        const bool estimated = isEstimated(answer, length);
        ValueCell name{estimated ? tokenText(length) + QChar(0x2217) : tokenText(length),
                       length,
                       estimated ? tr("Estimated: stretched from the longest profiled length") : QString(),
                       {},
                       {},
                       false};
        ValueCell value = numberCell(loss, std::isnan(loss) ? tr("Nothing was profiled at this length") : name.tip);
        const double last = before_ && before_->byLength.contains(length) ? before_->byLength.at(length) : std::nan("");
        rows.push_back({name, value, changeCell(loss, last, tr("There is no plan before this one")),
                        changeCell(loss, lossAt(answer, answer.uniformLoss, length),
                                   tr("The loss of the uniform plan is not known")),
                        priceCell(answer, length)});
    }
    table_->setTable(
        {{tr("Length"), tr("Tokens of input")},
         {tr("Loss"), tr("Influence of everything that is masked at this length: a first-order estimate of the loss "
                         "it adds")},
         {tr("Last plan"), tr("Change against the plan before the last edit")},
         {tr("Uniform"), tr("Change against a uniform window of the same kv density at this length")},
         {tr("+1 % buys"), tr("Shadow price: change of the weighted loss for one more per cent of kv density at this "
                              "length")}},
        std::move(rows));
    QHeaderView *header = table_->horizontalHeader();
    if (header->sectionResizeMode(0) != QHeaderView::Stretch || header->length() < header->width())
        header->setSectionResizeMode(QHeaderView::Stretch);
}

void PlanReadout::showVerdict(const PlanAnswer &answer) {
    const engine::OptimizerResult &result = answer.result;
    if (infeasible_) {
        const QString why = QString::fromStdString(result.reason);
        verdict_->setText(result.status == engine::SolveStatus::Infeasible
                              ? (why.isEmpty() ? tr("No plan meets these constraints.")
                                               : tr("No plan meets these constraints: %1").arg(why))
                              : tr("No plan was found in time."));
        details_->setText(answer_ ? tr("The plan shown is the last one that did.") : QString());
    } else {
        objective_->setText(numberText(result.objective));
        const double change = before_ ? relativeChange(result.objective, before_->objective) : std::nan("");
        change_->setText(std::isnan(change) ? QString() : changeText(change));
        const bool proven = result.status != engine::SolveStatus::Unknown;
        verdict_->setText(!proven                 ? tr("How far from the best possible is not known")
                          : result.gap <= kProven ? tr("Proven: no plan is better")
                                                  : tr("At most %1 from the best possible").arg(gapText(result.gap)));
        QStringList details;
        if (proven)
            details << tr("lower bound %1, found in %2").arg(numberText(result.bound), durationText(result.seconds));
        else if (std::isnan(result.objective))
            details << tr("Some of its rules are not those of the profile: their losses are not known.");
        else
            details << tr("A stored plan, with the losses of the present profile and mix.");
        std::vector<std::pair<double, int>> pins;
        for (const auto &[unit, price] : result.pinPrices) pins.emplace_back(price, unit);
        std::ranges::sort(pins, std::greater{});
        constexpr std::size_t kNamed = 2;
        for (std::size_t i = 0; i < std::min(kNamed, pins.size()); ++i) {
            const int perLayer = std::max(1, answer.loss->unitsPerLayer);
            details << tr("the pin of layer %1, unit %2 costs %3")
                           .arg(pins[i].second / perLayer)
                           .arg(pins[i].second % perLayer)
                           .arg(numberText(pins[i].first));
        }
        if (pins.size() > kNamed) details << tr("and %n more pin(s)", nullptr, static_cast<int>(pins.size() - kNamed));
        details_->setText(details.join('\n'));
    }
    verdict_->setToolTip(tr("The gap between this plan's weighted loss and the proven lower bound of all plans that "
                            "meet the constraints. Solver: %1")
                             .arg(QString::fromStdString(result.solver)));
    setAccessibleName(tr("Weighted loss %1. %2").arg(objective_->text(), verdict_->text()));
}

void PlanReadout::recolour() {
    const Theme theme = Theme::of(*this);
    const auto paint = [](QLabel *label, const QColor &colour) {
        QPalette palette = label->palette();
        if (palette.color(QPalette::WindowText) == colour) return;
        palette.setColor(QPalette::WindowText, colour);
        label->setPalette(palette);
    };
    const QString change = change_->text();
    paint(change_, change.startsWith('+')             ? theme.bad
                   : change.startsWith(QChar(0x2212)) ? theme.good
                                                      : theme.secondary);
    paint(verdict_, infeasible_ ? theme.caution : theme.text);
    paint(objective_, infeasible_ ? theme.secondary : theme.text);
}

void PlanReadout::changeEvent(QEvent *event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange) return;
    recolour();
    if (answer_) fillTable(*answer_);
}

}  // namespace moa::widgets

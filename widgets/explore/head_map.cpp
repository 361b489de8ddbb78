#include "widgets/explore/head_map.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

#include "engine/values/conventions.h"
#include "widgets/common/number_text.h"
#include "widgets/explore/head_facts.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kRestMs = 150;

}  // namespace

HeadMap::HeadMap(Selection *selection, QWidget *parent)
    : Panel(tr("Map"), parent),
      selection_(selection),
      view_(new MapView),
      quantity_(new QComboBox),
      length_(new QComboBox),
      sample_(new QComboBox),
      kept_(new QCheckBox),
      display_(new QPushButton(tr("Display"))) {
    makeControls();
    setFileName(QStringLiteral("map"));
    request_.setSingleShot(true);
    request_.setInterval(kRestMs);
    connect(&request_, &QTimer::timeout, this, &HeadMap::askForTokens);
    connect(selection, &Selection::changed, this, &HeadMap::refresh);
    connect(view_, &MapView::busyChanged, this, &Panel::setBusy);
    connect(this, &Panel::actionRequested, this, [this] {
        if (!data_ || data_->lengths.empty()) return profileRequested();
        request_.start();  // what failed was a token map
    });
    view_->setLogarithmic(true);
}

void HeadMap::makeControls() {
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    quantity_->addItem(tr("Influence"));
    quantity_->addItem(tr("Attention"));
    quantity_->setAccessibleName(tr("Quantity"));
    quantity_->setToolTip(
        tr("Influence: how much the loss changes when a value is masked. Attention: sum of the attention weights in a "
           "block."));
    kept_->setText(tr("Kept by the plan"));
    kept_->setChecked(true);
    kept_->setToolTip(
        tr("Grey and hatched: blocks the plan masks, in the optimizer's layout. Line: the rule's span; "
           "column: the sink."));
    quantity_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    length_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    length_->setAccessibleName(tr("Length"));
    length_->setToolTip(tr("Length of the input, in tokens"));
    sample_->setAccessibleName(tr("Sample"));
    sample_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    sample_->setMinimumContentsLength(12);
    display_->setMenu(makeDisplayMenu());
    addControl(display_);
    row->addWidget(quantity_);
    row->addWidget(kept_);
    row->addWidget(length_);
    row->addWidget(sample_, 1);
    column->addLayout(row);
    column->addWidget(view_, 1);
    setContent(content);
    setFigure(view_);
    setTable(view_->table());
    connect(quantity_, &QComboBox::currentIndexChanged, this, [this] {
        Q_EMIT quantityChanged(quantity());
        refresh();
    });
    connect(kept_, &QCheckBox::toggled, this, &HeadMap::planChanged);
    connect(length_, &QComboBox::currentIndexChanged, this,
            [this] { selection_->setLength(length_->currentData().toInt()); });
    connect(sample_, &QComboBox::currentIndexChanged, this, &HeadMap::refresh);
}

QMenu *HeadMap::makeDisplayMenu() {
    auto *display = new QMenu(this);
    const auto toggle = [display](const QString &text, const QString &tip, bool on) {
        QAction *action = display->addAction(text);
        action->setToolTip(tip);
        action->setCheckable(true);
        action->setChecked(on);
        return action;
    };
    display->setToolTipsVisible(true);
    connect(toggle(tr("Largest value of a pixel (else the mean)"),
                   tr("Largest: nothing vanishes at any zoom. Mean: true densities."), true),
            &QAction::toggled, this, [this](bool on) {
                max_ = on;
                view_->setPooling(on ? Pooling::Max : Pooling::Mean);
                describe();
            });
    connect(toggle(tr("Logarithmic colours"), {}, true), &QAction::toggled, this, [this](bool on) {
        logarithmic_ = on;
        view_->setLogarithmic(on);
        describe();
    });
    connect(toggle(tr("Hide the sink"), tr("The first 64 tokens drown all else"), false), &QAction::toggled, view_,
            &MapView::setSinkHidden);
    connect(toggle(tr("Keep the colour limits for other heads"), {}, false), &QAction::toggled, view_,
            &MapView::setLimitsLocked);
    display->addSeparator();
    auto *group = new QActionGroup(display);
    for (const auto &[map, name] : colourMapNames()) {
        QAction *action = toggle(name, {}, map == ColourMapName::Viridis);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, chosen = map] {
            view_->setColourMap(chosen);
            Q_EMIT colourMapChanged(chosen);
        });
    }
    display->addSeparator();
    display->addAction(tr("Whole map"), view_, &MapView::fit);
    return display;
}

void HeadMap::setData(const ExploreData *explored) {
    data_ = explored;
    tokens_.reset();
    fillChoosers();
    refresh();
}

void HeadMap::fillChoosers() {
    const QSignalBlocker lengths(length_);
    const QSignalBlocker samples(sample_);
    const int before = sample();
    length_->clear();
    sample_->clear();
    sample_->addItem(tr("Mean of all samples"), -1);
    if (!data_) return;
    for (const LengthMaps &maps : data_->lengths) length_->addItem(tokenText(maps.length), maps.length);
    for (const SampleInfo &info : data_->samples) sample_->addItem(info.name, info.index);
    sample_->setCurrentIndex(std::max(0, sample_->findData(before)));
    sample_->setEnabled(data_->canShowTokens && !data_->samples.empty());
    sample_->setToolTip(data_->canShowTokens ? tr("One sample, token by token") : data_->whyNoTokens);
}

MapQuantity HeadMap::quantity() const {
    return quantity_->currentIndex() == 0 ? MapQuantity::Influence : MapQuantity::Attention;
}

int HeadMap::sample() const {
    return sample_->currentIndex() < 0 ? -1 : sample_->currentData().toInt();
}

void HeadMap::refresh() {
    display_->setVisible(data_ && !data_->lengths.empty());
    if (!data_ || data_->lengths.empty()) {
        view_->setContent({});
        return setEmpty(tr("No head is profiled yet. Profiling finds out what each head attends to, and what it would "
                           "cost to mask it."),
                        tr("Profile the model..."));
    }
    const SelectionState &state = selection_->state();
    {
        const QSignalBlocker guard(length_);
        length_->setCurrentIndex(length_->findData(state.length));
    }
    if (!state.current) {
        view_->setContent({});
        return setEmpty(tr("Select a head in the grid."));
    }
    clearEmpty();
    if (sample() < 0) return showBlocks();
    const bool shown =
        tokens_ && tokens_->head == *state.current && tokens_->sample == sample() && tokens_->quantity == quantity();
    if (!shown) request_.start();
    describe();
}

std::shared_ptr<const float> HeadMap::blockMap(const HeadId &head, int &nb) const {
    const LengthMaps *maps = mapsAt(*data_, selection_->state().length);
    const auto blocks = !maps ? nullptr : quantity() == MapQuantity::Attention ? maps->attention : maps->influence;
    if (!blocks || head.layer >= blocks->layers || head.head >= blocks->heads) return nullptr;
    nb = blocks->nb;
    return {blocks, blocks->map(head.layer, head.head)};
}

void HeadMap::showBlocks() {
    tokens_.reset();
    setError(std::nullopt);
    int nb = 0;
    const auto values = blockMap(*selection_->state().current, nb);
    if (!values) {
        view_->setContent({});
        return setEmpty(quantity() == MapQuantity::Attention ? tr("Attention is not profiled at this length.")
                                                             : tr("Influence is not known at this length yet."));
    }
    view_->setContent({values, nb, engine::kBlock, quantity_->currentText().toLower(), {}, false});
    planChanged();
}

void HeadMap::planChanged() {
    const auto &current = selection_->state().current;
    const auto rule = data_ && current ? currentRule(*data_, *current) : std::nullopt;
    kept_->setEnabled(rule.has_value());
    std::optional<KeptBlocks> kept;
    if (rule && kept_->isChecked()) {
        const int length = tokens_ ? tokens_->tokens : selection_->state().length;
        kept = KeptBlocks{engine::bandBlocks(*rule, engine::blockCount(length)), rule->span(length)};
    }
    view_->setKept(kept);
    describe();
}

void HeadMap::describe() {
    const auto &current = selection_->state().current;
    if (!data_ || !current) return setTitle(tr("Map"));
    const HeadId head = tokens_ ? tokens_->head : *current;
    setTitle(tr("Head %1").arg(headText(head)));
    const QString how = tr("%1, %2").arg(max_ ? tr("largest") : tr("mean"), logarithmic_ ? tr("log") : tr("linear"));
    const auto rule = currentRule(*data_, head);
    QStringList parts{tokens_ ? tr("token by token") : tr("%1 in blocks").arg(tokenText(selection_->state().length)),
                      how};
    if (rule) parts << tr("rule %1").arg(ruleText(*rule));
    setSubtitle(parts.join(QStringLiteral(" \u00B7 ")));
}

void HeadMap::askForTokens() {
    const auto &current = selection_->state().current;
    if (!current || sample() < 0) return;
    setError(std::nullopt);
    setBusy(true);
    Q_EMIT tokenMapRequested(*current, sample(), quantity());
}

void HeadMap::setTokenMap(const TokenMap &map) {
    const auto &current = selection_->state().current;
    if (!current || map.head != *current || map.sample != sample() || map.quantity != quantity() || !map.values) return;
    setBusy(false);
    tokens_ = map;
    view_->setContent(
        {{map.values, map.values->data()}, map.tokens, 1, quantity_->currentText().toLower(), map.texts, false});
    planChanged();
}

void HeadMap::setTokenError(const ViewError &error) {
    setBusy(false);
    setError(error);
}

}  // namespace moa::widgets

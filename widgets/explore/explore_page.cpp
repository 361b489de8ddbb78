#include "widgets/explore/explore_page.h"

#include <QComboBox>
#include <QSplitter>
#include <QVBoxLayout>

#include "widgets/common/panel.h"
#include "widgets/explore/elastic_curves.h"
#include "widgets/explore/head_facts.h"
#include "widgets/explore/head_grid.h"
#include "widgets/explore/head_map.h"
#include "widgets/explore/head_table.h"
#include "widgets/explore/layer_thumbnails.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

ExplorePage::ExplorePage(Selection *selection, QWidget *parent)
    : QWidget(parent),
      selection_(selection),
      grid_(new HeadGrid(selection)),
      table_(new HeadTable(selection)),
      map_(new HeadMap(selection)),
      thumbnails_(new LayerThumbnails(selection)),
      curves_(new ElasticCurves(selection)),
      measure_(new QComboBox) {
    auto *across = new QSplitter(Qt::Horizontal);
    across->addWidget(makeHeads());
    across->addWidget(makeMaps());
    across->addWidget(curves_);
    across->setStretchFactor(0, 1);
    across->setStretchFactor(1, 4);
    across->setStretchFactor(2, 1);
    across->setSizes({260, 584, 256});
    across->setChildrenCollapsible(false);
    across->setHandleWidth(kGrid);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    column->addWidget(across);
    connect(map_, &HeadMap::tokenMapRequested, this, &ExplorePage::tokenMapRequested);
    connect(map_, &HeadMap::profileRequested, this, &ExplorePage::profileRequested);
    connect(map_, &HeadMap::quantityChanged, thumbnails_, &LayerThumbnails::setQuantity);
    connect(map_, &HeadMap::colourMapChanged, thumbnails_, &LayerThumbnails::setColourMap);
    connect(grid_, &HeadGrid::constraintRequested, this, &ExplorePage::constraintRequested);
    connect(table_, &HeadTable::constraintRequested, this, &ExplorePage::constraintRequested);
    connect(curves_, &ElasticCurves::constraintRequested, this, &ExplorePage::constraintRequested);
    connect(measure_, &QComboBox::currentIndexChanged, this,
            [this] { grid_->setMeasure(measure_->currentData().toString()); });
    setData({});
}

// The views are hidden, and asked for their sizes, after the data is gone.
ExplorePage::~ExplorePage() {
    showInViews(nullptr);
}

QWidget *ExplorePage::makeHeads() {
    heads_ = new Panel(tr("Heads"));
    measure_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    measure_->setAccessibleName(tr("Measure that colours the heads"));
    heads_->addControl(measure_);
    heads_->setContent(grid_);
    heads_->setTable(table_->model());
    heads_->setFileName(QStringLiteral("heads"));
    list_ = new Panel(tr("Table of heads"));
    list_->setContent(table_);
    list_->setFigure(nullptr);
    list_->setTable(table_->model());
    list_->setFileName(QStringLiteral("heads"));
    auto *down = new QSplitter(Qt::Vertical);
    down->addWidget(heads_);
    down->addWidget(list_);
    down->setSizes({320, 380});
    down->setChildrenCollapsible(false);
    down->setHandleWidth(kGrid);
    return down;
}

QWidget *ExplorePage::makeMaps() {
    strip_ = new Panel(tr("Heads of the layer"));
    strip_->setContent(thumbnails_);
    strip_->setFileName(QStringLiteral("layer"));
    auto *down = new QSplitter(Qt::Vertical);
    down->addWidget(map_);
    down->addWidget(strip_);
    down->setStretchFactor(0, 1);
    down->setSizes({530, 150});
    down->setChildrenCollapsible(false);
    down->setHandleWidth(kGrid);
    return down;
}

void ExplorePage::setData(const ExploreData &explored) {
    data_ = explored;
    fillMeasures();
    const bool any = data_.layers > 0 && !data_.lengths.empty();
    measure_->setVisible(any);
    for (Panel *panel : {heads_, list_, strip_})
        any ? panel->clearEmpty() : panel->setEmpty(tr("No head is profiled yet."));
    chooseFirst();
    showInViews(&data_);
}

void ExplorePage::showInViews(const ExploreData *explored) {
    grid_->setData(explored);
    table_->setData(explored);
    map_->setData(explored);
    thumbnails_->setData(explored);
    curves_->setData(explored);
}

void ExplorePage::fillMeasures() {
    const QString before = measure_->count() > 0 ? measure_->currentData().toString() : QStringLiteral("sensitivity");
    const QSignalBlocker guard(measure_);
    measure_->clear();
    if (data_.lengths.empty()) return;
    for (const Measure &measure : data_.lengths.back().measures) {
        measure_->addItem(measure.title, measure.id);
        measure_->setItemData(measure_->count() - 1, measure.tip, Qt::ToolTipRole);
    }
    measure_->setCurrentIndex(std::max(0, measure_->findData(before)));
    measure_->setMinimumWidth(measure_->sizeHint().width());
    grid_->setMeasure(measure_->currentData().toString());
}

// No panel is empty: the head that matters most, at the longest length.
void ExplorePage::chooseFirst() {
    if (data_.lengths.empty()) return;
    SelectionState state = selection_->state();
    if (!mapsAt(data_, state.length)) state.length = data_.lengths.back().length;
    const auto exists = [this](const HeadId &head) { return head.layer < data_.layers && head.head < data_.heads; };
    std::erase_if(state.heads, [&](const HeadId &head) { return !exists(head); });
    if (state.current && !exists(*state.current)) state.current.reset();
    if (!state.current && state.heads.empty()) state.current = mostSensitive(data_);
    if (state.current && state.heads.empty()) state.heads = {*state.current};
    selection_->set(state);
}

void ExplorePage::setPlan(const std::optional<engine::Plan> &plan) {
    data_.plan = plan;
    refreshPlanMeasures(data_);
    grid_->setData(&data_);
    table_->setData(&data_);
    map_->planChanged();
    curves_->setData(&data_);
}

void ExplorePage::setTokenMap(const TokenMap &map) {
    map_->setTokenMap(map);
}

void ExplorePage::setTokenError(const ViewError &error) {
    map_->setTokenError(error);
}

}  // namespace moa::widgets

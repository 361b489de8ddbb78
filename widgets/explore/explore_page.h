// The Explore page: head grid and its table twin, the map of one head, elastic curves, thumbnails of a layer.
#pragma once

#include <QComboBox>
#include <QWidget>

#include "widgets/values/constraint_edit.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"
#include "widgets/values/view_error.h"

namespace moa::widgets {

class ElasticCurves;
class HeadGrid;
class HeadMap;
class HeadTable;
class LayerThumbnails;
class Panel;

class ExplorePage : public QWidget {
    Q_OBJECT

public:
    // `selection` outlives the page.
    explicit ExplorePage(Selection *selection, QWidget *parent = nullptr);
    ~ExplorePage() override;

    void setData(const ExploreData &data);
    // The plan alone changed (while a slider moves): cheap.
    void setPlan(const std::optional<engine::Plan> &plan);
    void setTokenMap(const TokenMap &map);
    void setTokenError(const ViewError &error);

Q_SIGNALS:
    void tokenMapRequested(moa::widgets::HeadId head, int sample, moa::widgets::MapQuantity quantity);
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);
    // The button of the page without a profile.
    void profileRequested();

private:
    QWidget *makeHeads();
    QWidget *makeMaps();
    void fillMeasures();
    void chooseFirst();
    void showInViews(const ExploreData *explored);

    Selection *selection_;
    ExploreData data_;  // the views look at it
    HeadGrid *grid_;
    HeadTable *table_;
    HeadMap *map_;
    LayerThumbnails *thumbnails_;
    ElasticCurves *curves_;
    QComboBox *measure_;
    Panel *heads_ = nullptr;
    Panel *list_ = nullptr;
    Panel *strip_ = nullptr;
};

}  // namespace moa::widgets

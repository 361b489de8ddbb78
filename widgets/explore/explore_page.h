// The Explore page: head grid and its table twin, the map of one head, elastic curves, thumbnails of a layer.
#pragma once

#include <QWidget>

#include "widgets/values/constraint_edit.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"
#include "widgets/values/view_error.h"

namespace moa::widgets {

class ExplorePage : public QWidget {
    Q_OBJECT

public:
    // `selection` outlives the page.
    explicit ExplorePage(Selection *selection, QWidget *parent = nullptr);

    void setData(const ExploreData &data);
    // The plan alone changed (while a slider moves): cheap.
    void setPlan(const std::optional<engine::Plan> &plan);
    void setTokenMap(const TokenMap &map);
    void setTokenError(const ViewError &error);

Q_SIGNALS:
    void tokenMapRequested(moa::widgets::HeadId head, int sample, moa::widgets::MapQuantity quantity);
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);
};

}  // namespace moa::widgets

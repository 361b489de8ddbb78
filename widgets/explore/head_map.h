// The map of the current head with its controls: quantity, what the plan keeps, length, sample, and how it is drawn.
#pragma once

#include <QActionGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QTimer>

#include "widgets/common/panel.h"
#include "widgets/map/map_view.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

class HeadMap : public Panel {
    Q_OBJECT

public:
    explicit HeadMap(Selection *selection, QWidget *parent = nullptr);

    void setData(const ExploreData *explored);
    // The plan in the data changed: only the overlay follows.
    void planChanged();
    // Ignored unless it is what the view waits for.
    void setTokenMap(const TokenMap &map);
    void setTokenError(const ViewError &error);

    [[nodiscard]] MapView *view() const { return view_; }

Q_SIGNALS:
    void tokenMapRequested(moa::widgets::HeadId head, int sample, moa::widgets::MapQuantity quantity);
    void profileRequested();
    void quantityChanged(moa::widgets::MapQuantity quantity);
    void colourMapChanged(moa::widgets::ColourMapName map);

private:
    void makeControls();
    QMenu *makeDisplayMenu();
    void fillChoosers();
    void refresh();
    void showBlocks();
    void askForTokens();
    void describe();
    [[nodiscard]] MapQuantity quantity() const;
    [[nodiscard]] int sample() const;  // -1: block means over all samples
    [[nodiscard]] std::shared_ptr<const float> blockMap(const HeadId &head, int &nb) const;

    Selection *selection_;
    const ExploreData *data_ = nullptr;
    MapView *view_;
    QComboBox *quantity_;
    QComboBox *length_;
    QComboBox *sample_;
    QCheckBox *kept_;
    QPushButton *display_;
    QTimer request_;  // a moment of rest before tokens are asked for
    std::optional<TokenMap> tokens_;
    bool max_ = true;
    bool logarithmic_ = true;
};

}  // namespace moa::widgets

// The density of every head in two plans, and the difference on a diverging scale.
#pragma once

#include <QWidget>

#include "widgets/evaluate/cell_table.h"
#include "widgets/map/colour_map.h"

namespace moa::widgets {

// The kv density of every head of a plan at one length, layer-major; empty: not known.
struct PlanDensities {
    QString label;
    int layers = 0;
    int heads = 0;
    std::vector<double> values;
};

class PlanDifference : public QWidget {
    Q_OBJECT

public:
    explicit PlanDifference(QWidget *parent = nullptr);

    // Both of one shape. `kvHeads` groups heads by thin gaps.
    void setPlans(const PlanDensities &a, const PlanDensities &b, int kvHeads);
    // Heads whose density is not the same in both plans.
    [[nodiscard]] int differing() const noexcept { return differing_; }
    [[nodiscard]] CellTable *twin() const { return twin_; }
    [[nodiscard]] QSize sizeHint() const override { return {360, 180}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 120}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    enum Part { A, B, Difference, kParts };
    [[nodiscard]] double value(int part, int layer, int head) const;
    [[nodiscard]] QRectF cellRect(int part, int layer, int head) const;
    [[nodiscard]] QRectF partRect(int part) const;
    void paintPart(QPainter &painter, const Theme &theme, int part) const;
    void fillTwin();

    PlanDensities a_;
    PlanDensities b_;
    int groupSize_ = 1;
    int differing_ = 0;
    double largest_ = 1;  // difference, either sign
    ColourMap densities_{ColourMapName::Viridis};
    ColourMap differences_{ColourMapName::Diverging};
    CellTable *twin_;
};

}  // namespace moa::widgets

// All heads at once: layers down, query heads across, grouped by kv group, coloured by one measure.
//
// Click selects; Ctrl adds or takes away; Shift takes the rectangle from the current head; dragging draws a rubber
// band; arrows move, with Shift they widen; Space toggles; Ctrl+A takes all.
#pragma once

#include <QWidget>
#include <optional>

#include "widgets/map/colour_map.h"
#include "widgets/values/constraint_edit.h"
#include "widgets/values/explore_data.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

class HeadGrid : public QWidget {
    Q_OBJECT

public:
    // `selection` outlives the grid.
    explicit HeadGrid(Selection *selection, QWidget *parent = nullptr);

    // `explored` stays where it is until the next call; nullptr: nothing to show.
    void setData(const ExploreData *explored);
    // Which measure colours the heads, at the length of the selection.
    void setMeasure(const QString &id);

    [[nodiscard]] QRectF cellRect(const HeadId &head) const;
    [[nodiscard]] std::optional<HeadId> headAt(const QPointF &position) const;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override { return {300, 320}; }

Q_SIGNALS:
    void constraintRequested(const moa::widgets::ConstraintEdit &edit);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void refresh();
    void selectAll();
    [[nodiscard]] QString tipOf(const HeadId &head) const;
    [[nodiscard]] HeadSet rectangle(const HeadId &a, const HeadId &b) const;
    void paintCells(QPainter &painter, const Theme &theme) const;
    void paintLabels(QPainter &painter, const Theme &theme) const;
    void paintKey(QPainter &painter, const Theme &theme) const;
    void paintSelection(QPainter &painter, const Theme &theme) const;

    Selection *selection_;
    const ExploreData *data_ = nullptr;
    QString measureId_ = QStringLiteral("sensitivity");
    const Measure *measure_ = nullptr;
    ColourScale scale_;
    std::optional<QPointF> pressed_;
    QRectF band_;                   // the rubber band; null: none
    std::optional<HeadId> anchor_;  // where a range began
};

}  // namespace moa::widgets

// The plan at one length: layers down, query heads across, kv groups together, coloured by kv density; or how it
// differs from another plan.
//
// Click selects a head, Ctrl adds or takes away, Shift takes the rectangle from the current one; arrows move (with
// Shift they widen), Space toggles, Ctrl+A takes all. Corners mark pinned and excluded units.
#pragma once

#include <QAbstractItemModel>
#include <QWidget>
#include <optional>

#include "engine/values/plan.h"
#include "widgets/map/colour_map.h"
#include "widgets/values/plan_data.h"
#include "widgets/values/selection.h"

namespace moa::widgets {

class PlanTable;

class PlanGrid : public QWidget {
    Q_OBJECT

public:
    // `selection` outlives the grid; its length is the one shown.
    explicit PlanGrid(Selection *selection, QWidget *parent = nullptr);

    // Heads and kv groups of a layer; constraints are marked.
    void setData(const PlanData &data);
    void setProblem(const PlanProblem &problem);
    void setPlan(const std::optional<engine::Plan> &plan);
    // nullopt: the plan alone. A plan of another shape is not compared.
    void setCompared(const std::optional<engine::Plan> &other, const QString &name);

    [[nodiscard]] int layers() const { return layers_; }
    [[nodiscard]] int heads() const { return heads_; }
    [[nodiscard]] int kvGroup(int head) const;
    [[nodiscard]] int length() const { return selection_->state().length; }
    [[nodiscard]] const std::optional<engine::Plan> &plan() const { return plan_; }
    [[nodiscard]] const std::optional<engine::Plan> &compared() const { return compared_; }
    // Heads whose rule differs from the compared plan's.
    [[nodiscard]] int changedHeads() const;

    [[nodiscard]] QRectF cellRect(const HeadId &head) const;
    [[nodiscard]] std::optional<HeadId> headAt(const QPointF &position) const;
    // Where the text of the cell that begins with this head stands: in a part that no frame of the selection crosses,
    // where one is wide enough.
    [[nodiscard]] QRectF labelRoom(const HeadId &first, const QString &text) const;
    // One row a head: rule, span, density, difference.
    [[nodiscard]] QAbstractItemModel *table() const;

    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 160}; }
    [[nodiscard]] QSize sizeHint() const override { return {400, 360}; }

Q_SIGNALS:
    // The context menu is wanted for the selected heads.
    void menuRequested(const QPoint &globalPosition);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] bool shows() const { return plan_ && length() > 0; }
    [[nodiscard]] double delta(const HeadId &head) const;
    [[nodiscard]] double largestDelta() const;
    [[nodiscard]] bool isChanged(const HeadId &head) const;
    [[nodiscard]] QString tipOf(const HeadId &head) const;
    [[nodiscard]] HeadSet rectangle(const HeadId &a, const HeadId &b) const;
    struct CellText {
        QRectF room;
        QString text;
        QColor fill;
    };
    // What is to be written in the cells, above the selection.
    [[nodiscard]] std::vector<CellText> paintCells(QPainter &painter, const Theme &theme) const;
    // The last head that shares kv group and rule with this one: they are painted as one.
    [[nodiscard]] int lastOfRun(const HeadId &first) const;
    // Heads of a cell that are selected alike: frames stand around whole parts.
    struct Part {
        HeadId head;  // the first of them
        QRectF room;
    };
    // Of the cell that begins with this head.
    [[nodiscard]] std::vector<Part> partsOfRun(const HeadId &first) const;
    void paintTexts(QPainter &painter, const std::vector<CellText> &texts) const;
    void paintLabels(QPainter &painter, const Theme &theme) const;
    void paintKey(QPainter &painter, const Theme &theme) const;
    void paintMarks(QPainter &painter, const Theme &theme) const;

    Selection *selection_;
    PlanTable *table_;
    int layers_ = 0;
    int heads_ = 0;
    int kvHeads_ = 0;
    PlanProblem problem_;
    std::optional<engine::Plan> plan_;
    std::optional<engine::Plan> compared_;
    QString comparedName_;
    std::optional<HeadId> anchor_;  // where a range began
};

}  // namespace moa::widgets

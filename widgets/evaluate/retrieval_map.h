// Retrieval by length and depth, one small map a plan on one colour scale: where in the prompt is a number forgotten?
#pragma once

#include <QWidget>

#include "widgets/evaluate/cell_table.h"
#include "widgets/map/colour_map.h"

namespace moa::widgets {

class RetrievalMap : public QWidget {
    Q_OBJECT

public:
    explicit RetrievalMap(QWidget *parent = nullptr);

    // Depths come from the rows of the runs, and from the samples of a run that is not finished.
    void setSeries(const std::vector<RunSeries> &series);
    [[nodiscard]] bool isEmpty() const { return grids_.empty(); }
    [[nodiscard]] CellTable *twin() const { return twin_; }

    // One cell as it is told to the user.
    struct Place {
        int grid = 0;
        int depth = 0;   // index from the start of the prompt
        int length = 0;  // index, ascending
        friend bool operator==(const Place &, const Place &) = default;
    };
    [[nodiscard]] QRectF cellRect(const Place &place) const;
    [[nodiscard]] QString cellText(const Place &place) const;
    [[nodiscard]] const std::optional<Place> &current() const noexcept { return current_; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 240}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 150}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    struct Measured {
        double value = 0;  // NaN: not measured
        double low = 0;
        double high = 0;
        int n = 0;
    };
    struct Grid {
        QString label;
        SeriesMark mark;
        std::vector<Measured> cells;  // [depth][length]
        std::vector<bool> hasLength;  // was it run at this length at all?
    };
    struct Layout {
        int columns = 1;
        double left = 0;
        QSizeF grid;
        QSizeF cell;
        double title = 0;  // height of the titles' band
    };
    [[nodiscard]] Measured measure(const RunSeries &series, double depth, int length) const;
    [[nodiscard]] const Measured &at(const Place &place) const;
    [[nodiscard]] Layout layOut() const;
    [[nodiscard]] std::optional<Place> placeAt(const QPointF &position) const;
    void setCurrent(const Place &place);
    void fillTwin();
    void paintGrid(QPainter &painter, const Theme &theme, int grid) const;
    void paintCell(QPainter &painter, const Theme &theme, const Place &place) const;
    void paintScale(QPainter &painter, const Theme &theme) const;

    std::vector<double> depths_;
    std::vector<int> lengths_;
    std::vector<Grid> grids_;
    std::optional<Place> current_;
    ColourMap colours_{ColourMapName::Viridis};
    CellTable *twin_;
};

}  // namespace moa::widgets

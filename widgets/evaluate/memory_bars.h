// Memory the caches really allocated, a bar for every plan and length on a track that is the dense cache.
#pragma once

#include <QWidget>

#include "widgets/evaluate/cell_table.h"

namespace moa::widgets {

class MemoryBars : public QWidget {
    Q_OBJECT

public:
    explicit MemoryBars(QWidget *parent = nullptr);

    void setSeries(const std::vector<RunSeries> &series);
    [[nodiscard]] bool isEmpty() const { return bars_.empty(); }
    [[nodiscard]] CellTable *twin() const { return twin_; }
    [[nodiscard]] QSize sizeHint() const override { return {300, static_cast<int>(tall())}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, static_cast<int>(tall())}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Bar {
        int length = 0;
        QString label;
        SeriesMark mark;
        double bytes = 0;
        double dense = 0;  // NaN: not known
    };
    [[nodiscard]] double tall() const;
    [[nodiscard]] QString barText(const Bar &bar) const;
    [[nodiscard]] std::vector<QRectF> barRows() const;
    void fillTwin();

    std::vector<Bar> bars_;  // by length, then in the order of the series
    CellTable *twin_;
};

}  // namespace moa::widgets

// The table twin of a CurvePlot: one row a point. It reads the plot when it is asked.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "widgets/common/qcustomplot.h"

namespace moa::widgets {

class CurveTable : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit CurveTable(QCustomPlot *plot);

    // Call after the curves changed.
    void refresh();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString curve;
        double x = 0;
        double y = 0;
    };
    QCustomPlot *plot_;
    std::vector<Row> rows_;
};

}  // namespace moa::widgets

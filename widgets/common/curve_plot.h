// A QCustomPlot in the theme's clothes: quiet axes, a grid of hair lines, a readout at the point under the mouse.
#pragma once

#include <QPointer>
#include <vector>

#include "widgets/common/qcustomplot.h"

namespace moa::widgets {

class CurveTable;

// How a curve is drawn; `dashed` and `hollow` say by shape what the colour says.
struct CurveStyle {
    QColor colour;
    double width = 1.5;
    bool dashed = false;
    bool markers = true;
    bool hollow = false;  // markers without filling: extrapolated
    bool readout = true;  // found by the mouse
};

class CurvePlot : public QCustomPlot {
    Q_OBJECT

public:
    explicit CurvePlot(QWidget *parent = nullptr);

    // `x` ascending. The name is what the readout and the table say.
    QCPGraph *addCurve(const QString &name, const QVector<double> &x, const QVector<double> &y,
                       const CurveStyle &style);
    // Free: on the side where it covers the fewest points and lines. BelowEnd: under the point, in a strip that fit()
    // keeps free below 0.
    enum class LabelAt { Free, BelowEnd };
    // A text beside the curve's last point, in the curve's colour where that can be read. The item is the plot's.
    QCPItemText *labelCurve(QCPGraph *graph, const QString &text, LabelAt at = LabelAt::Free);
    // Removes curves and labels (and all other items).
    void clearCurves();

    // Tokens as "1k, 2k, 4k": powers of two on a logarithmic axis, even steps of a power of two on a linear one.
    void setTokenAxis(QCPAxis *axis, bool logarithmic = true);
    void setLabels(const QString &x, const QString &y);
    // All finite points of all curves, with a margin; y starts at 0 where `fromZero`. A double click comes back to it.
    void fit(bool fromZero = false);

    // Curve, x and y of every point in one table, which follows the curves.
    [[nodiscard]] QAbstractItemModel *table();

Q_SIGNALS:
    // A click within a few pixels of a point of this graph.
    void pointClicked(QCPGraph *graph, double x, double y);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Hit {
        QCPGraph *graph = nullptr;
        double x = 0;
        double y = 0;
    };
    [[nodiscard]] Hit hitAt(const QPointF &position) const;
    void applyTheme();
    void applyDevicePixelRatio();
    void showReadout(const Hit &hit);
    void goHome();
    [[nodiscard]] std::vector<QPointF> ink() const;
    void placeLabels();

    // A label that looks for its place, and the point it belongs to.
    struct FreeLabel {
        QPointer<QCPItemText> text;
        double x = 0;
        double y = 0;
    };
    std::vector<FreeLabel> freeLabels_;
    bool labelsBelow_ = false;
    QPointer<QCPItemText> readout_;
    QPointer<QCPItemTracer> tracer_;
    CurveTable *table_;
    QPoint pressed_;
    QCPRange homeX_;
    QCPRange homeY_;
};

}  // namespace moa::widgets

#include "widgets/evaluate/series_mark.h"

namespace moa::widgets {

namespace {

QPolygonF shapeOf(Series series, double r) {
    switch (series) {
        case Series::Dense: return QPolygonF({{0, -r}, {r, 0}, {0, r}, {-r, 0}});
        case Series::Uniform: return QPolygonF({{-r, -r}, {r, -r}, {r, r}, {-r, r}});
        case Series::SecondPlan: return QPolygonF({{-r, -r}, {r, -r}, {0, r}});
        case Series::Imported: return QPolygonF({{-r, r}, {r, r}, {0, -r}});
        case Series::Limit:
        case Series::Plan: break;
    }
    return {};
}

}  // namespace

void drawMark(QPainter &painter, const QPointF &centre, const SeriesMark &mark, const Theme &theme, double size) {
    const QColor colour = theme.series(mark.series);
    const double r = size / 2 - 0.75;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(centre);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(mark.hollow ? QBrush(theme.panel) : QBrush(colour));
    if (mark.series == Series::Plan) {
        painter.drawEllipse(QPointF(0, 0), r, r);
    } else if (mark.series == Series::Limit) {
        painter.drawLine(QPointF(-r, -r), QPointF(r, r));
        painter.drawLine(QPointF(-r, r), QPointF(r, -r));
    } else {
        painter.drawPolygon(shapeOf(mark.series, r));
    }
    painter.restore();
}

QPixmap markPixmap(const SeriesMark &mark, const Theme &theme, double devicePixelRatio) {
    constexpr int kSide = kMarkSize + 3;
    QPixmap pixmap(QSize(kSide, kSide) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    drawMark(painter, QPointF(kSide / 2.0, kSide / 2.0), mark, theme);
    return pixmap;
}

QCPScatterStyle scatterStyle(const SeriesMark &mark, const Theme &theme) {
    const QColor colour = theme.series(mark.series);
    const QBrush fill(mark.hollow ? theme.panel : colour);
    constexpr double kPointSize = 7;
    QCPScatterStyle::ScatterShape shape = QCPScatterStyle::ssCircle;
    switch (mark.series) {
        case Series::Dense: shape = QCPScatterStyle::ssDiamond; break;
        case Series::Uniform: shape = QCPScatterStyle::ssSquare; break;
        case Series::SecondPlan: shape = QCPScatterStyle::ssTriangleInverted; break;
        case Series::Imported: shape = QCPScatterStyle::ssTriangle; break;
        case Series::Limit: shape = QCPScatterStyle::ssCross; break;
        case Series::Plan: break;
    }
    return {shape, QPen(colour, 1.5), fill, kPointSize};
}

}  // namespace moa::widgets

#include "widgets/map/map_axes.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "widgets/common/number_text.h"

namespace moa::widgets {

namespace {

// Gives the texts of this file a context for translators.
struct MapAxesText {
    Q_DECLARE_TR_FUNCTIONS(MapAxes)
};

constexpr double kTickDistance = 56;  // pixels between ticks at least
constexpr double kTextHeight = 12;    // pixels a token needs to show its text
constexpr double kShortStep = 512;    // tokens between ticks from which on "1.5k" is said
constexpr int kTick = 4;

// The text between quotes would be wider; line ends must not break the axis.
QString shown(const QString &token) {
    QString text = token;
    return text.replace('\n', QChar(0x21B5)).replace('\t', QChar(0x21E5)).replace(' ', QChar(0x00B7));
}

struct Axis {
    double begin = 0;  // first and last token in view
    double end = 0;
    double tokensPerPixel = 1;
};

Axis axisOf(double corner, double pixels, const MapAxes &axes, const MapCamera &camera) {
    const double perCell = axes.tokensPerCell;
    const double last = std::min(corner + pixels * camera.cellsPerPixel(), static_cast<double>(camera.n()));
    return {corner * perCell, last * perCell, camera.cellsPerPixel() * perCell};
}

// Calls `draw(pixel from the area's edge, text)` for every tick.
template <typename Draw>
void eachTick(const Axis &axis, const MapAxes &axes, Draw draw) {
    const double step = tickStep(axis.tokensPerPixel, kTickDistance);
    for (double token = std::ceil(axis.begin / step) * step; token <= axis.end + 1e-9; token += step) {
        // Where single tokens are seen, the tick stands at the middle of its own.
        const double middle = axes.tokensPerCell == 1 && 1 / axis.tokensPerPixel >= kTickDistance / 8 ? 0.5 : 0;
        draw((token + middle - axis.begin) / axis.tokensPerPixel,
             step >= kShortStep ? tokenText(token) : countText(std::llround(token)));
    }
}

bool hasRoomForTexts(const Axis &axis, const MapAxes &axes) {
    return !axes.texts.isEmpty() && axes.tokensPerCell == 1 && 1 / axis.tokensPerPixel >= kTextHeight;
}

template <typename Draw>
void eachText(const Axis &axis, const MapAxes &axes, Draw draw) {
    const int last = std::min(static_cast<int>(std::ceil(axis.end)), static_cast<int>(axes.texts.size()));
    for (int token = std::max(0, static_cast<int>(axis.begin)); token < last; ++token) {
        const double pixel = (token + 0.5 - axis.begin) / axis.tokensPerPixel;
        if (pixel >= 0 && pixel * axis.tokensPerPixel + axis.begin <= axis.end) draw(pixel, shown(axes.texts[token]));
    }
}

void paintQueries(QPainter &painter, const MapAxes &axes, const Axis &axis) {
    const QRectF area = axes.area;
    const double width = axisWidth(!axes.texts.isEmpty()) - 20;
    const auto label = [&](double pixel, const QString &text) {
        const QRectF box(area.left() - kTick - 2 - width, area.top() + pixel - 8, width, 16);
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width)));
    };
    if (hasRoomForTexts(axis, axes)) return eachText(axis, axes, label);
    eachTick(axis, axes, [&](double pixel, const QString &text) {
        painter.drawLine(QPointF(area.left() - kTick, area.top() + pixel), QPointF(area.left(), area.top() + pixel));
        label(pixel, text);
    });
}

void paintKeys(QPainter &painter, const MapAxes &axes, const Axis &axis, double bottom) {
    const QRectF area = axes.area;
    if (hasRoomForTexts(axis, axes)) {
        const double length = axisHeight(true) - 20;
        return eachText(axis, axes, [&](double pixel, const QString &text) {
            painter.save();
            painter.translate(area.left() + pixel, bottom + 4);
            painter.rotate(90);
            painter.drawText(QRectF(0, -8, length, 16), Qt::AlignLeft | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(length)));
            painter.restore();
        });
    }
    eachTick(axis, axes, [&](double pixel, const QString &text) {
        const double x = area.left() + pixel;
        painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + kTick));
        painter.drawText(QRectF(x - 30, bottom + kTick, 60, 16), Qt::AlignHCenter | Qt::AlignTop, text);
    });
}

}  // namespace

int axisWidth(bool withTexts) {
    return withTexts ? 92 : 56;
}

int axisHeight(bool withTexts) {
    return withTexts ? 84 : 40;
}

void paintAxes(QPainter &painter, const MapAxes &axes, const MapCamera &camera, const Theme &theme) {
    const QRectF map = camera.mapRect().translated(axes.area.topLeft());
    painter.setFont(secondaryFont());
    painter.setPen(theme.secondary);
    paintQueries(painter, axes, axisOf(camera.corner().y(), axes.area.height(), axes, camera));
    const Axis keys = axisOf(camera.corner().x(), axes.area.width(), axes, camera);
    paintKeys(painter, axes, keys, map.bottom());
    const double labelY = map.bottom() + axisHeight(hasRoomForTexts(keys, axes)) - 16;
    painter.drawText(QRectF(map.left(), labelY, map.width(), 16), Qt::AlignCenter, MapAxesText::tr("key (token)"));
    painter.save();
    painter.translate(axes.area.left() - axisWidth(!axes.texts.isEmpty()), map.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-100, 0, 200, 16), Qt::AlignCenter, MapAxesText::tr("query (token)"));
    painter.restore();
}

double tickStep(double tokensPerPixel, double pixels) {
    return std::exp2(std::max(0.0, std::ceil(std::log2(tokensPerPixel * pixels))));
}

}  // namespace moa::widgets

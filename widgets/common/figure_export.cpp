#include "widgets/common/figure_export.h"

#include <QBuffer>
#include <QClipboard>
#include <QGuiApplication>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cmath>

#include "engine/values/error.h"
#include "widgets/common/panel.h"
#include "widgets/common/qcustomplot.h"

namespace moa::widgets {

namespace {

constexpr int kScreenDpi = 96;

// QWidget::render would copy the pixels QCustomPlot keeps; asking it to draw gives vectors. So the tree is walked here.
void draw(QWidget &widget, QCPPainter &painter) {
    if (auto *plot = qobject_cast<QCustomPlot *>(&widget)) {
        plot->toPainter(&painter, plot->width(), plot->height());
    } else {
        widget.render(&painter, QPoint(), QRegion(), QWidget::RenderFlags());
    }
    for (QObject *object : widget.children()) {
        auto *child = qobject_cast<QWidget *>(object);
        if (!child || child->isWindow() || !child->isVisibleTo(&widget)) continue;
        painter.save();
        painter.translate(child->pos());
        painter.setClipRect(child->rect(), Qt::IntersectClip);
        draw(*child, painter);
        painter.restore();
    }
}

bool liesOnPanel(const QWidget &figure) {
    for (const QWidget *parent = figure.parentWidget(); parent; parent = parent->parentWidget())
        if (qobject_cast<const Panel *>(parent)) return true;
    return false;
}

void drawOn(QPaintDevice &device, QWidget &figure, double scale, bool vectors) {
    QCPPainter painter(&device);
    painter.scale(scale, scale);
    if (vectors) painter.setMode(QCPPainter::pmVectorized);
    painter.fillRect(figure.rect(), figure.palette().color(liesOnPanel(figure) ? QPalette::Base : QPalette::Window));
    draw(figure, painter);
}

QByteArray svg(QWidget &figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kScreenDpi);
    generator.setSize(figure.size());
    generator.setViewBox(figure.rect());
    generator.setTitle(figure.accessibleName());
    drawOn(generator, figure, 1, true);
    return bytes;
}

QByteArray pdf(QWidget &figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    // Coordinates of a PDF are whole numbers of its resolution: a fine one keeps thin lines where they are.
    constexpr int kFine = 12;
    writer.setResolution(kScreenDpi * kFine);
    writer.setTitle(figure.accessibleName());
    const QSizeF points = QSizeF(figure.size()) * 72.0 / kScreenDpi;
    writer.setPageSize(QPageSize(points, QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    drawOn(writer, figure, kFine, true);
    return bytes;
}

QByteArray png(QWidget &figure) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    figureImage(figure).save(&buffer, "PNG");
    return bytes;
}

}  // namespace

QImage figureImage(QWidget &figure, double scale) {
    QImage image(figure.size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    drawOn(image, figure, scale, false);
    return image;
}

void exportFigure(QWidget &figure, const QString &path) {
    const QByteArray bytes = path.endsWith(QLatin1String(".svg"))   ? svg(figure)
                             : path.endsWith(QLatin1String(".pdf")) ? pdf(figure)
                                                                    : png(figure);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw Error("The figure cannot be written", path.toStdString(), file.errorString().toStdString(),
                    "Choose a folder that can be written and has room.");
}

void copyFigure(QWidget &figure) {
    QGuiApplication::clipboard()->setImage(figureImage(figure));
}

}  // namespace moa::widgets

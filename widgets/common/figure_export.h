// Any view as a figure, equal to the screen: lines and text stay vectors in SVG and PDF, curves of QCustomPlot too.
#pragma once

#include <QImage>
#include <QString>
#include <QWidget>

namespace moa::widgets {

// Pixels per point of the widget in PNG files and on the clipboard.
inline constexpr double kFigureScale = 2;

// The widget with all its visible children, on its own background.
[[nodiscard]] QImage figureImage(QWidget &figure, double scale = kFigureScale);

// By the suffix of the path: .svg, .pdf, else PNG. Throws moa::Error when it can't be written.
void exportFigure(QWidget &figure, const QString &path);

void copyFigure(QWidget &figure);

}  // namespace moa::widgets

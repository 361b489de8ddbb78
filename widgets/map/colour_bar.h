// The colours of a map beside the histogram of its values, with limits to drag.
#pragma once

#include <QWidget>
#include <vector>

#include "widgets/map/colour_map.h"
#include "widgets/map/max_mean_pyramid.h"

namespace moa::widgets {

class ColourBar : public QWidget {
    Q_OBJECT

public:
    explicit ColourBar(QWidget *parent = nullptr);

    // The range the bar spans (in the scale's own way, linear or logarithmic) and how often each value occurs.
    void setValues(const MaxMeanPyramid &pyramid, const ColourScale &whole);
    // The limits in force.
    void setScale(const ColourScale &scale);
    [[nodiscard]] const ColourScale &scale() const noexcept { return scale_; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void limitsDragged(double lower, double upper);
    // A double click: back to the whole range.
    void limitsReset();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    enum class Handle { None, Lower, Upper };
    [[nodiscard]] QRectF barRect() const;
    [[nodiscard]] double yOf(double value) const;
    void moveHandle(Handle handle, double position);
    void paintHistogram(QPainter &painter, const Theme &theme) const;
    void paintLabels(QPainter &painter, const Theme &theme) const;

    ColourScale whole_;
    ColourScale scale_;
    std::vector<double> bins_;  // 0..1, from the lower end on
    Handle dragged_ = Handle::None;
    Handle active_ = Handle::Upper;  // moved by the keyboard
};

}  // namespace moa::widgets

// A slider and a number for one value, and what is one step of the user's.
#pragma once

#include <QDoubleSpinBox>
#include <QSlider>
#include <QTimer>
#include <QWidget>

namespace moa::widgets {

class ValueSlider : public QWidget {
    Q_OBJECT

public:
    struct Range {
        double least = 0;
        double most = 1;
        double sliderMost = 1;  // the number may be larger than the slider shows
        double step = 0.1;      // smallest step of the slider
        int decimals = 1;
        QString suffix;
    };

    explicit ValueSlider(const Range &range, QWidget *parent = nullptr);

    // What both parts are called by screen readers, and their tooltip.
    void setNames(const QString &name, const QString &tip);
    [[nodiscard]] double value() const { return number_->value(); }
    // Emits nothing.
    void setValue(double value);
    // Between the first change of a drag (or of a burst of keys) and its end.
    [[nodiscard]] bool isMoving() const { return moving_; }
    // Ends what is being moved.
    void finish();

    [[nodiscard]] QSlider *slider() const { return slider_; }
    [[nodiscard]] QDoubleSpinBox *number() const { return number_; }

Q_SIGNALS:
    // Each change, and once more with final = true at the end: when the mouse lets go, or when keys, wheel and arrows
    // have been still for a moment.
    void moved(double value, bool final);

protected:
    // A wheel that only scrolls past must not change anything: it counts with the focus alone.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void change(double value);

    Range range_;
    QSlider *slider_;
    QDoubleSpinBox *number_;
    QTimer stillness_;
    bool moving_ = false;
    bool quiet_ = false;
};

}  // namespace moa::widgets

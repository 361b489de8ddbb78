#include "widgets/plan/value_slider.h"

#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kStillMilliseconds = 400;  // after the last key of a burst

}  // namespace

ValueSlider::ValueSlider(const Range &range, QWidget *parent)
    : QWidget(parent), range_(range), slider_(new QSlider(Qt::Horizontal, this)), number_(new QDoubleSpinBox(this)) {
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(slider_, 1);
    row->addWidget(number_);
    slider_->setRange(static_cast<int>(std::lround(range.least / range.step)),
                      static_cast<int>(std::lround(range.sliderMost / range.step)));
    slider_->setSingleStep(std::max(1, (slider_->maximum() - slider_->minimum()) / 200));
    slider_->setPageStep(std::max(1, (slider_->maximum() - slider_->minimum()) / 20));
    number_->setRange(range.least, range.most);
    number_->setDecimals(range.decimals);
    number_->setSingleStep(range.step * slider_->singleStep());
    number_->setSuffix(range.suffix);
    number_->setAlignment(Qt::AlignRight);
    number_->setFont(numberFont());
    number_->setKeyboardTracking(false);
    stillness_.setSingleShot(true);
    stillness_.setInterval(kStillMilliseconds);
    for (QWidget *part : {static_cast<QWidget *>(slider_), static_cast<QWidget *>(number_)}) {
        part->setFocusPolicy(Qt::StrongFocus);
        part->installEventFilter(this);
    }
    setFocusProxy(slider_);
    connect(slider_, &QSlider::valueChanged, this, [this](int steps) { change(steps * range_.step); });
    connect(slider_, &QSlider::sliderReleased, this, &ValueSlider::finish);
    connect(number_, &QDoubleSpinBox::valueChanged, this, &ValueSlider::change);
    connect(&stillness_, &QTimer::timeout, this, &ValueSlider::finish);
}

void ValueSlider::setNames(const QString &name, const QString &tip) {
    for (QWidget *part : {static_cast<QWidget *>(slider_), static_cast<QWidget *>(number_)}) {
        part->setAccessibleName(name);
        part->setToolTip(tip);
    }
}

void ValueSlider::setValue(double value) {
    quiet_ = true;
    number_->setValue(value);
    slider_->setValue(static_cast<int>(std::lround(value / range_.step)));
    quiet_ = false;
}

void ValueSlider::change(double value) {
    if (quiet_) return;
    setValue(value);
    moving_ = true;
    if (!slider_->isSliderDown()) stillness_.start();
    Q_EMIT moved(value, false);
}

void ValueSlider::finish() {
    stillness_.stop();
    if (std::exchange(moving_, false)) Q_EMIT moved(value(), true);
}

bool ValueSlider::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace moa::widgets

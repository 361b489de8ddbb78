#include "widgets/common/busy_bar.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"

namespace moa::widgets {

namespace {

constexpr int kHeight = 2;
constexpr int kFrameMs = 40;
constexpr double kStep = 0.02;     // of the width, a frame
constexpr double kSegment = 0.25;  // of the width

}  // namespace

BusyBar::BusyBar(QWidget *parent) : QWidget(parent) {
    setFixedHeight(kHeight);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    timer_.setInterval(kFrameMs);
    connect(&timer_, &QTimer::timeout, this, [this] {
        travelled_ = std::fmod(travelled_ + kStep, 1.0 + kSegment);
        update();
    });
    hide();
}

void BusyBar::setBusy(bool busy) {
    if (busy == timer_.isActive()) return;
    setVisible(busy);
    fraction_ = -1;
    travelled_ = 0;
    busy ? timer_.start() : timer_.stop();
}

void BusyBar::setProgress(double fraction) {
    fraction_ = std::min(fraction, 1.0);
    update();
}

void BusyBar::paintEvent(QPaintEvent *) {
    QPainter painter(this);
    const QColor accent = Theme::of(*this).accent;
    if (fraction_ >= 0)
        painter.fillRect(QRectF(0, 0, width() * fraction_, kHeight), accent);
    else
        painter.fillRect(QRectF((travelled_ - kSegment) * width(), 0, kSegment * width(), kHeight), accent);
}

}  // namespace moa::widgets

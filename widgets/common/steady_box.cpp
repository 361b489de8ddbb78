#include "widgets/common/steady_box.h"

#include <QEvent>

namespace moa::widgets {

SteadyBox::SteadyBox(QWidget *content, QWidget *parent) : QWidget(parent), content_(content) {
    setSizePolicy(content->sizePolicy());
    content->setParent(this);
    content->show();
}

QSize SteadyBox::sizeHint() const {
    return content_.sizeHint();
}

QSize SteadyBox::minimumSizeHint() const {
    return content_.minimumSize();
}

bool SteadyBox::hasHeightForWidth() const {
    return content_.hasHeightForWidth();
}

int SteadyBox::heightForWidth(int width) const {
    return content_.heightForWidth(width);
}

// Without a layout of its own, this is where the requests of the content end.
bool SteadyBox::event(QEvent *event) {
    if (event->type() == QEvent::LayoutRequest) tellNeeds();
    return QWidget::event(event);
}

// While hidden it heard of no change.
void SteadyBox::showEvent(QShowEvent *event) {
    QWidget::showEvent(event);
    tellNeeds();
}

void SteadyBox::resizeEvent(QResizeEvent *event) {
    QWidget::resizeEvent(event);
    content_.setGeometry(rect());
}

void SteadyBox::tellNeeds() {
    const QSize least = minimumSizeHint();
    const int height = hasHeightForWidth() ? heightForWidth(width()) : sizeHint().height();
    // Any width will do that the content fits in.
    if (least.height() == least_ && height == height_ && least.width() <= width()) return;
    least_ = least.height();
    height_ = height;
    updateGeometry();
}

}  // namespace moa::widgets

// Fusion, with an outline around check boxes and radio buttons that can be seen on a dark window too.
#pragma once

#include <QProxyStyle>

namespace moa::widgets {

class StudioStyle : public QProxyStyle {
    Q_OBJECT

public:
    StudioStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

}  // namespace moa::widgets

// The shape of a series, drawn: colour alone never tells two series apart.
#pragma once

#include <QPainter>
#include <QPixmap>

#include "widgets/common/qcustomplot.h"
#include "widgets/evaluate/run_facts.h"

namespace moa::widgets {

inline constexpr int kMarkSize = 9;

// dense: diamond, uniform: square, plan: disc, second plan: triangle down, imported: triangle, limit: cross.
void drawMark(QPainter &painter, const QPointF &centre, const SeriesMark &mark, const Theme &theme,
              double size = kMarkSize);
[[nodiscard]] QPixmap markPixmap(const SeriesMark &mark, const Theme &theme, double devicePixelRatio);
// The same shape at the points of a curve.
[[nodiscard]] QCPScatterStyle scatterStyle(const SeriesMark &mark, const Theme &theme);

}  // namespace moa::widgets

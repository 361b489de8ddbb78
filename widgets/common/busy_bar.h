// The thin bar at the top of a view whose next content is under way.
#pragma once

#include <QTimer>
#include <QWidget>

namespace moa::widgets {

class BusyBar : public QWidget {
    Q_OBJECT

public:
    explicit BusyBar(QWidget *parent);

    void setBusy(bool busy);
    // 0..1, or negative: not known, then a segment travels.
    void setProgress(double fraction);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QTimer timer_;
    double fraction_ = -1;
    double travelled_ = 0;
};

}  // namespace moa::widgets

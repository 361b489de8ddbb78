// Keeps what happens inside a view from laying out the whole window again.
//
// A label whose text changes asks every layout above it to start anew, though the view needs no other room than
// before. At 60 answers a second that costs more than the views themselves.
#pragma once

#include <QWidget>
#include <QWidgetItem>

namespace moa::widgets {

class SteadyBox : public QWidget {
public:
    // Owns the content, and gives it all its room.
    explicit SteadyBox(QWidget *content, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void tellNeeds();

    QWidgetItem content_;
    int least_ = 0;   // height the layouts above know of
    int height_ = 0;  // the same, wanted
};

}  // namespace moa::widgets

// How samples are weighed: a weight for each source of the calibration data, and the balance between samples.
#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <map>
#include <string>
#include <vector>

#include "widgets/plan/value_slider.h"

namespace moa::widgets {

class MixPanel : public QWidget {
    Q_OBJECT

public:
    explicit MixPanel(QWidget *parent = nullptr);

    // Emits nothing, and leaves a weight that is being moved alone. A source without a weight has 1.
    void setMix(const std::vector<std::string> &sources, const std::map<std::string, double> &mix, bool balanced);

    [[nodiscard]] QComboBox *balance() const { return balance_; }
    // nullptr: no such source.
    [[nodiscard]] ValueSlider *weight(const std::string &source) const;

Q_SIGNALS:
    // Sources whose weight is 1 are left out of `mix`.
    void edited(const std::map<std::string, double> &mix, bool balanced, bool final);

private:
    struct Row {
        std::string source;
        QLabel *name = nullptr;
        QLabel *share = nullptr;
        ValueSlider *weight = nullptr;
    };

    void rebuild(const std::vector<std::string> &sources);
    void move(std::size_t row, bool final);
    void showShares();
    void tell(bool final);

    QGridLayout *grid_;
    QComboBox *balance_;
    QLabel *meaning_;
    std::vector<Row> rows_;
};

}  // namespace moa::widgets

// The constraints of a problem as an editable table: pins, then units kept dense, then span bounds.
#pragma once

#include <QAbstractTableModel>
#include <map>
#include <vector>

#include "widgets/values/plan_data.h"

namespace moa::widgets {

class ConstraintModel : public QAbstractTableModel {
    Q_OBJECT

public:
    // Limit: the rule of a pin, or the least span of a bound.
    enum Column { Kind, Layer, Unit, Limit, AtMost, Price, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblem(const PlanProblem &problem);
    // Layers and units of a layer limit what can be typed; rules are what a pin can choose from.
    void setShape(int layers, int unitsPerLayer, const std::vector<engine::Rule> &rules);
    // What pins cost, by unit counted over layers.
    void setPrices(const std::map<int, double> &prices);
    // Emits edited once.
    void removeConstraints(const std::vector<int> &rows);

    [[nodiscard]] const PlanProblem &problem() const { return problem_; }
    [[nodiscard]] const std::vector<engine::Rule> &rules() const { return rules_; }
    [[nodiscard]] bool isPin(int row) const { return row < pins(); }
    [[nodiscard]] bool isBound(int row) const { return row >= pins() + dense(); }
    // Largest number the cell takes.
    [[nodiscard]] int most(int column) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    // EditRole: an int for layer, unit and spans (-1: all, no limit), the index of a rule for a pin's Limit.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void edited(const moa::widgets::PlanProblem &problem);

private:
    [[nodiscard]] int pins() const { return static_cast<int>(problem_.pins.size()); }
    [[nodiscard]] int dense() const { return static_cast<int>(problem_.exclude.size()); }
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant number(int row, int column) const;
    [[nodiscard]] QString tip(int row, int column) const;
    [[nodiscard]] double price(int row) const;

    PlanProblem problem_;
    int layers_ = 0;
    int unitsPerLayer_ = 0;
    std::vector<engine::Rule> rules_;
    std::map<int, double> prices_;
};

}  // namespace moa::widgets

// Tables of results: cells with a text, a number to sort by, the reason or interval as tooltip, and a series' mark.
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "widgets/evaluate/run_facts.h"

namespace moa::widgets {

// What the colour of a text says besides its words and signs.
enum class Tone { None, Good, Bad, Quiet };

struct Cell {
    QString text;
    std::optional<double> number;  // right-aligned and sorted by; NaN: not measured
    QString tip;
    Tone tone = Tone::None;
    std::optional<SeriesMark> mark;

    // A number as numberText writes it; NaN is an en dash with `why` as the reason.
    [[nodiscard]] static Cell ofNumber(double value, const QString &why = {});
    [[nodiscard]] static Cell ofCount(std::int64_t count);
    [[nodiscard]] static Cell ofText(const QString &text, const QString &tip = {});
    // The name of a series after its mark.
    [[nodiscard]] static Cell ofSeries(const QString &label, const SeriesMark &mark, const QString &tip = {});
};

struct Column {
    QString title;  // with its unit
    QString tip;
};

// Roles besides kNumberRole of table_export.h.
inline constexpr int kToneRole = Qt::UserRole + 10;
inline constexpr int kMarkRole = Qt::UserRole + 11;

class CellTable : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    // Selection and scroll position of a view survive when columns and number of rows stay.
    void setCells(std::vector<Column> columns, std::vector<std::vector<Cell>> rows);
    [[nodiscard]] const Cell &cell(int row, int column) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

}  // namespace moa::widgets

Q_DECLARE_METATYPE(moa::widgets::SeriesMark)

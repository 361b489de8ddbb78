// Any table as text: what a user copies or exports is what stands in the view.
#pragma once

#include <QAbstractItemModel>
#include <QString>

namespace moa::widgets {

// Role of a cell's number, unrounded (a double; NaN: not measured). Sorting and CSV use it; other formats write what is
// shown.
inline constexpr int kNumberRole = Qt::UserRole + 1;

enum class TableFormat { Csv, Markdown, Latex };

// The top level of the model with its column headers (the vertical ones too where the model has texts for them).
// CSV: RFC 4180, numbers with a point in full precision, not measured: empty.
[[nodiscard]] QString tableText(const QAbstractItemModel &model, TableFormat format);

// By the suffix of the path: .md, .tex, else CSV, in UTF-8. Throws moa::Error when it can't be written.
void exportTable(const QAbstractItemModel &model, const QString &path);

// Tab-separated text and Markdown, so that spreadsheets and editors both take it.
void copyTable(const QAbstractItemModel &model);

}  // namespace moa::widgets

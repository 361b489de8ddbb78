#include "widgets/common/table_export.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSaveFile>
#include <cmath>

#include "engine/values/error.h"

namespace moa::widgets {

namespace {

using Rows = QList<QStringList>;

bool hasRowHeaders(const QAbstractItemModel &model) {
    // The default of Qt is the row's number, which says nothing.
    return model.rowCount() > 0 && model.headerData(0, Qt::Vertical).toString() != QStringLiteral("1");
}

QString cell(const QModelIndex &index, bool raw) {
    const QVariant number = raw ? index.data(kNumberRole) : QVariant();
    if (!number.isValid()) return index.data().toString();
    const double value = number.toDouble();
    return std::isnan(value) ? QString() : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

Rows rowsOf(const QAbstractItemModel &model, bool raw) {
    const bool headed = hasRowHeaders(model);
    Rows rows{{}};
    if (headed) rows[0] << QString();
    for (int c = 0; c < model.columnCount(); ++c) rows[0] << model.headerData(c, Qt::Horizontal).toString();
    for (int r = 0; r < model.rowCount(); ++r) {
        QStringList row;
        if (headed) row << model.headerData(r, Qt::Vertical).toString();
        for (int c = 0; c < model.columnCount(); ++c) row << cell(model.index(r, c), raw);
        rows << row;
    }
    return rows;
}

QString csvField(QString text) {
    if (!text.contains(',') && !text.contains('"') && !text.contains('\n')) return text;
    return '"' + text.replace('"', QStringLiteral("\"\"")) + '"';
}

QString markdownField(QString text) {
    return text.replace('|', QStringLiteral("\\|")).replace('\n', ' ');
}

QString latexField(const QString &text) {
    QString out;
    for (const QChar c : text) {
        if (QStringLiteral("&%$#_{}").contains(c))
            out += '\\' + QString(c);
        else if (c == '\\')
            out += QStringLiteral("\\textbackslash{}");
        else if (c == '~' || c == '^')
            out += '\\' + QString(c) + QStringLiteral("{}");
        else if (c == QChar(0x2212))
            out += QStringLiteral("$-$");
        else if (c == QChar(0x2013))
            out += QStringLiteral("--");
        else
            out += c;
    }
    return out;
}

QString joined(const Rows &rows, const QString &separator, const QString &end, QString (*field)(QString)) {
    QString text;
    for (const QStringList &row : rows) {
        QStringList fields;
        for (const QString &value : row) fields << field(value);
        text += fields.join(separator) + end;
    }
    return text;
}

QString markdown(const Rows &rows) {
    QStringList lines;
    for (const QStringList &row : rows) {
        QStringList fields;
        for (const QString &value : row) fields << markdownField(value);
        lines << QStringLiteral("| ") + fields.join(QStringLiteral(" | ")) + QStringLiteral(" |");
    }
    lines.insert(1, '|' + QStringLiteral(" --- |").repeated(rows[0].size()));
    return lines.join('\n') + '\n';
}

QString latex(const Rows &rows) {
    QString body =
        joined(rows, QStringLiteral(" & "), QStringLiteral(" \\\\\n"), [](QString text) { return latexField(text); });
    body.insert(body.indexOf('\n') + 1, QStringLiteral("\\midrule\n"));
    return QStringLiteral("\\begin{tabular}{%1}\n\\toprule\n%2\\bottomrule\n\\end{tabular}\n")
        .arg(QString(rows[0].size(), 'r').replace(0, 1, 'l'), body);
}

}  // namespace

QString tableText(const QAbstractItemModel &model, TableFormat format) {
    const Rows rows = rowsOf(model, format == TableFormat::Csv);
    switch (format) {
        case TableFormat::Markdown: return markdown(rows);
        case TableFormat::Latex: return latex(rows);
        case TableFormat::Csv: break;
    }
    return joined(rows, QStringLiteral(","), QStringLiteral("\r\n"), csvField);
}

void exportTable(const QAbstractItemModel &model, const QString &path) {
    const TableFormat format = path.endsWith(QLatin1String(".md"))    ? TableFormat::Markdown
                               : path.endsWith(QLatin1String(".tex")) ? TableFormat::Latex
                                                                      : TableFormat::Csv;
    QSaveFile file(path);
    const QByteArray bytes = tableText(model, format).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw Error("The table cannot be written", path.toStdString(), file.errorString().toStdString(),
                    "Choose a folder that can be written and has room.");
}

void copyTable(const QAbstractItemModel &model) {
    auto *data = new QMimeData;
    data->setText(joined(rowsOf(model, false), QStringLiteral("\t"), QStringLiteral("\n"),
                         [](QString text) { return text.replace('\t', ' ').replace('\n', ' '); }));
    data->setData(QStringLiteral("text/csv"), tableText(model, TableFormat::Csv).toUtf8());
    data->setData(QStringLiteral("text/markdown"), tableText(model, TableFormat::Markdown).toUtf8());
    QGuiApplication::clipboard()->setMimeData(data);
}

}  // namespace moa::widgets

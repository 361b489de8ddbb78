#include "app/studio/report_pdf.h"

#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>

#include "engine/values/error.h"

namespace moa::studio {

void writePdf(const QString &html, const QString &path) {
    QSaveFile file(path);
    const bool open = file.open(QIODevice::WriteOnly);
    if (open) {
        QPdfWriter pdf(&file);
        pdf.setPageSize(QPageSize(QPageSize::A4));
        pdf.setResolution(150);
        QTextDocument document;
        document.setHtml(html);
        document.setPageSize(QSizeF(pdf.width(), pdf.height()));
        document.print(&pdf);
    }
    if (!open || !file.commit())
        throw Error("The report cannot be written", path.toStdString(), file.errorString().toStdString(),
                    "Choose a folder that can be written and has room.");
}

}  // namespace moa::studio

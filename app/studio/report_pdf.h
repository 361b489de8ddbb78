// The report as PDF.
#pragma once

#include <QString>

namespace moa::studio {

// A report's HTML as PDF on A4; from any thread. Throws moa::Error when the file cannot be written.
void writePdf(const QString &html, const QString &path);

}  // namespace moa::studio

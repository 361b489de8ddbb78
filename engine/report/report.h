// The report others can trust: what a plan buys, why, and how to make it again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/report/report_input.h"

namespace moa::engine {

// All functions throw moa::Error when the parts of the input contradict each other (a plan of another model); parts
// that are missing are said to be missing. Equal inputs give equal bytes. No text of the input can become markup.

// One HTML page that stands alone: inline style and SVG, no script, light and dark, made to be printed.
[[nodiscard]] std::string reportHtml(const ReportInput &input);

// The same as Markdown; figures are linked as FIGURES/NAME.svg, see reportFigures.
[[nodiscard]] std::string reportMarkdown(const ReportInput &input, std::string_view figures = "figures");

struct ReportFigure {
    std::string name;  // file name with suffix: letters, digits, dashes and .svg
    std::string svg;
};

// The figures of the report as SVG files of their own.
[[nodiscard]] std::vector<ReportFigure> reportFigures(const ReportInput &input);

// Titles of the sections, in order.
[[nodiscard]] std::vector<std::string> reportSections(const ReportInput &input);

}  // namespace moa::engine

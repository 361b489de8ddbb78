#include "engine/report/report.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/report/check_input.h"
#include "engine/report/html_writer.h"
#include "engine/report/markdown_writer.h"
#include "engine/report/sections.h"
#include "engine/report/text.h"

namespace moa::engine {
namespace report {

Document reportDocument(const ReportInput &input) {
    checkInput(input);
    const std::filesystem::path path(input.model.path);
    std::string name = (path.has_filename() ? path.filename() : path.parent_path().filename()).string();
    if (name.empty()) name = "unnamed model";
    Document document;
    document.title = input.title.empty() ? "Attention plan for " + name : input.title;
    document.subtitle = name;
    if (!input.plan.name.empty()) document.subtitle += " \u00B7 plan " + input.plan.name;
    if (!input.created.empty()) document.subtitle += " \u00B7 " + input.created;
    if (!input.model.fingerprint.empty()) {
        document.subtitle += " \u00B7 fingerprint " + shortened(input.model.fingerprint, 13);
    }
    for (const auto section : {storySection, headsSection, planSection, evaluationSection, densitiesSection,
                               calibrationSection, candidatesSection, reproduceSection, limitsSection}) {
        document.sections.push_back(section(input));
    }
    return document;
}

}  // namespace report

std::string reportHtml(const ReportInput &input) {
    return report::toHtml(report::reportDocument(input));
}

std::string reportMarkdown(const ReportInput &input, std::string_view figures) {
    return report::toMarkdown(report::reportDocument(input), figures);
}

std::vector<ReportFigure> reportFigures(const ReportInput &input) {
    std::vector<ReportFigure> figures;
    for (const report::Section &section : report::reportDocument(input).sections) {
        for (const report::Part &part : section.parts) {
            if (const auto *figure = std::get_if<report::Figure>(&part)) {
                figures.push_back({figure->name + ".svg", figure->svg.file()});
            }
        }
    }
    return figures;
}

std::vector<std::string> reportSections(const ReportInput &input) {
    std::vector<std::string> titles;
    for (const report::Section &section : report::reportDocument(input).sections) titles.push_back(section.title);
    return titles;
}

}  // namespace moa::engine

#include "app/command/report_files.h"

#include "engine/formats/atomic_file.h"
#include "engine/report/report.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;

WrittenReport writeReport(Project &project, const std::string &plan, const std::filesystem::path &out) {
    const auto input = project.reportInput(plan);
    WrittenReport written{reportSections(input), {out.string()}};
    if (out.extension() == ".html") {
        writeTextFile(out, reportHtml(input));
        return written;
    }
    if (out.extension() != ".md")
        throw Error("The report cannot be written", out.string(), "its name ends neither in .html nor in .md",
                    "Use one of these.");
    const auto folder = out.parent_path() / (out.stem().string() + "-figures");
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);  // writing tells when it is not there
    writeTextFile(out, reportMarkdown(input, folder.filename().string()));
    for (const auto &figure : reportFigures(input)) {
        writeTextFile(folder / figure.name, figure.svg);
        written.files.push_back((folder / figure.name).string());
    }
    return written;
}

}  // namespace moa::command

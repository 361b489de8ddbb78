#include "app/command/report_files.h"

#include "engine/formats/atomic_file.h"
#include "engine/report/report.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;

WrittenReport writeReport(Project &project, const std::string &plan, const std::filesystem::path &out,
                          std::vector<std::string> commands) {
    const auto input = project.reportInput(plan, std::move(commands));
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

std::string commandLine(const Context &context) {
    std::string line = "moa";
    for (std::size_t i = 1; i < context.arguments.size(); ++i) {
        const auto &argument = context.arguments[i];
        const bool plain = argument.find_first_of(" '\"$`\\|&;<>()*?") == std::string::npos && !argument.empty();
        line += plain ? " " + argument : " '" + argument + "'";
    }
    return line;
}

}  // namespace moa::command

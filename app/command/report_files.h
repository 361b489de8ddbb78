// Reports as files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/project/project.h"

namespace moa::command {

struct WrittenReport {
    std::vector<std::string> sections;
    std::vector<std::string> files;
};

// FILE.html stands alone; FILE.md brings its figures in FILE-figures/. Throws moa::Error for another suffix.
WrittenReport writeReport(Project &project, const std::string &plan, const std::filesystem::path &out);

}  // namespace moa::command

#include "app/project/project.h"

#include <chrono>
#include <ctime>

#include "engine/formats/mapped_file.h"
#include "engine/values/error.h"

namespace moa {

using namespace engine;

Project::Project(const std::filesystem::path &path, storage::ProjectFile::Mode mode, JobOptions options)
    : file_(path, mode), options_(std::move(options)) {
    if (mode != storage::ProjectFile::Mode::Read && !options_.command.empty()) rememberCommand();
}

std::vector<std::string> Project::commands() const {
    const auto text = file_.setting("commands");
    return text ? nlohmann::json::parse(*text).get<std::vector<std::string>>() : std::vector<std::string>{};
}

void Project::rememberCommand() {
    auto list = commands();
    if (!list.empty() && list.back() == options_.command) return;
    list.push_back(options_.command);
    file_.setSetting("commands", nlohmann::json(list).dump());
}

ModelBundle &Project::bundle() {
    if (bundle_) return *bundle_;
    const auto facts = file_.model();
    if (!facts)
        throw Error("The project has no model", file_.path().string(), "nothing was calibrated in it yet",
                    "Run moa calibrate first.");
    if (!isThere(facts->path))
        throw Error("The model cannot be found", facts->path, "the project was made with the model in this place",
                    "Move the model back, or calibrate again with --model.");
    ModelBundle opened(facts->path, options_);
    if (opened.files().facts().fingerprint != facts->fingerprint)
        throw Error("The model is another one", facts->path,
                    "its fingerprint is not that of the model the project was made with",
                    "Put the old model back, or start a new project for this one.");
    bundle_.emplace(std::move(opened));
    return *bundle_;
}

void Project::useCompute(const ComputeOptions &compute) {
    options_.compute = compute;
    bundle_.reset();
}

std::string Project::latestPlan() {
    std::string name;
    for (const auto &stored : file_.plans())
        if (stored.origin != "imported") name = stored.name;
    if (name.empty())
        throw Error("There is no plan", file_.path().string(), "nothing was optimized in this project",
                    "Run moa optimize first.");
    if (const auto chosen = file_.setting("chosen_plan")) return *chosen;
    return name;
}

std::string nowUtc() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts = {};
    ::gmtime_r(&now, &parts);
    char text[32] = {};
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace moa

// The project: one SQLite file that holds everything a job made.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/values/dataset.h"
#include "engine/values/model_facts.h"
#include "engine/values/plan.h"
#include "engine/values/profile.h"
#include "engine/values/run.h"

namespace moa::storage {

class Database;

struct StoredPlan {
    std::string name;    // unique
    std::string origin;  // optimized, pareto, imported
    engine::Plan plan;
    nlohmann::json settings = nlohmann::json::object();  // what was asked: budgets, balance, mix ...
    nlohmann::json result = nlohmann::json::object();    // what the optimizer answered
};

struct StoredStage {
    std::string name;   // calibrate, profile, optimize ...
    std::string state;  // running, done, failed, cancelled
    nlohmann::json settings = nlohmann::json::object();
    double seconds = 0;
    std::string message;
};

struct TableSize {
    std::string name;
    std::int64_t rows = 0;
};

struct ProjectInfo {
    int schema = 0;
    std::int64_t bytes = 0;
    std::vector<TableSize> tables;
};

// Values in, values out. Every change is one transaction: a process that is killed loses at most the change it was
// making. Schema and migrations: schema.h. All functions throw moa::Error (full disk, read-only, damaged, locked;
// changes also when the file was deleted, moved or replaced since it was opened: saveCopy rescues what is stored). One
// connection, to be used from one thread.
class ProjectFile {
public:
    enum class Mode { Read, Write, Create };  // Create: a new file, or an existing project

    // Refuses files that are no project, that a newer version wrote, or that another process has open. Read works on
    // files that cannot be written.
    ProjectFile(const std::filesystem::path &path, Mode mode);
    ~ProjectFile();
    ProjectFile(ProjectFile &&) noexcept;
    ProjectFile &operator=(ProjectFile &&) noexcept;

    [[nodiscard]] const std::filesystem::path &path() const noexcept;

    void setSetting(const std::string &key, const std::string &value);
    [[nodiscard]] std::optional<std::string> setting(const std::string &key) const;

    // The model's path is kept relative to the project file and given back absolute.
    void setModel(const engine::ModelFacts &facts);
    [[nodiscard]] std::optional<engine::ModelFacts> model() const;

    // New samples make the profile and what follows from it void: it is deleted in the same transaction.
    void setSamples(const std::vector<engine::TokenSample> &samples);
    [[nodiscard]] std::vector<engine::TokenSample> samples() const;

    // Stores the running means of (length, source) together with the sample (its position in samples()) that they now
    // contain, in one transaction.
    void setProfiled(int length, bool signedSums, const engine::SourceProfile &source, std::size_t sample);
    // Stores a whole length, for imports.
    void setLengthProfile(const engine::LengthProfile &profile);
    [[nodiscard]] std::set<std::size_t> profiled(int length) const;
    [[nodiscard]] engine::Profile profile() const;
    void clearProfile();

    void setPlan(const StoredPlan &plan);  // replaces one of the same name
    [[nodiscard]] std::vector<StoredPlan> plans() const;
    [[nodiscard]] StoredPlan plan(const std::string &name) const;  // Error naming the plans there are
    void removePlans(const std::string &origin);

    // A run is begun, filled sample by sample, and finished with its rows. Begin replaces a run of the same name unless
    // it is unfinished and of the same settings: then its samples are kept for resuming.
    void beginRun(const engine::EvaluationRun &run);
    void addSample(const std::string &run, const engine::EvaluationSample &sample);
    void finishRun(const engine::EvaluationRun &run);
    [[nodiscard]] std::vector<engine::EvaluationSample> runSamples(const std::string &run) const;
    [[nodiscard]] std::vector<engine::EvaluationRun> runs() const;  // finished ones, in order
    [[nodiscard]] engine::EvaluationRun run(const std::string &name) const;

    void setStage(const StoredStage &stage);
    [[nodiscard]] std::optional<StoredStage> stage(const std::string &name) const;
    [[nodiscard]] std::vector<StoredStage> stages() const;

    void addValidation(const nlohmann::json &facts);
    [[nodiscard]] std::vector<nlohmann::json> validations() const;

    [[nodiscard]] ProjectInfo info() const;
    // Everything that is wrong with the file, in words; empty when it is sound.
    [[nodiscard]] std::vector<std::string> check() const;
    void vacuum();
    // Everything that is stored, as a project of its own; works while this file cannot be written or is gone from its
    // place. Throws moa::Error when a file of that name is there or the copy cannot be written; nothing of it is left.
    void saveCopy(const std::filesystem::path &path) const;

private:
    std::unique_ptr<Database> db_;
};

}  // namespace moa::storage

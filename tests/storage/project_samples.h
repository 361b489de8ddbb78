// Projects the storage tests are made of.
#pragma once

#include <sqlite3.h>

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/values/error.h"
#include "storage/project_file.h"

namespace moa::test {

using namespace moa::engine;
using moa::storage::ProjectFile;
namespace fs = std::filesystem;

inline BlockMaps maps(float value) {
    auto m = zeroMaps(2, 3, 4);
    m.values.assign(m.values.size(), value);
    return m;
}

inline SourceProfile source(const std::string &name, int samples) {
    SourceProfile s;
    s.source = name;
    s.samples = samples;
    s.meanLoss = 0.5;
    s.published = maps(1);
    s.balanced = maps(2);
    s.attention = maps(static_cast<float>(samples));
    return s;
}

inline std::vector<TokenSample> samples(int count) {
    std::vector<TokenSample> result;
    for (int i = 0; i < count; ++i) result.push_back({std::to_string(i), "a", 256, {1, 2, 3 + i}, {1, 2}});
    return result;
}

inline EvaluationRun run(const std::string &name) {
    EvaluationRun r;
    r.name = name;
    r.task = "retrieval";
    r.plan = "dense";
    r.settings = {{"seed", "1"}};
    r.densities[1024] = {0.1, 0.2, 0.3, 0.4};
    r.rows = {{1024, std::nullopt, "accuracy", 0.5, 0.4, 0.6, 8}, {1024, 0.25, "accuracy", 1, 0.9, 1, 2}};
    r.kvBytes = 7;
    r.seconds = 1.5;
    return r;
}

inline std::string whyRefused(const fs::path &path, ProjectFile::Mode mode) {
    try {
        const ProjectFile file(path, mode);
        return {};
    } catch (const Error &error) {
        return error.why();
    }
}

// Names of files that are not there yet.
class FreshPaths {
public:
    [[nodiscard]] fs::path operator()() { return folder() / (std::to_string(number_++) + ".moa"); }
    [[nodiscard]] fs::path folder() const { return dir_.path().toStdString(); }

private:
    QTemporaryDir dir_;
    int number_ = 0;
};

// A project with something of everything.
inline void fill(const fs::path &path) {
    ProjectFile file(path, ProjectFile::Mode::Create);
    ModelFacts facts;
    facts.path = "/models/m";
    file.setModel(facts);
    file.setSamples(samples(3));
    file.setProfiled(256, true, source("a", 1), 0);
    file.setProfiled(256, true, source("a", 2), 2);
    file.setPlan({"p", "optimized", uniformPlan(2, 3, {0, 0.5}), {{"a", 1}}, {{"b", 2}}});
    file.beginRun(run("r"));
    file.addSample("r", {1024, 3, 0.5, 900, "hash", "7", "is 7", 1});
    file.finishRun(run("r"));
    file.setStage({"profile", "done", {{"x", 1}}, 2, "note"});
    file.setSetting("k", "v");
    file.addValidation({{"chosen", "p"}});
}

// Every noun through `attempt`, which may catch.
template <class Attempt>
inline void readAll(const ProjectFile &file, const Attempt &attempt) {
    attempt([&] { static_cast<void>(file.model()); });
    attempt([&] { static_cast<void>(file.samples()); });
    attempt([&] { static_cast<void>(file.profile()); });
    attempt([&] { static_cast<void>(file.profiled(256)); });
    attempt([&] { static_cast<void>(file.plans()); });
    attempt([&] { static_cast<void>(file.runs()); });
    attempt([&] { static_cast<void>(file.runSamples("r")); });
    attempt([&] { static_cast<void>(file.stages()); });
    attempt([&] { static_cast<void>(file.validations()); });
    attempt([&] { static_cast<void>(file.info()); });
}

// Another program's hand on the file.
inline void execute(const fs::path &path, const std::string &sql) {
    sqlite3 *db = nullptr;
    sqlite3_open(path.c_str(), &db);
    char *message = nullptr;
    sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message);
    sqlite3_close(db);
    const std::string text = message == nullptr ? "" : message;
    sqlite3_free(message);
    QCOMPARE(text, std::string());
}

}  // namespace moa::test

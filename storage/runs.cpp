// Evaluation runs, sample by sample.
#include <set>

#include "engine/values/error.h"
#include "storage/database.h"
#include "storage/figures.h"
#include "storage/project_file.h"
#include "storage/value_json.h"

namespace moa::storage {

namespace {

std::string nameOf(const std::string &run, int length, const std::string &part) {
    return "run " + run + ", " + std::to_string(length) + " tokens, " + part;
}

void requireNumbers(const engine::EvaluationRun &run) {
    for (const auto &row : run.rows) {
        const auto owner = nameOf(run.name, row.length, row.metric);
        requireNumber(row.depth, owner, "depth");
        requireNumber(row.value, owner, "value");
        requireNumber(row.low, owner, "lower bound");
        requireNumber(row.high, owner, "upper bound");
    }
}

void writeRows(Database &db, const engine::EvaluationRun &run) {
    requireNumbers(run);
    db.prepare("DELETE FROM run_row WHERE run = ?").bind(run.name).run();
    std::int64_t position = 0;
    for (const auto &row : run.rows)
        db.prepare("INSERT INTO run_row VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(run.name)
            .bind(position++)
            .bind(std::int64_t{row.length})
            .bind(row.depth)
            .bind(row.metric)
            .bind(row.value)
            .bind(row.low)
            .bind(row.high)
            .bind(std::int64_t{row.n})
            .run();
}

std::vector<engine::EvaluationRow> readRows(Database &db, const std::string &run) {
    std::vector<engine::EvaluationRow> rows;
    auto statement =
        db.prepare("SELECT length, depth, metric, value, low, high, n FROM run_row WHERE run = ? ORDER BY position");
    statement.bind(run);
    while (statement.step()) {
        engine::EvaluationRow row;
        row.length = statement.natural();
        row.depth = statement.realOrNull();
        row.metric = statement.text();
        row.value = statement.real();
        row.low = statement.real();
        row.high = statement.real();
        row.n = statement.natural();
        rows.push_back(std::move(row));
    }
    return rows;
}

// Is there an unfinished run of this name, task, plan and settings?
bool resumes(Database &db, const engine::EvaluationRun &run) {
    auto old = db.prepare("SELECT facts FROM run WHERE name = ? AND state = 'running' AND task = ? AND plan = ?");
    old.bind(run.name).bind(run.task).bind(run.plan);
    if (!old.step()) return false;
    // Compared as kept: characters that are no UTF-8 were replaced.
    engine::EvaluationRun kept;
    readRunFacts(old, kept);
    return nlohmann::json(kept.settings) == nlohmann::json::parse(toText(run.settings, run.name));
}

}  // namespace

void ProjectFile::beginRun(const engine::EvaluationRun &run) {
    Transaction transaction(*db_);
    if (!resumes(*db_, run)) {
        db_->prepare("DELETE FROM run WHERE name = ?").bind(run.name).run();
        db_->prepare("INSERT INTO run VALUES(?, (SELECT COALESCE(MAX(position), 0) + 1 FROM run), 'running', ?, ?, ?)")
            .bind(run.name)
            .bind(run.task)
            .bind(run.plan)
            .bind(toText(runFacts(run), "run " + run.name))
            .run();
    }
    transaction.commit();
}

void ProjectFile::addSample(const std::string &run, const engine::EvaluationSample &sample) {
    const auto owner = nameOf(run, sample.length, "sample " + std::to_string(sample.index));
    requireNumber(sample.depth, owner, "depth");
    requireNumber(sample.score, owner, "score");
    db_->prepare("INSERT OR REPLACE INTO run_sample VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(run)
        .bind(std::int64_t{sample.length})
        .bind(std::int64_t{sample.index})
        .bind(sample.depth)
        .bind(sample.promptTokens)
        .bind(sample.promptHash)
        .bind(sample.expected)
        .bind(sample.prediction)
        .bind(sample.score)
        .run();
}

void ProjectFile::finishRun(const engine::EvaluationRun &run) {
    Transaction transaction(*db_);
    db_->prepare("UPDATE run SET state = 'done', facts = ? WHERE name = ?")
        .bind(toText(runFacts(run), "run " + run.name))
        .bind(run.name)
        .run();
    writeRows(*db_, run);
    transaction.commit();
}

std::vector<engine::EvaluationSample> ProjectFile::runSamples(const std::string &run) const {
    std::vector<engine::EvaluationSample> samples;
    auto statement = db_->prepare(
        "SELECT length, item, depth, prompt_tokens, prompt_hash, expected, prediction, score FROM run_sample WHERE run "
        "= ? "
        "ORDER BY length, item");
    statement.bind(run);
    while (statement.step()) {
        engine::EvaluationSample s;
        s.length = statement.natural();
        s.index = statement.natural();
        s.depth = statement.realOrNull();
        s.promptTokens = statement.integer();
        s.promptHash = statement.text();
        s.expected = statement.text();
        s.prediction = statement.text();
        s.score = statement.real();
        samples.push_back(std::move(s));
    }
    return samples;
}

std::vector<engine::EvaluationRun> ProjectFile::runs() const {
    std::vector<engine::EvaluationRun> result;
    std::set<std::string> names;  // a hostile file may hold one twice, whatever its table declares
    auto statement = db_->prepare("SELECT name, task, plan, facts FROM run WHERE state = 'done' ORDER BY position");
    while (statement.step()) {
        engine::EvaluationRun run;
        run.name = statement.text();
        if (!names.insert(run.name).second) statement.refuseDamaged("the run '" + run.name + "' stands twice");
        run.task = statement.text();
        run.plan = statement.text();
        readRunFacts(statement, run);
        run.rows = readRows(*db_, run.name);
        run.samples = runSamples(run.name);
        result.push_back(std::move(run));
    }
    return result;
}

engine::EvaluationRun ProjectFile::run(const std::string &name) const {
    std::string names;
    for (auto &run : runs()) {
        if (run.name == name) return std::move(run);
        names += (names.empty() ? "" : ", ") + run.name;
    }
    throw Error("The run cannot be found", path().string() + ", run '" + name + "'",
                "the project has no finished run of this name",
                names.empty() ? "Make one with moa evaluate." : "Use one of: " + names + ".");
}

}  // namespace moa::storage

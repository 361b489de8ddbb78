#include "storage/project_file.h"

#include "engine/values/error.h"
#include "storage/database.h"
#include "storage/figures.h"
#include "storage/schema.h"
#include "storage/value_json.h"

namespace moa::storage {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path &path, const std::string &why, const std::string &remedy) {
    throw Error("The project file cannot be used", path.string(), why, remedy);
}

void migrate(Database &db, std::size_t from, std::size_t to) {
    Transaction transaction(db);
    for (auto i = from; i < to; ++i) db.execute(kMigrations[i]);
    db.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
    db.execute("PRAGMA user_version = " + std::to_string(to));
    transaction.commit();
}

// Everything a file declares but SQLite's own statistics, as text.
std::string schemaOf(Database &db) {
    std::string text;
    auto parts = db.prepare(
        "SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' "
        "ORDER BY type, name");
    while (parts.step())
        for (int column = 0; column < 4; ++column) text += parts.text() + '\n';
    return text;
}

// A file may come from a stranger. A view, trigger, generated column or expression index computes whatever it likes
// when it is touched, so that a few bytes become gigabytes: none is tolerated. `version` was checked.
void checkSchema(Database &db, std::int64_t version) {
    Database reference(":memory:", Access::Create);
    migrate(reference, 0, static_cast<std::size_t>(version));
    if (schemaOf(db) != schemaOf(reference))
        refuse(db.path(), "its tables are not those of a project of version " + std::to_string(version),
               "Restore the project from a copy.");
}

void checkHeader(Database &db) {
    const auto version = db.pragma("user_version");
    if (version > kVersion)
        refuse(db.path(), "it was written by a newer version (schema " + std::to_string(version) + ")",
               "Use the newer version of MoA Studio.");
    if (db.pragma("application_id") != kApplicationId)
        refuse(db.path(), "it is an SQLite file, but no project of MoA Studio",
               "Give a project made by moa, or another name for a new one.");
    if (version < 0)
        refuse(db.path(), "its schema has the version " + std::to_string(version), "Restore the project from a copy.");
    checkSchema(db, version);
}

bool isBlank(Database &db) {
    auto tables = db.prepare("SELECT COUNT(*) FROM sqlite_schema");
    return db.pragma("application_id") == 0 && db.pragma("user_version") == 0 && tables.step() && tables.integer() == 0;
}

std::unique_ptr<Database> openProject(const fs::path &path, ProjectFile::Mode mode) {
    const bool create = mode == ProjectFile::Mode::Create;
    const auto state = FileState::of(path);
    if (!state.exists && !create)
        refuse(path, "it does not exist", "Give the path of a project, or make one with moa calibrate.");
    if (state.exists && !state.isFile) refuse(path, "it is not a file", "Give the path of a project file.");
    if (state.bytes == 0 && !create)
        refuse(path, "it is empty", "Give a project made by moa, or another name for a new one.");
    const auto access = state.bytes == 0 ? Access::Create : accessTo(state, path);
    const bool writes = access == Access::Create || access == Access::Write;
    if (!writes && mode != ProjectFile::Mode::Read)
        refuse(path, "it is read-only", "Make the file and its folder writable, or work on a copy.");
    auto db = std::make_unique<Database>(path, access);
    // A process killed while it made the file leaves one without tables: it is made again.
    const bool unfinished = create && access != Access::Create && isBlank(*db);
    if (access != Access::Create && !unfinished) checkHeader(*db);
    if (!writes && db->pragma("user_version") < kVersion)
        refuse(path, "it has an older schema, which is brought up to date in place, and it is read-only",
               "Make the file and its folder writable, or work on a copy.");
    if (writes) {
        db->beginWriting();
        const auto version = static_cast<std::size_t>(db->pragma("user_version"));
        if (version < kMigrations.size()) migrate(*db, version, kMigrations.size());
    }
    return db;
}

// The model's path as the project keeps it, and back.
std::string relativeTo(const fs::path &project, const fs::path &model) {
    const auto folder = fs::absolute(project).parent_path();
    const auto relative = fs::absolute(model).lexically_normal().lexically_relative(folder);
    return relative.empty() ? model.string() : relative.string();
}

std::string absoluteFrom(const fs::path &project, const fs::path &kept) {
    if (kept.is_absolute()) return kept.string();
    return (fs::absolute(project).parent_path() / kept).lexically_normal().string();
}

}  // namespace

ProjectFile::ProjectFile(const fs::path &path, Mode mode) : db_(openProject(path, mode)) {}
ProjectFile::~ProjectFile() = default;
ProjectFile::ProjectFile(ProjectFile &&) noexcept = default;
ProjectFile &ProjectFile::operator=(ProjectFile &&) noexcept = default;

const fs::path &ProjectFile::path() const noexcept {
    return db_->path();
}

void ProjectFile::setSetting(const std::string &key, const std::string &value) {
    db_->prepare("INSERT OR REPLACE INTO meta VALUES(?, ?)").bind(key).bind(value).run();
}

std::optional<std::string> ProjectFile::setting(const std::string &key) const {
    auto statement = db_->prepare("SELECT value FROM meta WHERE key = ?");
    statement.bind(key);
    return statement.step() ? std::optional(statement.text()) : std::nullopt;
}

void ProjectFile::setModel(const engine::ModelFacts &facts) {
    db_->prepare("INSERT OR REPLACE INTO model VALUES(1, ?, ?, ?)")
        .bind(relativeTo(path(), facts.path))
        .bind(facts.fingerprint)
        .bind(toText(toJson(facts), "model " + facts.path))
        .run();
}

std::optional<engine::ModelFacts> ProjectFile::model() const {
    auto statement = db_->prepare("SELECT path, facts FROM model");
    if (!statement.step()) return std::nullopt;
    const auto kept = statement.text();
    auto facts = readModelFacts(statement);
    facts.path = absoluteFrom(path(), kept);
    return facts;
}

void ProjectFile::setStage(const StoredStage &stage) {
    requireNumber(stage.seconds, "stage " + stage.name, "duration");
    db_->prepare(
           "INSERT INTO stage VALUES(?1, (SELECT COALESCE(MAX(position), 0) + 1 FROM stage), ?2, ?3, ?4, ?5) "
           "ON CONFLICT(name) DO UPDATE SET state = ?2, settings = ?3, seconds = ?4, message = ?5")
        .bind(stage.name)
        .bind(stage.state)
        .bind(toText(stage.settings, "settings of stage " + stage.name))
        .bind(stage.seconds)
        .bind(stage.message)
        .run();
}

std::vector<StoredStage> ProjectFile::stages() const {
    std::vector<StoredStage> result;
    auto statement = db_->prepare("SELECT name, state, settings, seconds, message FROM stage ORDER BY position");
    while (statement.step()) {
        StoredStage stage;
        stage.name = statement.text();
        stage.state = statement.text();
        stage.settings = readJsonColumn(statement);
        stage.seconds = statement.real();
        stage.message = statement.text();
        result.push_back(std::move(stage));
    }
    return result;
}

std::optional<StoredStage> ProjectFile::stage(const std::string &name) const {
    for (auto &stage : stages())
        if (stage.name == name) return std::move(stage);
    return std::nullopt;
}

void ProjectFile::addValidation(const nlohmann::json &facts) {
    db_->prepare("INSERT INTO validation(facts) VALUES(?)").bind(toText(facts, "validation")).run();
}

std::vector<nlohmann::json> ProjectFile::validations() const {
    std::vector<nlohmann::json> result;
    auto statement = db_->prepare("SELECT facts FROM validation ORDER BY position");
    while (statement.step()) result.push_back(readJsonColumn(statement));
    return result;
}

ProjectInfo ProjectFile::info() const {
    ProjectInfo info;
    info.schema = static_cast<int>(db_->pragma("user_version"));
    info.bytes = db_->pragma("page_count") * db_->pragma("page_size");
    auto tables =
        db_->prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    while (tables.step()) {
        TableSize table{tables.text(), 0};
        auto count = db_->prepare("SELECT COUNT(*) FROM \"" + table.name + "\"");
        if (count.step()) table.rows = count.integer();
        info.tables.push_back(std::move(table));
    }
    return info;
}

void ProjectFile::saveCopy(const fs::path &path) const {
    const auto refuseCopy = [&](const std::string &why, const std::string &remedy) {
        throw Error("The copy cannot be saved", path.string(), why, remedy);
    };
    if (FileState::of(path).exists) refuseCopy("a file of that name is there", "Give a name that is not taken.");
    try {
        auto whole = db_->prepare("VACUUM INTO ?");
        whole.bind(path.string());
        while (whole.step()) {
        }
        // The copy may lie in another folder: the way to the model starts there.
        auto model = db_->prepare("SELECT path FROM model");
        const ProjectFile copy(path, Mode::Write);
        if (model.step())
            copy.db_->prepare("UPDATE model SET path = ?")
                .bind(relativeTo(path, absoluteFrom(db_->path(), model.text())))
                .run();
    } catch (const Error &error) {
        std::error_code code;
        fs::remove(path, code);
        refuseCopy(error.why(), "Choose another folder, one that can be written and has space.");
    }
}

void ProjectFile::vacuum() {
    db_->execute("VACUUM");
}

}  // namespace moa::storage

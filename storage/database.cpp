#include "storage/database.h"

#include <array>
#include <limits>
#include <utility>

#include "engine/values/error.h"
#include "engine/values/limits.h"
#include "storage/figures.h"

namespace moa::storage {

namespace {

constexpr int kBusyMilliseconds = 1500;

int flagsOf(Access access) {
    switch (access) {
        case Access::Create: return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        case Access::Write: return SQLITE_OPEN_READWRITE;
        case Access::Read: return SQLITE_OPEN_READONLY;
        case Access::Snapshot: return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
    }
    return SQLITE_OPEN_READONLY;
}

// SQLite is told that a file does not change by a query behind its address, in which '?', '#' and '%' are escaped.
std::string addressOf(const std::filesystem::path &path, Access access) {
    if (access != Access::Snapshot) return path.string();
    std::string address = "file://";
    for (const char c : std::filesystem::absolute(path).string())
        if (c == '?')
            address += "%3f";
        else if (c == '#')
            address += "%23";
        else if (c == '%')
            address += "%25";
        else
            address += c;
    return address + "?immutable=1";
}

sqlite3 *openConnection(const std::filesystem::path &path, Access access) {
    sqlite3 *db = nullptr;
    const int flags = flagsOf(access) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(addressOf(path, access).c_str(), &db, flags, nullptr);
    if (code != SQLITE_OK) {
        const std::string message = db == nullptr ? "out of memory" : sqlite3_errmsg(db);
        sqlite3_close(db);
        throwSqlite(code, path, message.c_str());
    }
    return db;
}

bool hasMoved(sqlite3 *db) {
    int moved = 0;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

}  // namespace

void throwSqlite(int code, const std::filesystem::path &path, const char *message) {
    struct Advice {
        int code;
        const char *why;
        const char *remedy;
    };
    static constexpr std::array kAdvice = {
        Advice{SQLITE_BUSY, "another process has it open", "Close the other window or command that uses this project."},
        Advice{SQLITE_LOCKED, "another process has it open",
               "Close the other window or command that uses this project."},
        Advice{SQLITE_FULL, "there is no space left on the disk",
               "Free some space and run the command again with --resume."},
        Advice{SQLITE_IOERR, "reading or writing it failed, perhaps for want of space",
               "Check the disk and its free space, and run the command again with --resume."},
        Advice{SQLITE_READONLY, "it is read-only", "Make the file and its folder writable, or work on a copy."},
        Advice{SQLITE_CANTOPEN, "it cannot be opened or created", "Check that the folder exists and can be written."},
        Advice{SQLITE_NOTADB, "it is no project of MoA Studio",
               "Give a project made by moa, or another name for a new one."},
        Advice{SQLITE_CORRUPT, "it is damaged", "Run moa project check, and restore the project from a copy."},
    };
    Advice advice{0, "SQLite refused", "Run moa project check on the project."};
    for (const auto &entry : kAdvice)
        if (entry.code == (code & 0xFF)) advice = entry;
    throw Error("The project file cannot be used", path.string(), std::string(advice.why) + " (" + message + ")",
                advice.remedy);
}

void requireInPlace(sqlite3 *db, const std::filesystem::path &path) {
    if (hasMoved(db))
        throw Error("The change cannot be stored", path.string(),
                    "the project was deleted, moved or replaced while it was open",
                    "Save what is open under another name, or bring the file back and open it again.");
}

Statement::Statement(sqlite3 *db, const std::filesystem::path &path, std::string_view sql)
    : db_(db), path_(path), statement_(nullptr, sqlite3_finalize) {
    sqlite3_stmt *statement = nullptr;
    check(sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr));
    statement_.reset(statement);
}

void Statement::check(int code) {
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE) throwSqlite(code, path_, sqlite3_errmsg(db_));
}

Statement &Statement::bind(std::int64_t value) {
    check(sqlite3_bind_int64(statement_.get(), ++parameter_, value));
    return *this;
}

Statement &Statement::bind(double value) {
    requireNumber(value, path_.string(), "figure");
    check(sqlite3_bind_double(statement_.get(), ++parameter_, value));
    return *this;
}

Statement &Statement::bind(std::string_view text) {
    check(sqlite3_bind_text64(statement_.get(), ++parameter_, text.data() == nullptr ? "" : text.data(), text.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(std::span<const std::byte> blob) {
    // An empty blob is not NULL.
    check(blob.empty()
              ? sqlite3_bind_zeroblob(statement_.get(), ++parameter_, 0)
              : sqlite3_bind_blob64(statement_.get(), ++parameter_, blob.data(), blob.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement &Statement::bind(std::optional<double> value) {
    if (value) return bind(*value);
    check(sqlite3_bind_null(statement_.get(), ++parameter_));
    return *this;
}

bool Statement::step() {
    column_ = 0;
    const int code = sqlite3_step(statement_.get());
    check(code);
    return code == SQLITE_ROW;
}

void Statement::run() {
    requireInPlace(db_, path_);
    while (step()) {
    }
    sqlite3_reset(statement_.get());
    parameter_ = 0;
}

std::int64_t Statement::integer() {
    return sqlite3_column_int64(statement_.get(), column_++);
}

int Statement::natural() {
    const auto value = integer();
    if (value < 0 || value > std::numeric_limits<int>::max()) refuseDamaged("a count is " + std::to_string(value));
    return static_cast<int>(value);
}

double Statement::real() {
    return sqlite3_column_double(statement_.get(), column_++);
}

std::optional<double> Statement::realOrNull() {
    const bool isNull = sqlite3_column_type(statement_.get(), column_) == SQLITE_NULL;
    const double value = real();
    return isNull ? std::nullopt : std::optional(value);
}

// In a hostile file many rows can share the same pages, so that a few kilobytes give terabytes: what one statement
// gives is never more than the file holds.
void Statement::count(std::size_t bytes) {
    given_ += bytes;
    if (given_ <= allowed_) return;
    Statement size(db_, path_, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    if (size.step()) allowed_ = static_cast<std::uint64_t>(size.integer());
    if (given_ > allowed_) refuseDamaged("its rows give more than the file holds");
}

std::string Statement::text() {
    const auto *data = sqlite3_column_text(statement_.get(), column_);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column_++));
    count(size);
    return data == nullptr ? std::string() : std::string(reinterpret_cast<const char *>(data), size);
}

std::span<const std::byte> Statement::blob() {
    const auto *data = static_cast<const std::byte *>(sqlite3_column_blob(statement_.get(), column_));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column_++));
    count(size);
    return {data, data == nullptr ? 0 : size};
}

void Statement::refuseDamaged(const std::string &why) const {
    throw Error("The project file cannot be used", path_.string(), "it is damaged: " + why,
                "Run moa project check, and restore the project from a copy.");
}

Database::Database(std::filesystem::path path, Access access)
    : path_(std::move(path)), db_(openConnection(path_, access), sqlite3_close) {
    sqlite3_busy_timeout(db_.get(), kBusyMilliseconds);
    sqlite3_limit(db_.get(), SQLITE_LIMIT_LENGTH, engine::limits::kProjectValueBytes);
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA trusted_schema = OFF");
    execute("PRAGMA cell_size_check = ON");
    // A file may come from a stranger: nothing in it is run.
    for (const int code : {SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER})
        sqlite3_db_config(db_.get(), code, 0, nullptr);
    if (access == Access::Read || access == Access::Snapshot) return;
    if (access == Access::Create) execute("PRAGMA page_size = 16384");
    // The lock is taken by the first access and held until the file is closed; no shared memory file.
    execute("PRAGMA locking_mode = EXCLUSIVE");
}

void Database::beginWriting() {
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = NORMAL");
    execute("BEGIN IMMEDIATE");
    execute("COMMIT");
    writing_ = true;
}

Database::~Database() {
    // Back to one file without companions. The log is emptied before the header says that there is none, so that a log
    // left by a failure is known to belong to the file (accessTo), and the next open takes it in.
    if (!writing_) return;
    // What lies beside the old name may be the log of a project that took its place: it is not removed.
    int keepLog = hasMoved(db_.get()) ? 1 : 0;
    sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_PERSIST_WAL, &keepLog);
    const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code == SQLITE_OK && keepLog == 0)
        sqlite3_exec(db_.get(), "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
}

void Database::execute(std::string_view sql) {
    const std::string text(sql);
    const int code = sqlite3_exec(db_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throwSqlite(code, path_, sqlite3_errmsg(db_.get()));
}

std::int64_t Database::pragma(const char *name) {
    auto statement = prepare(std::string("PRAGMA ") + name);
    return statement.step() ? statement.integer() : 0;
}

Transaction::Transaction(Database &db) : db_(db) {
    db_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (!open_ || db_.outsideTransaction()) return;
    try {
        db_.execute("ROLLBACK");
    } catch (const Error &) {  // the file is beyond help here; the next open rolls back
    }
}

void Transaction::commit() {
    db_.requireInPlace();
    db_.execute("COMMIT");
    open_ = false;
}

}  // namespace moa::storage

// SQLite's C interface behind values and exceptions. Internal to storage.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/access.h"

namespace moa::storage {

// Throws moa::Error when the file was deleted, moved or replaced since it was opened: what is written then would go
// into a file nobody can find.
void requireInPlace(sqlite3 *db, const std::filesystem::path &path);

// A prepared statement: bind in order, step, read columns in order.
class Statement {
public:
    Statement(sqlite3 *db, const std::filesystem::path &path, std::string_view sql);

    Statement &bind(std::int64_t value);
    Statement &bind(double value);
    Statement &bind(std::string_view text);
    Statement &bind(std::span<const std::byte> blob);
    Statement &bind(std::optional<double> value);

    // True while there is a row. Throws moa::Error for a full disk, a lock, a damaged file.
    bool step();
    // For statements without rows. Throws moa::Error besides when the file is no longer where it was opened.
    void run();

    [[nodiscard]] std::int64_t integer();
    // A count: throws moa::Error outside 0 .. 2^31 - 1, which only a damaged or hostile file holds.
    [[nodiscard]] int natural();
    [[nodiscard]] double real();
    [[nodiscard]] std::optional<double> realOrNull();
    [[nodiscard]] std::string text();
    [[nodiscard]] std::span<const std::byte> blob();  // until the next step

    // The error of a value no version of MoA Studio writes. `why` in words, such as "a count is negative".
    [[noreturn]] void refuseDamaged(const std::string &why) const;

private:
    void check(int code);
    void count(std::size_t bytes);

    sqlite3 *db_;
    const std::filesystem::path &path_;
    std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> statement_;
    int parameter_ = 0;
    int column_ = 0;
    std::uint64_t given_ = 0;    // bytes of texts and blobs
    std::uint64_t allowed_ = 0;  // before the size of the file is looked at again
};

// One connection; closed with the file back in its single-file form.
class Database {
public:
    // Throws moa::Error.
    Database(std::filesystem::path path, Access access);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    // Takes the file for writing. Called once it is known to be a project: nothing of another file is changed.
    void beginWriting();

    [[nodiscard]] Statement prepare(std::string_view sql) { return {db_.get(), path_, sql}; }
    void execute(std::string_view sql);
    [[nodiscard]] std::int64_t pragma(const char *name);
    [[nodiscard]] const std::filesystem::path &path() const noexcept { return path_; }
    void requireInPlace() { storage::requireInPlace(db_.get(), path_); }
    // True once SQLite has rolled an open transaction back by itself.
    [[nodiscard]] bool outsideTransaction() const noexcept { return sqlite3_get_autocommit(db_.get()) != 0; }

private:
    std::filesystem::path path_;
    bool writing_ = false;
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> db_;
};

// All or nothing: rolled back unless commit() was reached.
class Transaction {
public:
    explicit Transaction(Database &db);
    ~Transaction();
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    void commit();

private:
    Database &db_;
    bool open_ = true;
};

// The error a result code means for the user.
[[noreturn]] void throwSqlite(int code, const std::filesystem::path &path, const char *message);

}  // namespace moa::storage

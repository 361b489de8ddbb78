// How a project may be opened, told from the file and its folder before SQLite sees them. Internal to storage.
#pragma once

#include <cstdint>
#include <filesystem>

namespace moa::storage {

enum class Access {
    Create,    // a new file
    Write,     // SQLite keeps a log beside the file while it is written, so the folder must be writable too
    Read,      // nothing is changed; SQLite guards against another process that writes
    Snapshot,  // nothing is changed and nothing is made beside the file, which holds everything
};

// What decides how a file may be opened.
struct FileState {
    bool exists = false;
    bool isFile = false;
    std::uintmax_t bytes = 0;
    bool writable = false;
    bool folderWritable = false;
    bool open = false;       // its header says that changes go to a log: it is open, or was never closed
    bool logBeside = false;  // there is a log with something in it

    // Throws moa::Error when the folder may not be looked into. What carries no write bit counts as not writable, even
    // for root, who may write anything.
    [[nodiscard]] static FileState of(const std::filesystem::path &path);
};

// How an existing project may be opened. Throws moa::Error for a log that cannot be read here, and for one that does
// not belong to the file: SQLite would take it in, and mix two states of the project.
[[nodiscard]] Access accessTo(const FileState &state, const std::filesystem::path &path);

}  // namespace moa::storage

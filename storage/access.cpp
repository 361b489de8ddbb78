#include "storage/access.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "engine/values/error.h"

namespace moa::storage {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kWriteVersion = 18;  // offset in SQLite's header; 1: rollback journal, 2: write-ahead log
constexpr char kLogged = 2;

bool isWritable(const fs::path &path) {
    struct stat info = {};
    return ::stat(path.c_str(), &info) == 0 && (info.st_mode & 0222) != 0 && ::access(path.c_str(), W_OK) == 0;
}

bool isLogged(const fs::path &path) {
    std::array<char, kWriteVersion + 1> header = {};
    std::ifstream(path, std::ios::binary).read(header.data(), header.size());
    return header[kWriteVersion] == kLogged;
}

fs::path logOf(const fs::path &path) {
    return path.string() + "-wal";
}

}  // namespace

FileState FileState::of(const fs::path &path) {
    std::error_code code;
    FileState state;
    const auto status = fs::status(path, code);
    state.exists = fs::exists(status);
    if (!state.exists && status.type() != fs::file_type::not_found)
        throw Error("The project file cannot be used", path.string(), "it cannot be looked at: " + code.message(),
                    "Check the path, and that you may enter its folders.");
    state.isFile = fs::is_regular_file(status);
    if (!state.isFile) return state;
    const auto real = fs::canonical(path, code);  // the log lies beside the file, not beside a link to it
    state.bytes = fs::file_size(real, code);
    state.writable = isWritable(real);
    state.folderWritable = isWritable(real.parent_path());
    state.open = isLogged(real);
    const auto logBytes = fs::file_size(logOf(real), code);
    state.logBeside = !code && logBytes > 0;
    return state;
}

Access accessTo(const FileState &state, const fs::path &path) {
    // Closing empties the log before the header says so (Database).
    if (!state.open && state.logBeside)
        throw Error(
            "The project file cannot be used", path.string(),
            "the log beside it, " + logOf(path).filename().string() + ", belongs to another state of the project",
            "If the project was brought back from a copy, move the log away; otherwise bring back the file the "
            "log belongs to.");
    if (state.writable && state.folderWritable) return Access::Write;
    if (!state.open) return Access::Read;
    if (!state.logBeside) return Access::Snapshot;
    if (state.folderWritable) return Access::Read;
    throw Error("The project file cannot be used", path.string(),
                "it was not closed, and its folder is read-only: the log beside it cannot be taken in",
                "Copy the project and " + logOf(path).filename().string() +
                    " to a folder that can be written, and open it there.");
}

}  // namespace moa::storage

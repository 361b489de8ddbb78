#include "engine/formats/atomic_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "engine/values/error.h"

namespace moa::engine {

AtomicFile::AtomicFile(std::filesystem::path path)
    : path_(std::move(path)), temporary_(path_.string() + ".part" + std::to_string(::getpid())) {
    errno = 0;
    out_.open(temporary_, std::ios::binary | std::ios::trunc);
    if (!out_) refuse();
}

AtomicFile::~AtomicFile() {
    if (temporary_.empty()) return;
    out_.close();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view text) {
    errno = 0;
    if (!out_.write(text.data(), static_cast<std::streamsize>(text.size()))) refuse();
}

void AtomicFile::write(std::span<const std::byte> data) {
    write(std::string_view(reinterpret_cast<const char *>(data.data()), data.size()));
}

void AtomicFile::commit() {
    errno = 0;
    out_.close();
    if (!out_ || ::rename(temporary_.c_str(), path_.c_str()) != 0) refuse();
    temporary_.clear();
}

void AtomicFile::refuse() const {
    const int code = errno;
    throw Error("The file cannot be written", path_.string(), code != 0 ? std::strerror(code) : "writing failed",
                "Choose a folder that can be written and has space left.");
}

void writeTextFile(const std::filesystem::path &path, std::string_view text) {
    AtomicFile file(path);
    file.write(text);
    file.commit();
}

}  // namespace moa::engine

// Files that are there whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

namespace moa::engine {

// Writes into a file beside `path`; commit() moves it into place. Without commit nothing is left behind.
class AtomicFile {
public:
    // Throws moa::Error when the folder cannot be written.
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    void write(std::string_view text);
    void write(std::span<const std::byte> data);
    // Throws moa::Error when something could not be written (no space, no permission).
    void commit();

private:
    [[noreturn]] void refuse() const;

    std::filesystem::path path_;
    std::filesystem::path temporary_;
    std::ofstream out_;
};

// The whole text at once.
void writeTextFile(const std::filesystem::path &path, std::string_view text);

}  // namespace moa::engine

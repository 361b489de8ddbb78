// A file in memory, read-only.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace moa::engine {

// Is there anything of this name? A link that leads nowhere, or a folder that may not be entered, counts: opening the
// file then says what is wrong. Never throws.
[[nodiscard]] bool isThere(const std::filesystem::path &path) noexcept;

// Maps the whole file; nothing is read before it is touched. Cheap to copy: copies share the mapping. A file cut short
// while it is mapped is not detected.
class MappedFile {
public:
    // Throws moa::Error when the file is missing, not a regular file, or not readable. Empty files give empty bytes.
    explicit MappedFile(std::filesystem::path path);

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
    [[nodiscard]] const std::filesystem::path &path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
    std::span<const std::byte> bytes_;
    std::shared_ptr<const void> mapping_;  // unmaps with the last copy
};

}  // namespace moa::engine

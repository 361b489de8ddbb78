#include "engine/formats/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "engine/values/error.h"

namespace moa::engine {

namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    [[nodiscard]] int get() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void refuse(const std::filesystem::path &path, const std::string &why) {
    throw Error("The file cannot be read", path.string(), why, "Check the path and the permissions.");
}

}  // namespace

bool isThere(const std::filesystem::path &path) noexcept {
    std::error_code unreadable;
    return std::filesystem::symlink_status(path, unreadable).type() != std::filesystem::file_type::not_found;
}

MappedFile::MappedFile(std::filesystem::path path) : path_(std::move(path)) {
    // Without O_NONBLOCK a pipe in the place of the file would be waited for.
    const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) refuse(path_, std::strerror(errno));
    struct stat info = {};
    if (::fstat(file.get(), &info) != 0) refuse(path_, std::strerror(errno));
    if (!S_ISREG(info.st_mode)) refuse(path_, "it is not a regular file");
    if (info.st_size == 0) return;
    const auto size = static_cast<std::size_t>(info.st_size);
    void *data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (data == MAP_FAILED) refuse(path_, std::strerror(errno));
    mapping_ = std::shared_ptr<const void>(data, [size](const void *at) { ::munmap(const_cast<void *>(at), size); });
    bytes_ = {static_cast<const std::byte *>(data), size};
}

}  // namespace moa::engine

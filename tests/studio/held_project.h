// A project that another process has open for writing, until it is released.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

#include "storage/project_file.h"

namespace moa::test {

class HeldProject {
public:
    explicit HeldProject(const std::filesystem::path &path) {
        std::array<int, 2> ready{};
        if (::pipe(ready.data()) != 0) return;
        holder_ = ::fork();
        if (holder_ == 0) {
            const storage::ProjectFile project(path, storage::ProjectFile::Mode::Write);
            if (::write(ready[1], "x", 1) == 1) ::sleep(600);
            ::_exit(0);
        }
        ::close(ready[1]);  // so that a holder that died is an end of file
        char byte = 0;
        held_ = ::read(ready[0], &byte, 1) == 1;
        ::close(ready[0]);
    }
    ~HeldProject() { release(); }
    HeldProject(const HeldProject &) = delete;
    HeldProject &operator=(const HeldProject &) = delete;

    // Whether the other process has opened it.
    [[nodiscard]] bool held() const noexcept { return held_; }
    void release() {
        if (holder_ <= 0) return;
        ::kill(holder_, SIGKILL);
        ::waitpid(holder_, nullptr, 0);
        holder_ = -1;
        held_ = false;
    }

private:
    pid_t holder_ = -1;
    bool held_ = false;
};

}  // namespace moa::test

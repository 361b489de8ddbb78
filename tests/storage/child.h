// Work in a process of its own: for locks, limits, kills and other users.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <exception>

#include "storage/project_samples.h"

namespace moa::test {

// Runs `work` in a child process that ends without tidying up; its exit status, 3 for an exception.
template <class Work>
int inChild(Work work) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        int code = 1;
        try {
            code = work();
        } catch (const std::exception &) {
            code = 3;
        }
        ::_exit(code);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

// As inChild, and root, whom no permission stops, becomes nobody first.
template <class Work>
int inOrdinaryChild(Work work) {
    return inChild([&] {
        constexpr unsigned kNobody = 65534;
        if (::geteuid() == 0 && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0)) return 4;
        return work();
    });
}

// Opens the project, changes it, and ends without closing it: the change stays in the log beside the file.
template <class Change>
void changeAndDie(const fs::path &path, Change change) {
    const int code = inChild([&] {
        ProjectFile file(path, ProjectFile::Mode::Create);
        change(file);
        ::_exit(0);
        return 1;
    });
    QCOMPARE(code, 0);
}

}  // namespace moa::test

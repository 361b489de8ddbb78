// Any bytes as a project file: every noun is read and the file is checked.
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "fuzz/guard.h"
#include "storage/project_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    // SQLite wants a path of its own; one that is read-only is read as it is, without a log beside it.
    static const auto path = "/dev/shm/fuzz-project-" + std::to_string(::getpid()) + ".moa";
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(size));
    ::chmod(path.c_str(), 0444);
    using moa::test::tolerate;
    const moa::test::TimeLimit limit;
    tolerate([&] {
        const moa::storage::ProjectFile file(path, moa::storage::ProjectFile::Mode::Read);
        tolerate([&] { static_cast<void>(file.model()); });
        tolerate([&] { static_cast<void>(file.samples()); });
        tolerate([&] { static_cast<void>(file.profile()); });
        tolerate([&] { static_cast<void>(file.profiled(256)); });
        tolerate([&] { static_cast<void>(file.plans()); });
        tolerate([&] { static_cast<void>(file.runs()); });
        tolerate([&] { static_cast<void>(file.stages()); });
        tolerate([&] { static_cast<void>(file.validations()); });
        tolerate([&] { static_cast<void>(file.runSamples("r")); });
        tolerate([&] { static_cast<void>(file.setting("k")); });
        tolerate([&] { static_cast<void>(file.info()); });
        tolerate([&] { static_cast<void>(file.check()); });
    });
    std::remove(path.c_str());
    return 0;
}

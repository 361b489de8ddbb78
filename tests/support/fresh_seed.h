// Where random tests begin.
#pragma once

#include <QtGlobal>
#include <random>

namespace moa::test {

// Another each run, told with the test's output; MOA_SEED repeats a run.
inline unsigned freshSeed() {
    const auto seed =
        qEnvironmentVariableIsSet("MOA_SEED") ? qEnvironmentVariable("MOA_SEED").toUInt() : std::random_device()();
    qInfo("seed %u", seed);
    return seed;
}

}  // namespace moa::test

// The checks of the CUDA kernels, one function a kernel, and how they report.
#pragma once

#include <cstdint>
#include <string>

namespace moa::gpu_test {

// Each compares its kernel with the CPU oracle, prints one line a case and returns whether all were within tolerance.
// quick: a few cases only, for the checkers of compute-sanitizer.
bool checkPrefill(bool quick);
bool checkInfluence(bool quick);
bool checkDecode(bool quick);
bool checkCaches(bool quick);
bool checkOperands(bool quick);

// Prints "ok" or "FAIL", the label and the figures; returns `good`.
bool report(const std::string &label, bool good, const std::string &figures);
std::string shown(double value);

// The run's seed, printed at the start, and the threads of the oracle.
std::uint64_t seed();
int threads();

}  // namespace moa::gpu_test

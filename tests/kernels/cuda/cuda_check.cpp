// Compares every CUDA kernel with its CPU oracle. Stands alone, so that it can be built and run on a machine that has
// a GPU and nothing else of what the project needs.
//   cuda_check [--quick] [prefill] [influence] [decode] [caches] [operands]
// Exit code: 0 all within tolerance, 1 a difference, 2 no GPU or an error of the device.
#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstring>
#include <random>
#include <thread>

#include "tests/kernels/cuda/checks.h"

namespace moa::gpu_test {

bool report(const std::string &label, bool good, const std::string &figures) {
    std::printf("%s %s: %s\n", good ? "ok  " : "FAIL", label.c_str(), figures.c_str());
    std::fflush(stdout);
    return good;
}

std::string shown(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", value);
    return text;
}

std::uint64_t seed() {
    static const std::uint64_t value = std::random_device()();
    return value;
}

int threads() {
    const unsigned n = std::thread::hardware_concurrency();
    return n == 0 ? 1 : static_cast<int>(n);
}

}  // namespace moa::gpu_test

int main(int argc, char **argv) {
    using namespace moa::gpu_test;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);  // what was printed survives a hang
    cudaDeviceProp device{};
    if (cudaGetDeviceProperties(&device, 0) != cudaSuccess) {
        std::printf("no GPU\n");
        return 2;
    }
    std::printf("%s, seed %llu\n", device.name, static_cast<unsigned long long>(seed()));
    bool quick = false;
    bool named = false;
    const auto wanted = [&](const char *name) {
        bool found = !named;
        for (int i = 1; i < argc; ++i) found = found || std::strcmp(argv[i], name) == 0;
        return found;
    };
    for (int i = 1; i < argc; ++i) {
        const bool isQuick = std::strcmp(argv[i], "--quick") == 0;
        quick = quick || isQuick;
        named = named || !isQuick;
    }
    bool good = true;
    if (wanted("prefill")) good = checkPrefill(quick) && good;
    if (wanted("influence")) good = checkInfluence(quick) && good;
    if (wanted("decode")) good = checkDecode(quick) && good;
    if (wanted("caches")) good = checkCaches(quick) && good;
    if (wanted("operands")) good = checkOperands(quick) && good;
    std::printf("%s\n", good ? "all within tolerance" : "DIFFERENCES");
    return good ? 0 : 1;
}

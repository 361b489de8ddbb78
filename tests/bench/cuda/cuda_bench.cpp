// Timings of the CUDA kernels on random values, one JSON line each. The peers are measured by tests/bench/peers.
//   cuda_bench [--designs] [prefill] [influence] [decode]
#include <cstring>

#include "tests/bench/cuda/benches.h"

int main(int argc, char **argv) {
    using namespace moa::gpu_test;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);  // what was printed survives a hang
    cudaDeviceProp device{};
    if (cudaGetDeviceProperties(&device, 0) != cudaSuccess) {
        std::printf("no GPU\n");
        return 2;
    }
    std::printf("{\"what\": \"device\", \"name\": \"%s\"}\n", device.name);
    bool designs = false;
    bool named = false;
    for (int i = 1; i < argc; ++i) {
        const bool isDesigns = std::strcmp(argv[i], "--designs") == 0;
        designs = designs || isDesigns;
        named = named || !isDesigns;
    }
    const auto wanted = [&](const char *name) {
        bool found = !named;
        for (int i = 1; i < argc; ++i) found = found || std::strcmp(argv[i], name) == 0;
        return found;
    };
    if (wanted("prefill")) benchPrefill(designs);
    if (wanted("influence")) benchInfluence(designs);
    if (wanted("decode")) benchDecode(designs);
}

// Compares the engine on a GPU with the engine on the CPU.
//   engine_cuda_check ROOT   (the folder that holds resources/ and tests/data/)
// Exit code: 0 all within tolerance, 1 a difference, 2 no GPU.
#include <cstdio>

#include "engine/model/cuda_plugin.h"
#include "tests/engine_cuda/checks.h"

namespace moa::gpu_test {

bool report(const std::string &label, bool good, const std::string &figures) {
    std::printf("%s %s: %s\n", good ? "ok  " : "FAIL", label.c_str(), figures.c_str());
    std::fflush(stdout);
    return good;
}

engine::Model load(const std::filesystem::path &path, engine::ComputeDtype dtype, bool cuda) {
    Progress progress;
    engine::ComputeOptions options;
    options.dtype = dtype;
    options.device = {cuda, 0};
    return engine::Model::load(engine::ModelFiles::open(path), options, progress);
}

std::vector<std::int32_t> randomIds(std::mt19937 &rng, int count, int vocab) {
    std::vector<std::int32_t> ids;
    for (int i = 0; i < count; ++i) ids.push_back(static_cast<std::int32_t>(rng() % static_cast<unsigned>(vocab)));
    return ids;
}

}  // namespace moa::gpu_test

int main(int argc, char **argv) {
    using namespace moa::gpu_test;
    if (argc != 2) {
        std::printf("usage: engine_cuda_check ROOT\n");
        return 1;
    }
    if (moa::engine::gpuCount() == 0) {
        std::printf("no GPU\n");
        return 2;
    }
    const auto seed = std::random_device()();
    std::printf("seed %u\n", seed);
    std::mt19937 rng(seed);
    try {
        const bool models = checkModels(argv[1], rng);
        const bool limits = checkLimits(argv[1], rng);
        std::printf("%s\n", models && limits ? "all within tolerance" : "DIFFERENCES");
        return models && limits ? 0 : 1;
    } catch (const std::exception &error) {
        std::printf("FAIL %s\n", error.what());
        return 1;
    }
}

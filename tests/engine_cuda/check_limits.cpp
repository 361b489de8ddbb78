// What a GPU must refuse, and what it must survive.
#include <ATen/ops/empty.h>

#include <functional>

#include "engine/model/cuda_plugin.h"
#include "engine/model/device_errors.h"
#include "engine/model/weights.h"
#include "engine/runtime/runtime.h"
#include "engine/values/error.h"
#include "tests/engine_cuda/checks.h"

namespace moa::gpu_test {

using namespace engine;

namespace {

// Whether `work` throws moa::Error whose text holds `part`.
bool refused(const std::string &label, const std::string &part, const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        const std::string text = error.failed() + " / " + error.where() + " / " + error.why() + " / " + error.remedy();
        return report(label, text.find(part) != std::string::npos, text);
    }
    return report(label, false, "it was not refused");
}

}  // namespace

bool checkLimits(const std::filesystem::path &root, std::mt19937 &rng) {
    const auto path = root / "resources/sample/model";
    const auto model = load(path, ComputeDtype::BFloat16, true);
    const auto &device = *model.weights().device;
    Progress progress;
    const Runtime runtime(model, SpanPolicy::dense(model.facts()), Prefill::Token);
    bool good = refused("a GPU that is not there", "numbered from 0", [] { static_cast<void>(openCuda(99)); });
    good = refused("float64", "float64", [&] { static_cast<void>(load(path, ComputeDtype::Float64, true)); }) && good;
    const std::vector<std::vector<std::int32_t>> many(6000, randomIds(rng, 8000, model.facts().vocab));
    good = refused("a batch that does not fit", "Use a batch of at most",
                   [&] {
                       static_cast<void>(runtime.decode(many, {8, {}, {}}, progress));
                   }) &&
           good;
    const auto all = at::TensorOptions().dtype(at::kByte).device(device.torch());
    good = refused("out of memory", "its memory is full",
                   [&] { onDevice(device, "The test", [&] { at::empty({std::int64_t{1} << 42}, all); }); }) &&
           good;
    const auto before = runtime.score(randomIds(rng, 300, model.facts().vocab), 0, progress);
    {
        const auto taken = at::empty({*device.freeBytes() - (std::int64_t{64} << 20)}, all);
        good = refused("no room for a text", "GB are free",
                       [&] {
                           static_cast<void>(
                               runtime.decode({{randomIds(rng, 8000, model.facts().vocab)}}, {8, {}, {}}, progress));
                       }) &&
               good;
    }
    device.releaseMemory();
    const auto after = runtime.score(randomIds(rng, 300, model.facts().vocab), 0, progress);
    return report("work goes on afterwards", before.nll.size() == after.nll.size(), "scored") && good;
}

}  // namespace moa::gpu_test

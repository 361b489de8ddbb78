#include "engine/model/cuda_plugin.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/model/compute_device.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

namespace fs = std::filesystem;

constexpr const char *kWhat = "The GPU cannot be used";
constexpr const char *kPlugin = "libmoa_cuda.so";

// Beside the program, or where a package keeps it; empty: not there.
fs::path pluginPath() {
    std::error_code error;
    const auto folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const auto &path : {folder / kPlugin, folder.parent_path() / "lib" / "moa-studio" / kPlugin})
        if (fs::exists(path, error)) return path;
    return {};
}

// The driver's library, asked without linking it.
class Driver {
public:
    Driver() : library_(::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL)) {}
    Driver(const Driver &) = delete;
    Driver &operator=(const Driver &) = delete;
    ~Driver() {
        if (library_ != nullptr) ::dlclose(library_);
    }

    [[nodiscard]] bool found() const noexcept { return library_ != nullptr; }
    [[nodiscard]] int gpus() const noexcept {
        const auto start = function<int (*)(unsigned)>("cuInit");
        const auto count = function<int (*)(int *)>("cuDeviceGetCount");
        int gpus = 0;
        return start && count && start(0) == 0 && count(&gpus) == 0 ? gpus : 0;
    }

private:
    template <class F>
    [[nodiscard]] F function(const char *name) const noexcept {
        return library_ == nullptr ? nullptr : reinterpret_cast<F>(::dlsym(library_, name));
    }

    void *library_;
};

std::string lastLoaderError() {
    const char *text = ::dlerror();
    return text == nullptr ? "the loader gives no reason" : text;
}

// Refuses what can be told before the plug-in and half a gigabyte of LibTorch are loaded.
void checkGpu(int index) {
    const Driver driver;
    const int gpus = driver.gpus();
    if (index < gpus) return;
    const auto why = !driver.found() ? std::string("no NVIDIA driver is installed")
                     : gpus == 0     ? std::string("the driver finds no GPU")
                                     : fmt::format("the machine has {} GPUs, numbered from 0", gpus);
    throw Error(kWhat, fmt::format("--device cuda:{}", index), why,
                gpus > 0 ? "Choose one of them." : "Use --device cpu.");
}

}  // namespace

int gpuCount() noexcept {
    try {
        const char *visible = std::getenv("CUDA_VISIBLE_DEVICES");
        const bool hidden = visible != nullptr && (*visible == '\0' || *visible == '-');
        if (hidden || pluginPath().empty()) return 0;
        int count = 0;
        while (fs::exists("/dev/nvidia" + std::to_string(count))) ++count;
        return count;
    } catch (const std::exception &) {
        return 0;
    }
}

std::shared_ptr<const ComputeDevice> openCuda(int index, bool recordSteps) {
    checkGpu(index);
    const auto path = pluginPath();
    if (path.empty())
        throw Error(kWhat, kPlugin, "it is not beside the program: this build has no GPU part",
                    "Build with the preset cuda, or use --device cpu.");
    // It stays loaded: LibTorch's operators can't be taken back.
    void *plugin = ::dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
    if (plugin == nullptr)
        throw Error(kWhat, path.string(), lastLoaderError(),
                    "Install the NVIDIA wheels that PyTorch 2.11 names, or use --device cpu.");
    const auto open = reinterpret_cast<OpenCuda>(::dlsym(plugin, "moaOpenCuda"));
    if (open == nullptr) throw Error(kWhat, path.string(), "it is the plug-in of another version", "Build it again.");
    std::shared_ptr<const ComputeDevice> device;
    open(index, recordSteps, device);
    return device;
}

}  // namespace moa::engine

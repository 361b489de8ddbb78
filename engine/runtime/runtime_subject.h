// The runtime as a subject of evaluation.
#pragma once

#include "engine/evaluate/subject.h"
#include "engine/runtime/runtime.h"

namespace moa::engine {

class RuntimeSubject final : public Subject {
public:
    explicit RuntimeSubject(Runtime runtime) : runtime_(std::move(runtime)) {}

    [[nodiscard]] std::vector<double> nll(std::span<const std::int32_t> ids, Progress &progress) override;
    [[nodiscard]] Generation generate(std::span<const std::int32_t> prompt, const GenerateLimits &limits,
                                      Progress &progress) override;
    [[nodiscard]] std::int64_t denseKvBytes(std::int64_t tokens) const override {
        return runtime_.denseKvBytes(tokens);
    }
    [[nodiscard]] Densities densities(std::int64_t n, std::int64_t m) const override {
        return runtime_.spans().densities(n, m);
    }
    [[nodiscard]] std::string name() const override { return runtime_.spans().name(); }

private:
    Runtime runtime_;
};

}  // namespace moa::engine

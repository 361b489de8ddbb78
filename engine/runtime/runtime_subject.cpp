#include "engine/runtime/runtime_subject.h"

namespace moa::engine {

std::vector<double> RuntimeSubject::nll(std::span<const std::int32_t> ids, Progress &progress) {
    return runtime_.score(ids, 0, progress).nll;
}

Generation RuntimeSubject::generate(std::span<const std::int32_t> prompt, const GenerateLimits &limits,
                                    Progress &progress) {
    const std::vector<std::vector<std::int32_t>> batch = {{prompt.begin(), prompt.end()}};
    auto decoded = runtime_.decode(batch, {limits.maxNew, limits.stops}, progress);
    auto &row = decoded.rows.front();
    return {std::move(row.ids), std::move(row.margins), decoded.secondsPrefill, decoded.secondsDecode, row.kvBytes};
}

}  // namespace moa::engine

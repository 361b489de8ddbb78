#include "engine/formats/fact_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/values/error.h"

namespace moa::engine {

void refuseModel(const std::string &where, const std::string &why, const std::string &remedy) {
    throw Error("The model cannot be opened", where, why, remedy);
}

void checkFacts(const ModelFacts &f, const std::string &where) {
    struct Range {
        const char *name;
        std::int64_t value;
        std::int64_t most;
    };
    const std::array ranges = {
        Range{"layers", f.layers, 1024},         Range{"query heads", f.heads, 1024},
        Range{"kv heads", f.kvHeads, 1024},      Range{"head dimension", f.headDim, 256},
        Range{"hidden size", f.hidden, 65536},   Range{"intermediate size", f.intermediate, 1 << 20},
        Range{"vocabulary", f.vocab, 1'000'000}, Range{"positions", f.maxPosition, 1 << 28},
    };
    const char *remedy = "Use a complete model whose config is unchanged.";
    for (const auto &r : ranges)
        if (r.value < 1 || r.value > r.most)
            refuseModel(where, fmt::format("its {} is {}, outside 1..{}", r.name, r.value, r.most), remedy);
    if (f.heads % f.kvHeads != 0)
        refuseModel(where, fmt::format("{} query heads cannot share {} kv heads", f.heads, f.kvHeads), remedy);
    if (f.headDim % 2 != 0) refuseModel(where, fmt::format("its head dimension {} is odd", f.headDim), remedy);
    if (!(f.normEps > 0 && f.normEps < 1)) refuseModel(where, fmt::format("its norm epsilon is {}", f.normEps), remedy);
    constexpr std::array<std::string_view, 5> kRopes = {"default", "linear", "dynamic", "llama3", "yarn"};
    if (std::ranges::find(kRopes, f.rope.type) == kRopes.end())
        refuseModel(where, "the rotary scaling '" + f.rope.type + "' is not read",
                    "Use a model with default, linear or llama3 scaling.");
    if (!(f.rope.theta > 0) || !std::isfinite(f.rope.theta) || !(f.rope.factor > 0) || !std::isfinite(f.rope.factor))
        refuseModel(where, "its rotary base or factor is not a positive number", remedy);
    if (f.rope.type == "llama3" && (f.rope.originalMaxPosition < 1 || !(f.rope.highFreqFactor > f.rope.lowFreqFactor) ||
                                    !(f.rope.lowFreqFactor > 0)))
        refuseModel(where, "its llama3 rotary scaling is incomplete", remedy);
}

}  // namespace moa::engine

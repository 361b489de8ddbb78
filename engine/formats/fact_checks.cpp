#include "engine/formats/fact_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/formats/config_object.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

bool isPositive(double value) {
    return value > 0 && std::isfinite(value);
}

void checkRope(const RopeFacts &rope, const std::string &where) {
    const auto refuse = [&](const char *why) { refuseModel(where, why, kConfigRemedy); };
    checkRopeType(rope, where);
    if (!isPositive(rope.theta) || !isPositive(rope.factor))
        refuse("its rotary base or factor is not a positive number");
    if (rope.type != "default" && rope.type != "linear" && rope.originalMaxPosition < 1)
        refuse("its rotary scaling lacks the original positions");
    if (rope.type == "llama3" && (!isPositive(rope.lowFreqFactor) || !(rope.highFreqFactor > rope.lowFreqFactor)))
        refuse("its llama3 rotary scaling is incomplete");
    if (rope.type == "yarn" && (!isPositive(rope.betaFast) || !isPositive(rope.betaSlow) || rope.theta == 1 ||
                                !isPositive(rope.attentionFactor)))
        refuse("a parameter of its yarn rotary scaling is not a positive number");
}

}  // namespace

void refuseModel(const std::string &where, const std::string &why, const std::string &remedy) {
    throw Error("The model cannot be opened", where, why, remedy);
}

void checkRopeType(const RopeFacts &rope, const std::string &where) {
    constexpr std::array<std::string_view, 5> kRopes = {"default", "linear", "dynamic", "llama3", "yarn"};
    if (std::ranges::find(kRopes, rope.type) == kRopes.end())
        refuseModel(where, "the rotary scaling '" + rope.type + "' is not computed",
                    "Use a model with default, linear, dynamic, llama3 or yarn scaling.");
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
    for (const auto &r : ranges)
        if (r.value < 1 || r.value > r.most)
            refuseModel(where, fmt::format("its {} is {}, outside 1..{}", r.name, r.value, r.most), kConfigRemedy);
    if (f.heads % f.kvHeads != 0)
        refuseModel(where, fmt::format("{} query heads cannot share {} kv heads", f.heads, f.kvHeads), kConfigRemedy);
    if (f.headDim % 2 != 0) refuseModel(where, fmt::format("its head dimension {} is odd", f.headDim), kConfigRemedy);
    if (!(f.normEps > 0 && f.normEps < 1))
        refuseModel(where, fmt::format("its norm epsilon is {}", f.normEps), kConfigRemedy);
    checkRope(f.rope, where);
}

void limitToWindow(ModelFacts &facts, std::int64_t window) {
    if (window < 1 || window >= facts.maxPosition) return;
    facts.slidingWindow = window;
    facts.maxPosition = window;
}

}  // namespace moa::engine

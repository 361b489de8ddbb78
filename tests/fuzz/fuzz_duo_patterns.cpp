// Any text as DuoAttention patterns: what stands before the first '{' is the table, the rest is config.json.
#include <algorithm>
#include <string_view>

#include "engine/plan/duo_patterns.h"
#include "fuzz/guard.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto config = std::min(text.find('{'), text.size());
    constexpr int kHeads = 12;
    const moa::test::TimeLimit limit;
    for (const DuoCut &cut : {DuoCut{0.5, {}}, DuoCut{{}, 0.5}})
        moa::test::tolerate([&] {
            const auto plan = parseDuoPatterns(text.substr(0, config), text.substr(config), "fuzz", kHeads, cut);
            moa::test::require(plan.heads == kHeads &&
                               plan.rules.size() == static_cast<std::size_t>(plan.layers) * kHeads);
        });
    return 0;
}

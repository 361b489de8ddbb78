// Any text as a plan: refused, or the same after it was written and read again.
#include <string_view>

#include "engine/plan/plan_json.h"
#include "fuzz/guard.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    const moa::test::TimeLimit limit;
    moa::test::tolerate([&] {
        const auto plan = parsePlan({reinterpret_cast<const char *>(data), size}, "fuzz");
        moa::test::require(parsePlan(planToJson(plan).dump(), "fuzz") == plan);
    });
    return 0;
}

// Any text as a config.json.
#include <string_view>

#include "engine/formats/json_reader.h"
#include "engine/formats/model_config.h"
#include "fuzz/guard.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    const moa::test::TimeLimit limit;
    moa::test::tolerate([&] {
        const auto json = parseJson({reinterpret_cast<const char *>(data), size}, "fuzz");
        static_cast<void>(factsFromConfig(json, "fuzz"));
    });
    return 0;
}

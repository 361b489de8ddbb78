// Any text as a config.json.
#include "engine/formats/json_reader.h"
#include "engine/formats/model_config.h"
#include "engine/values/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    try {
        const auto json = parseJson({reinterpret_cast<const char *>(data), size}, "fuzz");
        static_cast<void>(factsFromConfig(json, "fuzz"));
    } catch (const moa::Error &) {
    }
    return 0;
}

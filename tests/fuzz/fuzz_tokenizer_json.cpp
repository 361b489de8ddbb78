// Any text as a tokenizer.json; what is accepted must encode and decode without harm.
#include "engine/formats/json_reader.h"
#include "engine/tokenizer/bpe_readers.h"
#include "fuzz/guard.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    const moa::test::TimeLimit limit;
    moa::test::tolerate([&] {
        const auto json = parseJson({reinterpret_cast<const char *>(data), size}, "fuzz", {1U << 20, 16});
        const BpeTokenizer tokenizer(bpeFromJson(json, "fuzz"));
        for (const bool special : {false, true})
            static_cast<void>(tokenizer.decode(tokenizer.encode("It's 12 <|end|> é\nＢ", {special, true})));
    });
    return 0;
}

// Any bytes as SentencePiece's tokenizer.model; what is accepted must encode and decode without harm.
#include <span>

#include "engine/tokenizer/bpe_readers.h"
#include "fuzz/guard.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    const moa::test::TimeLimit limit;
    moa::test::tolerate([&] {
        const BpeTokenizer tokenizer(bpeFromSentencePiece(std::as_bytes(std::span(data, size)), {}, "fuzz"));
        for (const bool special : {false, true})
            static_cast<void>(tokenizer.decode(tokenizer.encode(" It's  12 </s> é\nＢ ", {special, true})));
    });
    return 0;
}

// Any bytes as a GGUF file, through its tensors, its facts and its tokenizer.
#include "engine/formats/gguf_file.h"
#include "engine/formats/model_config.h"
#include "engine/tokenizer/bpe_readers.h"
#include "fuzz/guard.h"
#include "fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace moa::engine;
    using moa::test::tolerate;
    const moa::test::MemoryFile file(data, size);
    const moa::test::TimeLimit limit;
    tolerate([&] {
        const auto gguf = GgufFile::open(file.path());
        std::vector<float> values;
        for (const auto &tensor : gguf.tensors()) {
            values.resize(static_cast<std::size_t>(valueCount(tensor.shape)));
            dequantize(tensor.dtype, gguf.bytes(tensor), values);
        }
        tolerate([&] { static_cast<void>(factsFromGguf(gguf)); });
        tolerate([&] {
            const BpeTokenizer tokenizer(bpeFromGguf(gguf));
            static_cast<void>(tokenizer.decode(tokenizer.encode("It's 12 o'clock.\n")));
        });
    });
    return 0;
}

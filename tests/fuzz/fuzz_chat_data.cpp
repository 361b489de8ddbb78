// Any bytes as calibration data, JSONL or plain text; what is accepted becomes samples of tokens.
#include "engine/calibrate/data_reader.h"
#include "engine/calibrate/sample_builder.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/chat_template.h"
#include "fuzz/guard.h"
#include "fuzz/memory_file.h"

namespace {

using namespace moa::engine;

// A token a byte, spelled in the byte alphabet.
BpeTokenizer byteTokenizer() {
    nlohmann::json vocabulary;
    int next = 256;
    for (int byte = 0; byte < 256; ++byte) {
        const bool printable = (byte > 32 && byte < 127) || (byte > 160 && byte != 173);
        const int point = printable ? byte : next++;
        vocabulary[point < 0x80 ? std::string(1, static_cast<char>(point))
                                : std::string{static_cast<char>(0xC0 | point >> 6),
                                              static_cast<char>(0x80 | (point & 0x3F))}] = byte;
    }
    const nlohmann::json file = {
        {"model", {{"type", "BPE"}, {"vocab", vocabulary}, {"merges", nlohmann::json::array()}}},
        {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}}},
        {"decoder", {{"type", "ByteLevel"}}}};
    return BpeTokenizer(bpeFromJson(file, "fuzz"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static const auto tokenizer = byteTokenizer();
    static const auto &chat = chatTemplateByName("chatml");
    const moa::test::MemoryFile file(data, size);
    const moa::test::TimeLimit limit;
    moa::test::tolerate([&] {
        const auto samples = readTextData(file.path());
        for (const auto &text : samples)
            moa::test::tolerate([&] {
                const auto sample = encodeSample(text, tokenizer, &chat, {true, false});
                for (const auto target : sample.targets)
                    moa::test::require(target > 0 && static_cast<std::size_t>(target) < sample.ids.size());
            });
    });
    return 0;
}

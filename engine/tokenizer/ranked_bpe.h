// Byte pair encoding by a list of merges. Internal to the tokenizer room.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/tokenizer/bpe_description.h"
#include "engine/tokenizer/merge_loop.h"
#include "engine/tokenizer/tokenizer.h"

namespace moa::engine {

// After the BPE model of the tokenizers library, over bytes (GPT-2, Llama 3, Qwen) or characters with byte fallback
// (Llama 2).
class RankedBpe {
public:
    // Throws moa::Error for merges of tokens that do not exist.
    explicit RankedBpe(const BpeDescription &description);

    // Appends the tokens of one piece; their bytes are counted from `offset`. What has no token, without an
    // unknown token, is left out.
    void encode(std::string_view piece, std::size_t offset, MergeSpace &space, std::vector<TokenPiece> &out) const;

private:
    struct Merge {
        std::int32_t rank;
        std::int32_t id;
    };

    void addMerges(const BpeDescription &description);
    void startFromBytes(std::string_view piece, MergeSpace &space) const;
    void startFromCharacters(std::string_view piece, MergeSpace &space) const;
    [[nodiscard]] bool appendBytes(std::string_view piece, std::size_t begin, std::size_t end, MergeSpace &space) const;

    std::string where_;
    bool overBytes_;
    bool byteFallback_;
    bool fuseUnknown_;
    bool ignoreMerges_;
    std::int32_t unknown_;
    std::unordered_map<std::string, std::int32_t> ids_;  // by what stands in the text
    std::array<std::int32_t, 256> byteIds_ = {};         // -1: no token for this byte
    std::unordered_map<std::uint64_t, Merge> merges_;    // by the ids of a pair
};

}  // namespace moa::engine

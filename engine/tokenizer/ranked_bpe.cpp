#include "engine/tokenizer/ranked_bpe.h"

#include <fmt/format.h>

#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/code_points.h"

namespace moa::engine {

namespace {

std::uint64_t pairKey(std::int32_t left, std::int32_t right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

}  // namespace

RankedBpe::RankedBpe(const BpeDescription &description)
    : where_(description.where),
      overBytes_(description.kind == BpeDescription::Kind::ByteLevel),
      byteFallback_(description.byteFallback),
      fuseUnknown_(description.fuseUnknown),
      ignoreMerges_(description.ignoreMerges),
      unknown_(description.unknownToken) {
    byteIds_.fill(-1);
    ids_.reserve(description.tokens.size());
    for (std::size_t i = 0; i < description.tokens.size(); ++i) {
        const auto &token = description.tokens[i];
        const auto id = static_cast<std::int32_t>(i);
        if (token.empty()) continue;
        if (!overBytes_) {
            ids_.emplace(token, id);
            if (const auto byte = byteOfToken(token); byte && token == byteToken(*byte)) byteIds_[*byte] = id;
        } else if (auto bytes = bytesOfToken(token)) {  // a token with other characters never stands in a text
            if (bytes->size() == 1) byteIds_[static_cast<unsigned char>(bytes->front())] = id;
            ids_.emplace(std::move(*bytes), id);
        }
    }
    addMerges(description);
}

void RankedBpe::addMerges(const BpeDescription &description) {
    std::unordered_map<std::string_view, std::int32_t> byToken;
    byToken.reserve(description.tokens.size());
    for (std::size_t id = 0; id < description.tokens.size(); ++id)
        byToken.emplace(description.tokens[id], static_cast<std::int32_t>(id));
    std::int32_t rank = 0;
    const auto id = [&](const std::string &token) {
        const auto at = byToken.find(token);
        if (token.empty() || at == byToken.end())
            refuseTokenizer(where_, fmt::format("merge {} names '{}', which is no token", rank, token));
        return at->second;
    };
    merges_.reserve(description.merges.size());
    for (const auto &[left, right] : description.merges) {
        // Of two merges of the same pair the tokenizers library takes the last.
        merges_.insert_or_assign(pairKey(id(left), id(right)), Merge{rank, id(left + right)});
        ++rank;
    }
}

void RankedBpe::encode(std::string_view piece, std::size_t offset, MergeSpace &space,
                       std::vector<TokenPiece> &out) const {
    if (ignoreMerges_)
        if (const auto whole = ids_.find(std::string(piece)); whole != ids_.end()) {
            out.push_back({whole->second, offset, offset + piece.size()});
            return;
        }
    space.symbols.clear();
    overBytes_ ? startFromBytes(piece, space) : startFromCharacters(piece, space);
    mergeSymbols(space, [&](const Symbol &left, const Symbol &right) -> PairMerge {
        const auto at = merges_.find(pairKey(left.id, right.id));
        if (at == merges_.end()) return {0, 0, false};
        return {static_cast<double>(at->second.rank), at->second.id, true};
    });
    for (const auto &symbol : space.symbols)
        if (symbol.begin < symbol.end) out.push_back({symbol.id, offset + symbol.begin, offset + symbol.end});
}

// SmolLM2 has no tokens for bytes of planes that nobody uses: such characters are left out, as in the tokenizers
// library and llama.cpp.
void RankedBpe::startFromBytes(std::string_view piece, MergeSpace &space) const {
    for (std::size_t i = 0; i < piece.size(); ++i) {
        const auto byte = static_cast<unsigned char>(piece[i]);
        const auto id = byteIds_[byte] >= 0 ? byteIds_[byte] : unknown_;
        if (id >= 0) space.append(id, i, i + 1);
    }
}

bool RankedBpe::appendBytes(std::string_view piece, std::size_t begin, std::size_t end, MergeSpace &space) const {
    if (!byteFallback_) return false;
    for (auto i = begin; i < end; ++i)
        if (byteIds_[static_cast<unsigned char>(piece[i])] < 0) return false;
    for (auto i = begin; i < end; ++i) space.append(byteIds_[static_cast<unsigned char>(piece[i])], i, i + 1);
    return true;
}

// An unknown token waits for its row to end at the next known character; bytes of a fallback pass it by, as in the
// tokenizers library.
void RankedBpe::startFromCharacters(std::string_view piece, MergeSpace &space) const {
    std::size_t unknownBegin = 0;
    std::size_t unknownEnd = 0;
    const auto flush = [&] {
        if (unknownBegin < unknownEnd) space.append(unknown_, unknownBegin, unknownEnd);
        unknownBegin = unknownEnd = 0;
    };
    for (std::size_t at = 0; at < piece.size();) {
        const auto begin = at;
        static_cast<void>(nextCodePoint(piece, at));
        if (const auto known = ids_.find(std::string(piece.substr(begin, at - begin))); known != ids_.end()) {
            flush();
            space.append(known->second, begin, at);
        } else if (!appendBytes(piece, begin, at, space) && unknown_ >= 0) {
            if (!fuseUnknown_) flush();
            if (unknownBegin == unknownEnd) unknownBegin = begin;
            unknownEnd = at;
        }
    }
    flush();
}

}  // namespace moa::engine

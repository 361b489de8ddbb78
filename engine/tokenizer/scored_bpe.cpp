#include "engine/tokenizer/scored_bpe.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/code_points.h"

namespace moa::engine {

namespace {

AddedTokens userDefined(const BpeDescription &description) {
    std::vector<AddedToken> tokens;
    for (std::size_t id = 0; id < description.tokens.size(); ++id)
        if (description.types[id] == TokenType::UserDefined && !description.tokens[id].empty())
            tokens.push_back({static_cast<std::int32_t>(id), description.tokens[id]});
    return AddedTokens(std::move(tokens));
}

}  // namespace

ScoredBpe::ScoredBpe(const BpeDescription &description)
    : texts_(description.tokens),
      userDefined_(userDefined(description)),
      unknown_(description.unknownToken),
      byteFallback_(description.byteFallback) {
    byteIds_.fill(-1);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        const auto &text = texts_[i];
        const auto id = static_cast<std::int32_t>(i);
        const auto type = description.types[i];
        if (text.empty()) continue;
        const bool merges = type != TokenType::Control && type != TokenType::Unknown && type != TokenType::Byte;
        if (!(merges ? tokens_.emplace(text, Token{id, description.scores[i], type == TokenType::Unused}).second
                     : reserved_.emplace(text, id).second))
            refuseTokenizer(description.where, fmt::format("the token '{}' is there twice", text));
        if (merges) longest_ = std::max(longest_, text.size());
        const auto byte = byteOfToken(text);
        if (byte && (type == TokenType::Byte || type == TokenType::Normal)) byteIds_[*byte] = id;
    }
    if (byteFallback_ && std::ranges::find(byteIds_, -1) != byteIds_.end())
        refuseTokenizer(description.where, "it falls back to bytes, but has not all 256");
    if (!byteFallback_ && unknown_ < 0) refuseTokenizer(description.where, "it has no unknown token");
}

const ScoredBpe::Token *ScoredBpe::find(std::string_view text) const {
    if (text.size() > longest_) return nullptr;
    const auto at = tokens_.find(text);
    return at == tokens_.end() ? nullptr : &at->second;
}

void ScoredBpe::encode(std::string_view piece, std::size_t offset, MergeSpace &space,
                       std::vector<TokenPiece> &out) const {
    space.symbols.clear();
    for (const auto &section : userDefined_.split(piece, true)) {
        if (section.token != nullptr) space.append(section.token->id, section.begin, section.end, true);
        for (auto at = section.begin; section.token == nullptr && at < section.end;) {
            const auto begin = at;
            static_cast<void>(nextCodePoint(piece, at));
            space.append(-1, begin, at);
        }
    }
    Splits splits;
    mergeSymbols(space, [&](const Symbol &left, const Symbol &right) -> PairMerge {
        if (left.frozen || right.frozen) return {0, 0, false};
        const auto text = piece.substr(left.begin, right.end - left.begin);
        const auto *token = find(text);
        if (token == nullptr) return {0, 0, false};
        if (token->unused) splits.insert_or_assign(text, left.end - left.begin);
        return {-static_cast<double>(token->score), token->id, true};
    });
    for (const auto &symbol : space.symbols)
        if (symbol.begin < symbol.end) addToken(piece, symbol.begin, symbol.end, offset, splits, out);
}

// Parts get shorter, so that the depth is bounded by the longest token.
void ScoredBpe::addToken(std::string_view piece, std::size_t begin, std::size_t end, std::size_t offset,
                         const Splits &splits, std::vector<TokenPiece> &out) const {
    const auto text = piece.substr(begin, end - begin);
    if (const auto at = reserved_.find(text); at != reserved_.end()) {
        out.push_back({at->second, offset + begin, offset + end});
        return;
    }
    const auto *token = find(text);
    if (token == nullptr) return addUnknown(piece, begin, end, offset, out);
    const auto split = token->unused ? splits.find(text) : splits.end();
    if (split == splits.end()) {
        out.push_back({token->id, offset + begin, offset + end});
        return;
    }
    addToken(piece, begin, begin + split->second, offset, splits, out);
    addToken(piece, begin + split->second, end, offset, splits, out);
}

void ScoredBpe::addUnknown(std::string_view piece, std::size_t begin, std::size_t end, std::size_t offset,
                           std::vector<TokenPiece> &out) const {
    if (byteFallback_) {
        for (auto i = begin; i < end; ++i)
            out.push_back({byteIds_[static_cast<unsigned char>(piece[i])], offset + i, offset + i + 1});
    } else if (begin > 0 && !out.empty() && out.back().id == unknown_ && out.back().end == offset + begin) {
        out.back().end = offset + end;
    } else {
        out.push_back({unknown_, offset + begin, offset + end});
    }
}

}  // namespace moa::engine

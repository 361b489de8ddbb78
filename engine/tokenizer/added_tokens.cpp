#include "engine/tokenizer/added_tokens.h"

#include <algorithm>

#include "engine/tokenizer/code_points.h"

namespace moa::engine {

AddedTokens::AddedTokens(std::vector<AddedToken> tokens) : tokens_(std::move(tokens)) {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        const auto &text = tokens_[i].text;
        if (!byText_.emplace(text, i).second) continue;
        auto &lengths = lengthsByFirstByte_[static_cast<unsigned char>(text[0])];
        if (std::ranges::find(lengths, text.size()) == lengths.end()) lengths.push_back(text.size());
        if (tokens_[i].singleWord && !word_)
            word_.emplace(R"([\w\x{200C}\x{200D}])", "word characters");  // of the regex crate: with the joiners
    }
    for (auto &lengths : lengthsByFirstByte_) std::ranges::sort(lengths, std::greater());
}

const AddedToken *AddedTokens::longestAt(std::string_view text, std::size_t at) const {
    for (const auto length : lengthsByFirstByte_[static_cast<unsigned char>(text[at])]) {
        if (length > text.size() - at) continue;
        if (const auto found = byText_.find(text.substr(at, length)); found != byText_.end())
            return &tokens_[found->second];
    }
    return nullptr;
}

bool AddedTokens::standsAlone(std::string_view text, std::size_t begin, std::size_t end) const {
    const auto isWord = [&](std::size_t from) {
        auto to = from;
        static_cast<void>(nextCodePoint(text, to));
        std::vector<Stretch> cuts;
        word_->cut(text.substr(from, to - from), 0, cuts);
        return cuts.front().match;
    };
    return !(begin > 0 && isWord(previousStart(text, begin))) && !(end < text.size() && isWord(end));
}

std::vector<Section> AddedTokens::split(std::string_view text, bool parseSpecial) const {
    std::vector<Section> out;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size() && !tokens_.empty();) {
        const auto *token = longestAt(text, at);
        if (token == nullptr) {
            ++at;
            continue;
        }
        auto begin = at;
        auto end = at + token->text.size();
        at = end;
        if (token->special && !parseSpecial) continue;
        if (token->singleWord && !standsAlone(text, begin, end)) continue;
        while (token->stripLeft && begin > done) {
            const auto before = previousStart(text, begin);
            auto next = before;
            if (!isWhiteSpace(nextCodePoint(text, next))) break;
            begin = before;
        }
        for (auto next = end; token->stripRight && end < text.size(); end = next)
            if (!isWhiteSpace(nextCodePoint(text, next))) break;
        if (done < begin) out.push_back({nullptr, done, begin});
        out.push_back({token, begin, end});
        done = end;
    }
    if (done < text.size()) out.push_back({nullptr, done, text.size()});
    return out;
}

}  // namespace moa::engine

#include "engine/tokenizer/bpe_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <queue>

#include "engine/formats/utf8.h"
#include "engine/tokenizer/byte_alphabet.h"
#include "engine/tokenizer/nfc.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

std::uint64_t pairKey(std::int32_t left, std::int32_t right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

bool isSpace(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}
bool isWordByte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}

[[noreturn]] void refuse(const std::string &where, const std::string &why) {
    throw Error("The tokenizer cannot be read", where, why,
                "Download the tokenizer again, or give token ids with --ids.");
}

// One symbol of a piece while it is merged; symbols form a list by index.
struct Symbol {
    std::int32_t id;
    std::size_t begin;
    std::size_t end;
    int previous;
    int next;
};

struct Candidate {
    std::int32_t rank;
    int left;
    std::int32_t leftId;
    std::int32_t rightId;
    // The lowest rank first, then the leftmost.
    friend bool operator<(const Candidate &a, const Candidate &b) {
        return std::pair(a.rank, a.left) > std::pair(b.rank, b.left);
    }
};

}  // namespace

BpeTokenizer::BpeTokenizer(BpeDescription description)
    : where_(description.where),
      added_(std::move(description.added)),
      preTokenizer_(std::move(description.patterns)),
      nfc_(description.nfc),
      ignoreMerges_(description.ignoreMerges),
      prefix_(std::move(description.prefix)),
      suffix_(std::move(description.suffix)),
      beginToken_(description.beginToken) {
    addTokens(description);
    addMerges(description);
    for (const auto *ids : {&prefix_, &suffix_})
        for (const auto id : *ids)
            if (id < 0 || id >= vocabSize()) refuse(where_, fmt::format("it adds the id {}, which does not exist", id));
}

void BpeTokenizer::addTokens(const BpeDescription &description) {
    std::ranges::stable_sort(added_,
                             [](const AddedToken &a, const AddedToken &b) { return a.text.size() > b.text.size(); });
    std::size_t size = description.tokens.size();
    for (const auto &token : added_) size = std::max(size, static_cast<std::size_t>(token.id) + 1);
    bytes_.resize(size);
    for (std::size_t id = 0; id < description.tokens.size(); ++id) {
        const auto &token = description.tokens[id];
        if (token.empty()) continue;
        bytes_[id] = bytesOfToken(token).value_or(token);
    }
    for (std::size_t i = 0; i < added_.size(); ++i) {
        const auto &token = added_[i];
        if (token.text.empty()) refuse(where_, fmt::format("the added token {} is empty", token.id));
        bytes_[static_cast<std::size_t>(token.id)] = token.text;
        addedByFirstByte_[static_cast<unsigned char>(token.text[0])].push_back(i);
    }
    for (std::size_t id = 0; id < bytes_.size(); ++id)
        if (!bytes_[id].empty()) ids_.emplace(bytes_[id], static_cast<std::int32_t>(id));
    for (int byte = 0; byte < 256; ++byte) {
        const auto at = ids_.find(std::string(1, static_cast<char>(byte)));
        byteIds_[static_cast<std::size_t>(byte)] = at == ids_.end() ? -1 : at->second;
    }
}

void BpeTokenizer::addMerges(const BpeDescription &description) {
    std::unordered_map<std::string_view, std::int32_t> byToken;
    for (std::size_t id = 0; id < description.tokens.size(); ++id)
        byToken.emplace(description.tokens[id], static_cast<std::int32_t>(id));
    const auto id = [&](const std::string &token, std::size_t rank) {
        const auto at = byToken.find(token);
        if (token.empty() || at == byToken.end())
            refuse(where_, fmt::format("merge {} names '{}', which is no token", rank, token));
        return at->second;
    };
    std::int32_t rank = 0;
    for (const auto &[left, right] : description.merges) {
        const auto merged = id(left + right, static_cast<std::size_t>(rank));
        merges_.emplace(pairKey(id(left, static_cast<std::size_t>(rank)), id(right, static_cast<std::size_t>(rank))),
                        Merge{rank, merged});
        ++rank;
    }
}

std::int32_t BpeTokenizer::find(std::string_view token) const {
    const auto at = ids_.find(std::string(token));
    return at == ids_.end() ? -1 : at->second;
}

std::vector<TokenPiece> BpeTokenizer::encodePieces(std::string_view text, const EncodeOptions &options) const {
    if (const auto bad = invalidUtf8(text); bad != std::string_view::npos)
        throw Error("The text cannot be encoded", fmt::format("byte {}", bad), "it is not UTF-8",
                    "Convert the text to UTF-8.");
    std::vector<TokenPiece> out;
    for (std::size_t at = 0; at < text.size();) {
        const auto match = nextAdded(text, at, options.parseSpecial);
        encodeText(text.substr(at, match.begin - at), at, out);
        if (match.token != nullptr) out.push_back({match.token->id, match.begin, match.end});
        at = match.end;
    }
    if (!options.addSpecial) return out;
    for (std::size_t i = 0; i < prefix_.size(); ++i)
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), TokenPiece{prefix_[i], 0, 0});
    for (const auto id : suffix_) out.push_back({id, text.size(), text.size()});
    return out;
}

// The first added token at or after `from`, the longest of those that begin there; an end-of-text match otherwise.
BpeTokenizer::Match BpeTokenizer::nextAdded(std::string_view text, std::size_t from, bool parseSpecial) const {
    for (std::size_t at = from; at < text.size(); ++at)
        for (const auto index : addedByFirstByte_[static_cast<unsigned char>(text[at])]) {
            const auto &token = added_[index];
            if ((token.special && !parseSpecial) || text.substr(at, token.text.size()) != token.text) continue;
            std::size_t begin = at;
            std::size_t end = at + token.text.size();
            if (token.singleWord &&
                ((begin > 0 && isWordByte(text[begin - 1])) || (end < text.size() && isWordByte(text[end]))))
                continue;
            while (token.stripLeft && begin > from && isSpace(text[begin - 1])) --begin;
            while (token.stripRight && end < text.size() && isSpace(text[end])) ++end;
            return {&token, begin, end};
        }
    return {nullptr, text.size(), text.size()};
}

void BpeTokenizer::encodeText(std::string_view text, std::size_t offset, std::vector<TokenPiece> &out) const {
    if (text.empty()) return;
    // Text below U+0300 (lead bytes below 0xCC) is in form C already.
    const bool rewrite =
        nfc_ && std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xCC; });
    if (!rewrite) {
        for (const auto piece : preTokenizer_.split(text))
            encodePiece(piece, offset + static_cast<std::size_t>(piece.data() - text.data()), out);
        return;
    }
    const NfcText normal(text);
    const auto first = out.size();
    for (const auto piece : preTokenizer_.split(normal.text()))
        encodePiece(piece, static_cast<std::size_t>(piece.data() - normal.text().data()), out);
    for (auto i = first; i < out.size(); ++i) {
        out[i].begin = offset + normal.sourceOffset(out[i].begin);
        out[i].end = offset + normal.sourceOffset(out[i].end);
    }
}

const BpeTokenizer::Merge *BpeTokenizer::mergeOf(std::int32_t left, std::int32_t right) const {
    const auto at = merges_.find(pairKey(left, right));
    return at == merges_.end() ? nullptr : &at->second;
}

// Merges the pair of lowest rank until none is left, with a heap, so that a long piece costs n log n.
void BpeTokenizer::encodePiece(std::string_view piece, std::size_t offset, std::vector<TokenPiece> &out) const {
    if (ignoreMerges_)
        if (const auto whole = ids_.find(std::string(piece)); whole != ids_.end()) {
            out.push_back({whole->second, offset, offset + piece.size()});
            return;
        }
    std::vector<Symbol> symbols;
    for (std::size_t i = 0; i < piece.size(); ++i) {
        const auto id = byteIds_[static_cast<unsigned char>(piece[i])];
        if (id < 0)
            throw Error("The text cannot be encoded", fmt::format("byte {}", offset + i),
                        fmt::format("the tokenizer has no token for the byte {}", static_cast<unsigned char>(piece[i])),
                        "Give token ids with --ids instead of text.");
        const int at = static_cast<int>(i);
        symbols.push_back(
            {id, offset + i, offset + i + 1, at - 1, at + 1 < static_cast<int>(piece.size()) ? at + 1 : -1});
    }
    std::priority_queue<Candidate> heap;
    const auto consider = [&](int left) {
        if (left < 0) return;
        const auto &a = symbols[static_cast<std::size_t>(left)];
        if (a.next < 0) return;
        const auto &b = symbols[static_cast<std::size_t>(a.next)];
        if (const auto *merge = mergeOf(a.id, b.id)) heap.push({merge->rank, left, a.id, b.id});
    };
    for (int i = 0; i < static_cast<int>(symbols.size()); ++i) consider(i);
    while (!heap.empty()) {
        const auto top = heap.top();
        heap.pop();
        auto &left = symbols[static_cast<std::size_t>(top.left)];
        if (left.id != top.leftId || left.next < 0) continue;  // merged meanwhile
        auto &right = symbols[static_cast<std::size_t>(left.next)];
        if (right.id != top.rightId) continue;
        left.id = mergeOf(top.leftId, top.rightId)->id;
        left.end = right.end;
        right.id = -1;
        left.next = right.next;
        if (left.next >= 0) symbols[static_cast<std::size_t>(left.next)].previous = top.left;
        consider(left.previous);
        consider(top.left);
    }
    for (int i = 0; i >= 0 && !symbols.empty(); i = symbols[static_cast<std::size_t>(i)].next)
        out.push_back({symbols[static_cast<std::size_t>(i)].id, symbols[static_cast<std::size_t>(i)].begin,
                       symbols[static_cast<std::size_t>(i)].end});
}

std::string BpeTokenizer::decode(std::span<const std::int32_t> ids) const {
    std::string bytes;
    for (const auto id : ids) {
        if (id < 0 || id >= vocabSize())
            throw Error("The tokens cannot be decoded", fmt::format("id {}", id),
                        fmt::format("the vocabulary has {} tokens", vocabSize()), "Use the tokenizer of this model.");
        bytes += bytes_[static_cast<std::size_t>(id)];
    }
    return lossyUtf8(bytes);
}

}  // namespace moa::engine

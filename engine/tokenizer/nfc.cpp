#include "engine/tokenizer/nfc.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "engine/tokenizer/code_points.h"
#include "engine/tokenizer/nfc_tables.h"

namespace moa::engine {

namespace {

using Code = std::uint32_t;

// Hangul syllables follow arithmetic (Unicode 3.12).
constexpr Code kSyllable = 0xAC00;
constexpr Code kLead = 0x1100;
constexpr Code kVowel = 0x1161;
constexpr Code kTail = 0x11A7;
constexpr Code kVowels = 21;
constexpr Code kTails = 28;
constexpr Code kSyllables = 11172;
constexpr Code kFirstUnstable = 0x300;  // everything below stays as it is, whatever follows below

struct Tables {
    std::unordered_map<std::uint64_t, Code> composed;
    std::unordered_map<Code, bool> second;  // may stand second in a composition

    Tables() {
        for (const auto &pair : nfcPairs()) {
            if (pair.composes == 0) continue;
            composed.emplace(std::uint64_t{pair.first} << 32 | pair.second, pair.composed);
            second.emplace(pair.second, true);
        }
        for (Code v = kVowel; v < kVowel + kVowels; ++v) second.emplace(v, true);
        for (Code t = kTail + 1; t < kTail + kTails; ++t) second.emplace(t, true);
    }
};

const Tables &tables() {
    static const Tables kTables;
    return kTables;
}

Code orderOf(Code code) {
    if (code < kFirstUnstable) return 0;
    const auto ranges = nfcOrders();
    const auto at = std::ranges::upper_bound(ranges, code, {}, &NfcOrder::first);
    return at != ranges.begin() && code <= std::prev(at)->last ? std::prev(at)->order : 0;
}

void decompose(Code code, std::vector<Code> &out) {
    if (code < 0xC0) return out.push_back(code);  // the first character that has parts
    if (code - kSyllable < kSyllables) {
        const Code index = code - kSyllable;
        out.push_back(kLead + index / (kVowels * kTails));
        out.push_back(kVowel + index % (kVowels * kTails) / kTails);
        if (index % kTails != 0) out.push_back(kTail + index % kTails);
        return;
    }
    const auto pairs = nfcPairs();
    if (const auto at = std::ranges::lower_bound(pairs, code, {}, &NfcPair::composed);
        at != pairs.end() && at->composed == code) {
        decompose(at->first, out);
        out.push_back(at->second);
        return;
    }
    const auto singles = nfcSingles();
    const auto at = std::ranges::lower_bound(singles, code, {}, &NfcSingle::from);
    if (at != singles.end() && at->from == code) return decompose(at->to, out);
    out.push_back(code);
}

// The character two compose to; 0: none.
Code compose(Code first, Code second) {
    if (first - kLead < 19 && second - kVowel < kVowels)
        return kSyllable + ((first - kLead) * kVowels + second - kVowel) * kTails;
    if (first - kSyllable < kSyllables && (first - kSyllable) % kTails == 0 && second > kTail &&
        second < kTail + kTails)
        return first + second - kTail;
    const auto at = tables().composed.find(std::uint64_t{first} << 32 | second);
    return at == tables().composed.end() ? 0 : at->second;
}

// Orders the marks of decomposed characters and composes them again.
std::vector<Code> recompose(std::vector<Code> codes) {
    for (auto at = codes.begin(); at != codes.end();) {
        const auto end = std::find_if(at, codes.end(), [](Code c) { return orderOf(c) == 0; });
        std::stable_sort(at, end, [](Code a, Code b) { return orderOf(a) < orderOf(b); });
        at = end == codes.end() ? end : end + 1;
    }
    std::vector<Code> out;
    std::size_t starter = std::string::npos;  // index in `out` of the last character of class 0
    Code last = 0;                            // class of the character before, blocking equal and higher ones
    for (const auto code : codes) {
        const auto order = orderOf(code);
        const bool adjacent = starter != std::string::npos && starter + 1 == out.size();
        if (starter != std::string::npos && (adjacent || (last != 0 && last < order)))
            if (const auto whole = compose(out[starter], code); whole != 0) {
                out[starter] = whole;
                continue;
            }
        if (order == 0) starter = out.size();
        last = order;
        out.push_back(code);
    }
    return out;
}

// Does nothing in front of the character touch it? True when its decomposition begins with a starter that never
// stands second in a composition.
bool beginsStretch(Code code, std::vector<Code> &scratch) {
    if (code < kFirstUnstable) return true;
    scratch.clear();
    decompose(code, scratch);
    return orderOf(scratch.front()) == 0 && !tables().second.contains(scratch.front());
}

}  // namespace

NfcText::NfcText(std::string_view source) {
    std::vector<Code> codes;
    std::vector<Code> scratch;
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t begin = at;
        codes.clear();
        decompose(nextCodePoint(source, at), codes);
        bool single = true;
        for (std::size_t next = at; next < source.size(); at = next) {
            const auto code = nextCodePoint(source, next);
            if (beginsStretch(code, scratch)) break;
            decompose(code, codes);
            single = false;
        }
        const auto stretch = source.substr(begin, at - begin);
        if (single && static_cast<unsigned char>(stretch[0]) < 0xCC) {  // below U+0300
            text_ += stretch;
            continue;
        }
        std::string normal;
        for (const auto code : recompose(std::move(codes))) appendCodePoint(code, normal);
        codes = {};
        if (normal != stretch) changes_.push_back({text_.size(), text_.size() + normal.size(), begin, at});
        text_ += normal;
    }
}

}  // namespace moa::engine

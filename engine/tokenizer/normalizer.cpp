#include "engine/tokenizer/normalizer.h"

#include <algorithm>

#include "engine/tokenizer/code_points.h"
#include "engine/tokenizer/lower_table.h"
#include "engine/tokenizer/nfc.h"

namespace moa::engine {

namespace {

constexpr std::uint32_t kCapitalIWithDot = 0x130;

AlignedText rewritten(const NfcStep &, AlignedText text) {
    // Text below U+0300 (lead bytes below 0xCC) is in form C already.
    if (std::ranges::none_of(text.text(), [](char c) { return static_cast<unsigned char>(c) >= 0xCC; })) return text;
    const NfcText normal(text.text());
    if (normal.changes().empty()) return text;
    TextRewriter rewriter(text);
    for (const auto &change : normal.changes()) {
        rewriter.keep(change.sourceBegin - rewriter.position());
        rewriter.replace(change.sourceEnd - change.sourceBegin,
                         std::string_view(normal.text()).substr(change.begin, change.end - change.begin));
    }
    return rewriter.finish();
}

AlignedText rewritten(const PrependStep &step, AlignedText text) {
    if (text.text().empty() || (step.firstOnly && text.sourceOffset(0) != 0)) return text;
    TextRewriter rewriter(text);
    rewriter.replace(0, step.text);
    return rewriter.finish();
}

AlignedText rewritten(const ReplaceStep &step, AlignedText text) {
    std::vector<Stretch> cuts;
    step.pattern.cut(text.text(), 0, cuts);
    TextRewriter rewriter(text);
    for (const auto &cut : cuts)
        cut.match ? rewriter.replace(cut.end - cut.begin, step.content) : rewriter.keep(cut.end - cut.begin);
    return rewriter.finish();
}

AlignedText rewritten(const LowercaseStep &, AlignedText text) {
    TextRewriter rewriter(text);
    std::string lower;
    for (std::size_t at = 0; at < text.text().size();) {
        const auto begin = at;
        const auto code = nextCodePoint(text.text(), at);
        const auto pairs = lowerPairs();
        const auto pair = std::ranges::lower_bound(pairs, code, {}, &LowerPair::from);
        lower.clear();
        if (code == kCapitalIWithDot) {
            lower = "i\xCC\x87";
        } else if (pair != pairs.end() && pair->from == code) {
            appendCodePoint(pair->to, lower);
        }
        lower.empty() ? rewriter.keep(at - begin) : rewriter.replace(at - begin, lower);
    }
    return rewriter.finish();
}

AlignedText rewritten(const StripStep &step, AlignedText text) {
    const auto &bytes = text.text();
    std::size_t begin = 0;
    std::size_t end = bytes.size();
    for (std::size_t next = 0; step.left && begin < end; begin = next)
        if (!isWhiteSpace(nextCodePoint(bytes, next))) break;
    while (step.right && end > begin) {
        const auto last = previousStart(bytes, end);
        auto at = last;
        if (!isWhiteSpace(nextCodePoint(bytes, at))) break;
        end = last;
    }
    return text.slice(begin, end);
}

AlignedText rewritten(const CollapseSpacesStep &, AlignedText text) {
    TextRewriter rewriter(text);
    bool afterSpace = true;
    for (const char c : text.text()) {
        const bool space = c == ' ';
        space &&afterSpace ? rewriter.replace(1, {}) : rewriter.keep(1);
        afterSpace = space;
    }
    return rewriter.finish();
}

AlignedText rewritten(const TrimEndStep &step, AlignedText text) {
    std::string_view left = text.text();
    while (left.ends_with(step.text)) left.remove_suffix(step.text.size());
    return text.slice(0, left.size());
}

}  // namespace

void Normalizer::add(Step step) {
    steps_.push_back(std::move(step));
}

AlignedText Normalizer::apply(AlignedText text) const {
    for (const auto &step : steps_)
        text = std::visit([&](const auto &s) { return rewritten(s, std::move(text)); }, step);
    return text;
}

}  // namespace moa::engine

#include "engine/tokenizer/pre_tokenizer.h"

#include <algorithm>

namespace moa::engine {

namespace {

// Joins neighbours, after NormalizedString::split of the tokenizers library: a match goes to the stretch in front of it
// unless that is a match too (MergedWithPrevious), or stretches of a kind become one (Contiguous).
void joinNeighbours(std::vector<Stretch> &stretches, bool contiguous) {
    std::vector<Stretch> joined;
    bool previous = false;
    for (const auto &stretch : stretches) {
        const bool join = contiguous ? stretch.match == previous : stretch.match && !previous;
        if (join && !joined.empty()) {
            joined.back().begin = std::min(joined.back().begin, stretch.begin);
            joined.back().end = std::max(joined.back().end, stretch.end);
        } else {
            joined.push_back(stretch);
        }
        previous = stretch.match;
    }
    stretches = std::move(joined);
}

void apply(const SplitStep &step, Pieces &pieces) {
    std::vector<Stretch> out;
    std::vector<Stretch> cuts;
    for (const auto &piece : pieces.ranges) {
        cuts.clear();
        step.pattern.cut(std::string_view(pieces.text.text()).substr(piece.begin, piece.end - piece.begin), piece.begin,
                         cuts);
        if (step.invert)
            for (auto &cut : cuts) cut.match = !cut.match;
        switch (step.behavior) {
            case SplitBehavior::Isolated: break;
            case SplitBehavior::Removed: std::erase_if(cuts, [](const Stretch &s) { return s.match; }); break;
            case SplitBehavior::MergedWithPrevious: joinNeighbours(cuts, false); break;
            case SplitBehavior::MergedWithNext:
                std::ranges::reverse(cuts);
                joinNeighbours(cuts, false);
                std::ranges::reverse(cuts);
                break;
            case SplitBehavior::Contiguous: joinNeighbours(cuts, true); break;
        }
        out.insert(out.end(), cuts.begin(), cuts.end());
    }
    pieces.ranges = std::move(out);
}

// Writes every piece anew by `write`, which is given the piece; what lies between pieces is dropped.
template <class Write>
void rewrite(Pieces &pieces, Write &&write) {
    TextRewriter rewriter(pieces.text);
    std::vector<Stretch> out;
    for (const auto &piece : pieces.ranges) {
        rewriter.replace(piece.begin - rewriter.position(), {});
        const auto begin = rewriter.size();
        write(rewriter, std::string_view(pieces.text.text()).substr(piece.begin, piece.end - piece.begin), out);
        out.push_back({out.empty() ? begin : std::max(begin, out.back().end), rewriter.size(), false});
    }
    rewriter.replace(pieces.text.text().size() - rewriter.position(), {});
    pieces = {rewriter.finish(), std::move(out)};
}

void apply(const MetaspaceStep &step, Pieces &pieces) {
    const auto &mark = step.replacement;
    rewrite(pieces, [&](TextRewriter &rewriter, std::string_view piece, std::vector<Stretch> &out) {
        const bool first = pieces.text.sourceOffset(rewriter.position()) == 0;
        const bool begins = piece.starts_with(' ') || piece.starts_with(mark);
        auto begin = rewriter.size();
        const auto cutHere = [&] {
            if (step.split && rewriter.size() > begin) out.push_back({begin, rewriter.size(), false});
            if (step.split) begin = rewriter.size();
        };
        if (!begins && (step.prepend == MetaspaceStep::Prepend::Always ||
                        (step.prepend == MetaspaceStep::Prepend::First && first)))
            rewriter.replace(0, mark);
        for (std::size_t at = 0; at < piece.size();) {
            const bool space = piece[at] == ' ';
            if (space || piece.substr(at).starts_with(mark)) {
                cutHere();
                const std::size_t length = space ? 1 : mark.size();
                rewriter.replace(length, mark);
                at += length;
            } else {
                rewriter.keep(1);
                ++at;
            }
        }
    });
}

void apply(const PrefixSpaceStep &, Pieces &pieces) {
    rewrite(pieces, [](TextRewriter &rewriter, std::string_view piece, std::vector<Stretch> &) {
        if (!piece.starts_with(' ')) rewriter.replace(0, " ");
        rewriter.keep(piece.size());
    });
}

}  // namespace

void PreTokenizer::add(Step step) {
    steps_.push_back(std::move(step));
}

Pieces PreTokenizer::cut(AlignedText text) const {
    const auto size = text.text().size();
    Pieces pieces{std::move(text), {}};
    if (size > 0) pieces.ranges.push_back({0, size, false});
    for (const auto &step : steps_) std::visit([&](const auto &s) { apply(s, pieces); }, step);
    return pieces;
}

}  // namespace moa::engine

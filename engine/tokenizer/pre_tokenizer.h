// Cuts text into the pieces inside which merges happen, after tokenizer.json's pre-tokenizers.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/tokenizer/aligned_text.h"
#include "engine/tokenizer/split_pattern.h"

namespace moa::engine {

enum class SplitBehavior { Isolated, Removed, MergedWithPrevious, MergedWithNext, Contiguous };

// Cuts every piece at the matches of a pattern.
struct SplitStep {
    SplitPattern pattern;
    SplitBehavior behavior = SplitBehavior::Isolated;
    bool invert = false;  // what does not match counts as the match
};

// Writes spaces as `replacement`, puts one in front, and cuts before each.
struct MetaspaceStep {
    enum class Prepend { Never, First, Always };
    std::string replacement;
    Prepend prepend = Prepend::Always;  // First: only where the text itself begins
    bool split = true;
};

// A space in front of every piece that has none.
struct PrefixSpaceStep {};

struct Pieces {
    AlignedText text;
    std::vector<Stretch> ranges;  // of `text`, ascending
};

class PreTokenizer {
public:
    using Step = std::variant<SplitStep, MetaspaceStep, PrefixSpaceStep>;

    void add(Step step);
    // Steps one after another, each cutting the pieces of the one before. The text that begins at byte 0 of the source
    // is the first.
    [[nodiscard]] Pieces cut(AlignedText text) const;

private:
    std::vector<Step> steps_;
};

}  // namespace moa::engine

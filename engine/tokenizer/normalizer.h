// Rewrites text before it is cut, after tokenizer.json's normalizers and SentencePiece's.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/tokenizer/aligned_text.h"
#include "engine/tokenizer/split_pattern.h"

namespace moa::engine {

struct NfcStep {};

// Something in front of every text that is not empty.
struct PrependStep {
    std::string text;
    bool firstOnly = false;  // only where the text begins at byte 0 of the source
};

struct ReplaceStep {
    SplitPattern pattern;
    std::string content;
};

struct LowercaseStep {};

struct StripStep {
    bool left = true;
    bool right = true;
};

// Drops spaces (U+0020) in front, and all but the first of a row.
struct CollapseSpacesStep {};

// Drops every `text` at the end.
struct TrimEndStep {
    std::string text;
};

class Normalizer {
public:
    using Step =
        std::variant<NfcStep, PrependStep, ReplaceStep, LowercaseStep, StripStep, CollapseSpacesStep, TrimEndStep>;

    void add(Step step);
    [[nodiscard]] bool empty() const noexcept { return steps_.empty(); }
    [[nodiscard]] AlignedText apply(AlignedText text) const;

private:
    std::vector<Step> steps_;
};

}  // namespace moa::engine

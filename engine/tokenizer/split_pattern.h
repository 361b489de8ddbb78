// A Perl-style regular expression, as tokenizers use them to cut text.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moa::engine {

// A stretch of text: one match of a pattern, or what stands between matches.
struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool match = false;
};

// Over UTF-8 with Unicode classes, compiled once. Means what Oniguruma, which the tokenizers library uses, takes it to
// mean: \s is White_Space, ^ and $ match at lines, and classes hold the characters of Unicode 16.
class SplitPattern {
public:
    enum class Syntax { Expression, Literal };

    // Throws moa::Error when the expression cannot be compiled or would mean something else; `where` names its source.
    SplitPattern(const std::string &expression, const std::string &where, Syntax syntax = Syntax::Expression);
    ~SplitPattern();
    SplitPattern(SplitPattern &&) noexcept;
    SplitPattern &operator=(SplitPattern &&) noexcept;

    // Appends the stretches of `text` to `out`, in order and without gaps; bytes are counted from `offset`. `text` must
    // be valid UTF-8. Throws moa::Error when the expression needs more steps than allowed.
    void cut(std::string_view text, std::size_t offset, std::vector<Stretch> &out) const;

    // The expressions of GPT-2 (openai/gpt-2, encoder.py), of Llama 3 and of Qwen 2 (their tokenizer.json), a number, a
    // digit and a row of digits (the Digits pre-tokenizer, which knows Unicode 17).
    static const char *const kGpt2;
    static const char *const kLlama3;
    static const char *const kQwen2;
    static const char *const kDigit;
    static const char *const kDigits;

private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
    std::string where_;
};

}  // namespace moa::engine

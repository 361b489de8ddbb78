// Cuts text into the pieces inside which merges happen.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moa::engine {

// A Perl-style regular expression over UTF-8 with Unicode classes, compiled once.
class SplitPattern {
public:
    // Throws moa::Error when the expression cannot be compiled; `where` names its source.
    SplitPattern(const std::string &expression, const std::string &where);
    ~SplitPattern();
    SplitPattern(SplitPattern &&) noexcept;
    SplitPattern &operator=(SplitPattern &&) noexcept;

    // Appends the pieces of `text` to `pieces`: every match and every stretch between matches, in order. `text` must be
    // valid UTF-8. Throws moa::Error when the expression needs more steps than allowed.
    void split(std::string_view text, std::vector<std::string_view> &pieces) const;

private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
    std::string where_;
};

// Patterns one after another, each cutting the pieces of the one before.
class PreTokenizer {
public:
    explicit PreTokenizer(std::vector<SplitPattern> patterns) : patterns_(std::move(patterns)) {}
    [[nodiscard]] std::vector<std::string_view> split(std::string_view text) const;

private:
    std::vector<SplitPattern> patterns_;
};

// The expression of GPT-2 (openai/gpt-2, encoder.py), of Llama 3 and of Qwen 2 (their tokenizer.json), one digit.
[[nodiscard]] const char *gpt2Pattern() noexcept;
[[nodiscard]] const char *llama3Pattern() noexcept;
[[nodiscard]] const char *qwen2Pattern() noexcept;
[[nodiscard]] const char *oneDigitPattern() noexcept;

}  // namespace moa::engine

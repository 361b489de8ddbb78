#include "engine/tokenizer/split_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>

#include "engine/tokenizer/expression.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

constexpr std::uint32_t kMatchSteps = 50'000'000;
constexpr std::uint32_t kMatchKibibytes = 64U << 10;

std::string pcreMessage(int code) {
    std::array<PCRE2_UCHAR, 256> text = {};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char *>(text.data());
}

}  // namespace

struct SplitPattern::Compiled {
    pcre2_code *code = nullptr;
    pcre2_match_context *context = pcre2_match_context_create(nullptr);
    Compiled() = default;
    ~Compiled() {
        pcre2_match_context_free(context);
        pcre2_code_free(code);
    }
    Compiled(const Compiled &) = delete;
    Compiled &operator=(const Compiled &) = delete;
};

SplitPattern::SplitPattern(const std::string &expression, const std::string &where, Syntax syntax)
    : compiled_(std::make_unique<Compiled>()), where_(where) {
    const bool literal = syntax == Syntax::Literal;
    const auto pattern = literal ? expression : pcreExpression(expression, where);
    // \C matches half a character, after which the text is no UTF-8 any more: never allowed.
    int code = 0;
    PCRE2_SIZE offset = 0;
    const auto options = literal ? PCRE2_LITERAL : PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C;
    compiled_->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_UTF | options,
                                    &code, &offset, nullptr);
    if (compiled_->code == nullptr)
        throw Error("The tokenizer cannot be read", where,
                    "its expression fails at character " + std::to_string(offset) + ": " + pcreMessage(code),
                    "Give token ids with --ids instead of text.");
    pcre2_jit_compile(compiled_->code, PCRE2_JIT_COMPLETE);  // without it the interpreter works, only slower
    pcre2_set_match_limit(compiled_->context, kMatchSteps);
    pcre2_set_heap_limit(compiled_->context, kMatchKibibytes);
}

SplitPattern::~SplitPattern() = default;
SplitPattern::SplitPattern(SplitPattern &&) noexcept = default;
SplitPattern &SplitPattern::operator=(SplitPattern &&) noexcept = default;

void SplitPattern::cut(std::string_view text, std::size_t offset, std::vector<Stretch> &out) const {
    const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(pcre2_match_data_create(1, nullptr),
                                                                                    pcre2_match_data_free);
    const auto *subject = reinterpret_cast<PCRE2_SPTR>(text.data());
    std::size_t done = 0;
    std::size_t from = 0;
    while (from < text.size()) {
        const int count = pcre2_match(compiled_->code, subject, text.size(), from, PCRE2_NO_UTF_CHECK, match.get(),
                                      compiled_->context);
        if (count == PCRE2_ERROR_NOMATCH) break;
        if (count < 0)
            throw Error("The text cannot be encoded", where_, "its expression failed: " + pcreMessage(count),
                        "Shorten the text, or give token ids with --ids.");
        const auto *range = pcre2_get_ovector_pointer(match.get());
        if (range[1] == range[0]) {  // an empty match cuts nothing: go on behind the next character
            from = range[1] + 1;
            while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U) ++from;
            continue;
        }
        if (range[0] > done) out.push_back({offset + done, offset + range[0], false});
        out.push_back({offset + range[0], offset + range[1], true});
        done = from = range[1];
    }
    if (done < text.size()) out.push_back({offset + done, offset + text.size(), false});
}

// The raw strings are the files' own.
const char *const SplitPattern::kGpt2 = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
const char *const SplitPattern::kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
const char *const SplitPattern::kQwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
const char *const SplitPattern::kDigit = R"([\p{N}\x{11DE0}-\x{11DE9}\x{16FF4}-\x{16FF6}])";
const char *const SplitPattern::kDigits = R"([\p{N}\x{11DE0}-\x{11DE9}\x{16FF4}-\x{16FF6}]+)";

}  // namespace moa::engine

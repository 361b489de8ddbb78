#include "engine/tokenizer/expression.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/class_additions.h"

namespace moa::engine {

namespace {

constexpr std::string_view kSameInBoth = "rntfeadDAzZ";  // letters behind a backslash

// Ranges of characters that PCRE2 does not count to the category ("L", "Lu") yet.
std::string additions(std::string_view category) {
    std::string ranges;
    for (const auto &a : classAdditions())
        if (a.major == category[0] && (category.size() == 1 || a.minor == category[1]))
            ranges += fmt::format("\\x{{{:X}}}-\\x{{{:X}}}", a.first, a.last);
    return ranges;
}

bool isCategory(std::string_view name) {
    return !name.empty() && name.size() <= 2 && name != "L&" &&
           std::string_view("LMNPSZC").find(name[0]) != std::string_view::npos;
}

class Translator {
public:
    Translator(std::string_view in, const std::string &where) : in_(in), where_(where) {}

    std::string run() {
        while (at_ < in_.size()) {
            const char c = in_[at_];
            if (c == '\\') {
                escape();
            } else if (c == '[') {
                openClass();
            } else if (c == ']' && inClass_) {
                inClass_ = false;
                take(1);
            } else if (inClass_ && in_.substr(at_, 2) == "&&") {
                refuse("&&");
            } else {
                take(1);
            }
        }
        return std::move(out_);
    }

private:
    [[noreturn]] void refuse(std::string_view part) const {
        refuseTokenizer(where_, fmt::format("'{}' in its expression is not read", part));
    }

    void take(std::size_t count) {
        out_ += in_.substr(at_, count);
        at_ += count;
    }

    void openClass() {
        if (inClass_) {
            const auto end = in_.find(":]", at_);
            if (in_.substr(at_, 2) != "[:" || end == std::string_view::npos) refuse("a class inside a class");
            return take(end + 2 - at_);
        }
        inClass_ = true;
        take(in_.substr(at_, 2) == "[^" ? 2 : 1);
        if (in_.substr(at_, 1) == "]") take(1);
    }

    // A class of its own, or a part of the one that is open.
    void member(const std::string &inside, bool negated, std::string_view written) {
        if (!inClass_) {
            out_ += (negated ? "[^" : "[") + inside + "]";
        } else {
            if (negated) refuse(written);
            out_ += inside;
        }
    }

    void escape() {
        if (at_ + 1 >= in_.size()) refuse("\\");
        const char letter = in_[at_ + 1];
        const auto written = in_.substr(at_, 2);
        if (letter == 'p' || letter == 'P') return property(letter == 'P');
        if (letter == 'u') {
            out_ += fmt::format("\\x{{{}}}", in_.substr(at_ + 2, 4));
            at_ = std::min(in_.size(), at_ + 6);
            return;
        }
        const bool alphanumeric =
            (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (letter == 's' || letter == 'S') {
            out_ += letter == 's' ? R"(\p{White_Space})" : R"(\P{White_Space})";
        } else if (letter == 'w' || letter == 'W') {
            member(R"(\p{Alphabetic}\p{M}\p{Nd}\p{Pc})" + additions("L") + additions("M") + additions("Nd"),
                   letter == 'W', written);
        } else if (letter == 'v') {
            out_ += R"(\x{B})";
        } else if (!alphanumeric || letter == 'x' || kSameInBoth.find(letter) != std::string_view::npos) {
            out_ += written;
        } else {
            refuse(written);
        }
        at_ += 2;
    }

    // \p{L}, \P{Lu}, \p{^N}, \pL, \p{Han}.
    void property(bool negated) {
        const auto from = at_;
        std::string_view name = in_.substr(at_ + 2, 1);
        at_ += 3;
        if (name == "{") {
            const auto end = in_.find('}', at_);
            if (end == std::string_view::npos) refuse("\\p{");
            name = in_.substr(at_, end - at_);
            at_ = end + 1;
        }
        const auto written = in_.substr(from, at_ - from);
        if (name.starts_with('^')) {
            negated = !negated;
            name.remove_prefix(1);
        }
        const char *letter = negated ? "P" : "p";
        if (!isCategory(name)) {
            const bool binary = name == "Alphabetic" || name == "White_Space" || name == "Any";
            out_ += fmt::format("\\{}{{{}{}}}", letter, binary ? "" : "sc:", name);  // a script, without extensions
            return;
        }
        const auto more = additions(name);
        if (more.empty() || (negated && inClass_)) {
            out_ += fmt::format("\\{}{{{}}}", letter, name);
        } else {
            member(fmt::format("\\p{{{}}}", name) + more, negated, written);
        }
    }

    std::string_view in_;
    const std::string &where_;
    std::string out_;
    std::size_t at_ = 0;
    bool inClass_ = false;
};

}  // namespace

std::string pcreExpression(std::string_view expression, const std::string &where) {
    return Translator(expression, where).run();
}

}  // namespace moa::engine

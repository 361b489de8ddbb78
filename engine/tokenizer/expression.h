// Regular expressions of tokenizer files, written for Oniguruma, in the words of PCRE2. Internal to the tokenizer room.
#pragma once

#include <string>
#include <string_view>

namespace moa::engine {

// The expression that means the same to PCRE2 (with UTF, UCP and MULTILINE). Throws moa::Error, naming `where`, for
// what the two take differently and cannot be written anew: nested classes, &&, \b, \h and the like. Sources:
// Oniguruma's doc/RE; pcre2pattern(3).
[[nodiscard]] std::string pcreExpression(std::string_view expression, const std::string &where);

}  // namespace moa::engine

// Line retrieval (LongEval): find the number of a named line in a long record.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/evaluation.h"
#include "engine/tokenizer/chat_template.h"
#include "engine/tokenizer/tokenizer.h"

namespace moa::engine {

inline constexpr int kRetrievalMargin = 32;  // tokens of the length left for the answer
inline constexpr int kRetrievalDepths = 8;

struct RetrievalQuestion {
    std::vector<std::int32_t> prompt;
    std::int64_t expected = 0;
    double depth = 0;  // k / 7, place of the asked line
    int lines = 0;
};

// Question `index` at `length` tokens: keys "adjective-noun" without repeats, values 1..50000, as many lines as fit
// length - 32 tokens with template and question; the asked line is round(depth * (lines - 1)), depth (index mod 8) / 7.
// Depends on (seed, length, index) alone. Throws moa::Error when not one line fits.
[[nodiscard]] RetrievalQuestion makeRetrievalQuestion(int length, int index, std::uint64_t seed,
                                                      const Tokenizer &tokenizer, const ChatTemplate &chat);

// The last run of digits of the answer as a number, -1 when there is none. Leading zeros do not count; numbers beyond
// 18 digits equal nothing that is asked and give -1.
[[nodiscard]] std::int64_t lastInteger(std::string_view answer);

// Rows: accuracy per length and per length and depth (Wilson), then kv_bytes, dense_kv_bytes and tokens per second.
[[nodiscard]] EvaluationRun runRetrieval(const EvaluationOptions &options, const Tokenizer &tokenizer,
                                         const ChatTemplate &chat, const std::vector<std::int32_t> &stops,
                                         Subject &subject, const SampleSink &sink, Progress &progress);

}  // namespace moa::engine

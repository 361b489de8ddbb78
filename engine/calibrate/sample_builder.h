// Text samples to token samples, assigned to profile lengths.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/tokenizer/chat_template.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/values/dataset.h"
#include "engine/values/progress.h"

namespace moa::engine {

inline constexpr int kDefaultSamples = 48;  // per length at most, when no number is asked for
inline constexpr double kShortest = 0.75;   // of its length a sample has at least

struct CalibrationSet {
    std::vector<TokenSample> samples;     // by length, sources in turn
    std::map<std::string, int> leftOut;   // reason -> samples
    std::map<int, int> byLength;          // length -> samples
    std::map<std::string, int> bySource;  // source -> samples
    std::int64_t answerTokens = 0;        // targets of all samples
};

struct SampleOptions {
    std::vector<int> lengths;  // profile lengths
    int samplesPerLength = kDefaultSamples;
    EncodeOptions encode = {true, true};
};

// One sample by the rules of semantics.md, "Samples, lengths, text": a conversation gets what its template says and
// nothing more, with the loss on assistant messages and their end tokens, or on the tokens of `answer` where a message
// carries it; plain text gets the tokenizer's begin token, with the loss on all predictions. length is 0 here.
[[nodiscard]] TokenSample encodeSample(const TextSample &sample, const Tokenizer &tokenizer, const ChatTemplate *chat,
                                       const EncodeOptions &encode);

// Windows of begin token + length - 1 tokens of a plain text, one after another; at most `count`. Windows that overlap
// one of `taken` (of the same source and the same tokens) are left out.
[[nodiscard]] std::vector<TokenSample> textWindows(const TextSample &text, const Tokenizer &tokenizer, int length,
                                                   int count, const EncodeOptions &encode,
                                                   std::span<const TokenSample> taken = {});

// Every row belongs to the shortest length that holds it and has at least 0.75 of it, or is left out and counted; a
// plain text file gives windows of every length it is long enough for. Of each length at most samplesPerLength are
// taken, sources in turn. `files`: the samples of each data file. chat: needed where there are conversations. Throws
// moa::Error when nothing is left, naming why.
[[nodiscard]] CalibrationSet buildSamples(std::span<const std::vector<TextSample>> files, const Tokenizer &tokenizer,
                                          const ChatTemplate *chat, const SampleOptions &options, Progress &progress);

// Samples of 0.75 N to N tokens for validation; those whose tokens are in `taken` are left out.
[[nodiscard]] std::vector<TokenSample> validationSamples(std::span<const std::vector<TextSample>> files,
                                                         const Tokenizer &tokenizer, const ChatTemplate *chat,
                                                         int length, int count, const std::vector<TokenSample> &taken,
                                                         const EncodeOptions &encode);

}  // namespace moa::engine

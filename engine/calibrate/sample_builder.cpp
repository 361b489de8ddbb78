#include "engine/calibrate/sample_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/calibrate/data_reader.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

bool fits(std::size_t tokens, int length) {
    return tokens <= static_cast<std::size_t>(length) && static_cast<double>(tokens) >= kShortest * length;
}

// Tokens whose bytes overlap the range, as targets; position 0 has no prediction.
void addTargets(const std::vector<TokenPiece> &pieces, TextRange range, std::vector<std::int32_t> &targets) {
    const auto first =
        std::ranges::partition_point(pieces, [&](const auto &piece) { return piece.end <= range.begin; });
    for (auto piece = first; piece != pieces.end() && piece->begin < range.end; ++piece)
        if (piece != pieces.begin()) targets.push_back(static_cast<std::int32_t>(piece - pieces.begin()));
}

TokenSample encodeChat(const TextSample &sample, const Tokenizer &tokenizer, const ChatTemplate &chat,
                       bool parseSpecial) {
    const auto rendered = renderChat(chat, sample.messages, false);
    const auto pieces = tokenizer.encodePieces(rendered.text, {parseSpecial, false});
    TokenSample out{sample.id, sample.source, 0, {}, {}};
    for (const auto &piece : pieces) out.ids.push_back(piece.id);
    for (std::size_t m = 0; m < sample.messages.size(); ++m) {
        const auto &message = sample.messages[m];
        if (message.role != "assistant") continue;
        const auto content = rendered.contents[m];
        const auto text = std::string_view(rendered.text).substr(content.begin, content.end - content.begin);
        const auto at = message.answer.empty() ? std::string_view::npos : text.find(message.answer);
        if (at == std::string_view::npos) {
            addTargets(pieces, {content.begin, rendered.ends[m].end}, out.targets);
        } else {
            addTargets(pieces, {content.begin + at, content.begin + at + message.answer.size()}, out.targets);
        }
    }
    return out;
}

TokenSample plainSample(const std::string &id, const std::string &source, std::vector<std::int32_t> ids) {
    TokenSample out{id, source, 0, std::move(ids), {}};
    if (out.ids.size() > 1) out.targets.resize(out.ids.size() - 1);
    std::iota(out.targets.begin(), out.targets.end(), 1);
    return out;
}

// Takes samples of one length, sources in turn, in the order they came.
std::vector<TokenSample> inTurn(std::vector<TokenSample> candidates, int count) {
    std::vector<std::string> sources;
    std::map<std::string, std::vector<TokenSample>> bySource;
    for (auto &s : candidates) {
        if (!bySource.contains(s.source)) sources.push_back(s.source);
        bySource[s.source].push_back(std::move(s));
    }
    std::vector<TokenSample> taken;
    for (std::size_t round = 0; taken.size() < static_cast<std::size_t>(count); ++round) {
        bool any = false;
        for (const auto &source : sources) {
            auto &list = bySource[source];
            if (round >= list.size() || taken.size() == static_cast<std::size_t>(count)) continue;
            taken.push_back(std::move(list[round]));
            any = true;
        }
        if (!any) break;
    }
    return taken;
}

// Of a text: is token i in a sample of `taken`? Samples are found by their tokens, a begin token left aside.
std::vector<bool> coveredTokens(const std::vector<std::int32_t> &ids, int begin, const std::string &source,
                                std::span<const TokenSample> taken) {
    std::vector<bool> covered(ids.size());
    for (const auto &sample : taken) {
        if (sample.source != source || sample.ids.empty()) continue;
        const auto first = sample.ids.begin() + (sample.ids.front() == begin ? 1 : 0);
        const auto at = std::search(ids.begin(), ids.end(), first, sample.ids.end());
        if (at == ids.end()) continue;
        const auto from = covered.begin() + (at - ids.begin());
        std::fill(from, from + (sample.ids.end() - first), true);
    }
    return covered;
}

class Builder {
public:
    Builder(const Tokenizer &tokenizer, const ChatTemplate *chat, const SampleOptions &options)
        : tokenizer_(tokenizer), chat_(chat), options_(options), lengths_(options.lengths) {
        std::ranges::sort(lengths_);
        lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
        if (lengths_.empty() || options.samplesPerLength < 1)
            throw Error("The data cannot be used", "--lengths, --samples", "there is no length or no sample asked for",
                        "Give lengths such as 1024,2048 and at least one sample.");
    }

    void addFile(const std::vector<TextSample> &file, Progress &progress) {
        if (isPlainText(file)) {
            for (const int length : lengths_) {
                auto windows =
                    textWindows(file.front(), tokenizer_, length, options_.samplesPerLength, options_.encode);
                if (windows.empty()) ++set_.leftOut["plain text shorter than a window"];
                std::ranges::move(windows, std::back_inserter(byLength_[length]));
            }
            return;
        }
        for (std::size_t i = 0; i < file.size(); ++i) {
            progress.throwIfStopped("Calibrating");
            progress.report("calibrate", static_cast<double>(i) / static_cast<double>(file.size()), file[i].id);
            assign(encodeSample(file[i], tokenizer_, chat_, options_.encode));
        }
    }

    CalibrationSet finish() {
        for (auto &[length, candidates] : byLength_) {
            const auto offered = candidates.size();
            auto taken = inTurn(std::move(candidates), options_.samplesPerLength);
            if (offered > taken.size()) set_.leftOut["more than asked for"] += static_cast<int>(offered - taken.size());
            for (auto &sample : taken) {
                ++set_.byLength[length];
                ++set_.bySource[sample.source];
                set_.answerTokens += static_cast<std::int64_t>(sample.targets.size());
                set_.samples.push_back(std::move(sample));
            }
        }
        if (set_.samples.empty()) {
            std::string reasons;
            for (const auto &[reason, count] : set_.leftOut)
                reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count, reason);
            throw Error("The data cannot be used", fmt::format("lengths {}", fmt::join(lengths_, ", ")),
                        "no sample fits: " + (reasons.empty() ? "there is none" : reasons),
                        "Choose --lengths that fit the data.");
        }
        return std::move(set_);
    }

private:
    void assign(TokenSample sample) {
        if (sample.targets.empty()) {
            ++set_.leftOut["without a token that counts in the loss"];
            return;
        }
        const auto at =
            std::ranges::find_if(lengths_, [&](int n) { return sample.ids.size() <= static_cast<std::size_t>(n); });
        if (at == lengths_.end()) {
            ++set_.leftOut["longer than the longest length"];
        } else if (!fits(sample.ids.size(), *at)) {
            ++set_.leftOut["shorter than 0.75 of their length"];
        } else {
            sample.length = *at;
            byLength_[*at].push_back(std::move(sample));
        }
    }

    const Tokenizer &tokenizer_;
    const ChatTemplate *chat_;
    const SampleOptions &options_;
    std::vector<int> lengths_;
    std::map<int, std::vector<TokenSample>> byLength_;
    CalibrationSet set_;
};

}  // namespace

TokenSample encodeSample(const TextSample &sample, const Tokenizer &tokenizer, const ChatTemplate *chat,
                         const EncodeOptions &encode) {
    if (sample.messages.empty())
        return plainSample(sample.id, sample.source, encodeForModel(tokenizer, sample.text, encode));
    if (chat == nullptr)
        throw Error("The conversation cannot be encoded", "sample '" + sample.id + "'",
                    "the model's chat template is not known",
                    "Name one with --template: sample, smollm2, llama3, chatml or plain.");
    return encodeChat(sample, tokenizer, *chat, encode.parseSpecial);
}

std::vector<TokenSample> textWindows(const TextSample &text, const Tokenizer &tokenizer, int length, int count,
                                     const EncodeOptions &encode, std::span<const TokenSample> taken) {
    const auto ids = tokenizer.encode(text.text, {encode.parseSpecial, false});
    const int begin = encode.addSpecial ? tokenizer.beginToken() : -1;
    const std::size_t body = static_cast<std::size_t>(length) - (begin >= 0 ? 1 : 0);
    const auto covered = coveredTokens(ids, begin, text.source, taken);
    std::vector<TokenSample> windows;
    for (std::size_t at = 0; at + body <= ids.size() && windows.size() < static_cast<std::size_t>(count); at += body) {
        const auto cell = covered.begin() + static_cast<std::ptrdiff_t>(at);
        if (std::find(cell, cell + static_cast<std::ptrdiff_t>(body), true) != cell + static_cast<std::ptrdiff_t>(body))
            continue;
        std::vector<std::int32_t> window(ids.begin() + static_cast<std::ptrdiff_t>(at),
                                         ids.begin() + static_cast<std::ptrdiff_t>(at + body));
        if (begin >= 0) window.insert(window.begin(), begin);
        windows.push_back(
            plainSample(fmt::format("{}-{}-{}", text.id, length, at / body), text.source, std::move(window)));
        windows.back().length = length;
    }
    return windows;
}

CalibrationSet buildSamples(std::span<const std::vector<TextSample>> files, const Tokenizer &tokenizer,
                            const ChatTemplate *chat, const SampleOptions &options, Progress &progress) {
    Builder builder(tokenizer, chat, options);
    for (const auto &file : files) builder.addFile(file, progress);
    return builder.finish();
}

std::vector<TokenSample> validationSamples(std::span<const std::vector<TextSample>> files, const Tokenizer &tokenizer,
                                           const ChatTemplate *chat, int length, int count,
                                           const std::vector<TokenSample> &taken, const EncodeOptions &encode) {
    std::vector<TokenSample> candidates;
    for (const auto &file : files) {
        if (isPlainText(file)) {
            for (auto &window : textWindows(file.front(), tokenizer, length, count, encode, taken))
                candidates.push_back(std::move(window));
            continue;
        }
        for (const auto &text : file) {
            auto sample = encodeSample(text, tokenizer, chat, encode);
            const bool known = std::ranges::any_of(taken, [&](const TokenSample &t) { return t.ids == sample.ids; });
            if (known || sample.targets.empty() || !fits(sample.ids.size(), length)) continue;
            sample.length = length;
            candidates.push_back(std::move(sample));
        }
    }
    return inTurn(std::move(candidates), count);
}

}  // namespace moa::engine

#include "engine/evaluate/line_retrieval.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "engine/evaluate/line_words.h"
#include "engine/evaluate/random.h"
#include "engine/evaluate/statistics.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

// The texts of LongEval (DachengLi1/LongChat, longeval), as the sample model was trained on.
constexpr std::string_view kHeader =
    "Below is a record of lines I want you to remember. Each line begins with 'line <line index>' and contains a "
    "'<REGISTER_CONTENT>' at the end of the line as a numerical value. For each line index, memorize its corresponding "
    "<REGISTER_CONTENT>. At the end of the record, I will ask you to retrieve the corresponding <REGISTER_CONTENT> of "
    "a certain "
    "line index. Now the record start:\n\n";

struct Line {
    std::string key;
    std::int64_t value;
};

std::vector<Line> makeLines(Random &random, int count) {
    const auto adjectives = lineAdjectives();
    const auto nouns = lineNouns();
    std::set<std::string> used;
    std::vector<Line> lines;
    while (static_cast<int>(lines.size()) < count) {
        auto key = fmt::format("{}-{}", adjectives[random.below(adjectives.size())], nouns[random.below(nouns.size())]);
        const auto value = static_cast<std::int64_t>(1 + random.below(50'000));
        if (used.insert(key).second) lines.push_back({std::move(key), value});
    }
    return lines;
}

std::vector<std::int32_t> encode(const std::vector<Line> &lines, int count, const std::string &asked,
                                 const Tokenizer &tokenizer, const ChatTemplate &chat) {
    std::string text(kHeader);
    for (int i = 0; i < count; ++i)
        text += fmt::format("line {}: REGISTER_CONTENT is <{}>\n", lines[static_cast<std::size_t>(i)].key,
                            lines[static_cast<std::size_t>(i)].value);
    text += fmt::format(
        "\nNow the record is over. Tell me what is the <REGISTER_CONTENT> in line {}? I need the number.", asked);
    const std::vector<Message> messages = {{"user", std::move(text), ""}};
    return tokenizer.encode(renderChat(chat, messages, true).text);
}

}  // namespace

RetrievalQuestion makeRetrievalQuestion(int length, int index, std::uint64_t seed, const Tokenizer &tokenizer,
                                        const ChatTemplate &chat) {
    const auto room = static_cast<std::size_t>(std::max(length - kRetrievalMargin, 0));
    Random random(mixedSeed(seed, length, index));
    // A line takes six tokens or more, and there are 65,366 names.
    const auto lines = makeLines(random, std::min(length / 6 + 2, 60'000));
    RetrievalQuestion question;
    question.depth = static_cast<double>(index % kRetrievalDepths) / (kRetrievalDepths - 1);
    const auto askedOf = [&](int count) { return static_cast<std::size_t>(std::lround(question.depth * (count - 1))); };
    // The largest count whose prompt fits; the asked line's name moves its length by a few tokens, so the end is
    // walked.
    int low = 0;
    int high = static_cast<int>(lines.size());
    const auto promptOf = [&](int count) { return encode(lines, count, lines[askedOf(count)].key, tokenizer, chat); };
    while (low < high) {
        const int middle = (low + high + 1) / 2;
        (promptOf(middle).size() <= room ? low : high) = promptOf(middle).size() <= room ? middle : middle - 1;
    }
    if (low < 1)
        throw Error("The question cannot be made", fmt::format("length {}", length), "not one line fits into it",
                    "Choose a longer length.");
    question.prompt = promptOf(low);
    question.lines = low;
    question.expected = lines[askedOf(low)].value;
    return question;
}

std::int64_t lastInteger(std::string_view answer) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    std::size_t end = answer.size();
    while (end > 0 && !isDigit(answer[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && isDigit(answer[begin - 1])) --begin;
    while (begin + 1 < end && answer[begin] == '0') ++begin;
    if (begin == end || end - begin > 18) return -1;
    std::int64_t value = 0;
    for (std::size_t i = begin; i < end; ++i) value = value * 10 + (answer[i] - '0');
    return value;
}

EvaluationRun runRetrieval(const EvaluationOptions &options, const Tokenizer &tokenizer, const ChatTemplate &chat,
                           const std::vector<std::int32_t> &stops, Subject &subject, const SampleSink &sink,
                           Progress &progress) {
    const auto start = std::chrono::steady_clock::now();
    EvaluationRun run;
    run.task = "retrieval";
    run.plan = subject.name();
    run.allowance = options.maxNew;
    CostRows costs;
    const double total = static_cast<double>(options.lengths.size()) * options.samples;
    for (const int length : options.lengths) {
        run.densities[length] = subject.densities(length, options.maxNew);
        std::map<double, std::pair<int, int>> byDepth;  // right, asked
        int right = 0;
        for (int i = 0; i < options.samples; ++i) {
            progress.throwIfStopped("Evaluating");
            progress.report("evaluate", static_cast<double>(run.samples.size()) / total,
                            fmt::format("{} at {}: question {} of {}", run.plan, length, i + 1, options.samples));
            const auto *done = findDone(options, length, i);
            EvaluationSample sample;
            if (done != nullptr) {
                sample = *done;
            } else {
                const auto question = makeRetrievalQuestion(length, i, options.seed, tokenizer, chat);
                const auto generation = subject.generate(question.prompt, {options.maxNew, stops}, progress);
                const auto prompt = static_cast<std::int64_t>(question.prompt.size());
                costs.add(length, prompt, subject.denseKvBytes(prompt + options.maxNew), generation);
                const auto text = tokenizer.decode(generation.ids);
                sample = {length,
                          i,
                          question.depth,
                          prompt,
                          promptHash(question.prompt),
                          std::to_string(question.expected),
                          text,
                          lastInteger(text) == question.expected ? 1.0 : 0.0};
                sink(sample);
            }
            auto &[hits, asked] = byDepth[sample.depth.value_or(0)];
            hits += sample.score > 0 ? 1 : 0;
            right += sample.score > 0 ? 1 : 0;
            ++asked;
            run.samples.push_back(std::move(sample));
        }
        const auto row = [&](std::optional<double> depth, int hits, int asked) {
            const auto interval = wilson(hits, asked);
            run.rows.push_back({length, depth, "accuracy", interval.value, interval.low, interval.high, asked});
        };
        row(std::nullopt, right, options.samples);
        for (const auto &[depth, counts] : byDepth) row(depth, counts.first, counts.second);
    }
    costs.write(run);
    run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return run;
}

}  // namespace moa::engine

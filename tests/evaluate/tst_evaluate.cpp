// Statistics, questions and runs, with a subject that is known in every detail.
#include <QTest>
#include <cmath>

#include "engine/evaluate/line_retrieval.h"
#include "engine/evaluate/perplexity.h"
#include "engine/evaluate/random.h"
#include "engine/evaluate/statistics.h"
#include "engine/values/error.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

// Answers every question of odd length rightly by looking the line up, and loses ln 2 on every token.
class KnownSubject final : public Subject {
public:
    KnownSubject(const Tokenizer &tokenizer, bool right) : tokenizer_(tokenizer), right_(right) {}

    std::vector<double> nll(std::span<const std::int32_t> ids, Progress &) override {
        return std::vector<double>(ids.size() - 1, std::log(2.0));
    }
    Generation generate(std::span<const std::int32_t> prompt, const GenerateLimits &, Progress &) override {
        ++asked;
        const auto text = tokenizer_.decode(prompt);
        const auto tail = text.rfind("in line ");
        const auto key = text.substr(tail + 8, text.find('?', tail) - tail - 8);
        const auto line = text.find("line " + key + ": REGISTER_CONTENT is <");
        const auto number = text.substr(line + key.size() + 28, text.find('>', line) - line - key.size() - 28);
        return {tokenizer_.encode(right_ ? "It is <" + number + ">." : "I do not know."), {}, 0.5, 0.25, 1000};
    }
    std::int64_t denseKvBytes(std::int64_t tokens) const override { return tokens * 10; }
    Densities densities(std::int64_t, std::int64_t) const override { return {0.5, 0.5, 0.5, 0.5}; }
    std::string name() const override { return "known"; }

    int asked = 0;

private:
    const Tokenizer &tokenizer_;
    bool right_;
};

}  // namespace

class TestEvaluate : public QObject {
    Q_OBJECT

private:
    ModelFiles files_ = ModelFiles::open(sampleModel());
    std::unique_ptr<Tokenizer> tokenizer_ = openTokenizer(files_);
    const ChatTemplate &chat_ = chatTemplateByName("sample");

private Q_SLOTS:
    void wilsonMatchesPublishedValues() {
        const auto i = wilson(8, 10);  // Brown, Cai, DasGupta 2001: 0.490 to 0.943
        QVERIFY(std::abs(i.low - 0.4901625) < 1e-6 && std::abs(i.high - 0.9433178) < 1e-6);
        QCOMPARE(wilson(0, 0).high, 1.0);
        QCOMPARE(wilson(5, 5).high, 1.0);
    }

    void bootstrapHoldsTheMeanAndIsRepeatable() {
        std::vector<double> values;
        Random random(3);
        for (int i = 0; i < 200; ++i) values.push_back(static_cast<double>(random.below(1000)));
        const auto a = bootstrapMean(values, 1);
        QVERIFY(a.low < a.value && a.value < a.high);
        QCOMPARE(bootstrapMean(values, 1).low, a.low);
        QVERIFY(bootstrapMean(values, 2).low != a.low);
        double variance = 0;
        for (const double v : values) variance += (v - a.value) * (v - a.value) / 199;
        QVERIFY(std::abs((a.high - a.low) / (2 * 1.96 * std::sqrt(variance / 200)) - 1) < 0.15);
        QCOMPARE(bootstrapMean(std::vector{4.0}, 1).low, 4.0);
        QCOMPARE(bootstrapMean({}, 1).value, 0.0);
        QCOMPARE(bootstrapDifference(values, values, 1).high, 0.0);
        QCOMPARE(median(std::vector{3.0, 1.0, 2.0, 10.0}), 2.5);
    }

    void lastIntegerIsParsedAsLongEvalDoes() {
        QCOMPARE(lastInteger("The <REGISTER_CONTENT> in line a-b is <04217>."), 4217);
        QCOMPARE(lastInteger("3 or 5"), 5);
        QCOMPARE(lastInteger("4,217"), 217);
        QCOMPARE(lastInteger("-4217"), 4217);
        QCOMPARE(lastInteger("none"), -1);
        QCOMPARE(lastInteger(""), -1);
        QCOMPARE(lastInteger("0"), 0);
        QCOMPARE(lastInteger("99999999999999999999999"), -1);
    }

    void questionsFillTheirLengthAndRepeat() {
        for (const int length : {256, 1024, 4096}) {
            for (const int index : {0, 3, 7, 8}) {
                const auto q = makeRetrievalQuestion(length, index, 1, *tokenizer_, chat_);
                QVERIFY(q.prompt.size() <= static_cast<std::size_t>(length - 32));
                QVERIFY(q.prompt.size() > static_cast<std::size_t>(length - 32 - 45));
                QCOMPARE(q.depth, (index % 8) / 7.0);
                QVERIFY(makeRetrievalQuestion(length, index, 1, *tokenizer_, chat_).prompt == q.prompt);
                QVERIFY(makeRetrievalQuestion(length, index, 2, *tokenizer_, chat_).prompt != q.prompt);
                const auto text = tokenizer_->decode(q.prompt);
                QVERIFY(text.ends_with("<|assistant|>\n"));
                QVERIFY(text.find("<" + std::to_string(q.expected) + ">") != std::string::npos);
            }
        }
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(makeRetrievalQuestion(100, 0, 1, *tokenizer_, chat_)));
    }

    void retrievalCountsAndResumes() {
        Progress progress;
        KnownSubject subject(*tokenizer_, true);
        std::vector<EvaluationSample> kept;
        const EvaluationOptions options{{512}, 9, 32, 5, {}};
        const auto run = runRetrieval(
            options, *tokenizer_, chat_, {4}, subject, [&](const EvaluationSample &s) { kept.push_back(s); }, progress);
        QCOMPARE(run.rows.front().metric, std::string("accuracy"));
        QCOMPARE(run.rows.front().value, 1.0);
        QCOMPARE(run.rows.front().n, 9);
        QCOMPARE(std::ranges::count_if(run.rows, [](const EvaluationRow &r) { return r.depth.has_value(); }),
                 std::ptrdiff_t(8));
        QCOMPARE(run.kvBytes, std::int64_t(1000));
        QVERIFY(kept == run.samples);
        auto resumed = options;
        resumed.done = {kept.begin(), kept.begin() + 6};
        subject.asked = 0;
        QVERIFY(runRetrieval(
                    resumed, *tokenizer_, chat_, {4}, subject, [](const EvaluationSample &) {}, progress)
                    .samples == run.samples);
        QCOMPARE(subject.asked, 3);
        KnownSubject wrong(*tokenizer_, false);
        QCOMPARE(runRetrieval(
                     options, *tokenizer_, chat_, {4}, wrong, [](const EvaluationSample &) {}, progress)
                     .rows.front()
                     .value,
                 0.0);
    }

    void perplexityOfAKnownLoss() {
        Progress progress;
        KnownSubject subject(*tokenizer_, true);
        std::vector<TokenSample> windows(5, {"w", "s", 64, std::vector<std::int32_t>(64, 1), {}});
        const auto run = runPerplexity(
            {{64}, 3, 0, 1, {}}, windows, subject, [](const EvaluationSample &) {}, progress);
        QVERIFY(std::abs(run.rows[0].value - 2) < 1e-12);
        QCOMPARE(run.rows[0].n, 3);
        QVERIFY(std::abs(run.rows[1].value - std::log(2.0)) < 1e-12);
        QVERIFY_THROWS_EXCEPTION(
            Error, static_cast<void>(runPerplexity(
                       {{128}, 3, 0, 1, {}}, windows, subject, [](const EvaluationSample &) {}, progress)));
    }
};

QTEST_GUILESS_MAIN(TestEvaluate)
#include "tst_evaluate.moc"

// Samples by the rules of the calibration data, on the sample's own files.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "engine/calibrate/data_reader.h"
#include "engine/calibrate/sample_builder.h"
#include "engine/values/error.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

class TestCalibration : public QObject {
    Q_OBJECT

private:
    ModelFiles files_ = ModelFiles::open(sampleModel());
    std::unique_ptr<Tokenizer> tokenizer_ = openTokenizer(files_);
    const ChatTemplate &chat_ = chatTemplateByName("sample");
    QTemporaryDir dir_;

    static std::filesystem::path resource(const char *name) {
        return std::filesystem::path(MOA_RESOURCES) / "sample" / name;
    }
    std::filesystem::path write(const char *name, const std::string &text) {
        const auto path = std::filesystem::path(dir_.path().toStdString()) / name;
        std::ofstream(path) << text;
        return path;
    }
    CalibrationSet build(const std::vector<std::vector<TextSample>> &files, std::vector<int> lengths,
                         int samples = 48) {
        Progress progress;
        return buildSamples(files, *tokenizer_, &chat_, {std::move(lengths), samples, {true, true}}, progress);
    }

private Q_SLOTS:
    void conversationsFillTheirLengths() {
        const auto set = build({readTextData(resource("calibration.jsonl"))}, {1024, 2048, 4096});
        QCOMPARE(set.byLength, (std::map<int, int>{{1024, 16}, {2048, 16}, {4096, 16}}));
        for (const auto &s : set.samples) {
            QVERIFY(s.ids.size() <= static_cast<std::size_t>(s.length) &&
                    4 * s.ids.size() >= 3 * static_cast<std::size_t>(s.length));
            QCOMPARE(s.ids.front(), 0);
            QVERIFY(!s.targets.empty());
        }
    }

    void theLossIsOnTheAnswersTokensAlone() {
        const auto data = readTextData(resource("calibration.jsonl"));
        for (const auto &text : data) {
            const auto sample = encodeSample(text, *tokenizer_, &chat_, {true, true});
            std::vector<std::int32_t> ids;
            for (const auto t : sample.targets) ids.push_back(sample.ids[static_cast<std::size_t>(t)]);
            std::string answers;
            for (const auto &m : text.messages)
                if (m.role == "assistant") answers += m.answer.empty() ? m.content + "<|end|>" : m.answer;
            QCOMPARE(tokenizer_->decode(ids), answers);
        }
    }

    void proseGetsABeginTokenAndAllPredictions() {
        const auto set = build({readTextData(resource("prose.jsonl"))}, {1024, 2048, 4096});
        QCOMPARE(set.byLength, (std::map<int, int>{{1024, 8}, {2048, 8}, {4096, 8}}));
        QCOMPARE(set.bySource, (std::map<std::string, int>{{"prose", 24}}));
        for (const auto &s : set.samples) {
            QCOMPARE(s.ids.front(), 0);
            QCOMPARE(s.targets.size(), s.ids.size() - 1);
        }
    }

    void plainTextGivesWindows() {
        const auto text = readTextData(resource("text.txt"));
        QVERIFY(isPlainText(text));
        const auto windows = textWindows(text.front(), *tokenizer_, 512, 3, {true, true});
        QCOMPARE(windows.size(), std::size_t(3));
        std::vector<std::int32_t> joined;
        for (const auto &w : windows) {
            QCOMPARE(w.ids.size(), std::size_t(512));
            QCOMPARE(w.ids.front(), 0);
            joined.insert(joined.end(), w.ids.begin() + 1, w.ids.end());
        }
        auto all = tokenizer_->encode(text.front().text);
        all.resize(joined.size());
        QCOMPARE(joined, all);
    }

    void sourcesTakeTurns() {
        const auto set =
            build({readTextData(resource("calibration.jsonl")), readTextData(resource("prose.jsonl"))}, {1024}, 6);
        QCOMPARE(set.samples.size(), std::size_t(6));
        QVERIFY(set.bySource.at("prose") >= 2);
        QVERIFY(set.leftOut.at("more than asked for") > 0);
    }

    void whatDoesNotFitIsCounted() {
        const auto set = build({readTextData(resource("calibration.jsonl"))}, {1280});
        QVERIFY(set.leftOut.contains("longer than the longest length"));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(build({readTextData(resource("calibration.jsonl"))}, {64})));
    }

    void badDataIsRefused_data() {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "  \n", "{", "[1]", "{}\n", R"({"messages": []})", R"({"messages": [{"role": "user"}]})",
              R"({"messages": [{"role": "robot", "content": "x"}]})", R"({"text": 3})",
              R"({"text": "a", "messages": []})",
              R"({"messages": [{"role": "assistant", "content": "x", "answer": "y"}]})", "{\"text\": \"a\"}\nrest"})
            QTest::newRow(text) << text;
    }
    void badDataIsRefused() {
        QFETCH(QString, text);
        const auto path = write("bad.jsonl", text.toStdString());
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(readTextData(path)));
    }

    void validationLeavesProfiledSamplesOut() {
        const std::vector<std::vector<TextSample>> data = {readTextData(resource("validation.jsonl"))};
        const auto all = validationSamples(data, *tokenizer_, &chat_, 8192, 16, {}, {true, true});
        QCOMPARE(all.size(), std::size_t(8));
        const auto rest = validationSamples(data, *tokenizer_, &chat_, 8192, 16, {all[0], all[5]}, {true, true});
        QCOMPARE(rest.size(), std::size_t(6));
    }

    void validationLeavesProfiledWindowsOut() {
        const std::vector<std::vector<TextSample>> data = {readTextData(resource("text.txt"))};
        const auto profiled = build({data[0]}, {512, 1024}, 3).samples;  // the first 3 * 1023 tokens
        const auto windows = validationSamples(data, *tokenizer_, nullptr, 2048, 2, profiled, {true, true});
        QCOMPARE(windows.size(), std::size_t(2));
        const auto all = textWindows(data[0].front(), *tokenizer_, 2048, 4, {true, true});
        QCOMPARE(windows[0].ids, all[2].ids);
        QCOMPARE(windows[1].ids, all[3].ids);
    }

    void aLengthThatIsNamedTwiceCountsOnce() {
        const auto text = readTextData(resource("text.txt"));
        QCOMPARE(build({text}, {512, 512}, 3).byLength, (std::map<int, int>{{512, 3}}));
    }

    void shortPlainTextIsCounted() {
        const auto text = readTextData(write("short.txt", "A few words."));
        const auto set = build({text, readTextData(resource("prose.jsonl"))}, {1024});
        QCOMPARE(set.leftOut.at("plain text shorter than a window"), 1);
    }

    void aLineIsNoPlainTextWhateverItsId() {
        QVERIFY(!isPlainText(readTextData(write("one.jsonl", R"({"id": "text", "text": "A few words."})"))));
    }
};

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"

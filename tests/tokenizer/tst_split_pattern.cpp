// Expressions written for Oniguruma, and what PCRE2 makes of them.
#include <QTest>

#include "engine/tokenizer/class_additions.h"
#include "engine/tokenizer/code_points.h"
#include "engine/tokenizer/expression.h"
#include "engine/tokenizer/split_pattern.h"
#include "support/scratch.h"

using namespace moa::engine;
using namespace moa::test;

namespace {

// Pieces of the text, matches in brackets.
std::string cutBy(const std::string &expression, std::string_view text) {
    std::vector<Stretch> cuts;
    SplitPattern(expression, "test").cut(text, 0, cuts);
    std::string out;
    for (const auto &cut : cuts) {
        const auto piece = std::string(text.substr(cut.begin, cut.end - cut.begin));
        out += cut.match ? "[" + piece + "]" : piece;
    }
    return out;
}

std::string utf8(std::uint32_t code) {
    std::string text;
    appendCodePoint(code, text);
    return text;
}

}  // namespace

class TestSplitPattern : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whiteSpaceIsUnicodes() {
        QCOMPARE(cutBy(R"(\s)",
                       "a b\xC2\xA0"
                       "c\xE1\xA0\x8E"
                       "d"),  // U+180E is none
                 std::string("a[ ]b[\xC2\xA0]c\xE1\xA0\x8E"
                             "d"));
        QCOMPARE(cutBy(R"([^\s]+)", "a \xE1\xA0\x8E"), std::string("[a] [\xE1\xA0\x8E]"));
        for (std::uint32_t code = 1; code < 0x3100; ++code)
            QCOMPARE(cutBy(R"(\s)", utf8(code)).starts_with('['), isWhiteSpace(code) || code == '[');
    }

    void classesHoldWhatCameAfterPcre2() {
        QVERIFY(!classAdditions().empty());
        for (const auto &a : classAdditions()) {
            const std::string major(1, a.major);
            for (const auto code : {a.first, a.last}) {
                const auto text = utf8(code);
                QCOMPARE(cutBy("\\p{" + major + "}", text), "[" + text + "]");
                QCOMPARE(cutBy("\\p{" + major + a.minor + "}", text), "[" + text + "]");
                QCOMPARE(cutBy("[x\\p" + major + "]", text), "[" + text + "]");
                QCOMPARE(cutBy("\\P{" + major + "}", text), text);
                QCOMPARE(cutBy("[^\\p{" + major + "}]", text), text);
            }
        }
    }

    void theTwoAgreeOnTheRest() {
        QCOMPARE(cutBy(R"(\p{Han}+)", "a\xE6\xBC\xA2\xE3\x83\xBC"), std::string("a[\xE6\xBC\xA2]\xE3\x83\xBC"));
        QCOMPARE(cutBy(R"(^b)", "a\nb"), std::string("a\n[b]"));  // lines
        QCOMPARE(cutBy(R"(\w+)", "a_1-\xC3\xA9\xE2\x93\x90"), std::string("[a_1]-[\xC3\xA9\xE2\x93\x90]"));
        QCOMPARE(cutBy(R"([\]\[x]+)", "a[x]b"), std::string("a[[x]]b"));
        QCOMPARE(cutBy(R"([[:digit:]]+)", "a12"), std::string("a[12]"));
        QCOMPARE(cutBy(R"(\u0061)", "ba"), std::string("b[a]"));
        QCOMPARE(cutBy("", "ab"), std::string("ab"));
    }

    void whatTheTwoTakeDifferentlyIsRefused() {
        for (const char *expression : {R"([a[bc]])", R"([a&&b])", R"(\b)", R"(\h)", R"(\K)", R"(\R)", R"(\C)", R"(\1)",
                                       R"([\W])", "(unclosed", "\\", R"(\p{)", R"(\p{Nonsense})", R"((?=a\K))"})
            QVERIFY2(errorOf([&] { SplitPattern(expression, "test"); }), expression);
    }

    void literalsAreTakenAsTheyAre() {
        std::vector<Stretch> cuts;
        SplitPattern("a.*", "test", SplitPattern::Syntax::Literal).cut("xa.*y", 10, cuts);
        QCOMPARE(cuts.size(), std::size_t{3});
        QCOMPARE(cuts[1].begin, std::size_t{11});
        QCOMPARE(cuts[1].end, std::size_t{14});
    }

    void endlessBacktrackingIsStopped() {
        std::vector<Stretch> cuts;
        const std::string text(4000, 'a');
        QVERIFY(errorOf([&] { SplitPattern("(?:a|aa)+[bc]", "test").cut(text, 0, cuts); }));
    }
};

QTEST_GUILESS_MAIN(TestSplitPattern)
#include "tst_split_pattern.moc"

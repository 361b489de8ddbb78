// Numbers and texts of the report.
#include <QtTest>
#include <cmath>
#include <limits>
#include <random>

#include "engine/report/text.h"
#include "support/fresh_seed.h"

using namespace moa::engine::report;

#define SAME(actual, expected) QCOMPARE(QString::fromStdString(actual), QString::fromUtf8(expected))

class TestReportText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersHaveThreeSignificantDigits();
    void numbersKeepThreeDigitsForRandomValues();
    void unitsReadWell();
    void brokenUtf8BecomesReplacements();
    void markupIsEscaped();
    void shorteningNeverCutsACharacter();
};

void TestReportText::numbersHaveThreeSignificantDigits() {
    SAME(number(0), "0");
    SAME(number(1), "1.00");
    SAME(number(9.996), "10.0");
    SAME(number(12.345), "12.3");
    SAME(number(999.7), "1000");
    SAME(number(123456), "123000");
    SAME(number(0.00123456), "0.00123");
    SAME(number(-0.5), "\u22120.500");
    SAME(number(1.5e-9), "1.50e-09");
    SAME(number(2.5e9), "2.50e+09");
    SAME(number(std::numeric_limits<double>::quiet_NaN()), "\u2013");
    SAME(number(-std::numeric_limits<double>::infinity()), "\u2013");
    SAME(signedNumber(2), "+2.00");
    SAME(signedNumber(-2), "\u22122.00");
    SAME(signedNumber(0), "0");
}

void TestReportText::numbersKeepThreeDigitsForRandomValues() {
    std::mt19937_64 random(moa::test::freshSeed());
    std::uniform_real_distribution<double> exponent(-300, 300);
    for (int k = 0; k < 20'000; ++k) {
        const double value = std::pow(10.0, k % 2 == 0 ? exponent(random) : exponent(random) / 50);
        const double back = std::stod(number(value));
        QVERIFY2(std::abs(back / value - 1) <= 0.00501, qPrintable(QString::number(value, 'g', 17)));
    }
    QVERIFY(!number(std::numeric_limits<double>::max()).empty());
    QVERIFY(!number(std::numeric_limits<double>::denorm_min()).empty());
}

void TestReportText::unitsReadWell() {
    SAME(tokens(1024), "1k");
    SAME(tokens(1536), "1.5k");
    SAME(tokens(131072), "128k");
    SAME(tokens(1000), "1000");
    SAME(tokens(64), "64");
    SAME(bytes(512), "512\u00A0B");
    SAME(bytes(1024 * 1024), "1.00\u00A0MiB");
    SAME(bytes(-1), "\u2013");
    SAME(percent(0.969), "96.9\u00A0%");
    SAME(duration(0.0123), "0.0123\u00A0s");
    SAME(duration(125), "2 min 05 s");
    SAME(duration(119.6), "2 min 00 s");
    SAME(duration(3720), "1 h 02 min");
    SAME(grouped(1234567), "1,234,567");
    SAME(grouped(-123), "-123");
    SAME(grouped(-1234), "-1,234");
}

void TestReportText::brokenUtf8BecomesReplacements() {
    SAME(cleanText("a\xff"
                   "b"),
         "a\uFFFD"
         "b");
    SAME(cleanText("\xc0\x80"), "\uFFFD\uFFFD");
    SAME(cleanText("\xe2\x82"), "\uFFFD\uFFFD");
    SAME(cleanText("gr\u00fc\u00df \u20ac \U0001F600"), "gr\u00fc\u00df \u20ac \U0001F600");
    SAME(cleanText(std::string_view("a\0\x1b\nb", 5)), "a\nb");
}

void TestReportText::markupIsEscaped() {
    SAME(escapeXml("<a href=\"x\">&'"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
    SAME(escapeMarkdown("a|b*c\nd"), "a\\|b\\*c d");
    SAME(escapeMarkdown("- x"), "\\- x");
}

void TestReportText::shorteningNeverCutsACharacter() {
    SAME(shortened("abc", 3), "abc");
    SAME(shortened("abcd", 3), "ab\u2026");
    SAME(shortened("\u00e4\u00f6\u00fc\u00df", 3), "\u00e4\u00f6\u2026");
}

QTEST_GUILESS_MAIN(TestReportText)
#include "tst_report_text.moc"

// Normalization form C against Qt's own implementation.
#include <QString>
#include <QTest>
#include <random>

#include "engine/tokenizer/nfc.h"
#include "engine/tokenizer/nfc_tables.h"
#include "support/fresh_seed.h"

using namespace moa::engine;

namespace {

std::string utf8(const std::u32string &codes) {
    return QString::fromUcs4(codes.data(), static_cast<qsizetype>(codes.size())).toStdString();
}

std::string byQt(const std::string &text) {
    return QString::fromStdString(text).normalized(QString::NormalizationForm_C).toStdString();
}

bool isCharacter(std::uint32_t code) {
    return code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
}

}  // namespace

class TestNfc : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCharacterAloneAndAfterALetter() {
        for (std::uint32_t code = 1; code < 0x110000; ++code) {
            if (!isCharacter(code)) continue;
            for (const auto &codes : {std::u32string{char32_t{code}}, std::u32string{U'a', char32_t{code}, U'b'}}) {
                const auto text = utf8(codes);
                if (NfcText(text).text() != byQt(text)) QFAIL(std::to_string(code).c_str());
            }
        }
    }

    // Only the first plane: Qt 6.4 errs in texts with composites beyond it (Python's unicodedata says so too).
    void randomTextsWithManyMarks() {
        std::mt19937 rng(moa::test::freshSeed());
        std::u32string pool = U"abeoAE e1\u00e9\u1100\u1161\u11a8\uac00\uac01\u0f73\u0344\u1e9b\u0323\u0307";
        for (const auto &range : nfcOrders()) pool += static_cast<char32_t>(range.first);
        for (std::size_t i = 0; i < nfcPairs().size(); i += 5) {
            pool += static_cast<char32_t>(nfcPairs()[i].composed);
            pool += static_cast<char32_t>(nfcPairs()[i].first);
            pool += static_cast<char32_t>(nfcPairs()[i].second);
        }
        std::erase_if(pool, [](char32_t c) { return c > 0xFFFF; });
        for (int round = 0; round < 50'000; ++round) {
            std::u32string codes;
            for (auto length = rng() % 12; length > 0; --length) codes += pool[rng() % pool.size()];
            const auto text = utf8(codes);
            const NfcText normal(text);
            QCOMPARE(normal.text(), byQt(text));
            std::size_t at = 0;
            for (const auto &change : normal.changes()) {
                QVERIFY(change.begin >= at && change.end >= change.begin && change.sourceEnd > change.sourceBegin);
                at = change.end;
            }
        }
    }

    // Values of Python's unicodedata.
    void charactersBeyondTheFirstPlane() {
        const auto normal = [](const std::u32string &codes) { return NfcText(utf8(codes)).text(); };
        QCOMPARE(normal(U"\U00011347\U0001133E"), utf8(U"\U0001134B"));
        QCOMPARE(normal(U"N\u0323\u0A4D\U0001134B\u1F06"), utf8(U"\u1E46\u0A4D\U0001134B\u1F06"));
        QCOMPARE(normal(U"\u3099\u0303\U000110B9\u05D1"), utf8(U"\u3099\U000110B9\u0303\u05D1"));
        QCOMPARE(normal(U"\U0001D15E"), utf8(U"\U0001D157\U0001D165"));
    }

    // The tokenizers library keeps to Unicode 9: younger marks are not put in order, younger letters stay whole.
    void whatCameAfterUnicode9StaysAsItIs() {
        for (const auto &codes :
             {std::u32string(U"a\u0898\u0334"), std::u32string(U"\U00011935\U00011930"), std::u32string(U"\U00011938")})
            QCOMPARE(NfcText(utf8(codes)).text(), utf8(codes));
    }

    void endlessMarksTakeNoQuadraticTime() {
        std::string text = "a";
        for (int i = 0; i < 200'000; ++i) text += i % 2 == 0 ? "\xCC\x81" : "\xCC\xA3";
        QVERIFY(NfcText(text).text().starts_with("\xE1\xBA\xA1"));  // the mark of the lowest class goes into the letter
    }
};

QTEST_GUILESS_MAIN(TestNfc)
#include "tst_nfc.moc"

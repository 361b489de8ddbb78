// The translations: in the binary, nothing unfinished, placeholders and mnemonics as in the English text.
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

namespace {

struct Text {
    QString context;
    QString source;
    QStringList translations;  // one, or one for each plural form
    bool unfinished = false;
    bool plural = false;
};

std::vector<Text> texts(const QString &language) {
    QFile file(QStringLiteral(MOA_RESOURCES "/../translations/moa-studio_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QXmlStreamReader xml(&file);
    std::vector<Text> found;
    QString context;
    while (!xml.atEnd()) {
        if (!xml.readNextStartElement()) continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            found.push_back({context, {}, {}, false, xml.attributes().value("numerus") == QLatin1String("yes")});
        } else if (xml.name() == QLatin1String("source")) {
            found.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            found.back().unfinished = xml.attributes().hasAttribute("type");
            if (!found.back().plural) found.back().translations << xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            found.back().translations << xml.readElementText();
        }
    }
    return found;
}

QStringList placeholders(const QString &text) {
    static const QRegularExpression pattern(QStringLiteral("%(\\d|n)"));
    QStringList all;
    for (auto match = pattern.globalMatch(text); match.hasNext();) all << match.next().captured();
    all.sort();
    return all;
}

qsizetype mnemonics(const QString &text) {
    static const QRegularExpression pattern(QStringLiteral("&[^&\\s]"));
    return text.count(pattern);
}

}  // namespace

class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBinarySpeaksEveryLanguage_data() { languages(); }
    void theBinarySpeaksEveryLanguage() {
        QFETCH(QString, language);
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/translations/moa-studio_%1.qm").arg(language)));
        for (const Text &text : texts(language)) {
            if (text.plural || text.unfinished) continue;
            QCOMPARE(translator.translate(qPrintable(text.context), qPrintable(text.source)),
                     text.translations.front());
        }
    }

    void nothingIsLeftUntranslated_data() { languages(); }
    void nothingIsLeftUntranslated() {
        QFETCH(QString, language);
        const auto all = texts(language);
        QVERIFY(!all.empty());
        for (const Text &text : all) QVERIFY2(!text.unfinished, qPrintable(text.context + ": " + text.source));
    }

    void placeholdersAndMnemonicsAreThoseOfTheSource_data() { languages(); }
    void placeholdersAndMnemonicsAreThoseOfTheSource() {
        QFETCH(QString, language);
        for (const Text &text : texts(language)) {
            for (const QString &translation : text.translations) {
                if (text.unfinished) continue;
                const auto what = QString("%1: '%2'").arg(text.source, translation);
                QVERIFY2(placeholders(translation) == placeholders(text.source), qPrintable(what));
                QVERIFY2(mnemonics(translation) == mnemonics(text.source), qPrintable(what));
            }
        }
    }

    void englishCountsOneAndMany() {
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/translations/moa-studio_en.qm")));
        const auto all = texts(QStringLiteral("en"));
        QVERIFY(!all.empty());
        for (const Text &text : all)
            QVERIFY(translator.translate(qPrintable(text.context), qPrintable(text.source), nullptr, 1) !=
                    translator.translate(qPrintable(text.context), qPrintable(text.source), nullptr, 2));
    }

private:
    static void languages() {
        QTest::addColumn<QString>("language");
        for (const char *language : {"de", "zh"}) QTest::newRow(language) << language;
    }
};

QTEST_APPLESS_MAIN(TestTranslations)
#include "tst_translations.moc"

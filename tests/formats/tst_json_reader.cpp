// JSON from outside: what is refused, and how it is said.
#include <sys/stat.h>
#include <QTest>
#include <array>

#include "engine/formats/json_reader.h"
#include "engine/formats/utf8.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

class TestJsonReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodTextIsRead() {
        const auto json = parseJson(R"({"a": [1, 2.5, null], "b": {"a": "é"}})", "test");
        QCOMPARE(json["a"][1].get<double>(), 2.5);
        QCOMPARE(json["b"]["a"].get<std::string>(), std::string("é"));
    }

    void badTextIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("empty") << QByteArray("") << "byte";
        QTest::newRow("cut") << QByteArray("{\"a\": [1, ") << "byte 11";
        QTest::newRow("text behind") << QByteArray("{} x") << "byte";
        QTest::newRow("key twice") << QByteArray("{\"a\": 1, \"b\": {\"a\": 1}, \"a\": 2}") << "'a' stands twice";
        QTest::newRow("comment") << QByteArray("{/* */}") << "byte";
        QTest::newRow("NaN") << QByteArray("[NaN]") << "byte";
        QTest::newRow("number too large") << QByteArray("[1e999]") << "1e999";
        QTest::newRow("no UTF-8") << QByteArray("[\"\xff\"]") << "byte";
        QTest::newRow("lone surrogate") << QByteArray("[\"\\ud800\"]") << "byte";
        QTest::newRow("deep array") << QByteArray(100'000, '[') << "nested deeper";
        QTest::newRow("deep object") << QByteArray("{\"a\":").repeated(100'000) << "nested deeper";
    }

    void badTextIsRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto error = errorOf([&] { static_cast<void>(parseJson(text.toStdString(), "the source")); });
        QVERIFY(error);
        QCOMPARE(error->where(), std::string("the source"));
        QVERIFY2(QString::fromStdString(error->why()).contains(says), error->what());
        QCOMPARE(invalidUtf8(error->why()), std::string::npos);  // fit for an answer in JSON
    }

    void limitsHold() {
        QVERIFY(errorOf([] { static_cast<void>(parseJson("[1, 2, 3]", "test", {8, 64})); }));
        QVERIFY(!errorOf([] { static_cast<void>(parseJson("[[1]]", "test", {64, 2})); }));
        QVERIFY(errorOf([] { static_cast<void>(parseJson("[[[1]]]", "test", {64, 2})); }));
        // Values are counted with the arrays and objects that hold them; keys are not.
        QVERIFY(!errorOf([] { static_cast<void>(parseJson(R"({"a": [1, "b"]})", "test", {64, 2, 4})); }));
        QVERIFY(errorOf([] { static_cast<void>(parseJson(R"({"a": [1, "b"]})", "test", {64, 2, 3})); }));
    }

    void skippedMembersTakeNoMemoryAndAreStillJson() {
        static constexpr std::array<std::string_view, 2> kNames = {"a", "c"};
        const auto read = [](std::string_view text) { return parseJson(text, "test", {200, 4, 4}, kNames); };
        QVERIFY(read(R"({"a": {"x": [1, 2, 3, 4], "b": 1}, "b": {"c": [{}, {}, {}], "d": 1}, "c": 2, "e": "a"})") ==
                parseJson(R"({"b": {"d": 1}, "e": "a"})", "test"));
        QVERIFY(read(R"([{"a": {}, "b": 1}, {"a": 1}])") == parseJson(R"([{"b": 1}, {}])", "test"));
        QVERIFY(errorOf([&] { static_cast<void>(read(R"({"a": [1, })")); }));
        QVERIFY(errorOf([&] { static_cast<void>(read(R"({"a": [[[[[1]]]]]})")); }));
        QVERIFY(errorOf([&] { static_cast<void>(read(R"({"a": [], "b": 1, "b": 1})")); }));
    }

    void whatIsNoFileIsRefused() {
        const Scratch scratch;
        QVERIFY(errorOf([&] { static_cast<void>(readJson(scratch.path("missing.json"))); }));
        QVERIFY(errorOf([&] { static_cast<void>(readJson(scratch.path())); }));
        QCOMPARE(::mkfifo(scratch.path("pipe").c_str(), 0600), 0);
        QVERIFY(errorOf([&] { static_cast<void>(readJson(scratch.path("pipe"))); }));  // and does not wait
        std::filesystem::create_symlink("loop", scratch.path("loop"));
        QVERIFY(errorOf([&] { static_cast<void>(readText(scratch.path("loop"))); }));
        QVERIFY(errorOf([] { static_cast<void>(readText("/dev/zero")); }));
        QVERIFY(errorOf([&] { static_cast<void>(readText(scratch.write("long", "12345"), 4)); }));
        QCOMPARE(readText(scratch.write("empty", "")), std::string());
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_json_reader.moc"

// The whole report: what it says, that foreign text stays text, that gaps are named, that contradictions are refused.
#include <QXmlStreamReader>
#include <QtTest>
#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <sstream>

#include "engine/values/error.h"
#include "report/sample_input.h"
#include "support/fresh_seed.h"

using namespace moa::test;

namespace {

bool has(const std::string &text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string &text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
    return n;
}

// Empty, or the parser's complaint.
QString xmlFault(const std::string &xml) {
    QXmlStreamReader reader(QByteArray::fromStdString(xml));
    while (!reader.atEnd()) reader.readNext();
    return reader.hasError() ? reader.errorString() + QStringLiteral(" in line %1").arg(reader.lineNumber())
                             : QString();
}

// The page as XML: its void elements are closed first.
QString htmlFault(std::string html) {
    html.erase(0, html.find("<html"));
    for (std::size_t at = html.find("<meta"); at != std::string::npos; at = html.find("<meta", at + 1)) {
        html.insert(html.begin() + static_cast<std::ptrdiff_t>(html.find('>', at)), '/');
    }
    return xmlFault(html);
}

// Puts hostile text into every string of the input.
ReportInput hostileInput(const std::string &bad) {
    ReportInput in = sampleInput();
    in.title = in.created = in.model.path = in.model.tokenizer = in.model.fingerprint = in.model.rope.type = bad;
    in.plan.name = in.plan.result.solver = bad;
    in.warnings = in.commands = {bad};
    in.settings = in.versions = {{bad, bad}};
    in.stageSeconds = {{bad, 1}};
    for (auto &c : in.calibration) c.source = bad;
    for (auto &c : in.candidates) c.name = bad;
    for (auto &run : in.runs) {
        run.name = bad;
        run.settings[bad] = bad;
    }
    in.runs[1].plan = std::string("uniform ").append(bad);
    in.runs[2].plan = in.runs[3].plan = bad;
    return in;
}

}  // namespace

class TestReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pageIsWellFormedStandsAloneAndStaysSmall();
    void storyComesFirstAndNamesEveryRun();
    void storySaysWhatTheIntervalsAllow();
    void storyHeadlineComparesWhereBaselinesWereMeasured();
    void everyFigureIsAnSvgFileLinkedFromMarkdown();
    void markdownTablesHaveOneWidth();
    void emptyInputSaysWhatIsMissingAndNeverZero();
    void partialInputsAllWork();
    void hostileTextStaysText_data();
    void hostileTextStaysText();
    void nonFiniteFiguresAreDashes();
    void contradictionsAreRefusedWithAllFourParts();
    void plansOfTheParetoSetShowTheirLossAtEveryLength();
    void equalInputGivesEqualBytes();
    void oneLengthOneHeadAndHugeModels();
    void randomInputsStayWellFormed();
};

void TestReport::pageIsWellFormedStandsAloneAndStaysSmall() {
    const std::string html = reportHtml(sampleInput());
    QCOMPARE(htmlFault(html), QString());
    QVERIFY(html.size() < 3'000'000);
    QVERIFY(!has(html, "<script"));
    QVERIFY(!has(html, "<link"));
    QCOMPARE(count(html, "http"), count(html, "http://www.w3.org/2000/svg"));
    QVERIFY(has(html, "prefers-color-scheme:dark"));
    QVERIFY(has(html, "@media print"));
}

void TestReport::storyComesFirstAndNamesEveryRun() {
    const std::string html = reportHtml(sampleInput());
    QCOMPARE(QString::fromStdString(reportSections(sampleInput()).front()), QStringLiteral("What the plan buys"));
    const std::string story = html.substr(html.find("<section id=\"story\">"), html.find("<section id=\"heads\">"));
    for (const char *part : {"dense", "uniform of the same memory", "balanced 25 %", "Perplexity", "MiB", "96.9"}) {
        QVERIFY2(has(story, part), part);
    }
}

void TestReport::storySaysWhatTheIntervalsAllow() {
    ReportInput in = sampleInput();
    const std::string text = reportMarkdown(in);
    QVERIFY(has(text, "not told apart, by these intervals, from the dense model"));
    QVERIFY(has(text, "better than uniform of the same memory"));
    in.runs[2].rows = retrievalRun("x", {0.1, 0.1, 0.1, 0.1}, 0.27).rows;
    QVERIFY(has(reportMarkdown(in), "worse than the dense model"));
}

void TestReport::storyHeadlineComparesWhereBaselinesWereMeasured() {
    ReportInput in = sampleInput();
    QVERIFY(has(reportMarkdown(in), "At 8k tokens the plan answers"));
    for (auto &run : in.runs)
        if (run.plan == "dense") std::erase_if(run.rows, [](const EvaluationRow &r) { return r.length == 8192; });
    QVERIFY(has(reportMarkdown(in), "At 4k tokens the plan answers"));
}

void TestReport::everyFigureIsAnSvgFileLinkedFromMarkdown() {
    const std::string text = reportMarkdown(sampleInput(), "pictures");
    const auto figures = reportFigures(sampleInput());
    QVERIFY(figures.size() >= 8);
    QCOMPARE(count(text, "]("), figures.size());
    std::set<std::string> names;
    for (const ReportFigure &figure : figures) {
        QVERIFY2(has(text, std::string("](pictures/").append(figure.name).append(")")), figure.name.c_str());
        QCOMPARE(xmlFault(figure.svg), QString());
        QVERIFY2(!has(figure.svg, "var(--"), "a file of its own needs literal colours");
        QVERIFY(!has(figure.svg, "nan"));
        names.insert(figure.name);
    }
    QCOMPARE(names.size(), figures.size());
}

void TestReport::markdownTablesHaveOneWidth() {
    std::istringstream lines(reportMarkdown(sampleInput()));
    std::size_t width = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] != '|') {
            width = 0;
            continue;
        }
        const std::size_t bars = count(line, "|") - count(line, "\\|");
        if (width == 0) width = bars;
        QCOMPARE(bars, width);
    }
}

void TestReport::emptyInputSaysWhatIsMissingAndNeverZero() {
    const ReportInput empty;
    const std::string html = reportHtml(empty);
    QCOMPARE(htmlFault(html), QString());
    for (const char *part : {"Nothing was evaluated yet", "No plan was chosen", "was not measured",
                             "No calibration samples", "The commands were not recorded"}) {
        QVERIFY2(has(html, part), part);
    }
    QVERIFY(reportFigures(empty).empty());
    QVERIFY(!reportMarkdown(empty).empty());
}

void TestReport::partialInputsAllWork() {
    const auto drops = std::vector<std::function<void(ReportInput &)>>{
        [](ReportInput &in) { in.loss = {}; },
        [](ReportInput &in) { in.maps.influence = {}; },
        [](ReportInput &in) { in.maps.attention = {}; },
        [](ReportInput &in) { in.measures.clear(); },
        [](ReportInput &in) { in.plan = {}; },
        [](ReportInput &in) { in.loss = {}, in.grid = {}; },
        [](ReportInput &in) { in.runs.clear(); },
        [](ReportInput &in) { in.calibration.clear(), in.candidates.clear(); }};
    for (std::size_t mask = 0; mask < (1U << drops.size()); ++mask) {
        // None, one or two parts missing, or all but one or two: what lies between tells nothing new.
        if (const int gone = std::popcount(mask); gone > 2 && gone < 6) continue;
        ReportInput in = sampleInput();
        in.maps = {256, sampleMaps(8, 8, 4, 1, true), sampleMaps(8, 8, 4, 2, false)};
        for (std::size_t k = 0; k < drops.size(); ++k) {
            if ((mask >> k & 1U) != 0) drops[k](in);
        }
        QVERIFY2(htmlFault(reportHtml(in)).isEmpty(), qPrintable(QString::number(mask)));
    }
}

void TestReport::hostileTextStaysText_data() {
    QTest::addColumn<QByteArray>("bad");
    QTest::newRow("script") << QByteArray("</style></svg><script>alert('x')</script>\"'&");
    QTest::newRow("comment") << QByteArray("--><!-- ]]> <![CDATA[");
    QTest::newRow("not utf-8") << QByteArray("\xff\xfe\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x82");
    QTest::newRow("controls") << QByteArray("a\0b\x01\x1b[31m\x7f\xef\xbf\xbf", 14);
    QTest::newRow("markdown") << QByteArray("| a | ``` \n# x\n[y](javascript:z) ![i](h)");
    QTest::newRow("long") << QByteArray(20'000, 'w');
    QTest::newRow("empty") << QByteArray();
}

void TestReport::hostileTextStaysText() {
    QFETCH(QByteArray, bad);
    ReportInput in = hostileInput(bad.toStdString());
    const std::string html = reportHtml(in);
    QCOMPARE(htmlFault(html), QString());
    QVERIFY(!has(html, "<script"));
    for (const ReportFigure &figure : reportFigures(in)) QCOMPARE(xmlFault(figure.svg), QString());
    QVERIFY(has(reportMarkdown(in), bad.contains("```") ? "````\n" : "```\n"));  // the fence outgrows what it holds
    in.commands.clear();
    const std::string text = reportMarkdown(in);
    QVERIFY(!has(text, "\n# x"));
    QVERIFY(!has(text, " [y]("));
}

void TestReport::nonFiniteFiguresAreDashes() {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInf = std::numeric_limits<double>::infinity();
    ReportInput in = sampleInput();
    in.plan.result.objective = kNan;
    in.plan.result.bound = -kInf;
    in.plan.result.gap = kInf;
    for (auto &r : in.runs[0].rows) r.value = kNan;
    for (auto &r : in.runs[1].rows) r.low = kNan, r.high = kInf;
    in.loss.values[7] = kNan;
    in.loss.values[70] = kInf;
    in.maps.influence.values[5] = std::numeric_limits<float>::quiet_NaN();
    in.measures[0].meanDistance = kNan;
    const std::string html = reportHtml(in);
    QCOMPARE(htmlFault(html), QString());
    const QString text = QString::fromStdString(html);
    static const QRegularExpression kBad(QStringLiteral("[\"> ]-?(nan|inf)[\"< ,]"));
    const auto match = kBad.match(text);
    QVERIFY2(!match.hasMatch(), qPrintable(text.mid(match.capturedStart() - 80, 200)));
}

void TestReport::contradictionsAreRefusedWithAllFourParts() {
    const auto breaks = std::vector<std::function<void(ReportInput &)>>{
        [](ReportInput &in) { in.plan.plan.rules.pop_back(); },
        [](ReportInput &in) {
            in.plan.plan = uniformPlan(2, 4, {0, 1});
        },
        [](ReportInput &in) { in.maps.influence.values.pop_back(); },
        [](ReportInput &in) { in.maps.length = 1024; },
        [](ReportInput &in) { in.loss.values.pop_back(); },
        [](ReportInput &in) { in.loss.estimated.pop_back(); },
        [](ReportInput &in) { in.loss.unitsPerLayer = 3; },
        [](ReportInput &in) { in.loss.lengths[0] = 0; },
        [](ReportInput &in) { in.grid.rules.pop_back(); },
        [](ReportInput &in) { in.measures.pop_back(); },
        [](ReportInput &in) { in.plan.result.rules.assign(32, in.loss.rules); },
        [](ReportInput &in) { in.model.heads = -8; },
        [](ReportInput &in) { in.imported = {in.plan}, in.imported[0].plan.heads = 4; }};
    for (const auto &breakIt : breaks) {
        ReportInput in = sampleInput();
        breakIt(in);
        try {
            (void)reportHtml(in);
            QFAIL("a contradiction was accepted");
        } catch (const moa::Error &error) {
            QVERIFY(!error.failed().empty() && !error.where().empty() && !error.why().empty() &&
                    !error.remedy().empty());
        }
    }
}

void TestReport::plansOfTheParetoSetShowTheirLossAtEveryLength() {
    ReportInput in = sampleInput();
    in.plan.result.losses.pop_back();  // the set is made of profiled lengths alone
    in.plan.result.rules.assign(32, 5);
    for (std::size_t l = 0; l < in.loss.lengths.size(); ++l) {
        for (int unit = 0; unit < 32; ++unit)
            in.loss.values[(l * 32 + unit) * in.loss.rules + 5] = unit == 0 ? 1.25 + static_cast<double>(l) : 0;
    }
    const auto text = reportMarkdown(in);
    for (const char *own : {"| 1.25 |", "| 2.25 |", "| 3.25 |", "| 4.25 |"}) QVERIFY2(has(text, own), own);
}

void TestReport::equalInputGivesEqualBytes() {
    QVERIFY(reportHtml(sampleInput()) == reportHtml(sampleInput()));
}

void TestReport::oneLengthOneHeadAndHugeModels() {
    ReportInput tiny;
    tiny.model.layers = tiny.model.heads = tiny.model.kvHeads = 1;
    tiny.grid = {{64}, {}, {}, 32, 1, {{0, 1}}};
    tiny.loss = {{64}, {false}, 1, 1, 1, {0.0}};
    tiny.plan = {"one", uniformPlan(1, 1, {0, 1}), {}, {}, {}, 0};
    tiny.maps = {64, sampleMaps(1, 1, 1, 1, true), {}};
    QCOMPARE(htmlFault(reportHtml(tiny)), QString());

    ReportInput huge = tiny;
    huge.model.layers = 80;
    huge.model.heads = 64;
    huge.model.kvHeads = 8;
    huge.plan.plan = uniformPlan(80, 64, {0, 0.25});
    huge.loss = {{131072}, {false}, 80, 8, 1, std::vector<double>(640, 1.0)};
    huge.maps = {};
    const std::string html = reportHtml(huge);
    QCOMPARE(htmlFault(html), QString());
    QVERIFY(html.size() < 3'000'000);

    ReportInput wide = tiny;  // 128k tokens: 2048 blocks a side, drawn at 256
    wide.maps = {131072, sampleMaps(1, 1, 2048, 1, true), {}};
    QVERIFY(reportHtml(wide).size() < 1'000'000);
}

void TestReport::randomInputsStayWellFormed() {
    std::mt19937 random(freshSeed());
    const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    for (int round = 0; round < 30; ++round) {
        ReportInput in;
        const int units = pick(1, 4);
        in.model.layers = pick(1, 9);
        in.model.heads = units * pick(1, 3);
        in.model.kvHeads = units;
        for (int k = pick(1, 12); k > 0; --k) in.grid.rules.push_back({pick(-40, 40) * 64.0, pick(0, 8) / 8.0});
        const int rules = static_cast<int>(in.grid.rules.size());
        for (int k = pick(1, 4), length = 64; k > 0; --k) in.loss.lengths.push_back(length *= pick(2, 9));
        const std::size_t lengths = in.loss.lengths.size();
        in.loss.estimated.resize(lengths);
        in.loss.layers = in.model.layers;
        in.loss.unitsPerLayer = units;
        in.loss.rules = rules;
        in.loss.values.resize(lengths * in.loss.units() * rules);
        for (double &v : in.loss.values) v = std::ldexp(pick(-1, 9), pick(-60, 60));
        in.plan.plan = uniformPlan(in.model.layers, in.model.heads, in.grid.rules[0]);
        for (Rule &rule : in.plan.plan.rules) rule = in.grid.rules[pick(0, rules - 1)];
        in.plan.name = "p";
        in.maps.length = 64 * pick(1, 20) - pick(0, 63);
        const int nb = blockCount(in.maps.length);
        in.maps.influence = sampleMaps(in.model.layers, in.model.heads, nb, 3, true);
        for (const char *plan : {"dense", "p", "uniform 0.5", "q", "r"}) {
            EvaluationRun run;
            run.task = pick(0, 1) == 0 ? "retrieval" : "perplexity";
            run.plan = plan;
            for (int k = pick(0, 9); k > 0; --k) {
                std::optional<double> depth;
                if (pick(0, 1) == 0) depth = pick(0, 7) / 7.0;
                const char *metric = run.task == "retrieval" ? "accuracy" : "perplexity";
                run.rows.push_back(row(pick(1, 9000), depth, metric, pick(0, 100) / 100.0, 0.1, pick(0, 9)));
            }
            in.runs.push_back(run);
        }
        QCOMPARE(htmlFault(reportHtml(in)), QString());
        for (const ReportFigure &figure : reportFigures(in)) QCOMPARE(xmlFault(figure.svg), QString());
    }
}

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"

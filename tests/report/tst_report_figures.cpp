// Parts the figures are made of: colour map, PNG, axes, the choice of heads.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtEndian>
#include <QtTest>
#include <cstring>
#include <random>

#include "engine/report/axis.h"
#include "engine/report/colours.h"
#include "engine/report/evaluation_view.h"
#include "engine/report/heads.h"
#include "engine/report/png.h"
#include "engine/values/error.h"
#include "report/sample_input.h"
#include "support/fresh_seed.h"

using namespace moa::engine::report;
using namespace moa::test;

namespace {

std::uint32_t bigEndian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (int k = 0; k < 4; ++k) value = value << 8U | static_cast<unsigned char>(bytes[k]);
    return value;
}

// IDAT of a PNG, inflated by zlib behind qUncompress (which wants the size in front).
QByteArray inflated(const std::string &png, quint32 size) {
    const auto at = png.find("IDAT");
    const std::uint32_t length = bigEndian(std::string_view(png).substr(at - 4));
    QByteArray data;
    for (int shift = 24; shift >= 0; shift -= 8) data.append(static_cast<char>(size >> shift & 0xFFU));
    data.append(png.data() + at + 4, static_cast<qsizetype>(length));
    return qUncompress(data);
}

// One F32 tensor of a safetensors file of the reference data.
std::vector<float> readTensor(const QString &path, const QString &name) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray data = file.readAll();
    const auto header = qFromLittleEndian<qint64>(data.constData());
    const QJsonObject tensors = QJsonDocument::fromJson(data.mid(8, header)).object();
    const QJsonArray range = tensors[name].toObject()[QStringLiteral("data_offsets")].toArray();
    std::vector<float> values(static_cast<std::size_t>(range[1].toInteger() - range[0].toInteger()) / sizeof(float));
    std::memcpy(values.data(), data.constData() + 8 + header + range[0].toInteger(), values.size() * sizeof(float));
    return values;
}

// Loss of the kv groups (two query heads each) from influence maps: what every rule masks.
LossTable lossOf(const BlockMaps &maps, int length, const std::vector<Rule> &rules) {
    LossTable loss{{length}, {false}, maps.layers, maps.heads / 2, static_cast<int>(rules.size()), {}};
    for (int unit = 0; unit < loss.units(); ++unit) {
        for (const Rule &rule : rules) {
            double sum = 0;
            for (int head = 0; head < 2; ++head) {
                const float *map = maps.map(unit / loss.unitsPerLayer, unit % loss.unitsPerLayer * 2 + head);
                for (int i = 0; i < maps.nb; ++i) {
                    for (int j = 0; j <= i; ++j) {
                        if (!keepsBlock(bandBlocks(rule, maps.nb), i, j)) sum += map[i * maps.nb + j];
                    }
                }
            }
            loss.values.push_back(sum);
        }
    }
    return loss;
}

}  // namespace

class TestReportFigures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void viridisHasItsKnownColours();
    void inkHasContrastOnEveryColour();
    void pngInflatesToItsPixels();
    void pngRefusesWhatDoesNotFit();
    void base64MatchesQt();
    void crcMatchesTheKnownValue();
    void ticksLieInsideAndScalesAreMonotone();
    void labelsAreSpreadApartInOrder();
    void retrievingGroupMattersMost();
    void retrievingGroupOfTheSampleModelIsFound();
    void sharesSumToOneAndLeaveEstimatesOut();
    void seriesAreOrderedAndTokenPrefillWins();
};

void TestReportFigures::viridisHasItsKnownColours() {
    QCOMPARE(hex(viridis(0)), std::string("#440154"));
    QCOMPARE(hex(viridis(1)), std::string("#fde725"));
    QCOMPARE(hex(viridisTable()[128]), std::string("#21918c"));
    QCOMPARE(hex(viridis(std::nan(""))), std::string("#440154"));
    QCOMPARE(hex(viridis(7)), std::string("#fde725"));
}

void TestReportFigures::inkHasContrastOnEveryColour() {
    const auto luminance = [](Colour c) {
        const auto linear = [](int v) {
            return v <= 10 ? v / 255.0 / 12.92 : std::pow((v / 255.0 + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
    };
    for (const Colour &c : viridisTable()) {
        const double l = luminance(c);
        const double contrast = inkOn(c) == "#000000" ? (l + 0.05) / 0.05 : 1.05 / (l + 0.05);
        QVERIFY(contrast >= 4.5);
    }
}

void TestReportFigures::pngInflatesToItsPixels() {
    std::mt19937 random(freshSeed());
    const std::pair<int, int> sizes[] = {{1, 1}, {3, 2}, {256, 256}, {300, 500}};
    for (const auto &[width, height] : sizes) {
        std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width) * height);
        for (auto &p : pixels) p = static_cast<std::uint8_t>(random() % 256);
        const std::string png = indexedPng(width, height, pixels, viridisTable(), 255);
        QByteArray expected;
        for (int y = 0; y < height; ++y) {
            expected.append('\0');
            for (int x = 0; x < width; ++x)
                expected.append(static_cast<char>(pixels[static_cast<std::size_t>(y) * width + x]));
        }
        QCOMPARE(inflated(png, static_cast<quint32>(expected.size())), expected);
        for (std::size_t at = 8; at < png.size();) {  // every chunk carries its own checksum
            const std::uint32_t length = bigEndian(std::string_view(png).substr(at));
            QCOMPARE(bigEndian(std::string_view(png).substr(at + 8 + length)),
                     crc32(std::string_view(png).substr(at + 4, length + 4)));
            at += length + 12;
        }
    }
}

void TestReportFigures::pngRefusesWhatDoesNotFit() {
    const std::vector<std::uint8_t> pixels(4, 1);
    const Colour one[] = {{0, 0, 0}};
    QVERIFY_THROWS_EXCEPTION(moa::Error, (void)indexedPng(2, 3, pixels, viridisTable()));
    QVERIFY_THROWS_EXCEPTION(moa::Error, (void)indexedPng(2, 2, pixels, one));
    QVERIFY_THROWS_EXCEPTION(moa::Error, (void)indexedPng(0, 0, {}, viridisTable()));
}

void TestReportFigures::base64MatchesQt() {
    std::string text;
    for (int k = 0; k < 300; ++k) {
        QCOMPARE(base64(text), QByteArray::fromStdString(text).toBase64().toStdString());
        text += static_cast<char>(k * 37);
    }
}

void TestReportFigures::crcMatchesTheKnownValue() {
    QCOMPARE(crc32("123456789"), 0xCBF43926U);
}

void TestReportFigures::ticksLieInsideAndScalesAreMonotone() {
    QCOMPARE(powerTicks(1000, 9000), (std::vector<double>{1024, 2048, 4096, 8192}));
    QVERIFY(powerTicks(1500, 1600).empty());
    for (const double tick : roundTicks(-0.37, 12.1)) QVERIFY(tick >= -0.37 - 1e-9 && tick <= 12.1 + 1e-9);
    QCOMPARE(roundTicks(3, 3).size(), std::size_t{1});
    const int lengths[] = {1024, 8192};
    const Scale scale = tokenScale(lengths, 10, 500);
    QVERIFY(scale.at(1024) > 10 && scale.at(1024) < scale.at(2048) && scale.at(8192) < 500);
    QVERIFY(std::abs(scale.at(2048) - scale.at(1024) - (scale.at(4096) - scale.at(2048))) < 1e-9);
}

void TestReportFigures::labelsAreSpreadApartInOrder() {
    std::vector<double> ys = {50, 51, 10, 52};
    spreadLabels(ys, 15, 0, 100);
    QVERIFY(ys[2] < ys[0] && ys[1] - ys[0] >= 15 && ys[3] - ys[1] >= 15 && ys[3] <= 100);
}

void TestReportFigures::retrievingGroupMattersMost() {
    const auto units = headsThatMatter(sampleInput());
    QVERIFY(!units.empty() && units.size() <= 4);
    QCOMPARE(units.front().layer, kRetrievingLayer);
    QCOMPARE(units.front().firstHead, kRetrievingHead);
    QCOMPARE(units.front().heads, 2);
    QCOMPARE(QString::fromStdString(unitName(units.front())), QStringLiteral("layer 4, query heads 6 and 7"));
    QCOMPARE(QString::fromStdString(ruleName({-512, 0.625})), QStringLiteral("\u03B1 \u2212512, \u03B2 0.625"));
}

void TestReportFigures::retrievingGroupOfTheSampleModelIsFound() {
    const QString path = QStringLiteral(MOA_TEST_DATA "/influence/sample.retrieval.2048.safetensors");
    ReportInput in = sampleInput();
    in.maps = {2048,
               {8, 8, 32, readTensor(path, QStringLiteral("influence.2048"))},
               {8, 8, 32, readTensor(path, QStringLiteral("attention.2048"))}};
    QCOMPARE(in.maps.influence.values.size(), std::size_t{8 * 8 * 32 * 32});
    in.grid.rules = {{0, 0.125}, {0, 0.25}, {0, 0.5}, {0, 1}};
    in.loss = lossOf(in.maps.influence, 2048, in.grid.rules);
    const auto units = headsThatMatter(in);
    QCOMPARE(QString::fromStdString(unitName(units.front())), QStringLiteral("layer 4, query heads 6 and 7"));
    QVERIFY(!reportFigures(in).empty());
}

void TestReportFigures::sharesSumToOneAndLeaveEstimatesOut() {
    ReportInput in = sampleInput();
    const auto sum = [&] {
        double total = 0;
        for (const UnitShare &unit : unitShares(in)) total += unit.share;
        return total;
    };
    QVERIFY(std::abs(sum() - 1) < 1e-12);
    const double before = unitShares(in).front().share;
    for (int unit = 0; unit < 32; ++unit)
        in.loss.values[(3 * 32 + unit) * static_cast<std::size_t>(in.loss.rules)] = unit;
    QCOMPARE(unitShares(in).front().share, before);
    in.loss.values.assign(in.loss.values.size(), 0.0);
    QCOMPARE(sum(), 0.0);
}

void TestReportFigures::seriesAreOrderedAndTokenPrefillWins() {
    ReportInput in = sampleInput();
    std::ranges::reverse(in.runs);
    in.runs.push_back(retrievalRun("someone else's", {0.5}, 0.5));
    const auto all = seriesOf(in);
    QCOMPARE(all.size(), std::size_t{4});
    QCOMPARE(all[0].name, std::string("dense"));
    QCOMPARE(all[1].role, Role::Uniform);
    QCOMPARE(all[2].role, Role::Plan);
    QCOMPARE(all[3].role, Role::Imported);
    const EvaluationRow *found = findRow(all[2], "retrieval", "accuracy", 1024);
    QVERIFY(found != nullptr);
    QCOMPARE(found->value, 1.0);  // the run by token, not the 0.72 by block, in whichever order they come
    QVERIFY(findRow(all[2], "retrieval", "accuracy", 99) == nullptr);
}

QTEST_GUILESS_MAIN(TestReportFigures)
#include "tst_report_figures.moc"

// Mixing, stretching and loss tables against golden numbers and brute force.
#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

#include "engine/plan/head_measures.h"
#include "engine/plan/loss_table_builder.h"
#include "engine/plan/profile_mix.h"
#include "engine/plan/rule_grid.h"
#include "engine/plan/stretch.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

BlockMaps goldenMaps(const SafetensorsFile &file, const std::string &name) {
    const auto &shape = file.find(name)->shape;
    return {static_cast<int>(shape[0]), static_cast<int>(shape[1]), static_cast<int>(shape[2]),
            readGolden<float>(file, name)};
}

double worstRelative(const std::vector<float> &mine, const std::vector<double> &golden) {
    if (mine.size() != golden.size()) return INFINITY;
    double worst = 0;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (golden[i] == 0 && mine[i] != 0) return INFINITY;
        if (golden[i] != 0)
            worst = std::max(worst, std::abs(static_cast<double>(mine[i]) - golden[i]) / std::abs(golden[i]));
    }
    return worst;
}

BlockMaps randomMaps(std::mt19937 &rng, int layers, int heads, int nb) {
    auto maps = zeroMaps(layers, heads, nb);
    std::uniform_real_distribution<float> value(0, 1);
    for (int l = 0; l < layers; ++l)
        for (int h = 0; h < heads; ++h)
            for (int i = 0; i < nb; ++i)
                for (int j = 0; j <= i; ++j) maps.map(l, h)[i * nb + j] = value(rng);
    return maps;
}

}  // namespace

class TestLosses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void balanceMatchesGolden() {
        const auto golden = SafetensorsFile::open(dataPath("conventions/balance.safetensors"));
        const auto facts = readGoldenJson("conventions/balance.json");
        for (const int length : {256, 512}) {
            const auto key = std::to_string(length);
            LengthProfile profile{length, false, {}};
            for (std::size_t k = 0; k < facts["sources"].size(); ++k) {
                const auto maps = goldenMaps(golden, "sample." + std::to_string(k) + "." + key);
                const auto source = facts["sources"][k].get<std::string>();
                if (profile.sources.empty() || profile.sources.back().source != source) {
                    profile.sources.emplace_back();
                    profile.sources.back().source = source;
                }
                addSample(profile.sources.back(), maps, maps,
                          std::accumulate(maps.values.begin(), maps.values.end(), 0.0), 1);
            }
            const auto check = [&](const BlockMaps &maps, const std::string &name) {
                QVERIFY(worstRelative(maps.values, readGolden<double>(golden, name + "." + key)) < 1e-6);
            };
            check(mixSources(profile, Balance::Published), "published");
            check(mixSources(profile, Balance::Balanced), "balanced");
            check(mixSources(profile, Balance::Balanced, {{"a", 3}, {"b", 1}}), "balanced.w3");
            QCOMPARE(profile.sources.back().zeroSamples, 1);
        }
    }

    void stretchMatchesGolden() {
        const auto maps =
            goldenMaps(SafetensorsFile::open(dataPath("influence/sample.text.1024.safetensors")), "influence.1024");
        const auto golden = SafetensorsFile::open(dataPath("conventions/stretch.safetensors"));
        for (const int length : {1536, 2048})
            QVERIFY(worstRelative(stretch(maps, 1024, length).values,
                                  readGolden<double>(golden, "influence." + std::to_string(length))) < 1e-6);
        QCOMPARE(stretch(maps, 1024, 1024).mapSize(), maps.mapSize());
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(stretch(maps, 1024, 512)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(stretch(maps, 1024, 1100)));
    }

    void lossTableMatchesGolden() {
        const auto golden = SafetensorsFile::open(dataPath("rules/loss_table.text.1k2k_4k.safetensors"));
        const auto grid = makeRuleGrid(std::vector{1024, 2048}, std::vector{4096}, {});
        std::vector<LengthMaps> maps;
        for (const int length : {1024, 2048}) {
            const auto name = std::to_string(length);
            maps.push_back(
                {length, false,
                 goldenMaps(SafetensorsFile::open(dataPath("influence/sample.text." + name + ".safetensors")),
                            "influence." + name)});
        }
        const auto check = [&](int unitsPerLayer, const std::string &key) {
            const auto table = makeLossTable(maps, grid.rules, unitsPerLayer);
            std::size_t at = 0;
            for (const char *length : {"1024", "2048"})
                for (const double expected : readGolden<double>(golden, key + "." + length)) {
                    const double mine = table.values[at++];
                    QVERIFY(std::abs(mine - expected) <= 1e-6 * std::abs(expected));
                }
            QCOMPARE(at, table.values.size());
        };
        check(8, "loss");
        check(4, "group_loss");
    }

    void lossTableMatchesBruteForce() {
        std::mt19937 rng(freshSeed());
        for (int round = 0; round < 20; ++round) {
            const int nb = 1 + static_cast<int>(rng() % 12);
            const std::vector<LengthMaps> maps = {{nb * 64, false, randomMaps(rng, 2, 4, nb)}};
            std::vector<Rule> rules;
            for (int r = 0; r < 6; ++r)
                rules.push_back({static_cast<double>(rng() % 1200) - 300, static_cast<double>(rng() % 9) / 8});
            const auto table = makeLossTable(maps, rules, 2);
            for (int l = 0; l < 2; ++l)
                for (int u = 0; u < 2; ++u)
                    for (int r = 0; r < 6; ++r) {
                        double sum = 0;
                        for (int h = 2 * u; h < 2 * u + 2; ++h)
                            for (int i = 0; i < nb; ++i)
                                for (int j = 0; j <= i; ++j)
                                    if (!keepsBlock(bandBlocks(rules[static_cast<std::size_t>(r)], nb), i, j))
                                        sum += static_cast<double>(maps[0].influence.map(l, h)[i * nb + j]);
                        QVERIFY(std::abs(table.at(0, l * 2 + u, r) - sum) < 1e-9 * (1 + sum));
                    }
        }
    }

    void measuresOfKnownHeads() {
        auto maps = zeroMaps(1, 2, 4);
        for (int i = 0; i < 4; ++i) {
            maps.map(0, 0)[i * 4] = 64;      // all mass in the sink
            maps.map(0, 1)[i * 4 + i] = 64;  // all mass on the diagonal
        }
        const auto measures = headMeasures(maps);
        QCOMPARE(measures[0].sinkMass, 1.0);
        QCOMPARE(measures[0].meanDistance, 96.0);
        QCOMPARE(measures[1].meanDistance, 0.0);
        QCOMPARE(measures[1].sinkMass, 0.25);
        QCOMPARE(measures[1].blockEntropy, 0.0);
    }

    void badMixesAreRefused() {
        LengthProfile profile{64, false, {}};
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(mixSources(profile, Balance::Balanced)));
        profile.sources.emplace_back();
        profile.sources[0].source = "a";
        addSample(profile.sources[0], zeroMaps(1, 1, 1), zeroMaps(1, 1, 1), 0, 1);
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(mixSources(profile, Balance::Balanced)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(mixSources(profile, Balance::Published, {{"b", 1}})));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(mixSources(profile, Balance::Published, {{"a", -1}})));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(parseBalance("even")));
    }
};

QTEST_GUILESS_MAIN(TestLosses)
#include "tst_losses.moc"

// Rule grids, layouts, densities and cache sizes against the golden grids, and against counting blocks one by one.
#include <QTest>
#include <random>

#include "engine/plan/rule_grid.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "engine/values/plan.h"
#include "support/fresh_seed.h"
#include "support/golden.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

class TestRuleGrid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gridsMatchGolden_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("1k2k_4k") << "1k2k_4k";
        QTest::newRow("2k4k8k_16k") << "2k4k8k_16k";
    }

    void gridsMatchGolden() {
        QFETCH(QString, name);
        const auto golden = readGoldenJson("rules/grid." + name.toStdString() + ".json");
        const auto lengths = [&](const char *key) { return golden[key].get<std::vector<int>>(); };
        const auto grid =
            makeRuleGrid(lengths("profile_lengths"), lengths("extend_lengths"), lengths("output_lengths"));
        QCOMPARE(grid.step, golden["step"].get<double>());
        QCOMPARE(grid.pairsBefore, golden["pairs_before_filter"].get<int>());
        QCOMPARE(static_cast<int>(grid.rules.size()), golden["count"].get<int>());
        for (std::size_t r = 0; r < grid.rules.size(); ++r) {
            QCOMPARE(grid.rules[r], (Rule{golden["alphas"][r], golden["betas"][r]}));
            for (const auto &[length, row] : golden["lengths"].items()) {
                const int nb = blockCount(std::stoi(length));
                QCOMPARE(bandBlocks(grid.rules[r], nb), row["band_blocks"][r].get<int>());
                QCOMPARE(keptBlocks(bandBlocks(grid.rules[r], nb), nb), row["kept_blocks"][r].get<std::int64_t>());
                QVERIFY(std::abs(kvDensity(grid.rules[r], nb) - row["kv_density"][r].get<double>()) < 1e-12);
                QVERIFY(std::abs(causalDensity(grid.rules[r], nb) - row["causal_density"][r].get<double>()) < 1e-12);
                QVERIFY(std::abs(rawDensity(grid.rules[r], std::stoi(length)) - row["raw_density"][r].get<double>()) <
                        1e-12);
            }
            for (const auto &[n, row] : golden["cache_tokens"].items())
                QCOMPARE(cacheTokens(grid.rules[r], std::stoi(n), 1024), row[r].get<std::int64_t>());
        }
    }

    void cachesMatchGolden() {
        const auto golden = readGoldenJson("conventions/cache.json");
        const auto check = [](const Rule &rule, const nlohmann::json &rows) {
            for (const auto &row : rows)
                QCOMPARE(cacheTokens(rule, row["n"], row["m"]), row["tokens"].get<std::int64_t>());
        };
        for (const auto &entry : golden["rules"]) check({entry["alpha"], entry["beta"]}, entry["cache"]);
        for (const auto &entry : golden["uniform"]) check({0, entry["density"]}, entry["cache"]);
        for (const auto &entry : golden["uniform_of_same_memory"]) {
            Plan plan{entry["layers"], entry["kv_groups"], {}};
            for (const auto &layer : entry["rules"])
                for (const auto &rule : layer) plan.rules.push_back({rule[0], rule[1]});
            for (const auto &row : entry["cache"]) {
                const auto tokens = groupCacheTokens(plan, plan.heads, row["n"], row["m"]);
                std::vector<std::int64_t> expected;
                for (const auto &layer : row["plan"])
                    for (const auto &c : layer) expected.push_back(c);
                QCOMPARE(tokens, expected);
                QCOMPARE(uniformOfSameMemory(tokens), row["uniform_tokens"].get<std::int64_t>());
            }
        }
    }

    void layoutsMatchCountingBlocks() {
        std::mt19937 rng(freshSeed());
        for (int round = 0; round < 300; ++round) {
            const Rule rule{static_cast<double>(rng() % 4000) - 2000, static_cast<double>(rng() % 9) / 8};
            const int nb = 1 + static_cast<int>(rng() % 60);
            const int band = bandBlocks(rule, nb);
            std::int64_t kept = 0;
            int most = 0;
            for (int i = 0; i < nb; ++i) {
                int row = 0;
                for (int j = 0; j < nb; ++j) row += keepsBlock(band, i, j) ? 1 : 0;
                kept += row;
                most = std::max(most, row);
            }
            QCOMPARE(keptBlocks(band, nb), kept);
            QCOMPARE(kvBlocks(rule, nb), most);
        }
    }

    void impossibleGridsAreRefused() {
        const auto grid = [](std::vector<int> profile, double step) { return makeRuleGrid(profile, {}, {}, step); };
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(grid({}, 0)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(grid({100}, 0)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(grid({-64}, 0)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(grid({1024}, -1)));
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(grid({1024}, 1e-9)));
        QVERIFY(!grid({64}, 0).rules.empty());
    }
};

QTEST_GUILESS_MAIN(TestRuleGrid)
#include "tst_rule_grid.moc"

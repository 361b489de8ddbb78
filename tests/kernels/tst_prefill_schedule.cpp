// The list of tiles of sparse prefill: every visible entry is computed once, hidden ones only in steps marked so, in an
// order that ends with the shortest work.
#include <QTest>
#include <map>
#include <random>
#include <vector>

#include "engine/values/conventions.h"
#include "kernels/cuda/prefill_schedule.h"
#include "support/fresh_seed.h"

using namespace moa::kernels;
using namespace moa::kernels::cuda;
using moa::engine::Prefill;

namespace {

// How often each key block of a tile's list is computed, and whether its step is masked.
struct Step {
    int times = 0;
    bool masked = false;
};

std::map<std::int64_t, Step> stepsOf(const PrefillTile &t, int keyBlocks) {
    std::map<std::int64_t, Step> blocks;
    for (std::int32_t i = 0; i < t.blocks; ++i) {
        Step &s = blocks[i == t.blocks - 1 ? 0 : t.lastBlock - i];
        s.times++;
        s.masked = i / keyBlocks < t.maskedHead || i / keyBlocks >= t.maskedTail;
    }
    return blocks;
}

}  // namespace

class TestPrefillSchedule : public QObject {
    Q_OBJECT

    static void checkTile(const PrefillTile &t, const HeadWindow &w, int queryBlocks, int keyBlocks) {
        const auto steps = stepsOf(t, keyBlocks);
        const std::int64_t end = std::min<std::int64_t>(t.firstQuery + queryBlocks * 64, t.n);
        std::map<std::int64_t, std::int64_t> seen;
        for (std::int64_t row = t.firstQuery; row < end; ++row)
            for (std::int64_t key = 0; key <= row; ++key)
                if (moa::engine::seesToken(w.byBlock ? Prefill::Block : Prefill::Token, w.window + 64, row, key))
                    seen[key / 64]++;
        for (const auto &[block, count] : seen) {
            QVERIFY2(steps.contains(block) && steps.at(block).times == 1, "a visible block is not computed once");
            if (count < (end - t.firstQuery) * 64) QVERIFY2(steps.at(block).masked, "a hidden entry is not masked");
        }
        for (const auto &[block, step] : steps)
            if (!seen.contains(block)) QVERIFY2(step.masked, "a block that nobody sees is not masked");
    }

private Q_SLOTS:
    void everyVisibleEntryIsComputedOnce() {
        std::mt19937_64 rng(moa::test::freshSeed());
        for (int round = 0; round < 60; ++round) {
            const std::vector<PrefillRow> rows{{0, 1 + static_cast<std::int64_t>(rng() % 700), 0}};
            const HeadWindow w{64 * (1 + static_cast<std::int64_t>(rng() % 12)), rng() % 2 == 0};
            const std::vector<HeadWindow> windows{w};
            const int queryBlocks = 1 + static_cast<int>(rng() % 3);
            const int keyBlocks = 1 + static_cast<int>(rng() % 3);
            for (const auto &t : prefillTiles({1, 1, 64, rows, windows}, queryBlocks, keyBlocks, 1 << 20))
                checkTile(t, w, queryBlocks, keyBlocks);
        }
    }

    void everyRowOfEveryHeadHasItsTile() {
        const std::vector<PrefillRow> rows{{5, 300, 0}, {400, 129, 0}, {600, 900, 512}};
        std::map<std::tuple<int, int, int>, int> tiles;
        for (const auto &t : prefillTiles({4, 2, 128, rows, {}}, 2, 2, 1 << 20)) {
            tiles[{t.firstToken, t.head, t.firstQuery}]++;
            QCOMPARE(t.kvHead, t.head / 2);
        }
        QCOMPARE(tiles.size(), std::size_t(4 * (3 + 2 + 4)));
        for (const auto &[key, count] : tiles) QCOMPARE(count, 1);
    }

    void aSectionFitsItsBytesAndEndsWithItsShortestTile() {
        const std::vector<PrefillRow> rows{{0, 1024, 0}};
        const std::vector<HeadWindow> windows{{64, false}, {1024, false}, {512, false}, {128, false}};
        const std::int64_t twoHeads = 2 * 1024 * 128 * 4;
        const auto tiles = prefillTiles({4, 4, 128, rows, windows}, 2, 2, twoHeads);
        QCOMPARE(tiles.size(), std::size_t(32));
        for (std::size_t i = 0; i < tiles.size(); ++i) {
            const bool wide = tiles[i].head == 1 || tiles[i].head == 2;  // the longest two come first, together
            QCOMPARE(wide, i < 16);
            if (i % 16) QVERIFY(tiles[i].blocks <= tiles[i - 1].blocks);
        }
    }

    void computedBlocksCountMaskedOnes() {
        const std::vector<PrefillRow> rows{{0, 128, 0}};
        const auto tiles = prefillTiles({1, 1, 64, rows, {}}, 2, 2, 1 << 20);
        QCOMPARE(computedBlocks(tiles, 2, 2), std::int64_t(4));
    }
};

QTEST_GUILESS_MAIN(TestPrefillSchedule)
#include "tst_prefill_schedule.moc"

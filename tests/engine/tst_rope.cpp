// Rotary frequencies against those of transformers, and what a table does with them.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "engine/formats/model_config.h"
#include "engine/model/rope.h"
#include "support/golden.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

RopeFacts dynamicFacts() {
    RopeFacts facts;
    facts.type = "dynamic";
    facts.factor = 2;
    facts.originalMaxPosition = 8;
    return facts;
}

// One head of `dim` values at `position`, turned.
std::vector<double> turned(const RopeTable<double> &table, std::vector<double> x, std::int64_t position,
                           bool inverse = false) {
    table.apply(x.data(), 1, static_cast<std::int64_t>(x.size()), 1, position, inverse);
    return x;
}

}  // namespace

class TestRope : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // families/rope.json holds frequencies and scales of every type, below and beyond the original positions.
    void frequenciesMatchTransformers() {
        for (const auto &row : readGoldenJson("families/rope.json")) {
            const auto facts = factsFromConfig(row["config"], "golden");
            const auto mine = rotaryFrequencies(facts.rope, facts.headDim, row["tokens"].get<std::int64_t>());
            const auto golden = row["frequencies"].get<std::vector<double>>();
            QCOMPARE(mine.size(), golden.size());
            for (std::size_t i = 0; i < mine.size(); ++i)
                QVERIFY2(std::abs(mine[i] - golden[i]) <= 2e-6 * golden[i], row.dump().c_str());
            QVERIFY(std::abs(rotaryScale(facts.rope) - row["scale"].get<double>()) < 1e-12);
        }
    }

    // Transformers turns a text by the frequencies of its length, and a token that comes later by those of the text
    // that ends with it.
    void dynamicScalingFollowsTheText() {
        const auto facts = dynamicFacts();
        const std::vector<double> head = {1, 2, 3, 4, 5, 6};
        const RopeTable<double> shorter(facts, 6, 8);
        const RopeTable<double> longer(facts, 6, 20);
        const auto steps = RopeTable<double>::ofSteps(facts, 6, 21);
        QVERIFY(turned(shorter, head, 5) != turned(longer, head, 5));
        QCOMPARE(turned(steps, head, 5), turned(shorter, head, 5));
        QCOMPARE(turned(steps, head, 19), turned(longer, head, 19));
        QCOMPARE(turned(steps, head, 12), turned(RopeTable<double>(facts, 6, 13), head, 12));
        QVERIFY(turned(steps, head, 12) != turned(longer, head, 12));
    }

    // <R x, g> = <x, R^T g>: what the backward pass relies on, yarn's scale included.
    void inverseIsTheTranspose() {
        RopeFacts facts;
        facts.type = "yarn";
        facts.factor = 4;
        facts.originalMaxPosition = 16;
        facts.attentionFactor = 1.3;
        const RopeTable<double> table(facts, 4, 10);
        const std::vector<double> x = {0.3, -1, 2, 0.7};
        const std::vector<double> g = {1.1, 0.2, -0.4, 3};
        const auto dot = [](const auto &a, const auto &b) {
            double sum = 0;
            for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
            return sum;
        };
        QVERIFY(std::abs(dot(turned(table, x, 7), g) - dot(x, turned(table, g, 7, true))) < 1e-12);
        const auto y = turned(table, x, 7);
        QVERIFY(std::abs(std::sqrt(dot(y, y) / dot(x, x)) - 1.3) < 1e-12);
    }

    void unknownScalingIsRefusedByName() {
        RopeFacts facts;
        facts.type = "longrope";
        const auto error = errorOf([&] { static_cast<void>(rotaryFrequencies(facts, 64, 1)); });
        QVERIFY(error && error->where().find("longrope") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestRope)
#include "tst_rope.moc"

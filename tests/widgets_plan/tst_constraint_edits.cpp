// Constraints asked for on heads become constraints of units.
#include <QTest>

#include "widgets/plan/constraint_edits.h"

namespace moa::widgets {

class TestConstraintEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pinGoesToTheKvGroupOnce();
    void pinGoesToSingleHeadsWhereTheyAreUnits();
    void pinReplacesPinAndExclusion();
    void excludeReplacesPin();
    void boundReplacesTheUnitsBoundAndSparesLayers();
    void boundWithoutLimitsTakesItAway();
    void clearTakesAllOfTheUnitsAndNothingElse();
    void foreignRuleBecomesTheNearest();
    void unitsChangeThereAndBack();
    void emptySelectionChangesNothing();

private:
    using Kind = ConstraintEdit::Kind;
    static constexpr int kHeads = 8;
    static constexpr int kKvHeads = 4;
    engine::RuleGrid grid_{{1024, 4096}, {}, {}, 512, 0, {{256, 0}, {0, 0.5}, {0, 1}}};

    [[nodiscard]] PlanProblem edited(PlanProblem problem, const ConstraintEdit &edit) const {
        return applyEdit(std::move(problem), edit, kHeads, kKvHeads, grid_);
    }
};

void TestConstraintEdits::pinGoesToTheKvGroupOnce() {
    const auto problem = edited({}, {Kind::Pin, {{4, 6}, {4, 7}, {5, 0}}, {0, 1}, {}, {}});
    QCOMPARE(problem.pins, (std::vector<RulePin>{{4, 3, {0, 1}}, {5, 0, {0, 1}}}));
}

void TestConstraintEdits::pinGoesToSingleHeadsWhereTheyAreUnits() {
    PlanProblem problem;
    problem.queryHeads = true;
    problem = edited(problem, {Kind::Pin, {{4, 6}, {4, 7}}, {0, 1}, {}, {}});
    QCOMPARE(problem.pins, (std::vector<RulePin>{{4, 6, {0, 1}}, {4, 7, {0, 1}}}));
}

void TestConstraintEdits::pinReplacesPinAndExclusion() {
    PlanProblem problem;
    problem.pins = {{4, 3, {0, 0.5}}, {1, 1, {0, 0.5}}};
    problem.exclude = {{4, 3}, {2, 2}};
    problem = edited(problem, {Kind::Pin, {{4, 6}}, {0, 1}, {}, {}});
    QCOMPARE(problem.pins, (std::vector<RulePin>{{1, 1, {0, 0.5}}, {4, 3, {0, 1}}}));
    QCOMPARE(problem.exclude, (std::vector<std::pair<int, int>>{{2, 2}}));
}

void TestConstraintEdits::excludeReplacesPin() {
    PlanProblem problem;
    problem.pins = {{4, 3, {0, 0.5}}};
    problem = edited(problem, {Kind::Exclude, {{4, 6}, {4, 7}}, {}, {}, {}});
    QVERIFY(problem.pins.empty());
    QCOMPARE(problem.exclude, (std::vector<std::pair<int, int>>{{4, 3}}));
}

void TestConstraintEdits::boundReplacesTheUnitsBoundAndSparesLayers() {
    PlanProblem problem;
    problem.spanBounds = {{4, 3, 64.0, {}}, {4, {}, 128.0, {}}};
    problem = edited(problem, {Kind::Bound, {{4, 7}}, {}, 256.0, 1024.0});
    QCOMPARE(problem.spanBounds, (std::vector<engine::SpanBound>{{4, {}, 128.0, {}}, {4, 3, 256.0, 1024.0}}));
}

void TestConstraintEdits::boundWithoutLimitsTakesItAway() {
    PlanProblem problem;
    problem.spanBounds = {{4, 3, 64.0, {}}};
    QVERIFY(edited(problem, {Kind::Bound, {{4, 7}}, {}, {}, {}}).spanBounds.empty());
}

void TestConstraintEdits::clearTakesAllOfTheUnitsAndNothingElse() {
    PlanProblem problem;
    problem.pins = {{4, 3, {0, 0.5}}, {1, 0, {0, 1}}};
    problem.exclude = {{4, 2}};
    problem.spanBounds = {{4, 3, 64.0, {}}, {{}, {}, {}, 2048.0}};
    problem = edited(problem, {Kind::Clear, {{4, 4}, {4, 6}}, {}, {}, {}});
    QCOMPARE(problem.pins, (std::vector<RulePin>{{1, 0, {0, 1}}}));
    QVERIFY(problem.exclude.empty());
    QCOMPARE(problem.spanBounds, (std::vector<engine::SpanBound>{{{}, {}, {}, 2048.0}}));
}

void TestConstraintEdits::foreignRuleBecomesTheNearest() {
    const auto problem = edited({}, {Kind::Pin, {{0, 0}}, {10, 0.51}, {}, {}});
    QCOMPARE(problem.pins.front().rule, (engine::Rule{0, 0.5}));
    QCOMPARE(nearestRule({}, {10, 0.51}), (engine::Rule{10, 0.51}));
}

void TestConstraintEdits::unitsChangeThereAndBack() {
    PlanProblem problem;
    problem.pins = {{4, 3, {0, 1}}};
    problem.exclude = {{0, 1}};
    problem.spanBounds = {{2, 0, 256.0, {}}, {2, {}, {}, 2048.0}};
    const auto heads = withUnits(problem, true, kHeads, kKvHeads);
    QVERIFY(heads.queryHeads);
    QCOMPARE(heads.pins, (std::vector<RulePin>{{4, 6, {0, 1}}, {4, 7, {0, 1}}}));
    QCOMPARE(heads.exclude, (std::vector<std::pair<int, int>>{{0, 2}, {0, 3}}));
    QCOMPARE(heads.spanBounds.size(), 3U);
    QVERIFY(withUnits(heads, false, kHeads, kKvHeads) == problem);
}

void TestConstraintEdits::emptySelectionChangesNothing() {
    PlanProblem problem;
    problem.pins = {{4, 3, {0, 1}}};
    for (const Kind kind : {Kind::Pin, Kind::Bound, Kind::Exclude, Kind::Clear})
        QVERIFY(edited(problem, {kind, {}, {0, 1}, {}, {}}) == problem);
}

}  // namespace moa::widgets

QTEST_APPLESS_MAIN(moa::widgets::TestConstraintEdits)
#include "tst_constraint_edits.moc"

#include "widgets/plan/plan_facts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/values/conventions.h"
#include "widgets/common/number_text.h"

namespace moa::widgets {

QString shortRule(const engine::Rule &rule) {
    constexpr std::array<char16_t, 8> kEighths{u'0', u'⅛', u'¼', u'⅜', u'½', u'⅝', u'¾', u'⅞'};
    const double eighths = rule.beta * 8;
    QString slope;
    if (rule.beta != 0) {
        const bool whole = eighths == std::floor(eighths) && eighths < 8;
        if (whole)
            slope = QChar(kEighths[static_cast<std::size_t>(eighths)]);
        else if (rule.beta != 1)
            slope = QString::number(rule.beta, 'g', 3);
        slope += 'N';
    }
    if (rule.alpha == 0) return slope.isEmpty() ? QStringLiteral("0") : slope;
    const QString offset = tokenText(std::abs(rule.alpha)).remove(',');
    const QString sign = rule.alpha < 0 ? QString(QChar(0x2212)) : QString();
    return slope.isEmpty() ? sign + offset : sign + offset + '+' + slope;
}

double shownSpan(const engine::Rule &rule, int length) {
    return std::clamp(rule.span(length), 0.0, static_cast<double>(length));
}

double densityAt(const engine::Rule &rule, int length) {
    return engine::kvDensity(rule, engine::blockCount(length));
}

std::vector<engine::Rule> rulesOfLayer(const engine::Plan &plan, int layer, int length) {
    std::vector<engine::Rule> rules;
    for (int head = 0; head < plan.heads; ++head)
        if (std::ranges::find(rules, plan.rule(layer, head)) == rules.end()) rules.push_back(plan.rule(layer, head));
    std::ranges::stable_sort(rules, {}, [&](const engine::Rule &rule) { return rule.span(length); });
    return rules;
}

std::vector<int> lengthsOf(const PlanData &data) {
    std::set<int> lengths(data.profileLengths.begin(), data.profileLengths.end());
    for (const engine::Budget &budget : data.problem.budgets) lengths.insert(budget.length);
    return {lengths.begin(), lengths.end()};
}

double relativeChange(double value, double reference) {
    return reference > 0 ? (value - reference) / reference : std::nan("");
}

QString changeText(double change) {
    if (std::isnan(change)) return notMeasured();
    return deltaText(change * 100) + QChar(0xA0) + '%';
}

}  // namespace moa::widgets

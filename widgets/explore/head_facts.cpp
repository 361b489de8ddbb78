#include "widgets/explore/head_facts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/values/conventions.h"
#include "widgets/common/number_text.h"

namespace moa::widgets {

namespace {

constexpr double kSameRule = 1e-6;  // plans from files carry rounded numbers

Measure *find(std::vector<Measure> &measures, const QString &id) {
    const auto at = std::find_if(measures.begin(), measures.end(), [&](const Measure &m) { return m.id == id; });
    return at == measures.end() ? nullptr : &*at;
}

}  // namespace

QString headText(const HeadId &head) {
    return QStringLiteral("%1.%2").arg(head.layer).arg(head.head);
}

QString ruleText(const engine::Rule &rule) {
    const QString alpha = QString::number(std::abs(rule.alpha), 'g', 6);
    const QString part = QString::number(rule.beta, 'g', 4) + QStringLiteral(" N");
    if (rule.beta == 0) return rule.alpha < 0 ? QChar(0x2212) + alpha : alpha;
    if (rule.alpha == 0) return part;
    return (rule.alpha < 0 ? QChar(0x2212) + alpha : alpha) + QStringLiteral(" + ") + part;
}

int kvGroupOf(const ExploreData &data, const HeadId &head) {
    return data.kvHeads > 0 ? head.head / std::max(1, data.heads / data.kvHeads) : head.head;
}

int unitOf(const ExploreData &data, const HeadId &head) {
    const int perLayer = data.loss.unitsPerLayer;
    if (perLayer <= 0 || data.heads < perLayer) return -1;
    return head.layer * perLayer + head.head / (data.heads / perLayer);
}

int ruleIndex(const ExploreData &data, const engine::Rule &rule) {
    const auto &rules = data.grid.rules;
    const auto at = std::find_if(rules.begin(), rules.end(), [&](const engine::Rule &r) {
        return std::abs(r.alpha - rule.alpha) < kSameRule * std::max(1.0, std::abs(r.alpha)) &&
               std::abs(r.beta - rule.beta) < kSameRule;
    });
    return at == rules.end() ? -1 : static_cast<int>(at - rules.begin());
}

std::optional<engine::Rule> currentRule(const ExploreData &data, const HeadId &head) {
    if (!data.plan || head.layer >= data.plan->layers || head.head >= data.plan->heads) return std::nullopt;
    return data.plan->rule(head.layer, head.head);
}

int lossLength(const ExploreData &data, int length) {
    const auto at = std::find(data.loss.lengths.begin(), data.loss.lengths.end(), length);
    return at == data.loss.lengths.end() ? -1 : static_cast<int>(at - data.loss.lengths.begin());
}

const LengthMaps *mapsAt(const ExploreData &data, int length) {
    const auto at = std::find_if(data.lengths.begin(), data.lengths.end(),
                                 [length](const LengthMaps &maps) { return maps.length == length; });
    return at == data.lengths.end() ? nullptr : &*at;
}

const Measure *measureAt(const ExploreData &data, int length, const QString &id) {
    const LengthMaps *maps = mapsAt(data, length);
    if (!maps) return nullptr;
    const auto at = std::find_if(maps->measures.begin(), maps->measures.end(),
                                 [&id](const Measure &measure) { return measure.id == id; });
    return at == maps->measures.end() ? nullptr : &*at;
}

double valueOf(const ExploreData &data, const Measure &measure, const HeadId &head) {
    const auto index = static_cast<size_t>(head.layer) * data.heads + head.head;
    return index < measure.values.size() ? measure.values[index] : std::numeric_limits<double>::quiet_NaN();
}

void refreshPlanMeasures(ExploreData &data) {
    for (LengthMaps &maps : data.lengths) {
        Measure *density = find(maps.measures, QStringLiteral("density"));
        Measure *loss = find(maps.measures, QStringLiteral("loss"));
        const int length = lossLength(data, maps.length);
        for (int i = 0; i < data.layers * data.heads; ++i) {
            const HeadId head{i / data.heads, i % data.heads};
            const auto at = static_cast<size_t>(i);
            const auto rule = currentRule(data, head);
            const int index = rule ? ruleIndex(data, *rule) : -1;
            const int unit = unitOf(data, head);
            if (density && at < density->values.size())
                density->values[at] = rule ? engine::kvDensity(*rule, engine::blockCount(maps.length))
                                           : std::numeric_limits<double>::quiet_NaN();
            if (loss && at < loss->values.size())
                loss->values[at] = index >= 0 && unit >= 0 && length >= 0
                                       ? data.loss.at(length, unit, index) * data.loss.unitsPerLayer / data.heads
                                       : std::numeric_limits<double>::quiet_NaN();
        }
    }
}

std::optional<HeadId> mostSensitive(const ExploreData &data) {
    if (data.layers <= 0 || data.heads <= 0) return std::nullopt;
    HeadId best;
    double most = -1;
    const Measure *sensitivity =
        data.lengths.empty() ? nullptr : measureAt(data, data.lengths.back().length, QStringLiteral("sensitivity"));
    for (int i = 0; sensitivity && i < data.layers * data.heads; ++i) {
        const HeadId head{i / data.heads, i % data.heads};
        const double value = valueOf(data, *sensitivity, head);
        if (value > most) {
            most = value;
            best = head;
        }
    }
    return best;
}

QString measureText(const Measure &measure, double value) {
    return std::isnan(value) || measure.unit.isEmpty() ? numberText(value)
                                                       : numberText(value) + QChar(0xA0) + measure.unit;
}

}  // namespace moa::widgets

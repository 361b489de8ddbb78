#include "engine/plan/head_measures.h"

#include <cmath>

#include "engine/values/rule.h"

namespace moa::engine {

namespace {

HeadMeasures measure(const float *map, int nb) {
    HeadMeasures m;
    double total = 0;
    int rows = 0;
    for (int i = 0; i < nb; ++i) {
        double sum = 0;
        for (int j = 0; j <= i; ++j) sum += static_cast<double>(map[i * nb + j]);
        if (sum <= 0) continue;  // beyond the tokens of the samples
        ++rows;
        total += sum;
        m.sinkMass += static_cast<double>(map[i * nb]);
        for (int j = 0; j <= i; ++j) {
            const double a = map[i * nb + j];
            m.meanDistance += a * (i - j) * kBlock;
            if (a > 0) m.blockEntropy -= a / sum * std::log(a / sum);
        }
    }
    if (rows == 0) return {};
    m.meanDistance /= total;
    m.sinkMass /= total;
    m.blockEntropy /= rows;
    return m;
}

}  // namespace

std::vector<HeadMeasures> headMeasures(const BlockMaps &attention) {
    std::vector<HeadMeasures> measures;
    for (int l = 0; l < attention.layers; ++l)
        for (int h = 0; h < attention.heads; ++h) measures.push_back(measure(attention.map(l, h), attention.nb));
    return measures;
}

std::vector<double> sensitivities(const LossTable &table, int index, int shortestRule) {
    std::vector<double> values;
    double total = 0;
    for (int u = 0; u < table.units(); ++u) {
        values.push_back(table.at(index, u, shortestRule));
        total += values.back();
    }
    for (auto &v : values) v = total != 0 ? v / total : 0;
    return values;
}

}  // namespace moa::engine

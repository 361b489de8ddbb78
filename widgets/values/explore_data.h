// What the Explore page shows.
#pragma once

#include <QString>
#include <QStringList>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/values/loss_table.h"
#include "engine/values/plan.h"
#include "engine/values/profile.h"
#include "engine/values/rule_grid.h"
#include "widgets/values/head_id.h"

namespace moa::widgets {

// One figure per query head at one length, [layer][head]; NaN: not measured, `missing` says why.
struct Measure {
    QString id;     // density, mean_distance, sink_mass, block_entropy, loss, sensitivity
    QString title;  // translated, without unit
    QString unit;   // empty: a share 0..1 or a pure number
    QString tip;    // what it means
    QString missing;
    std::vector<double> values;
};

// Block maps at one length, all heads, each [nb][nb] of 64-token blocks.
struct LengthMaps {
    int length = 0;
    std::shared_ptr<const engine::BlockMaps> influence;  // mixed as the plan's problem says
    std::shared_ptr<const engine::BlockMaps> attention;  // mean of A
    std::vector<Measure> measures;
};

// A calibration sample whose tokens can be looked at.
struct SampleInfo {
    int index = 0;  // in the project
    QString name;   // "records-1024-3, 1,021 tokens"
    int tokens = 0;
};

enum class MapQuantity { Attention, Influence };

// One head of one sample, token by token: what the page shows after it asked by tokenMapRequested.
struct TokenMap {
    HeadId head;
    int sample = 0;
    MapQuantity quantity = MapQuantity::Attention;
    int tokens = 0;
    std::shared_ptr<const std::vector<float>> values;  // [tokens][tokens], zero above the diagonal
    QStringList texts;                                 // one per token, as it is written
};

struct ExploreData {
    int layers = 0;
    int heads = 0;    // query heads of a layer
    int kvHeads = 0;  // kv groups of a layer
    std::vector<LengthMaps> lengths;
    engine::RuleGrid grid;             // empty without a problem
    engine::LossTable loss;            // units: kv groups, or query heads when unitsPerLayer == heads
    std::optional<engine::Plan> plan;  // the current plan
    std::vector<SampleInfo> samples;
    bool canShowTokens = false;  // is the model there?
    QString whyNoTokens;
};

}  // namespace moa::widgets

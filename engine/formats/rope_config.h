// The rotary embedding of a config.json. Internal to the formats room.
#pragma once

#include <cstdint>

#include "engine/formats/config_object.h"
#include "engine/values/model_facts.h"

namespace moa::engine {

// Both styles: rope_theta with rope_scaling, and rope_parameters. Keys, their defaults and what they mean are those of
// transformers, modeling_rope_utils.py. `positions` is the config's max_position_embeddings.
// Throws moa::Error for a key that the type needs and lacks, parameters by kind of layer, and a partial rotation.
[[nodiscard]] RopeFacts ropeFromConfig(const ConfigObject &config, double defaultTheta, std::int64_t positions);

// Positions a model can take: `positions`, or more where the scaling of `rope` reaches further.
[[nodiscard]] std::int64_t scaledReach(const RopeFacts &rope, std::int64_t positions);

// The same for a config. Linear scaling reaches further only where the config names the original length; a Vicuna's
// names the result, max_sequence_length.
[[nodiscard]] std::int64_t reachOfConfig(const ConfigObject &config, const RopeFacts &rope, std::int64_t positions);

// Scale of cosines and sines of yarn for a factor: 0.1 m ln(factor) + 1, at least 1 (arXiv 2309.00071, section 3.4).
[[nodiscard]] double yarnScale(double factor, double m = 1);

}  // namespace moa::engine

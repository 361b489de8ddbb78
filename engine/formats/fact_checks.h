// Range checks shared by the two sources of model facts. Internal to the formats room.
#pragma once

#include <cstdint>
#include <string>

#include "engine/values/model_facts.h"

namespace moa::engine {

// Refuses dimensions outside the limits of the engine reference, 5.3. `where` names the file.
void checkFacts(const ModelFacts &facts, const std::string &where);

// Refuses a rotary scaling that is not computed, by name.
void checkRopeType(const RopeFacts &rope, const std::string &where);

// Within a sliding window of `window` tokens (0: none) every layer sees all tokens: a window below the positions
// becomes the longest text.
void limitToWindow(ModelFacts &facts, std::int64_t window);

[[noreturn]] void refuseModel(const std::string &where, const std::string &why, const std::string &remedy);

}  // namespace moa::engine

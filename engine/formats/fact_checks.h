// Range checks shared by the two sources of model facts. Internal to the formats room.
#pragma once

#include <string>

#include "engine/values/model_facts.h"

namespace moa::engine {

// Refuses dimensions outside the limits of the engine reference, 5.3. `where` names the file.
void checkFacts(const ModelFacts &facts, const std::string &where);

[[noreturn]] void refuseModel(const std::string &where, const std::string &why, const std::string &remedy);

}  // namespace moa::engine

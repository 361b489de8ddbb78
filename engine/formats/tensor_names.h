// Which tensors a model must have, and their names in both formats. Internal to the formats room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/values/model_facts.h"

namespace moa::engine {

struct ExpectedTensor {
    std::string name;  // canonical
    std::vector<std::int64_t> shape;
};

// Every tensor of a model with these facts, in the order of the layers.
[[nodiscard]] std::vector<ExpectedTensor> expectedTensors(const ModelFacts &facts);

// Canonical name of a GGUF tensor; nullopt for one that is not known.
[[nodiscard]] std::optional<std::string> canonicalFromGguf(std::string_view name);

// Tensors that some files carry and nothing needs: tables of the rotary embedding, a copy of a tied head.
[[nodiscard]] bool isSuperfluous(std::string_view canonicalName, const ModelFacts &facts);

}  // namespace moa::engine

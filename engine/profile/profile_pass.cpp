#include "engine/profile/profile_pass.h"

#include <fmt/format.h>

namespace moa::engine {

void checkSample(const Model &model, const TokenSample &sample) {
    checkIds(model.facts(), sample.ids);
    const std::string where = "sample '" + sample.id + "'";
    if (sample.targets.empty())
        throw Error("The sample cannot be profiled", where, "no token of it counts in the loss",
                    "Give conversations with assistant messages, or plain text of two tokens or more.");
    for (const auto t : sample.targets)
        if (t < 1 || t >= static_cast<std::int32_t>(sample.ids.size()))
            throw Error("The sample cannot be profiled", where,
                        fmt::format("target {} is outside 1..{}", t, sample.ids.size() - 1),
                        "Targets are positions of tokens that have one before them.");
}

}  // namespace moa::engine

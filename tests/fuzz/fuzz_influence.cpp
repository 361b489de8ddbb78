// Any bytes as a file of influence maps for a model of 2 layers with 2 heads.
#include "engine/formats/influence_file.h"
#include "engine/values/conventions.h"
#include "fuzz/guard.h"
#include "fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const moa::test::MemoryFile file(data, size);
    const moa::test::TimeLimit limit;
    moa::test::tolerate([&] {
        for (const auto &maps : moa::engine::readInfluence(file.path(), 2, 2)) {
            const auto nb = static_cast<std::size_t>(moa::engine::blockCount(maps.length));
            moa::test::require(maps.influence.values.size() == 4 * nb * nb);
            moa::test::require(maps.attention.values.size() == 4 * nb * nb);
        }
    });
    return 0;
}

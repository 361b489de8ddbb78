// Any bytes as a safetensors file: refused, or every tensor lies inside the file.
#include "engine/formats/safetensors_file.h"
#include "fuzz/guard.h"
#include "fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const moa::test::MemoryFile file(data, size);
    const moa::test::TimeLimit limit;
    unsigned sum = 0;  // keeps the reading
    moa::test::tolerate([&] {
        const auto tensors = moa::engine::SafetensorsFile::open(file.path());
        for (const auto &tensor : tensors.tensors())
            for (const auto b : tensors.bytes(tensor)) sum += static_cast<unsigned>(b);
    });
    moa::test::require(sum <= 255 * size);
    return 0;
}

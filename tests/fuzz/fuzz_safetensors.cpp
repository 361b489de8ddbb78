// Any bytes as a safetensors file: refused with moa::Error, or every tensor lies inside the file.
#include "engine/formats/safetensors_file.h"
#include "engine/values/error.h"
#include "fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const moa::test::MemoryFile file(data, size);
    try {
        const auto tensors = moa::engine::SafetensorsFile::open(file.path());
        unsigned sum = 0;
        for (const auto &tensor : tensors.tensors())
            for (const auto b : tensors.bytes(tensor)) sum += static_cast<unsigned>(b);
        return sum == 0xFFFFFFFFU ? -1 : 0;  // the sum keeps the reading
    } catch (const moa::Error &) {
        return 0;
    }
}

#include "engine/formats/dtype.h"

#include <array>

namespace moa::engine {

namespace {

struct Layout {
    std::string_view name;
    std::int64_t values;
    std::int64_t bytes;
};

// In the order of Dtype.
constexpr std::array<Layout, 18> kLayouts = {{
    {"F64", 1, 8},
    {"F32", 1, 4},
    {"F16", 1, 2},
    {"BF16", 1, 2},
    {"I64", 1, 8},
    {"I32", 1, 4},
    {"I16", 1, 2},
    {"I8", 1, 1},
    {"U8", 1, 1},
    {"BOOL", 1, 1},
    {"Q4_0", 32, 18},
    {"Q4_1", 32, 20},
    {"Q5_0", 32, 22},
    {"Q5_1", 32, 24},
    {"Q8_0", 32, 34},
    {"Q4_K", 256, 144},
    {"Q5_K", 256, 176},
    {"Q6_K", 256, 210},
}};

const Layout &layout(Dtype dtype) noexcept {
    return kLayouts[static_cast<std::size_t>(dtype)];
}

}  // namespace

std::string_view toString(Dtype dtype) noexcept {
    return layout(dtype).name;
}
std::int64_t blockValues(Dtype dtype) noexcept {
    return layout(dtype).values;
}
std::int64_t blockBytes(Dtype dtype) noexcept {
    return layout(dtype).bytes;
}

bool isWeightType(Dtype dtype) noexcept {
    return dtype <= Dtype::BF16 || dtype >= Dtype::Q4_0;
}

}  // namespace moa::engine

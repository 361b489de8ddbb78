// The Hopper designs of the influence pass.
#include "kernels/cuda/influence_sm90.cuh"

namespace moa::kernels::cuda {
namespace {

template <class Design>
InfluenceDesignRow row(const char *name, Element type) {
    return {name,
            type,
            Design::kDim,
            Design::kDim,
            Design::kGroups,
            true,
            Design::kThreads,
            sizeof(InfluenceShared<Design>),
            reinterpret_cast<const void *>(influenceSm90<Design>)};
}

}  // namespace

std::span<const InfluenceDesignRow> hopperInfluenceDesigns() {
    using B = __nv_bfloat16;
    using H = __half;
    static const InfluenceDesignRow rows[] = {
        row<InfluenceDesign<B, 128, 2, true>>("128x64 turns", Element::Bfloat16),
        row<InfluenceDesign<B, 128, 2, false>>("128x64 free", Element::Bfloat16),
        row<InfluenceDesign<B, 64, 4, true>>("128x64 turns", Element::Bfloat16),
        row<InfluenceDesign<B, 64, 4, false>>("128x64 free", Element::Bfloat16),
        row<InfluenceDesign<H, 128, 2, true>>("128x64 turns", Element::Half),
        row<InfluenceDesign<H, 64, 4, true>>("128x64 turns", Element::Half),
    };
    return rows;
}

}  // namespace moa::kernels::cuda

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
        row<InfluenceDesign<B, 128, 2, 2, true, true, true>>("128x64 turns", Element::Bfloat16),
        row<InfluenceDesign<B, 64, 4, 3, false, false, false>>("256x64 shared", Element::Bfloat16),
        row<InfluenceDesign<B, 64, 3, 4, true, false, false>>("192x64 held", Element::Bfloat16),
        row<InfluenceDesign<B, 64, 2, 4, true, true, true>>("128x64 turns", Element::Bfloat16),
        row<InfluenceDesign<H, 128, 2, 2, true, true, true>>("128x64 turns", Element::Half),
        row<InfluenceDesign<H, 64, 4, 3, false, false, false>>("256x64 shared", Element::Half),
    };
    return rows;
}

}  // namespace moa::kernels::cuda

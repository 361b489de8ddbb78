// The Hopper designs of sparse prefill.
#include "kernels/cuda/prefill_sm90.cuh"

namespace moa::kernels::cuda {
namespace {

template <class T>
constexpr Element kElementOf = Element::Bfloat16;
template <>
constexpr Element kElementOf<__half> = Element::Half;

template <class Design>
PrefillDesignRow row(const char *name) {
    return {name,
            kElementOf<typename Design::T>,
            Design::kDim,
            Design::kDim,
            Design::kConsumers,
            Design::kKeyBlocks,
            true,
            Design::kThreads,
            sizeof(PrefillShared<Design>),
            reinterpret_cast<const void *>(prefillSm90<Design>)};
}

}  // namespace

std::span<const PrefillDesignRow> hopperPrefillDesigns() {
    using B = __nv_bfloat16;
    using H = __half;
    static const PrefillDesignRow rows[] = {
        row<PrefillDesign<B, 128, 2, 2, 2, false>>("128x128 free"),
        row<PrefillDesign<B, 128, 2, 2, 2, true>>("128x128 turns"),
        row<PrefillDesign<B, 64, 2, 3, 3, true>>("128x192 turns"),
        row<PrefillDesign<H, 128, 2, 2, 2, false>>("128x128 free"),
        row<PrefillDesign<H, 64, 2, 3, 3, true>>("128x192 turns"),
    };
    return rows;
}

}  // namespace moa::kernels::cuda

// Picks the widest instruction set the processor has.
#include "kernels/cpu/kernel_table.h"

namespace moa::kernels {
namespace {

enum class Isa { Generic, Avx2, Avx512 };

Isa isa() noexcept {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return Isa::Avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Isa::Avx2;
#endif
    return Isa::Generic;
}

KernelTable kernels() noexcept {
#if defined(__x86_64__)
    switch (isa()) {
        case Isa::Avx512: return avx512Kernels();
        case Isa::Avx2: return avx2Kernels();
        case Isa::Generic: break;
    }
#endif
    return genericKernels();
}

}  // namespace

void attentionForward(const AttentionForward<float> &p) {
    kernels().forwardF(p);
}
void attentionForward(const AttentionForward<double> &p) {
    kernels().forwardD(p);
}
void influenceBackward(const InfluenceBackward<float> &p) {
    kernels().influenceF(p);
}
void influenceBackward(const InfluenceBackward<double> &p) {
    kernels().influenceD(p);
}
void attentionDecode(const AttentionDecode<float> &p) {
    kernels().decodeF(p);
}
void attentionDecode(const AttentionDecode<double> &p) {
    kernels().decodeD(p);
}
void linearOfFewRows(const FewRowsLinear<float> &p) {
    kernels().linearF(p);
}
void linearOfFewRows(const FewRowsLinear<double> &p) {
    kernels().linearD(p);
}

const char *instructionSet() noexcept {
    switch (isa()) {
        case Isa::Avx512: return "avx512";
        case Isa::Avx2: return "avx2";
        case Isa::Generic: break;
    }
    return "generic";
}

}  // namespace moa::kernels

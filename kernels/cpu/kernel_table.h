// The kernels of one instruction set; the dispatcher picks a table once per call.
#pragma once

#include "kernels/attention.h"
#include "kernels/linear.h"

namespace moa::kernels {

struct KernelTable {
    void (*forwardF)(const AttentionForward<float> &);
    void (*forwardD)(const AttentionForward<double> &);
    void (*influenceF)(const InfluenceBackward<float> &);
    void (*influenceD)(const InfluenceBackward<double> &);
    void (*decodeF)(const AttentionDecode<float> &);
    void (*decodeD)(const AttentionDecode<double> &);
    void (*linearF)(const FewRowsLinear<float> &);
    void (*linearD)(const FewRowsLinear<double> &);
};

[[nodiscard]] KernelTable genericKernels() noexcept;
#if defined(__x86_64__)
[[nodiscard]] KernelTable avx2Kernels() noexcept;
[[nodiscard]] KernelTable avx512Kernels() noexcept;
#endif

}  // namespace moa::kernels

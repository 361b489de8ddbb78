// Products of a few rows with a weight matrix on the CPU, as decoding has them: bound by reading the matrix once, where
// the libraries' products, made for many rows, read it at a third of the memory's rate. Plain structs, no torch.
#pragma once

#include <cstdint>

namespace moa::kernels {

// y = x W^T. Every entry adds its products in the same order however many rows and threads there are, so that the
// rows of a batch get the bits they would get alone.
template <class T>
struct FewRowsLinear {
    int rows = 0;
    std::int64_t depth = 0;     // columns of x and of W
    std::int64_t columns = 0;   // rows of W, columns of y
    const T *x = nullptr;       // [rows][depth]
    const T *weight = nullptr;  // [columns][depth]
    T *y = nullptr;             // [rows][columns], rows yStride apart
    std::int64_t yStride = 0;
    int threads = 1;
};

// T is float or double.
void linearOfFewRows(const FewRowsLinear<float> &p);
void linearOfFewRows(const FewRowsLinear<double> &p);

}  // namespace moa::kernels

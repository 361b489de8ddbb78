#include "engine/model/weights.h"

#include <ATen/Parallel.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <utility>

#include "kernels/linear.h"

namespace moa::engine {

namespace {

// Calls work(piece, firstRow) with the rows of a half-precision matrix, widened to `type` a piece at a time. For few
// rows of activations a piece stays in the caches, so that the matrix itself is all that is read from memory; for many
// rows it is large enough for the product to run at its best.
template <class F>
void widened(const at::Tensor &weight, at::ScalarType type, std::int64_t activationRows, F &&work) {
    const std::int64_t elements = activationRows < 32 ? std::int64_t{1} << 18 : std::int64_t{1} << 22;
    const std::int64_t rows = std::clamp<std::int64_t>(elements / weight.size(1), 1, weight.size(0));
    const auto buffer = at::empty({rows, weight.size(1)}, weight.options().dtype(type));
    for (std::int64_t first = 0; first < weight.size(0); first += rows) {
        const auto count = std::min(rows, weight.size(0) - first);
        work(buffer.narrow(0, 0, count).copy_(weight.narrow(0, first, count)), first);
    }
}

// 16-bit products with sums in fp32, as a GPU's tensor cores do them.
bool onTensorCores(const at::Tensor &weight) {
    return !weight.is_cpu() && c10::elementSize(weight.scalar_type()) == 2;
}

// Up to here the kernel for few rows is at least as fast as the library's product.
constexpr std::int64_t kFewRows = 64;

template <class T>
void multiplyFewRows(const at::Tensor &x, const at::Tensor &weight, const at::Tensor &y) {
    kernels::FewRowsLinear<T> p;
    p.rows = static_cast<int>(x.size(0)), p.depth = x.size(1), p.columns = weight.size(0);
    p.x = x.const_data_ptr<T>(), p.weight = weight.const_data_ptr<T>();
    p.y = y.data_ptr<T>(), p.yStride = y.stride(0);
    p.threads = at::get_num_threads();
    kernels::linearOfFewRows(p);
}

// y = x W^T for W of x's type; y [n, out] may be columns of a wider matrix.
void multiply(const at::Tensor &x, const at::Tensor &weight, at::Tensor &y) {
    if (!x.is_cpu() || x.size(0) > kFewRows) {
        at::mm_out(y, x, weight.t());
    } else if (x.scalar_type() == at::kDouble) {
        multiplyFewRows<double>(x.contiguous(), weight, y);
    } else {
        multiplyFewRows<float>(x.contiguous(), weight, y);
    }
}

}  // namespace

at::Tensor Linear::operator()(const at::Tensor &x) const {
    const auto type = x.scalar_type();
    if (onTensorCores(weight)) {
        auto y = at::mm(x.to(weight.scalar_type()), weight.t(), at::kFloat);
        return bias.defined() ? y.add_(bias) : y;
    }
    auto y = at::empty({x.size(0), weight.size(0)}, x.options());
    if (weight.scalar_type() == type) {
        multiply(x, weight, y);
    } else {
        widened(weight, type, x.size(0), [&](const at::Tensor &piece, std::int64_t first) {
            auto columns = y.narrow(1, first, piece.size(0));
            multiply(x, piece, columns);
        });
    }
    return bias.defined() ? y.add_(bias) : y;
}

void Linear::addTo(at::Tensor &y, const at::Tensor &x) const {
    if (!onTensorCores(weight)) {
        y.add_((*this)(x));
        return;
    }
    at::addmm_out(y, y, x.to(weight.scalar_type()), weight.t(), at::kFloat);
    if (bias.defined()) y.add_(bias);
}

at::Tensor Linear::backward(const at::Tensor &gradient) const {
    const auto type = gradient.scalar_type();
    if (weight.scalar_type() == type) return gradient.matmul(weight);
    // Gradients are smaller than fp16 reaches; bf16 has the range of fp32.
    if (onTensorCores(weight) && weight.scalar_type() == at::kBFloat16)
        return at::mm(gradient.to(at::kBFloat16), weight, at::kFloat);
    auto dx = at::zeros({gradient.size(0), weight.size(1)}, gradient.options());
    widened(weight, type, gradient.size(0), [&](const at::Tensor &piece, std::int64_t first) {
        dx.addmm_(gradient.narrow(1, first, piece.size(0)), piece);
    });
    return dx;
}

LayerStore::LayerStore(std::vector<LayerWeights> resident, int layers, Widen widen)
    : resident_(std::move(resident)),
      layers_(static_cast<std::size_t>(layers)),
      widen_(std::move(widen)),
      last_(std::make_shared<Last>()) {}

LayerWeights LayerStore::operator[](std::size_t layer) const {
    if (layer < resident_.size()) return resident_[layer];
    const std::lock_guard lock(last_->mutex);
    if (!last_->weights || last_->layer != layer) {
        last_->weights.reset();  // before the next one takes memory
        last_->weights = widen_(static_cast<int>(layer));
        last_->layer = layer;
    }
    return *last_->weights;
}

at::ScalarType Weights::activationType() const noexcept {
    return dtype == ComputeDtype::Float64 ? at::kDouble : at::kFloat;
}

}  // namespace moa::engine

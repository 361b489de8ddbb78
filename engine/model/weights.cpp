#include "engine/model/weights.h"

#include <ATen/ops/linear.h>

namespace moa::engine {

at::Tensor Linear::operator()(const at::Tensor &x) const {
    const auto type = weight.scalar_type();
    if (x.scalar_type() == type) return at::linear(x, weight, bias);
    return at::linear(x.to(type), weight, bias).to(x.scalar_type());
}

at::Tensor Linear::backward(const at::Tensor &gradient) const {
    const auto type = weight.scalar_type();
    if (gradient.scalar_type() == type) return gradient.matmul(weight);
    return gradient.to(type).matmul(weight).to(gradient.scalar_type());
}

at::ScalarType Weights::activationType() const noexcept {
    return dtype == ComputeDtype::Float64 ? at::kDouble : at::kFloat;
}

}  // namespace moa::engine

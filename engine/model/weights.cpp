#include "engine/model/weights.h"

#include <ATen/ops/linear.h>

#include <utility>

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

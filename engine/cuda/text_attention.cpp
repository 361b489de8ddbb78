#include "engine/cuda/text_attention.h"

#include <ATen/ops/_scaled_dot_product_cudnn_attention_backward.h>
#include <ATen/ops/_scaled_dot_product_flash_attention_backward.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <c10/cuda/CUDAGuard.h>

#include <cmath>

#include "engine/cuda/dense_gradients.h"
#include "engine/cuda/faults.h"
#include "engine/values/conventions.h"

namespace moa::engine::cuda {

namespace k = kernels::cuda;

namespace {

// From here on cuDNN, about twice as fast as flash attention, is worth the time it takes to plan for a length.
constexpr std::int64_t kCudnnTokens = 8192;
constexpr int kCudnnHeadDim = 128;

// Gradients are smaller than fp16 reaches: a dense text of an fp16 model has bf16 operands.
k::Element operandType(ComputeDtype dtype, bool dense) {
    const auto type = elementOf(dtype);
    return dense && type == k::Element::Half ? k::Element::Bfloat16 : type;
}

}  // namespace

CudaText::CudaText(const AttentionModel &model, std::int64_t n, std::vector<kernels::HeadWindow> windows,
                   at::Device device)
    : model_(model),
      windows_(std::move(windows)),
      device_(device),
      type_(operandType(model.dtype, windows_.empty())),
      scale_(1 / std::sqrt(static_cast<float>(model.facts.headDim))),
      rotary_(RopeTable<float>(model.facts.rope, model.facts.headDim, n), device) {}

void CudaText::rotate(at::Tensor &rows, bool inverse) {
    const c10::cuda::CUDAGuard guard(device_);
    k::Rotary p;
    p.x = rows.data_ptr<float>();
    p.rows = rows.size(0);
    p.stride = rows.stride(0);
    p.heads = model_.facts.heads + model_.facts.kvHeads;  // q and k are neighbours
    p.headDim = model_.facts.headDim;
    p.table = rotary_.table();
    p.inverse = inverse;
    p.stream = currentStream();
    check(k::rotate(p));
}

const k::PrefillPlan &CudaText::prefillPlan(int layer, RowRange rows) {
    const auto [at, isNew] = prefillPlans_.try_emplace({dense() ? 0 : layer, {rows.first, rows.end}});
    if (isNew) {
        const auto &f = model_.facts;
        const k::PrefillRow row{0, rows.end, rows.first};
        const std::span<const kernels::HeadWindow> all(windows_);
        const auto heads = static_cast<std::size_t>(f.heads);
        check(at->second.build({f.heads,
                                f.kvHeads,
                                f.headDim,
                                {&row, 1},
                                dense() ? all : all.subspan(static_cast<std::size_t>(layer) * heads, heads)},
                               type_));
    }
    return at->second;
}

at::Tensor CudaText::forward(int layer, const at::Tensor &qkv, RowRange rows, const std::stop_token &) {
    const c10::cuda::CUDAGuard guard(device_);
    const auto &plan = prefillPlan(layer, rows);
    const int d = model_.facts.headDim;
    last_ = {};
    const auto operands = qkv.to(torchType(type_));
    const auto o = at::empty({qkv.size(0), qWidth()}, operands.options());
    k::Prefill p;
    p.type = type_;
    p.tokens = qkv.size(0);
    p.scale = scale_;
    p.q = headsOf(operands, 0, d);
    p.k = headsOf(operands, qWidth(), d);
    p.v = headsOf(operands, qWidth() + kvWidth(), d);
    p.o = headsOf(o, 0, d);
    if (dense()) {
        last_ = {operands, o, at::empty(o.sizes(), qkv.options()),
                 at::empty({model_.facts.heads, qkv.size(0)}, qkv.options())};
        p.fullO = last_.fullO.data_ptr<float>();
        p.logSumExp = last_.logSumExp.data_ptr<float>();
    }
    p.stream = currentStream();
    auto &[start, stop] =
        times_.emplace_back(at::cuda::CUDAEvent(cudaEventDefault), at::cuda::CUDAEvent(cudaEventDefault));
    start.record();
    check(k::prefill(p, plan));
    stop.record();
    return rows.of(o);
}

const k::InfluencePlan &CudaText::influencePlan(RowRange reached) {
    const auto [at, isNew] = influencePlans_.try_emplace({reached.first, reached.end});
    if (isNew) {
        const auto &f = model_.facts;
        const std::int64_t n = last_.qkv.size(0);
        std::vector<std::uint8_t> flags;
        for (std::int64_t b = 0; b < blockCount(n); ++b)
            flags.push_back(b * kBlock < reached.end && (b + 1) * kBlock > reached.first ? 1 : 0);
        const k::PrefillRow row{0, n, 0};
        check(at->second.build({f.heads, f.kvHeads, f.headDim, {&row, 1}, flags, true}, type_));
    }
    return at->second;
}

BlockSumMaps CudaText::influence(const at::Tensor &dO, RowRange reached, const BlockSumMaps &wanted) {
    const int d = model_.facts.headDim;
    const std::int64_t n = dO.size(0);
    const auto full = dO.options().dtype(at::kFloat);
    const auto dots = at::empty({model_.facts.heads, n}, full);
    check(k::rowDots({type_, k::Element::Float, n, model_.facts.heads, d, headsOf(dO, 0, d), headsOf(last_.fullO, 0, d),
                      dots.data_ptr<float>(), currentStream()}));
    k::Influence p;
    p.type = type_;
    p.tokens = n;
    p.scale = scale_;
    p.q = headsOf(last_.qkv, 0, d);
    p.k = headsOf(last_.qkv, qWidth(), d);
    p.v = headsOf(last_.qkv, qWidth() + kvWidth(), d);
    p.dO = headsOf(dO, 0, d);
    p.logSumExp = last_.logSumExp.const_data_ptr<float>();
    p.rowDots = dots.const_data_ptr<float>();
    p.stream = currentStream();
    const auto &plan = influencePlan(reached);
    const auto like = [&](const at::Tensor &map) {
        return map.defined() ? at::zeros(map.sizes(), full) : at::Tensor();
    };
    BlockSumMaps sums{like(wanted.absolute), like(wanted.signedSums), like(wanted.attention)};
    for (const auto *map : {&sums.absolute, &sums.signedSums}) {
        if (!map->defined()) continue;
        p.isSigned = map == &sums.signedSums;
        p.blocks = static_cast<int>(map->size(1));
        p.influence = map->data_ptr<float>();
        p.attention = sums.attention.defined() ? sums.attention.data_ptr<float>() : nullptr;
        check(k::influence(p, plan));
    }
    return sums;
}

at::Tensor CudaText::gradientsOf(const at::Tensor &dO) const {
    const std::int64_t d = model_.facts.headDim;
    const auto part = [&](const at::Tensor &rows, std::int64_t first, std::int64_t width) {
        return rows.narrow(1, first, width).unflatten(1, {width / d, d}).transpose(0, 1).unsqueeze(0);
    };
    const auto q = part(last_.qkv, 0, qWidth());
    const auto keys = part(last_.qkv, qWidth(), kvWidth());
    const auto values = part(last_.qkv, qWidth() + kvWidth(), kvWidth());
    if (type_ == k::Element::Float || d % 8 != 0)
        return denseGradients({q.squeeze(0), keys.squeeze(0), values.squeeze(0), part(dO, 0, qWidth()).squeeze(0),
                               part(last_.fullO, 0, qWidth()).squeeze(0), last_.logSumExp},
                              scale_);
    const auto none = at::zeros({}, dO.options().dtype(at::kLong));
    const std::int64_t n = dO.size(0);
    const auto o = part(last_.o, 0, qWidth());
    const auto step = part(dO, 0, qWidth());
    const auto lse = last_.logSumExp.unsqueeze(0);
    const auto [dQ, dK, dV] =
        n >= kCudnnTokens && d <= kCudnnHeadDim
            ? at::_scaled_dot_product_cudnn_attention_backward(step, q, keys, values, o, lse.unsqueeze(-1), none, none,
                                                               {}, {}, {}, n, n, 0.0, true, scale_)
            : at::_scaled_dot_product_flash_attention_backward(step, q, keys, values, o, lse, {}, {}, n, n, 0.0, true,
                                                               none, none, scale_);
    std::vector<at::Tensor> rows;
    for (const auto &gradient : {dQ, dK, dV}) rows.push_back(gradient.squeeze(0).transpose(0, 1).flatten(1));
    return at::cat(rows, 1).to(at::kFloat);
}

at::Tensor CudaText::backward(const at::Tensor &, const at::Tensor &dO, RowRange reached, bool gradients,
                              BlockSumMaps &sums, const std::stop_token &) {
    const c10::cuda::CUDAGuard guard(device_);
    const auto operand = dO.to(torchType(type_));
    const auto found = influence(operand, reached, sums);
    at::cuda::CUDAEvent ready;
    ready.record();
    auto dQkv = gradients ? gradientsOf(operand) : at::Tensor();
    // The maps leave while the GPU is busy with the gradients.
    const c10::cuda::CUDAStreamGuard side(c10::cuda::getStreamFromPool(false, device_.index()));
    ready.block(c10::cuda::getCurrentCUDAStream());
    for (const auto map : {&BlockSumMaps::absolute, &BlockSumMaps::signedSums, &BlockSumMaps::attention})
        if ((sums.*map).defined()) (sums.*map).copy_(found.*map);
    return dQkv;
}

double CudaText::seconds() {
    const c10::cuda::CUDAGuard guard(device_);
    double sum = 0;
    for (const auto &[start, stop] : times_) {
        stop.synchronize();
        sum += start.elapsed_time(stop) / 1e3;
    }
    return sum;
}

}  // namespace moa::engine::cuda

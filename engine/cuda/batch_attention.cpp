#include "engine/cuda/batch_attention.h"

#include <ATen/cuda/CUDAContext.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/cuda/CUDAGuard.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/cuda/faults.h"
#include "kernels/cuda/ragged_cache.h"

namespace moa::engine::cuda {

namespace k = kernels::cuda;

namespace {

at::Tensor ints(const std::vector<std::int32_t> &values, at::Device device) {
    auto tensor = at::empty({static_cast<std::int64_t>(values.size())}, at::TensorOptions().dtype(at::kInt));
    std::copy(values.begin(), values.end(), tensor.data_ptr<std::int32_t>());
    return tensor.to(device);
}

const k::DecodeCache *cachesIn(const at::Tensor &list) {
    return static_cast<const k::DecodeCache *>(list.const_data_ptr());
}

}  // namespace

CudaBatch::CudaBatch(const AttentionModel &model, std::int64_t positions, at::Device device, int recordAfter)
    : model_(model), positions_(positions), device_(device), recordAfter_(recordAfter), type_(elementOf(model.dtype)) {}

at::Tensor CudaBatch::uploaded(const std::vector<k::DecodeCache> &caches) const {
    const auto bytes = static_cast<std::int64_t>(caches.size() * sizeof(k::DecodeCache));
    auto list = at::empty({bytes}, at::TensorOptions().dtype(at::kByte));
    std::memcpy(list.data_ptr(), caches.data(), static_cast<std::size_t>(bytes));
    return list.to(device_);
}

void CudaBatch::add(std::int64_t n, std::span<const std::int64_t> cacheTokens) {
    const c10::cuda::CUDAGuard guard(device_);
    Row row;
    row.tokens = n;
    std::int64_t elements = 0;
    for (const auto c : cacheTokens) elements += 2 * c * model_.facts.headDim;
    row.memory = at::empty({elements}, at::TensorOptions().dtype(torchType(type_)).device(device_));
    auto *at = static_cast<std::byte *>(row.memory.data_ptr());
    for (const auto c : cacheTokens) {
        const std::int64_t bytes = c * model_.facts.headDim * k::bytesOf(type_);
        row.caches.push_back({at, at + bytes, c});
        at += 2 * bytes;
    }
    row.list = uploaded(row.caches);
    rows_.push_back(std::move(row));
    prepared_.reset();
}

void CudaBatch::fill(int layer, const at::Tensor &qkv) {
    const c10::cuda::CUDAGuard guard(device_);
    const auto &facts = model_.facts;
    const auto &row = rows_.back();
    k::CacheFill p;
    p.type = type_;
    p.n = qkv.size(0);
    p.kvHeads = facts.kvHeads;
    p.headDim = facts.headDim;
    p.k = qkv.const_data_ptr<float>() + std::int64_t{facts.heads} * facts.headDim;
    p.v = p.k + std::int64_t{facts.kvHeads} * facts.headDim;
    p.stride = qkv.stride(0);
    const auto first = static_cast<std::ptrdiff_t>(layer) * facts.kvHeads;
    p.caches = cachesIn(row.list) + first;
    const auto mine =
        std::span(row.caches).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(facts.kvHeads));
    p.slots = std::ranges::max(mine, {}, &k::DecodeCache::capacity).capacity;
    p.stream = currentStream();
    check(k::fillCaches(p));
}

void CudaBatch::remove(std::size_t row) {
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(row));
    prepared_.reset();
}

std::int64_t CudaBatch::bytes(std::size_t row) const {
    return static_cast<std::int64_t>(rows_[row].memory.nbytes());
}

void CudaBatch::prepare() {
    const auto &facts = model_.facts;
    const auto batch = static_cast<std::int64_t>(rows_.size());
    if (!rotary_) rotary_.emplace(RopeTable<float>::ofSteps(facts.rope, facts.headDim, positions_), device_);
    auto &made = prepared_.emplace();
    std::vector<std::int32_t> positions;
    for (const auto &row : rows_) positions.push_back(static_cast<std::int32_t>(row.tokens));
    made.positions = ints(positions, device_);
    made.ids = ints(std::vector<std::int32_t>(rows_.size()), device_);
    std::vector<k::DecodeCache> all;
    for (int l = 0; l < facts.layers; ++l) {
        const auto first = all.size();
        for (const auto &row : rows_)
            all.insert(all.end(), row.caches.begin() + std::ptrdiff_t{l} * facts.kvHeads,
                       row.caches.begin() + std::ptrdiff_t{l + 1} * facts.kvHeads);
        check(made.plans.emplace_back().build(
            {static_cast<int>(batch), facts.heads, facts.kvHeads, facts.headDim, std::span(all).subspan(first)},
            type_));
    }
    made.lists = uploaded(all);
    made.valid = at::empty({facts.layers, batch * facts.kvHeads}, made.ids.options());
    made.q = at::empty({batch, std::int64_t{facts.heads} * facts.headDim},
                       at::TensorOptions().dtype(torchType(type_)).device(device_));
    made.o = at::empty_like(made.q);
}

at::Tensor CudaBatch::attend(int layer, at::Tensor &qkv) {
    const c10::cuda::CUDAGuard guard(device_);
    const auto &facts = model_.facts;
    const bool rotates = std::ranges::find(facts.noRopeLayers, layer) == facts.noRopeLayers.end();
    k::CacheAppend append;
    append.type = type_;
    append.rows = static_cast<int>(rows_.size());
    append.heads = facts.heads;
    append.kvHeads = facts.kvHeads;
    append.headDim = facts.headDim;
    append.qkv = qkv.const_data_ptr<float>();
    if (rotates) append.table = rotary_->table();
    append.positions = prepared_->positions.const_data_ptr<std::int32_t>();
    append.caches = cachesIn(prepared_->lists) + std::ptrdiff_t{layer} * append.rows * facts.kvHeads;
    append.q = prepared_->q.data_ptr();
    append.valid = prepared_->valid[layer].data_ptr<std::int32_t>();
    append.stream = currentStream();
    check(k::appendToCaches(append));
    const float scale = 1 / std::sqrt(static_cast<float>(facts.headDim));
    check(k::decode({type_, scale, append.q, prepared_->o.data_ptr(), append.valid, append.stream},
                    prepared_->plans[static_cast<std::size_t>(layer)]));
    return prepared_->o;
}

void CudaBatch::record(const std::function<at::Tensor(const at::Tensor &ids)> &body) {
    const auto stream = c10::cuda::getStreamFromPool(false, device_.index());
    c10::cuda::getCurrentCUDAStream().synchronize();
    auto &graph = prepared_->graph.emplace();
    const c10::cuda::CUDAStreamGuard guard(stream);
    graph.capture_begin();
    prepared_->result = body(prepared_->ids);
    prepared_->positions.add_(1);
    graph.capture_end();
}

at::Tensor CudaBatch::step(std::span<const std::int32_t> newest,
                           const std::function<at::Tensor(const at::Tensor &ids)> &body) {
    const c10::cuda::CUDAGuard guard(device_);
    if (!prepared_) prepare();
    prepared_->ids.copy_(ints({newest.begin(), newest.end()}, at::kCPU));
    at::Tensor result;
    if (recordAfter_ >= 0 && prepared_->steps >= recordAfter_) {
        if (!prepared_->graph) record(body);
        prepared_->graph->replay();
        result = prepared_->result;
    } else {
        result = body(prepared_->ids);
        prepared_->positions.add_(1);
    }
    ++prepared_->steps;
    for (auto &row : rows_) ++row.tokens;
    return result;
}

}  // namespace moa::engine::cuda

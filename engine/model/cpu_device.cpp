#include "engine/model/cpu_device.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "engine/model/ragged_cache.h"
#include "engine/model/rope.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

// The fields that all three kernels have in common.
template <class T, class P>
void shape(P &p, const AttentionModel &model) {
    p.heads = model.facts.heads;
    p.kvHeads = model.facts.kvHeads;
    p.headDim = model.facts.headDim;
    p.scale = static_cast<T>(1 / std::sqrt(static_cast<double>(model.facts.headDim)));
    p.threads = model.threads;
}

// Where q, k and v stand in fused rows.
template <class T, class P>
void operands(P &p, const AttentionModel &model, const at::Tensor &qkv) {
    shape<T>(p, model);
    p.n = qkv.size(0);
    p.q = qkv.const_data_ptr<T>();
    p.k = p.q + std::int64_t{model.facts.heads} * model.facts.headDim;
    p.v = p.k + std::int64_t{model.facts.kvHeads} * model.facts.headDim;
    p.qStride = p.kvStride = qkv.stride(0);
}

template <class T>
class CpuText final : public TextAttention {
public:
    CpuText(const AttentionModel &model, std::int64_t n, std::vector<kernels::HeadWindow> windows)
        : model_(model), rope_(model.facts.rope, model.facts.headDim, n), windows_(std::move(windows)) {}

    void rotate(at::Tensor &rows, bool inverse) override {
        // q and k are neighbours: one call turns both.
        rope_.apply(rows.data_ptr<T>(), rows.size(0), rows.stride(0), model_.facts.heads + model_.facts.kvHeads, 0,
                    inverse);
    }

    at::Tensor forward(int layer, const at::Tensor &qkv, RowRange rows, const std::stop_token &stop) override {
        const std::int64_t width = std::int64_t{model_.facts.heads} * model_.facts.headDim;
        auto o = at::empty({rows.end, width}, qkv.options());
        kernels::AttentionForward<T> p;
        operands<T>(p, model_, qkv);
        p.n = rows.end;
        p.o = o.template data_ptr<T>();
        p.oStride = width;
        if (!windows_.empty()) p.windows = windows_.data() + static_cast<std::ptrdiff_t>(layer) * model_.facts.heads;
        p.firstRow = rows.first;
        p.stop = stop;
        const auto start = Clock::now();
        kernels::attentionForward(p);
        seconds_ += std::chrono::duration<double>(Clock::now() - start).count();
        return rows.of(o);
    }

    at::Tensor backward(const at::Tensor &qkv, const at::Tensor &dO, RowRange, bool gradients, BlockSumMaps &sums,
                        const std::stop_token &stop) override {
        at::Tensor dQkv;
        kernels::InfluenceBackward<T> p;
        operands<T>(p, model_, qkv);
        p.dO = dO.const_data_ptr<T>();
        p.dOStride = dO.stride(0);
        if (gradients) {
            dQkv = at::empty_like(qkv);
            p.dQ = dQkv.template data_ptr<T>();
            p.dK = p.dQ + (p.k - p.q);
            p.dV = p.dQ + (p.v - p.q);
        }
        p.blocks = static_cast<int>((p.n + kernels::kTile - 1) / kernels::kTile);
        const auto output = [&p](at::Tensor &map) -> T * {
            if (!map.defined()) return nullptr;
            p.blocks = static_cast<int>(map.size(1));
            return map.template data_ptr<T>();
        };
        p.absolute = output(sums.absolute);
        p.signedSum = output(sums.signedSums);
        p.attention = output(sums.attention);
        p.stop = stop;
        kernels::influenceBackward(p);
        return dQkv;
    }

    double seconds() override { return seconds_; }

private:
    AttentionModel model_;
    RopeTable<T> rope_;
    std::vector<kernels::HeadWindow> windows_;
    double seconds_ = 0;
};

template <class T>
class CpuBatch final : public BatchAttention {
public:
    CpuBatch(const AttentionModel &model, std::int64_t positions) : model_(model), positions_(positions) {}

    void add(std::int64_t n, std::span<const std::int64_t> cacheTokens) override {
        rows_.push_back({RaggedCache<T>(cacheTokens, model_.facts.kvHeads, model_.facts.headDim), n});
    }

    void fill(int layer, const at::Tensor &qkv) override { append(rows_.back(), layer, qkv, 0); }

    void remove(std::size_t row) override { rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(row)); }

    std::int64_t bytes(std::size_t row) const override { return rows_[row].cache.bytes(); }

    at::Tensor step(std::span<const std::int32_t> newest,
                    const std::function<at::Tensor(const at::Tensor &)> &body) override {
        // Made at the first step: prompts alone need none.
        if (!rope_) rope_ = RopeTable<T>::ofSteps(model_.facts.rope, model_.facts.headDim, positions_);
        auto ids = at::empty({static_cast<std::int64_t>(newest.size())}, at::TensorOptions().dtype(at::kInt));
        std::copy(newest.begin(), newest.end(), ids.data_ptr<std::int32_t>());
        auto result = body(ids);
        for (auto &row : rows_) ++row.tokens;
        return result;
    }

    at::Tensor attend(int layer, at::Tensor &qkv) override {
        const auto &facts = model_.facts;
        const bool rotates = std::ranges::find(facts.noRopeLayers, layer) == facts.noRopeLayers.end();
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            auto one = qkv.narrow(0, static_cast<std::int64_t>(r), 1);
            if (rotates)
                rope_->apply(one.template data_ptr<T>(), 1, one.stride(0), facts.heads + facts.kvHeads,
                             rows_[r].tokens);
            append(rows_[r], layer, one, rows_[r].tokens);
        }
        const auto q = qkv.narrow(1, 0, std::int64_t{facts.heads} * facts.headDim).contiguous();
        auto o = at::empty_like(q);
        std::vector<kernels::DecodeHead<T>> caches(rows_.size() * static_cast<std::size_t>(facts.kvHeads));
        for (std::size_t r = 0; r < rows_.size(); ++r)
            rows_[r].cache.heads(layer, rows_[r].tokens + 1,
                                 caches.data() + r * static_cast<std::size_t>(facts.kvHeads));
        kernels::AttentionDecode<T> p;
        shape<T>(p, model_);
        p.rows = static_cast<int>(rows_.size());
        p.q = q.template const_data_ptr<T>();
        p.o = o.template data_ptr<T>();
        p.caches = caches.data();
        kernels::attentionDecode(p);
        return o;
    }

private:
    struct Row {
        RaggedCache<T> cache;
        std::int64_t tokens = 0;  // positions it holds
    };

    void append(Row &row, int layer, const at::Tensor &qkv, std::int64_t firstPosition) const {
        const T *k = qkv.const_data_ptr<T>() + std::int64_t{model_.facts.heads} * model_.facts.headDim;
        row.cache.append(layer, k, k + std::int64_t{model_.facts.kvHeads} * model_.facts.headDim, qkv.stride(0),
                         firstPosition, qkv.size(0));
    }

    AttentionModel model_;
    std::int64_t positions_;
    std::vector<Row> rows_;
    std::optional<RopeTable<T>> rope_;
};

class CpuDevice final : public ComputeDevice {
public:
    at::Device torch() const override { return at::kCPU; }
    std::string name() const override { return "CPU"; }
    std::optional<std::int64_t> freeBytes() const override { return std::nullopt; }
    void releaseMemory() const override {}
    bool recomputes() const override { return false; }
    std::int64_t chunkElements() const override { return std::int64_t{8} << 20; }

    std::unique_ptr<TextAttention> text(const AttentionModel &model, std::int64_t n,
                                        std::vector<kernels::HeadWindow> windows) const override {
        if (model.dtype == ComputeDtype::Float64)
            return std::make_unique<CpuText<double>>(model, n, std::move(windows));
        return std::make_unique<CpuText<float>>(model, n, std::move(windows));
    }
    std::unique_ptr<BatchAttention> batch(const AttentionModel &model, std::int64_t positions) const override {
        if (model.dtype == ComputeDtype::Float64) return std::make_unique<CpuBatch<double>>(model, positions);
        return std::make_unique<CpuBatch<float>>(model, positions);
    }
};

}  // namespace

std::shared_ptr<const ComputeDevice> cpuDevice() {
    return std::make_shared<const CpuDevice>();
}

}  // namespace moa::engine

#include "engine/cuda/dense_gradients.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <vector>

namespace moa::engine::cuda {

namespace {

constexpr std::int64_t kScores = std::int64_t{1} << 26;  // of one piece of rows: 256 MiB of fp32

struct GroupGradients {
    at::Tensor dQ;  // [heads of the group, n, D]
    at::Tensor dK;  // [n, D]
    at::Tensor dV;
};

// The query heads that share one key/value head; all fp32.
GroupGradients ofGroup(const DenseAttention &g, double scale) {
    GroupGradients result{at::empty_like(g.q), at::zeros_like(g.k), at::zeros_like(g.v)};
    const std::int64_t n = g.q.size(1);
    const std::int64_t step = std::max<std::int64_t>(64, kScores / (n * g.q.size(0)));
    const auto keys = at::arange(n, g.q.options().dtype(at::kLong));
    for (std::int64_t first = 0; first < n; first += step) {
        const std::int64_t rows = std::min(step, n - first);
        const std::int64_t seen = first + rows;
        const auto piece = [&](const at::Tensor &t) { return t.narrow(1, first, rows); };
        const auto k = g.k.narrow(0, 0, seen);
        const auto v = g.v.narrow(0, 0, seen);
        auto a = piece(g.q).matmul(k.t()).mul_(scale).sub_(piece(g.logSumExp).unsqueeze(-1)).exp_();
        a.masked_fill_(keys.narrow(0, 0, seen).unsqueeze(0).gt(keys.narrow(0, first, rows).unsqueeze(1)), 0);
        const auto dot = piece(g.dO).mul(piece(g.o)).sum(-1, true);
        const auto dS = piece(g.dO).matmul(v.t()).sub_(dot).mul_(a).mul_(scale);
        piece(result.dQ).copy_(dS.matmul(k));
        result.dK.narrow(0, 0, seen).add_(dS.transpose(1, 2).matmul(piece(g.q)).sum(0));
        result.dV.narrow(0, 0, seen).add_(a.transpose(1, 2).matmul(piece(g.dO)).sum(0));
    }
    return result;
}

}  // namespace

at::Tensor denseGradients(const DenseAttention &a, double scale) {
    const std::int64_t group = a.q.size(0) / a.k.size(0);
    std::vector<at::Tensor> q;
    std::vector<at::Tensor> k;
    std::vector<at::Tensor> v;
    for (std::int64_t g = 0; g < a.k.size(0); ++g) {
        const auto heads = [&](const at::Tensor &t) { return t.narrow(0, g * group, group).to(at::kFloat); };
        auto part = ofGroup(
            {heads(a.q), a.k[g].to(at::kFloat), a.v[g].to(at::kFloat), heads(a.dO), heads(a.o), heads(a.logSumExp)},
            scale);
        q.push_back(part.dQ.transpose(0, 1).flatten(1));
        k.push_back(std::move(part.dK));
        v.push_back(std::move(part.dV));
    }
    q.insert(q.end(), k.begin(), k.end());
    q.insert(q.end(), v.begin(), v.end());
    return at::cat(q, 1);
}

}  // namespace moa::engine::cuda

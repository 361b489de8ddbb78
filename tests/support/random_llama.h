// A small Llama of random shape and weights, and a second implementation of it: plain loops in double precision that
// can take one attention value out of a row by degrees.
#pragma once

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/formats/safetensors_writer.h"
#include "support/scratch.h"

namespace moa::test {

// One attention value that is taken out of its row: A_ij -> (1 - share) A_ij, the others of the row scaled so that
// the row still adds up to 1, along the straight line the influence is the slope of.
struct AttentionMask {
    int layer = -1, head = 0, row = 0, column = 0;
    double share = 0;
};

class RandomLlama {
public:
    int layers, kvHeads, heads, dim, hidden, inner, vocab;

    explicit RandomLlama(std::mt19937 &rng) {
        const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(rng); };
        layers = pick(1, 3);
        kvHeads = pick(1, 2);
        heads = kvHeads * pick(1, 3);
        dim = 2 * pick(1, 4);
        hidden = pick(6, 16);
        inner = pick(6, 16);
        vocab = pick(11, 29);
        const auto add = [&](const std::string &name, int rows, int columns, bool norm = false) {
            std::normal_distribution<float> normal(norm ? 1.F : 0.F,
                                                   norm ? 0.2F : 0.7F / std::sqrt(static_cast<float>(columns) / 2.F));
            auto &w = weights_[name];
            w.resize(static_cast<std::size_t>(rows) * columns);
            for (auto &v : w) v = normal(rng);
            shapes_[name] = norm ? std::vector<std::int64_t>{columns} : std::vector<std::int64_t>{rows, columns};
        };
        add("model.embed_tokens.weight", vocab, hidden);
        add("lm_head.weight", vocab, hidden);
        add("model.norm.weight", 1, hidden, true);
        for (int l = 0; l < layers; ++l) {
            const auto prefix = "model.layers." + std::to_string(l) + ".";
            add(prefix + "input_layernorm.weight", 1, hidden, true);
            add(prefix + "post_attention_layernorm.weight", 1, hidden, true);
            // Larger, so that rows are peaked as those of trained models are.
            add(prefix + "self_attn.q_proj.weight", heads * dim, hidden);
            add(prefix + "self_attn.k_proj.weight", kvHeads * dim, hidden);
            add(prefix + "self_attn.v_proj.weight", kvHeads * dim, hidden);
            add(prefix + "self_attn.o_proj.weight", hidden, heads * dim);
            add(prefix + "mlp.gate_proj.weight", inner, hidden);
            add(prefix + "mlp.up_proj.weight", inner, hidden);
            add(prefix + "mlp.down_proj.weight", hidden, inner);
        }
    }

    void write(const Scratch &folder) const {
        folder.write(
            "config.json",
            R"({"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_act":"silu","hidden_size":)" +
                std::to_string(hidden) + R"(,"intermediate_size":)" + std::to_string(inner) +
                R"(,"num_hidden_layers":)" + std::to_string(layers) + R"(,"num_attention_heads":)" +
                std::to_string(heads) + R"(,"num_key_value_heads":)" + std::to_string(kvHeads) + R"(,"head_dim":)" +
                std::to_string(dim) + R"(,"vocab_size":)" + std::to_string(vocab) +
                R"(,"rms_norm_eps":1e-5,"rope_theta":1000.0,"max_position_embeddings":512,)"
                R"("tie_word_embeddings":false,"torch_dtype":"float32"})");
        std::vector<engine::NamedTensor> tensors;
        for (const auto &[name, values] : weights_)
            tensors.push_back({name, engine::Dtype::F32, shapes_.at(name), std::as_bytes(std::span(values))});
        engine::writeSafetensors(folder.path("model.safetensors"), tensors);
    }

    // Mean of -log p over the targets.
    [[nodiscard]] double loss(const std::vector<std::int32_t> &ids, const std::vector<std::int32_t> &targets,
                              const AttentionMask &mask = {}) const {
        const int n = static_cast<int>(ids.size());
        Matrix x(n);
        for (int t = 0; t < n; ++t) {
            const auto &e = weights_.at("model.embed_tokens.weight");
            x[t].assign(e.begin() + ids[t] * hidden, e.begin() + (ids[t] + 1) * hidden);
        }
        for (int l = 0; l < layers; ++l) layer(l, x, mask);
        const auto logits = product(norm(x, "model.norm.weight"), "lm_head.weight");
        double sum = 0;
        for (const auto t : targets) {
            const auto &row = logits[t - 1];
            double total = 0;
            for (const double v : row) total += std::exp(v);
            sum += std::log(total) - row[ids[t]];
        }
        return sum / static_cast<double>(targets.size());
    }

private:
    using Matrix = std::vector<std::vector<double>>;

    [[nodiscard]] Matrix product(const Matrix &x, const std::string &name) const {
        const auto &w = weights_.at(name);
        const auto columns = x[0].size();
        const auto rows = w.size() / columns;
        Matrix y(x.size(), std::vector<double>(rows));
        for (std::size_t t = 0; t < x.size(); ++t)
            for (std::size_t r = 0; r < rows; ++r)
                for (std::size_t c = 0; c < columns; ++c) y[t][r] += static_cast<double>(w[r * columns + c]) * x[t][c];
        return y;
    }

    [[nodiscard]] Matrix norm(const Matrix &x, const std::string &name) const {
        Matrix y = x;
        for (auto &row : y) {
            double squares = 0;
            for (const double v : row) squares += v * v;
            const double scale = 1 / std::sqrt(squares / static_cast<double>(row.size()) + 1e-5);
            for (std::size_t c = 0; c < row.size(); ++c) row[c] *= scale * weights_.at(name)[c];
        }
        return y;
    }

    // Half-split rotary embedding of each head of the row at position t.
    void rotate(std::vector<double> &row, int t) const {
        for (std::size_t first = 0; first < row.size(); first += static_cast<std::size_t>(dim))
            for (int i = 0; i < dim / 2; ++i) {
                const double angle = t * std::pow(1000.0, -2.0 * i / dim);
                const double a = row[first + i];
                const double b = row[first + i + dim / 2];
                row[first + i] = a * std::cos(angle) - b * std::sin(angle);
                row[first + i + dim / 2] = b * std::cos(angle) + a * std::sin(angle);
            }
    }

    void layer(int l, Matrix &x, const AttentionMask &mask) const {
        const auto prefix = "model.layers." + std::to_string(l) + ".";
        const auto a = norm(x, prefix + "input_layernorm.weight");
        auto q = product(a, prefix + "self_attn.q_proj.weight");
        auto k = product(a, prefix + "self_attn.k_proj.weight");
        const auto v = product(a, prefix + "self_attn.v_proj.weight");
        const int n = static_cast<int>(x.size());
        for (int t = 0; t < n; ++t) {
            rotate(q[t], t);
            rotate(k[t], t);
        }
        Matrix o(n, std::vector<double>(static_cast<std::size_t>(heads) * dim));
        for (int h = 0; h < heads; ++h)
            for (int t = 0; t < n; ++t) {
                auto row = attention(q[t], k, h, t);
                if (mask.layer == l && mask.head == h && mask.row == t) take(row, mask);
                const int kv = h / (heads / kvHeads);
                for (int s = 0; s <= t; ++s)
                    for (int d = 0; d < dim; ++d) o[t][h * dim + d] += row[s] * v[s][kv * dim + d];
            }
        add(x, product(o, prefix + "self_attn.o_proj.weight"));
        const auto b = norm(x, prefix + "post_attention_layernorm.weight");
        auto gate = product(b, prefix + "mlp.gate_proj.weight");
        const auto up = product(b, prefix + "mlp.up_proj.weight");
        for (int t = 0; t < n; ++t)
            for (int i = 0; i < inner; ++i) gate[t][i] *= up[t][i] / (1 + std::exp(-gate[t][i]));
        add(x, product(gate, prefix + "mlp.down_proj.weight"));
    }

    [[nodiscard]] std::vector<double> attention(const std::vector<double> &q, const Matrix &k, int head, int t) const {
        const int kv = head / (heads / kvHeads);
        std::vector<double> row(static_cast<std::size_t>(t) + 1);
        double total = 0;
        for (int s = 0; s <= t; ++s) {
            double dot = 0;
            for (int d = 0; d < dim; ++d) dot += q[head * dim + d] * k[s][kv * dim + d];
            total += row[s] = std::exp(dot / std::sqrt(dim));
        }
        for (auto &value : row) value /= total;
        return row;
    }

    static void take(std::vector<double> &row, const AttentionMask &mask) {
        const double taken = row[mask.column];
        const double rest = 1 - taken;
        for (std::size_t s = 0; s < row.size(); ++s)
            if (static_cast<int>(s) == mask.column)
                row[s] -= mask.share * taken;
            else
                row[s] += mask.share * row[s] * taken / rest;
    }

    static void add(Matrix &x, const Matrix &y) {
        for (std::size_t t = 0; t < x.size(); ++t)
            for (std::size_t c = 0; c < x[t].size(); ++c) x[t][c] += y[t][c];
    }

    std::map<std::string, std::vector<float>> weights_;
    std::map<std::string, std::vector<std::int64_t>> shapes_;
};

}  // namespace moa::test

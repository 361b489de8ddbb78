#include "engine/runtime/decode_loop.h"

#include <ATen/ops/stack.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "engine/model/layer.h"
#include "engine/model/loss.h"
#include "engine/runtime/prefill_pass.h"

namespace moa::engine {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// Greedy choices of all rows where the logits lie, so that two numbers a row leave the device and the work is part of a
// recorded step: tokens, then margins, [2, rows]. Of equal logits the first is taken.
at::Tensor greedyFigures(const at::Tensor &logits) {
    const auto best = logits.argmax(-1, true);
    const auto largest = logits.gather(1, best);
    const auto second = std::get<0>(logits.scatter(1, best, -std::numeric_limits<float>::infinity()).max(-1, true));
    return at::stack({best.to(at::kDouble), largest.sub(second).to(at::kDouble)}).squeeze(-1);
}

std::vector<Choice> greedyChoices(const at::Tensor &figures) {
    const auto here = figures.to(at::kCPU);
    const auto *ids = here.const_data_ptr<double>();
    const std::int64_t rows = here.size(1);
    std::vector<Choice> choices;
    for (std::int64_t r = 0; r < rows; ++r)
        choices.push_back({static_cast<std::int32_t>(ids[r]), static_cast<float>(ids[rows + r])});
    return choices;
}

template <class T>
std::vector<Choice> sampledChoices(const at::Tensor &logits, const std::function<Sampler &(std::size_t)> &samplerOf) {
    const auto here = logits.to(at::kCPU).contiguous();
    const auto vocab = static_cast<std::size_t>(here.size(1));
    std::vector<Choice> choices;
    for (std::size_t r = 0; r < static_cast<std::size_t>(here.size(0)); ++r)
        choices.push_back(samplerOf(r).choose(std::span(here.template const_data_ptr<T>() + r * vocab, vocab)));
    return choices;
}

}  // namespace

DecodeLoop::DecodeLoop(const Weights &weights, const SpanPolicy &spans, Prefill prefill, const DecodeLimits &limits,
                       Progress &progress)
    : weights_(weights),
      spans_(spans),
      prefill_(prefill),
      limits_(limits),
      progress_(progress),
      greedyThere_(limits.sampling.temperature == 0 && !weights.device->torch().is_cpu() && weights.facts.vocab > 1) {}

Decoded DecodeLoop::run(std::span<const std::vector<std::int32_t>> prompts) {
    result_.rows.resize(prompts.size());
    std::size_t longest = 0;
    for (const auto &prompt : prompts) longest = std::max(longest, prompt.size());
    batch_ = weights_.device->batch(weights_.attention(), static_cast<std::int64_t>(longest) + limits_.maxNew);
    auto start = Clock::now();
    for (std::size_t i = 0; i < prompts.size(); ++i) prefill(i, prompts[i]);
    result_.secondsPrefill = secondsSince(start);

    start = Clock::now();
    while (!active_.empty()) {
        progress_.throwIfStopped("Decoding");
        const auto began = Clock::now();
        choose(step(), 0);
        result_.stepSeconds.push_back(secondsSince(began));
    }
    result_.secondsDecode = secondsSince(start);
    return std::move(result_);
}

void DecodeLoop::prefill(std::size_t index, const std::vector<std::int32_t> &prompt) {
    const auto n = static_cast<std::int64_t>(prompt.size());
    const auto tokens = spans_.cacheTokens(n, limits_.maxNew);
    auto &row = result_.rows[index];
    row.promptTokens = n;
    batch_->add(n, tokens);
    active_.push_back({index, Sampler(limits_.sampling, index)});
    row.kvBytes = batch_->bytes(active_.size() - 1);
    PrefillPass pass(weights_, tokens, prefill_, n);
    const auto x = pass.run(prompt, n - 1, batch_.get(), progress_);
    if (limits_.maxNew > 0) {
        choose(outcomeOf(x), active_.size() - 1);
    } else {
        active_.pop_back();
        batch_->remove(active_.size());
    }
    result_.secondsAttention += pass.secondsAttention();
}

at::Tensor DecodeLoop::step() {
    std::vector<std::int32_t> newest;
    for (const auto &row : active_) newest.push_back(result_.rows[row.index].ids.back());
    return batch_->step(newest, [this](const at::Tensor &ids) {
        auto x = embed(weights_, ids);
        for (int l = 0; l < weights_.facts.layers; ++l) {
            const auto layer = weights_.layers[static_cast<std::size_t>(l)];
            auto qkv = projectQkv(weights_, layer, x);
            normQk(weights_, layer, qkv);
            layer.output.addTo(x, batch_->attend(l, qkv));
            addMlp(weights_, layer, x);
        }
        return outcomeOf(x);
    });
}

at::Tensor DecodeLoop::outcomeOf(const at::Tensor &x) const {
    const auto logits = logitsOf(weights_, x);
    return greedyThere_ ? greedyFigures(logits) : logits;
}

void DecodeLoop::choose(const at::Tensor &outcome, std::size_t firstRow) {
    const auto samplerOf = [&](std::size_t r) -> Sampler & { return active_[firstRow + r].sampler; };
    const auto choices = greedyThere_                           ? greedyChoices(outcome)
                         : outcome.scalar_type() == at::kDouble ? sampledChoices<double>(outcome, samplerOf)
                                                                : sampledChoices<float>(outcome, samplerOf);
    for (std::size_t r = 0; r < choices.size(); ++r) {
        auto &out = result_.rows[active_[firstRow + r].index];
        out.ids.push_back(choices[r].id);
        out.margins.push_back(choices[r].margin);
    }
    for (std::size_t r = active_.size(); r-- > 0;) {
        if (!isDone(result_.rows[active_[r].index])) continue;
        active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(r));
        batch_->remove(r);
    }
}

bool DecodeLoop::isDone(const DecodedRow &row) const {
    return static_cast<std::int64_t>(row.ids.size()) >= limits_.maxNew ||
           std::ranges::find(limits_.stops, row.ids.back()) != limits_.stops.end();
}

}  // namespace moa::engine

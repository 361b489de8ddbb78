// moa bench prefill | decode | throughput: a plan against the same runtime that keeps everything.
#include <fmt/format.h>

#include <algorithm>

#include "app/command/bench_table.h"
#include "engine/evaluate/statistics.h"
#include "engine/plan/plan_json.h"
#include "engine/values/conventions.h"
#include "tests/bench/profile_peer.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

SpanPolicy spansOf(const BenchOptions &o, const ModelFacts &facts) {
    if (!o.plan.empty()) return SpanPolicy::ofPlan(facts, readPlan(o.plan), o.plan);
    return SpanPolicy::uniform(facts, o.density);
}

std::string nameOf(const BenchOptions &o) {
    return o.plan.empty() ? fmt::format("density {}", o.density) : "plan " + o.plan;
}

// The same prompts, dense and with the plan, in turns.
class Race {
public:
    Race(const BenchOptions &o, int batch, std::int64_t maxNew, const Context &context, Progress &progress)
        : bundle_(o.model, context.job()),
          facts_(bundle_.files().facts()),
          prompts_(randomPrompts(batch, o.length, facts_.vocab)),
          limits_{maxNew, {}, {}},
          planned_(bundle_.model(progress), spansOf(o, facts_), bundle_.options().prefill),
          dense_(bundle_.model(progress), SpanPolicy::dense(facts_), bundle_.options().prefill) {
        for (int i = 0; i < o.repeats; ++i) {
            dense.push_back(dense_.decode(prompts_, limits_, progress));
            planned.push_back(planned_.decode(prompts_, limits_, progress));
        }
    }

    // Median over the runs of what `seconds` takes from one.
    template <class F>
    [[nodiscard]] static double median(const std::vector<Decoded> &runs, F &&seconds) {
        std::vector<double> values;
        for (const auto &run : runs) values.push_back(seconds(run));
        return engine::median(values);
    }

    [[nodiscard]] const Runtime &runtime() const { return planned_; }
    [[nodiscard]] const ModelFacts &facts() const { return facts_; }

    std::vector<Decoded> dense;
    std::vector<Decoded> planned;

private:
    ModelBundle bundle_;
    ModelFacts facts_;
    std::vector<std::vector<std::int32_t>> prompts_;
    DecodeLimits limits_;
    Runtime planned_;
    Runtime dense_;
};

json commonFacts(const Race &race, const Densities &d) {
    return {{"causal_density", d.causal},
            {"cache_density", d.cache},
            {"threads", race.runtime().model().options().threads},
            {"instruction_set", instructionSet()},
            {"device", toString(race.runtime().model().options().device)}};
}

double secondsPrefill(const Decoded &run) {
    return run.secondsPrefill;
}
double secondsAttention(const Decoded &run) {
    return run.secondsAttention;
}
// The median: the first steps of a batch make plans and records.
double secondsAStep(const Decoded &run) {
    return run.stepSeconds.empty() ? 0 : engine::median(run.stepSeconds);
}

}  // namespace

Answer benchPrefill(const BenchOptions &o, const Context &context, Progress &progress) {
    const Race race(o, 1, 1, context, progress);
    const auto &spans = race.runtime().spans();
    double area = 0;
    const auto tokens = spans.cacheTokens(o.length, 1);
    for (const auto c : tokens)
        area += prefillArea(race.runtime().prefill(), c, o.length) / static_cast<double>(tokens.size());
    const auto what = fmt::format("prefill, {} tokens, {}", o.length, nameOf(o));
    const double attention = Race::median(race.planned, secondsAttention);
    const double denseAttention = Race::median(race.dense, secondsAttention);
    const double whole = Race::median(race.planned, secondsPrefill);
    const double denseWhole = Race::median(race.dense, secondsPrefill);
    auto facts = commonFacts(race, spans.densities(o.length, 1));
    facts["computed_area"] = area;
    facts["attention_ratio_over_area"] = attention / denseAttention / area;
    facts["dense_attention_seconds"] = denseAttention;
    facts["dense_seconds"] = denseWhole;
    return benchTable({benchRow(what + ", attention", "own dense prefill", attention, "s", denseAttention),
                       benchRow(what + ", whole model", "own dense prefill", whole, "s", denseWhole)},
                      facts);
}

Answer benchDecode(const BenchOptions &o, const Context &context, Progress &progress) {
    const Race race(o, o.batch, o.maxNew, context, progress);
    const auto d = race.runtime().spans().densities(o.length, o.maxNew);
    const auto what = fmt::format("decode, batch {}, {} tokens, {}", o.batch, o.length, nameOf(o));
    const double step = Race::median(race.planned, secondsAStep);
    const double denseStep = Race::median(race.dense, secondsAStep);
    const auto bytes = static_cast<double>(race.planned.front().rows.front().kvBytes) * o.batch;
    const auto denseBytes =
        static_cast<double>(race.runtime().denseKvBytes(o.length + o.maxNew)) * static_cast<double>(o.batch);
    auto facts = commonFacts(race, d);
    facts["dense_tokens_per_second"] = o.batch / denseStep;
    facts["dense_kv_bytes"] = denseBytes;
    facts["kv_bytes_over_cache_density"] = bytes / denseBytes / d.cache;
    return benchTable(
        {benchRow(what + ", a step", "own dense static cache", step, "s", denseStep),
         benchRow(what + ", tokens", "own dense static cache", o.batch / step, "tokens/s", o.batch / denseStep),
         benchRow(what + ", caches", "own dense static cache", bytes, "bytes", denseBytes)},
        facts);
}

// Tokens per second of a whole batch, each side at the largest batch whose caches fit the memory.
Answer benchThroughput(const BenchOptions &o, const Context &context, Progress &progress) {
    ModelBundle bundle(o.model, context.job());
    const auto &facts = bundle.files().facts();
    const auto rate = [&](const SpanPolicy &spans, int &batch, std::int64_t &bytes) {
        const Runtime runtime(bundle.model(progress), spans, bundle.options().prefill);
        const auto dense = static_cast<double>(runtime.denseKvBytes(o.length + o.maxNew));
        batch = std::max(1, static_cast<int>(o.memory * 1e9 / (dense * spans.densities(o.length, o.maxNew).cache)));
        const auto input = randomPrompts(batch, o.length, facts.vocab);
        const bench::PeakMemory peak(runtime.model());
        const auto decoded = runtime.decode(input, {o.maxNew, {}, {}}, progress);
        bytes = peak.bytes();
        return batch / secondsAStep(decoded);
    };
    int mine = 0;
    int theirs = 0;
    std::int64_t bytes = 0;
    std::int64_t theirBytes = 0;
    const double sparse = rate(spansOf(o, facts), mine, bytes);
    const double dense = rate(SpanPolicy::dense(facts), theirs, theirBytes);
    const auto what = fmt::format("throughput, {} tokens, {}, {} GB of cache", o.length, nameOf(o), o.memory);
    return benchTable(json::array({benchRow(what, "own dense static cache", sparse, "tokens/s", dense)}),
                      {{"batch", mine},
                       {"peer_batch", theirs},
                       {"dense_tokens_per_second", dense},
                       {"peak_bytes_beside_weights", bytes},
                       {"peer_peak_bytes_beside_weights", theirBytes}});
}

}  // namespace moa::command

// moa bench optimizer | profile | prefill | decode | throughput: the tables of docs/benchmarks.md, each against its
// peer in the same run.
#include <fmt/format.h>

#include <functional>

#include "app/command/bench_table.h"
#include "app/command/context.h"
#include "engine/evaluate/statistics.h"
#include "engine/profile/sample_profiler.h"
#include "engine/values/error.h"
#include "tests/bench/profile_peer.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

constexpr int kRepeats = 3;

struct Options {
    std::string model;
    int length = 4096;
    double density = 0.25;
    std::int64_t maxNew = 64;
    int batch = 8;
    double memory = 1;  // GB of caches
    bool eager = false;
};

double medianSeconds(const std::function<double()> &work) {
    std::vector<double> seconds;
    for (int i = 0; i < kRepeats; ++i) seconds.push_back(work());
    return median(seconds);
}

std::vector<std::vector<std::int32_t>> prompts(const Options &o, int rows, int vocab) {
    std::vector<std::vector<std::int32_t>> result(static_cast<std::size_t>(rows));
    std::uint32_t state = 1;
    for (auto &prompt : result)
        for (int i = 0; i < o.length; ++i) {
            state = state * 1664525U + 1013904223U;
            prompt.push_back(static_cast<std::int32_t>((state >> 8) % static_cast<std::uint32_t>(vocab)));
        }
    return result;
}

// Prefill and decode of the same prompts, dense and with uniform spans of the density.
Answer benchRuntime(const Options &o, bool decode, const Context &context, Progress &progress) {
    ModelBundle bundle(o.model, context.job());
    const auto &facts = bundle.files().facts();
    const auto batch = prompts(o, decode ? o.batch : 1, facts.vocab);
    const DecodeLimits limits{decode ? o.maxNew : 1, {}};
    const auto run = [&](const SpanPolicy &spans) {
        const Runtime runtime(bundle.model(progress), spans, bundle.options().prefill);
        return medianSeconds([&] {
            const auto decoded = runtime.decode(batch, limits, progress);
            return decode ? decoded.secondsDecode / static_cast<double>(decoded.decodeSteps) : decoded.secondsPrefill;
        });
    };
    const double dense = run(SpanPolicy::dense(facts));
    const double sparse = run(SpanPolicy::uniform(facts, o.density));
    const auto d =
        densities(uniformPlan(facts.layers, facts.heads, {0, o.density}), facts.kvHeads, o.length, limits.maxNew);
    const auto what = decode ? fmt::format("decode, batch {}, {} tokens, density {}", o.batch, o.length, o.density)
                             : fmt::format("prefill, {} tokens, density {}", o.length, o.density);
    const json rows = {{{"what", what},
                        {"peer", decode ? "own dense cache" : "own dense prefill"},
                        {"value", sparse},
                        {"unit", decode ? "s/step" : "s"},
                        {"ratio", sparse / dense}}};
    return benchTable(rows, {{"dense_seconds", dense},
                             {"causal_density", d.causal},
                             {"cache_density", d.cache},
                             {"threads", bundle.model(progress).options().threads}});
}

Answer benchPrefill(const Options &o, const Context &context, Progress &progress) {
    return benchRuntime(o, false, context, progress);
}

Answer benchDecode(const Options &o, const Context &context, Progress &progress) {
    return benchRuntime(o, true, context, progress);
}

struct Cost {
    double seconds = 0;
    double bytes = 0;  // peak above what was resident before
};

Cost costOf(const std::function<void()> &work, int repeats) {
    std::vector<double> seconds;
    Cost cost;
    for (int i = 0; i < repeats; ++i) {
        bench::resetPeakMemory();
        const auto before = bench::residentMemory();
        seconds.push_back(timed(work));
        cost.bytes = std::max(cost.bytes, static_cast<double>(bench::peakMemory() - before));
    }
    cost.seconds = median(seconds);
    return cost;
}

// One sample of random tokens, the loss on all of them: the profiler against LibTorch's automatic differentiation.
Answer benchProfile(const Options &o, const Context &context, Progress &progress) {
    ModelBundle bundle(o.model, context.job());
    const auto &model = bundle.model(progress);
    TokenSample sample{"bench", "bench", o.length, prompts(o, 1, model.facts().vocab).front(), {}};
    for (int t = 1; t < o.length; ++t) sample.targets.push_back(t);
    const bool exact = model.options().dtype == ComputeDtype::Float64;
    double loss = 0;
    double peerLoss = 0;
    const auto mine = costOf(
        [&] {
            loss = exact ? profileSample<double>(model, sample, progress).loss
                         : profileSample<float>(model, sample, progress).loss;
        },
        kRepeats);
    const bench::ProfilePeer peer(model);
    const auto checkpointed = costOf([&] { peerLoss = peer.run(sample, bench::Peer::Checkpointed); }, kRepeats);
    const std::string what = fmt::format("profile, {} tokens", o.length);
    const std::string torch = "LibTorch, SDPA, checkpointed";
    json rows = {benchRow(what, torch, mine.seconds, "s", checkpointed.seconds),
                 benchRow(what + ", peak memory", torch, mine.bytes, "bytes", checkpointed.bytes)};
    json facts = {{"loss", loss},
                  {"peer_loss", peerLoss},
                  {"peer_seconds", checkpointed.seconds},
                  {"peer_bytes", checkpointed.bytes},
                  {"threads", model.options().threads},
                  {"dtype", toString(model.options().dtype)}};
    if (o.eager) {
        const auto eager = costOf([&] { (void)peer.run(sample, bench::Peer::Eager); }, 1);
        rows.push_back(benchRow(what, "LibTorch, plain eager", mine.seconds, "s", eager.seconds));
        rows.push_back(benchRow(what + ", peak memory", "LibTorch, plain eager", mine.bytes, "bytes", eager.bytes));
        facts["eager_seconds"] = eager.seconds;
        facts["eager_bytes"] = eager.bytes;
    }
    return benchTable(rows, facts);
}

// Tokens per second of a whole batch, each side at the largest batch whose caches fit the memory.
Answer benchThroughput(const Options &o, const Context &context, Progress &progress) {
    ModelBundle bundle(o.model, context.job());
    const auto &facts = bundle.files().facts();
    const auto bytesPerToken = 2.0 * facts.headDim * (context.dtype == "float64" ? 8 : 4);
    const auto rate = [&](const SpanPolicy &spans, double tokensPerLayerHead, int &batch) {
        const double row = bytesPerToken * tokensPerLayerHead * facts.layers * facts.kvHeads;
        batch = std::max(1, static_cast<int>(o.memory * 1e9 / row));
        const Runtime runtime(bundle.model(progress), spans, bundle.options().prefill);
        const auto input = prompts(o, batch, facts.vocab);
        const auto decoded = runtime.decode(input, {o.maxNew, {}}, progress);
        return static_cast<double>(batch) * static_cast<double>(decoded.decodeSteps) / decoded.secondsDecode;
    };
    const double n = static_cast<double>(o.length) + static_cast<double>(o.maxNew);
    const auto d = densities(uniformPlan(facts.layers, facts.heads, {0, o.density}), facts.kvHeads, o.length, o.maxNew);
    int mine = 0;
    int theirs = 0;
    const double sparse = rate(SpanPolicy::uniform(facts, o.density), d.cache * n, mine);
    const double dense = rate(SpanPolicy::dense(facts), n, theirs);
    const json rows = {
        benchRow(fmt::format("throughput, {} tokens, density {}, {} GB of cache", o.length, o.density, o.memory),
                 "own dense static cache", sparse, "tokens/s", dense)};
    return benchTable(rows, {{"batch", mine}, {"peer_batch", theirs}, {"dense_tokens_per_second", dense}});
}

}  // namespace

void addBenchVerbs(CLI::App &app, Context &context) {
    auto *bench = app.add_subcommand("bench", "Speed against peers, measured in one run");
    bench->require_subcommand(1);
    auto o = std::make_shared<Options>();
    addOptimizerBench(*bench, context);
    using Bench = Answer (*)(const Options &, const Context &, Progress &);
    const auto add = [&](const char *name, const char *peer, Bench work) {
        auto *verb = bench->add_subcommand(name, peer);
        verb->add_option("model", o->model)->required();
        verb->add_option("--length", o->length, "Tokens of the prompt")->check(CLI::PositiveNumber);
        verb->callback([o, work, &context] {
            context.verb = [o, work, &context](Progress &progress) { return work(*o, context, progress); };
        });
        return verb;
    };
    auto *profile = add("profile", "Against LibTorch's automatic differentiation", benchProfile);
    profile->add_flag("--eager", o->eager, "Measure plain eager attention too (memory grows with the square)");
    auto *prefill = add("prefill", "Against the own dense prefill", benchPrefill);
    auto *decode = add("decode", "Against the own dense cache", benchDecode);
    decode->add_option("--batch", o->batch)->check(CLI::PositiveNumber);
    auto *throughput = add("throughput", "Largest batches, against the own dense cache", benchThroughput);
    throughput->add_option("--memory", o->memory, "GB of caches")->check(CLI::PositiveNumber);
    for (auto *verb : {prefill, decode, throughput})
        verb->add_option("--density", o->density)->check(CLI::Range(0.01, 1.0));
    for (auto *verb : {decode, throughput}) verb->add_option("--max-new", o->maxNew)->check(CLI::PositiveNumber);
}

}  // namespace moa::command

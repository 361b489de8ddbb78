// moa bench optimizer | profile | prefill | decode | throughput: the tables of docs/benchmarks.md, each against its
// peer in the same run.
#include <fmt/format.h>

#include "app/command/bench_table.h"
#include "engine/formats/json_reader.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/instance_reader.h"
#include "engine/optimize/solver.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

Answer benchOptimizer(const BenchOptions &o, Progress &progress) {
    const auto instance = readInstance(readText(o.instance), o.instance);
    OptimizerResult mine;
    const double seconds = medianSeconds([&] { return timed([&] { mine = solve(instance, {}, progress); }); });
    const auto theirs = prove(instance, 60, progress);
    const json rows = {{{"what", "optimizer, " + instance.name},
                        {"peer", "HiGHS (60 s at most)"},
                        {"value", seconds},
                        {"unit", "s"},
                        {"ratio", seconds / theirs.seconds}}};
    return benchTable(rows, {{"objective", mine.objective},
                             {"bound", mine.bound},
                             {"peer_objective", theirs.objective},
                             {"peer_seconds", theirs.seconds}});
}

}  // namespace

void addBenchVerbs(CLI::App &app, Context &context) {
    auto *bench = app.add_subcommand("bench", "Speed against peers, measured in one run");
    bench->require_subcommand(1);
    auto o = std::make_shared<BenchOptions>();
    auto *optimizer = bench->add_subcommand("optimizer", "Against HiGHS");
    optimizer->add_option("--instance", o->instance)->required();
    optimizer->callback(
        [o, &context] { context.verb = [o](Progress &progress) { return benchOptimizer(*o, progress); }; });
    using Bench = Answer (*)(const BenchOptions &, const Context &, Progress &);
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
    for (auto *verb : {prefill, decode, throughput}) {
        auto *density = verb->add_option("--density", o->density, "Uniform density")->check(CLI::Range(0.01, 1.0));
        verb->add_option("--plan", o->plan, "Plan file instead")->excludes(density);
    }
    for (auto *verb : {decode, throughput}) verb->add_option("--max-new", o->maxNew)->check(CLI::PositiveNumber);
}

}  // namespace moa::command

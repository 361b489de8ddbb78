// moa bench optimizer | profile | prefill | decode | throughput: the tables of docs/benchmarks.md, each against its
// peer in the same run.
#include "app/command/bench_table.h"

namespace moa::command {

void addBenchVerbs(CLI::App &app, Context &context) {
    auto *bench = app.add_subcommand("bench", "Speed against peers, measured in one run");
    bench->require_subcommand(1);
    auto o = std::make_shared<BenchOptions>();
    addOptimizerBench(*bench, context);
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
    profile->add_flag("--alone", o->alone, "Without the peer, which takes more memory");
    auto *prefill = add("prefill", "Against the own dense prefill", benchPrefill);
    auto *decode = add("decode", "Against the own dense cache", benchDecode);
    decode->add_option("--batch", o->batch)->check(CLI::PositiveNumber);
    auto *throughput = add("throughput", "Largest batches, against the own dense cache", benchThroughput);
    throughput->add_option("--memory", o->memory, "GB of caches")->check(CLI::PositiveNumber);
    for (auto *verb : {profile, prefill, decode})
        verb->add_option("--repeats", o->repeats, "Runs of each side")->check(CLI::PositiveNumber);
    for (auto *verb : {prefill, decode, throughput}) {
        auto *density = verb->add_option("--density", o->density, "Uniform density")->check(CLI::Range(0.01, 1.0));
        verb->add_option("--plan", o->plan, "Plan file instead")->excludes(density);
    }
    for (auto *verb : {decode, throughput}) verb->add_option("--max-new", o->maxNew)->check(CLI::PositiveNumber);
}

}  // namespace moa::command

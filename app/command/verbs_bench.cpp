// moa bench optimizer | prefill | decode: the tables of docs/benchmarks.md, each against its peer in the same run.
#include <fmt/format.h>

#include <chrono>
#include <functional>

#include "app/command/context.h"
#include "engine/evaluate/statistics.h"
#include "engine/formats/json_reader.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/instance_reader.h"
#include "engine/optimize/solver.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

constexpr int kRepeats = 3;

struct Options {
    std::string model, instance;
    int length = 4096;
    double density = 0.25;
    std::int64_t maxNew = 64;
    int batch = 8;
};

double medianSeconds(const std::function<double()> &work) {
    std::vector<double> seconds;
    for (int i = 0; i < kRepeats; ++i) seconds.push_back(work());
    return median(seconds);
}

double timed(const std::function<void()> &work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Answer table(const json &rows, const json &facts) {
    Answer answer;
    answer.json = {{"rows", rows}, {"facts", facts}};
    for (const auto &row : rows)
        answer.text += fmt::format("{:<44} {:>12.4g} {:<10} {:>8.3f} x {}\n", row["what"].get<std::string>(),
                                   row["value"].get<double>(), row["unit"].get<std::string>(),
                                   row["ratio"].get<double>(), row["peer"].get<std::string>());
    return answer;
}

Answer benchOptimizer(const Options &o, Progress &progress) {
    const auto instance = readInstance(readText(o.instance), o.instance);
    OptimizerResult mine;
    const double seconds = medianSeconds([&] { return timed([&] { mine = solve(instance, {}, progress); }); });
    const auto theirs = prove(instance, 60, progress);
    const json rows = {{{"what", "optimizer, " + instance.name},
                        {"peer", "HiGHS (60 s at most)"},
                        {"value", seconds},
                        {"unit", "s"},
                        {"ratio", seconds / theirs.seconds}}};
    return table(rows, {{"objective", mine.objective},
                        {"bound", mine.bound},
                        {"peer_objective", theirs.objective},
                        {"peer_seconds", theirs.seconds}});
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
    return table(rows, {{"dense_seconds", dense},
                        {"causal_density", d.causal},
                        {"cache_density", d.cache},
                        {"threads", bundle.model(progress).options().threads}});
}

}  // namespace

void addBenchVerbs(CLI::App &app, Context &context) {
    auto *bench = app.add_subcommand("bench", "Speed against peers, measured in one run");
    bench->require_subcommand(1);
    auto o = std::make_shared<Options>();
    auto *optimizer = bench->add_subcommand("optimizer", "Against HiGHS");
    optimizer->add_option("--instance", o->instance)->required();
    optimizer->callback(
        [o, &context] { context.verb = [o](Progress &progress) { return benchOptimizer(*o, progress); }; });
    for (const bool decode : {false, true}) {
        auto *verb = bench->add_subcommand(decode ? "decode" : "prefill",
                                           decode ? "Against the own dense cache" : "Against the own dense prefill");
        verb->add_option("model", o->model)->required();
        verb->add_option("--length", o->length)->check(CLI::PositiveNumber);
        verb->add_option("--density", o->density)->check(CLI::Range(0.01, 1.0));
        if (decode) {
            verb->add_option("--batch", o->batch)->check(CLI::PositiveNumber);
            verb->add_option("--max-new", o->maxNew)->check(CLI::PositiveNumber);
        }
        verb->callback([o, decode, &context] {
            context.verb = [o, decode, &context](Progress &progress) {
                return benchRuntime(*o, decode, context, progress);
            };
        });
    }
}

}  // namespace moa::command

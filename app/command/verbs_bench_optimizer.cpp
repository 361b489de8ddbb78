// moa bench optimizer: the live path, the front and the curve, each against HiGHS on the same instance.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>

#include "app/command/bench_table.h"
#include "engine/formats/json_reader.h"
#include "engine/optimize/density_curve.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/instance_reader.h"
#include "engine/optimize/pareto.h"
#include "engine/optimize/solver.h"
#include "tests/bench/optimizer_bench.h"
#include "tests/bench/optimizer_twin.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

constexpr double kColdGap = 5e-4;
constexpr int kColdRuns = 5;
constexpr int kCurvePoints = 40;
constexpr ParetoOptions kPareto{0.05, 1e-3};

struct OptimizerBenchOptions {
    std::string instance;
    bench::TwinShape twin;
    std::uint64_t seed = 1;
    bench::SliderPath path;
    double highsSeconds = 120;
    int highsSteps = 10;
    int highsStep = 0;    // of these, from 1; 0: all
    bool slider = false;  // the slider alone
};

OptimizerInstance instanceOf(const OptimizerBenchOptions &o) {
    return o.instance.empty() ? bench::optimizerTwin(o.twin, o.seed) : readInstance(readText(o.instance), o.instance);
}

// How far the answers of some steps lie above the best objective or bound HiGHS finds in its time.
struct Peer {
    json steps = json::array();
    double worstGap = 0;
    double seconds = 0;  // mean
};

Peer compare(OptimizerInstance instance, const std::vector<bench::SliderStep> &steps, const OptimizerBenchOptions &o,
             Progress &progress) {
    Peer peer;
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(std::max(o.highsSteps, 0)), steps.size());
    const auto only = static_cast<std::size_t>(std::max(o.highsStep, 0));
    for (std::size_t i = 0; i < count; ++i) {
        if (only > 0 && i + 1 != only) continue;
        const auto &step = steps[(2 * i + 1) * steps.size() / (2 * count)];
        setDensity(instance, step.density);
        const auto theirs = prove(instance, o.highsSeconds, progress);
        double gap = 0;
        if (!step.result.rules.empty()) {
            // Nothing proves more than the larger of both bounds, or than their plan.
            const double reference =
                std::max(theirs.rules.empty() ? theirs.bound : theirs.objective, step.result.bound);
            gap = relativeGap(step.result.objective, std::min(reference, step.result.objective), 0);
        }
        peer.steps.push_back({{"density", step.density},
                              {"status", toString(step.result.status)},
                              {"objective", step.result.objective},
                              {"bound", step.result.bound},
                              {"peer_status", toString(theirs.status)},
                              {"peer_objective", theirs.objective},
                              {"peer_bound", theirs.bound},
                              {"peer_seconds", theirs.seconds},
                              {"true_gap", gap}});
        peer.worstGap = std::max(peer.worstGap, gap);
        peer.seconds += theirs.seconds / static_cast<double>(only > 0 ? 1 : count);
    }
    return peer;
}

json distribution(const std::vector<double> &values) {
    json row;
    for (const double share : {0.5, 0.9, 0.95, 0.99, 1.0})
        row[fmt::format("{:g}", share)] = bench::quantile(values, share);
    return row;
}

// How many problems ended how, and how near the plans are proven to be.
json paretoFacts(const ParetoSet &set) {
    json facts = {{"problems", set.problems.size()}, {"front", set.front.size()}};
    for (const auto status :
         {SolveStatus::Optimal, SolveStatus::Feasible, SolveStatus::Infeasible, SolveStatus::Unknown})
        facts[toString(status)] =
            std::ranges::count(set.problems, status, [](const auto &p) { return p.result.status; });
    std::vector<double> gaps;
    for (const auto &problem : set.problems)
        if (!problem.result.rules.empty()) gaps.push_back(problem.result.gap);
    if (gaps.empty()) return facts;
    facts["gap"] = distribution(gaps);
    facts["proven"] = std::ranges::count_if(gaps, [](double gap) { return gap <= kPareto.targetGap; });
    return facts;
}

Answer benchOptimizer(const OptimizerBenchOptions &o, Progress &progress) {
    auto instance = instanceOf(o);
    const auto shape = fmt::format("optimizer, {} ({} units)", instance.name, instance.units());
    std::vector<double> cold;
    OptimizerResult first;
    SolveOptions coldOptions;
    coldOptions.targetGap = kColdGap;
    for (int i = 0; i < kColdRuns; ++i) cold.push_back(timed([&] { first = solve(instance, coldOptions, progress); }));
    const auto steps = bench::moveSlider(instance, o.path, progress);
    std::vector<double> seconds;
    std::vector<double> gaps;
    for (const auto &step : steps) {
        seconds.push_back(step.seconds);
        gaps.push_back(step.result.gap);
    }
    const auto peer = compare(instance, steps, o, progress);
    const auto highs = o.highsSteps > 0 ? fmt::format("HiGHS, {:g} s at most", o.highsSeconds) : std::string("none");
    const auto row = [&](const std::string &what, double value, const char *unit, double theirs) {
        return benchRow(shape + ": " + what, highs, value, unit, theirs);
    };
    const double theirs = peer.seconds > 0 ? peer.seconds : std::numeric_limits<double>::quiet_NaN();
    json rows = {row("cold", bench::quantile(cold, 0.5), "s", theirs),
                 row("warm, median", bench::quantile(seconds, 0.5), "s", theirs),
                 row("warm, 95 %", bench::quantile(seconds, 0.95), "s", theirs)};
    json facts = {
        {"steps", steps.size()},
        {"target_gap", o.path.targetGap},
        {"time_limit", o.path.timeLimit},
        {"cold_gap", first.gap},
        {"warm_seconds", distribution(seconds)},
        {"proven_gap", distribution(gaps)},
        {"share_proven", static_cast<double>(std::ranges::count_if(gaps, [](double g) { return g <= 1e-3; })) /
                             static_cast<double>(gaps.size())}};
    if (!peer.steps.empty()) {
        facts["true_gap_worst"] = peer.worstGap;
        facts["peer_steps"] = peer.steps;
    }
    if (!o.slider) {
        setDensity(instance, 0.5);
        ParetoSet set;
        std::vector<CurvePoint> curve;
        rows.push_back(row("Pareto set", timed([&] { set = paretoSet(instance, kPareto, progress); }), "s", theirs));
        rows.push_back(row(fmt::format("density curve, {} points", kCurvePoints),
                           timed([&] { curve = densityCurve(instance, evenDensities(kCurvePoints), {}, progress); }),
                           "s", theirs));
        facts["pareto"] = paretoFacts(set);
    }
    return benchTable(rows, facts);
}

}  // namespace

void addOptimizerBench(CLI::App &bench, Context &context) {
    auto o = std::make_shared<OptimizerBenchOptions>();
    auto *verb = bench.add_subcommand("optimizer", "The live optimizer against HiGHS");
    verb->add_option("--instance", o->instance, "An instance's JSON; a seeded twin otherwise");
    verb->add_option("--layers", o->twin.layers, "Of the twin")->check(CLI::PositiveNumber);
    verb->add_option("--units", o->twin.unitsPerLayer, "Of a layer of the twin")->check(CLI::PositiveNumber);
    verb->add_option("--twin-seed", o->seed, "Of the twin");
    verb->add_option("--steps", o->path.steps, "Of the slider, there and back")->check(CLI::Range(2, 100'000));
    verb->add_option("--gap", o->path.targetGap, "Proven before a step ends")->check(CLI::PositiveNumber);
    verb->add_option("--time-limit", o->path.timeLimit, "Seconds of a step at most")->check(CLI::PositiveNumber);
    verb->add_option("--highs-seconds", o->highsSeconds, "Of each step HiGHS solves")->check(CLI::PositiveNumber);
    verb->add_option("--highs-steps", o->highsSteps, "Steps HiGHS solves; 0: none")->check(CLI::NonNegativeNumber);
    verb->add_option("--highs-step", o->highsStep,
                     "Only this one of these steps, counted from 1: several commands side by side share them; 0: all")
        ->check(CLI::NonNegativeNumber);
    verb->add_flag("--slider", o->slider, "Neither Pareto set nor density curve");
    verb->callback([o, &context] { context.verb = [o](Progress &progress) { return benchOptimizer(*o, progress); }; });
}

}  // namespace moa::command

// moa optimize
#include <fmt/format.h>

#include "app/command/answers.h"
#include "app/command/context.h"
#include "app/project/plan_records.h"
#include "engine/formats/json_reader.h"
#include "engine/optimize/highs_prover.h"
#include "engine/optimize/solver.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;
using storage::ProjectFile;

namespace {

constexpr double kInstanceSeconds = 10;

struct OptimizeOptions {
    std::string project, instance, budgets, constraints, lengths, extend, outputs,
        units = "kv-group", balance = "balanced", mix, extendLoss = "estimate", weights;
    double density = 0;
    double prove = 0;
    bool extendGiven = false;
    OptimizeRequest request;
};

[[noreturn]] void refuseChoice(const std::string &option, const std::string &value, const char *choices) {
    throw Error("The command cannot be understood", option + " " + value, "it is none of the choices",
                std::string("Use ") + choices + ".");
}

OptimizeRequest requestOf(OptimizeOptions &o) {
    auto &r = o.request;
    if (o.density != 0) r.density = o.density;
    for (const auto &[length, upper] : parseByLength(o.budgets)) r.budgets.push_back({length, upper, 0.9 * upper});
    if (!o.constraints.empty()) r.constraints = readConstraints(readText(o.constraints, 16U << 20), o.constraints);
    r.lengths = parseLengths(o.lengths);
    if (o.extendGiven) r.extend = parseLengths(o.extend);
    r.outputs = parseLengths(o.outputs);
    if (o.units != "kv-group" && o.units != "query-head") refuseChoice("--units", o.units, "kv-group or query-head");
    r.queryHeads = o.units == "query-head";
    r.balance = parseBalance(o.balance);
    r.mix = parseWeights(o.mix);
    if (o.extendLoss != "estimate" && o.extendLoss != "published")
        refuseChoice("--extend-loss", o.extendLoss, "estimate or published");
    r.estimate = o.extendLoss == "estimate";
    r.weights = parseByLength(o.weights);
    if (o.prove > 0) r.proveSeconds = o.prove;
    return r;
}

Answer optimizeInstance(const OptimizeOptions &o, Progress &progress) {
    const auto instance = readInstance(readText(o.instance), o.instance);
    SolveOptions options;
    options.timeLimit = kInstanceSeconds;
    const auto result = o.prove > 0 ? prove(instance, o.prove, progress) : solve(instance, options, progress);
    Answer answer{toJson(result), {}, 0};
    if (result.status == SolveStatus::Infeasible) {
        answer.text = "infeasible: " + result.reason;
        answer.code = 1;
    } else {
        answer.text = fmt::format("{}: objective {:.8g}, bound {:.8g}, gap {:.2e}, {:.2f} s", toString(result.status),
                                  result.objective, result.bound, result.gap, result.seconds);
    }
    return answer;
}

Answer optimizeProject(OptimizeOptions &o, const Context &context, Progress &progress) {
    Project project(o.project, ProjectFile::Mode::Write, context.job());
    const auto answer = project.optimize(requestOf(o), progress);
    const auto &r = answer.result;
    Answer out{optimizeJson(answer, *project.file().model()), {}, 0};
    if (answer.plans.empty()) {
        out.text = std::string(toString(r.status)) + ": " + r.reason;
        out.code = 1;
    } else {
        out.text = fmt::format("plan '{}' ({}): objective {:.6g}, bound {:.6g}, gap {:.2e}, {:.2f} s",
                               answer.plans.front().name, toString(r.status), r.objective, r.bound, r.gap, r.seconds);
        if (answer.plans.size() > 1) out.text += fmt::format("; {} plans on the front", answer.plans.size());
    }
    return out;
}

}  // namespace

void addOptimizeVerb(CLI::App &app, Context &context) {
    auto o = std::make_shared<OptimizeOptions>();
    auto *verb = app.add_subcommand("optimize", "Choose a rule for every head under budgets");
    auto *where = verb->add_option_group("where");
    where->add_option("--project", o->project);
    where->add_option("--instance", o->instance, "A stand-alone instance");
    where->require_option(1);
    verb->add_option("--density", o->density, "Upper budget at every length");
    verb->add_option("--budgets", o->budgets, "2048=0.5,4096=0.4");
    verb->add_option("--constraints", o->constraints,
                     "JSON: budgets, pins, span_bounds, exclude, max_rules_per_layer, weights");
    verb->add_option("--lengths", o->lengths, "Profile lengths");
    auto *extend = verb->add_option("--extend", o->extend, "Lengths budgeted without a profile");
    verb->add_option("--outputs", o->outputs, "Output lengths of the grid");
    verb->add_option("--step", o->request.step, "Distance of the alphas")->check(CLI::PositiveNumber);
    verb->add_option("--rules-per-layer", o->request.rulesPerLayer, "0: no limit")->check(CLI::NonNegativeNumber);
    verb->add_option("--units", o->units, "kv-group or query-head");
    verb->add_option("--balance", o->balance, "balanced or published");
    verb->add_option("--mix", o->mix, "source=weight,...");
    verb->add_option("--extend-loss", o->extendLoss, "estimate or published");
    verb->add_option("--weights", o->weights, "2048=1,4096=2");
    verb->add_flag("--pareto", o->request.pareto, "The Pareto set instead of one plan");
    verb->add_option("--prove", o->prove, "Prove with HiGHS, seconds at most")->expected(0, 1)->default_str("60");
    verb->add_option("--name", o->request.name, "Name of the plan");
    verb->callback([o, extend, verb, &context] {
        o->extendGiven = extend->count() > 0;
        if (verb->get_option("--prove")->count() > 0 && o->prove <= 0) o->prove = 60;
        context.verb = [o, &context](Progress &progress) {
            return o->instance.empty() ? optimizeProject(*o, context, progress) : optimizeInstance(*o, progress);
        };
    });
}

}  // namespace moa::command

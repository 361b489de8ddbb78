// moa evaluate perplexity | retrieval | memory | speed, moa validate
#include <fmt/format.h>

#include "app/command/answers.h"
#include "app/command/context.h"
#include "engine/plan/plan_json.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;
using storage::ProjectFile;

namespace {

struct EvaluateOptions {
    std::string project, model, plan, lengths;
    double uniform = 0;
    EvaluateRequest request;
};

Answer answerOf(const EvaluationRun &run) {
    return {runJson(run), runText(run), 0};
}

Answer evaluateStandAlone(EvaluateOptions &o, const Context &context, Progress &progress) {
    ModelBundle bundle(o.model, context.job());
    const auto &facts = bundle.files().facts();
    auto spans = SpanPolicy::dense(facts);
    if (!o.plan.empty() && o.plan != "dense")
        spans = SpanPolicy::ofPlan(facts, readPlan(o.plan), std::filesystem::path(o.plan).stem().string());
    if (o.uniform != 0) spans = SpanPolicy::uniform(facts, o.uniform);
    if (o.request.lengths.empty()) o.request.lengths = {1024};
    auto run = evaluateModel(
        bundle, o.request, spans, {}, [](const EvaluationSample &) {}, progress);
    run.name = run.task + "-" + run.plan;
    return answerOf(run);
}

Answer evaluate(EvaluateOptions &o, const Context &context, Progress &progress) {
    o.request.lengths = parseLengths(o.lengths);
    if (o.project.empty()) return evaluateStandAlone(o, context, progress);
    if (!o.plan.empty()) o.request.plan = o.plan;
    if (o.uniform != 0) o.request.uniformDensity = o.uniform;
    Project project(o.project, ProjectFile::Mode::Write, context.job());
    return answerOf(project.evaluate(o.request, progress));
}

void addTask(CLI::App *group, Context &context, const std::string &task, const char *text) {
    auto o = std::make_shared<EvaluateOptions>();
    o->request.task = task;
    if (task == "memory" || task == "speed") o->request.samples = 3;
    auto *verb = group->add_subcommand(task, text);
    auto *where = verb->add_option_group("where");
    where->add_option("--project", o->project);
    where->add_option("--model", o->model);
    where->require_option(1);
    auto *plan = verb->add_option("--plan", o->plan, "dense, uniform, a plan's name; a plan file with --model");
    verb->add_option("--uniform", o->uniform, "Uniform density")->excludes(plan);
    verb->add_option("--lengths", o->lengths);
    verb->add_option("--samples", o->request.samples, "Questions or windows a length")->check(CLI::PositiveNumber);
    verb->add_option("--max-new", o->request.maxNew, "New tokens: the allowance m")->check(CLI::PositiveNumber);
    verb->add_option("--data", o->request.data, "Text for perplexity");
    verb->add_flag("--resume", o->request.resume, "Keep the samples of an interrupted run");
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) { return evaluate(*o, context, progress); };
    });
}

void addValidate(CLI::App &app, Context &context) {
    struct ValidateOptions {
        std::string project, plans = "all";
        ValidateRequest request;
    };
    auto o = std::make_shared<ValidateOptions>();
    auto *verb = app.add_subcommand("validate", "Loss of every candidate at an unseen length");
    verb->add_option("--project", o->project)->required();
    verb->add_option("--length", o->request.length)->required()->check(CLI::PositiveNumber);
    verb->add_option("--data", o->request.data)->required();
    verb->add_option("--samples", o->request.samples)->check(CLI::PositiveNumber);
    verb->add_option("--plans", o->plans, "all, or names with commas");
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) -> Answer {
            for (std::size_t at = 0; o->plans != "all" && at < o->plans.size();) {
                const auto end = std::min(o->plans.find(',', at), o->plans.size());
                o->request.plans.push_back(o->plans.substr(at, end - at));
                at = end + 1;
            }
            Project project(o->project, ProjectFile::Mode::Write, context.job());
            const auto validation = project.validate(o->request, progress);
            Answer answer;
            answer.json = {{"length", o->request.length}, {"plans", json::array()}, {"chosen", validation.chosen}};
            for (const auto &p : validation.plans) {
                answer.json["plans"].push_back(
                    {{"name", p.name}, {"loss", p.loss}, {"low", p.low}, {"high", p.high}, {"n", p.n}});
                answer.text +=
                    fmt::format("{:<20} {:.6g} ({:.6g} to {:.6g}, n = {})\n", p.name, p.loss, p.low, p.high, p.n);
            }
            answer.text += "chosen: " + validation.chosen;
            return answer;
        };
    });
}

}  // namespace

void addEvaluateVerbs(CLI::App &app, Context &context) {
    auto *group = app.add_subcommand("evaluate", "Measure a model with a plan");
    group->require_subcommand(1);
    addTask(group, context, "retrieval", "Find a number in a long record");
    addTask(group, context, "perplexity", "Perplexity over windows of a text");
    addTask(group, context, "memory", "Bytes the caches allocate");
    addTask(group, context, "speed", "Tokens per second of prefill and decode");
    addValidate(app, context);
}

}  // namespace moa::command

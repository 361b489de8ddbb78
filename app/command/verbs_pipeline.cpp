// moa pipeline
#include <fmt/format.h>

#include <algorithm>

#include "app/command/answers.h"
#include "app/command/context.h"
#include "app/command/report_files.h"
#include "app/project/pipeline.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;
using storage::ProjectFile;

namespace {

struct PipelineOptions {
    std::string out, lengths, extend, eval, evalLengths, balance = "balanced", mix;
    double density = 0.5;
    bool extendGiven = false;
    PipelineRequest request;
};

PipelineRequest requestOf(PipelineOptions &o) {
    auto &r = o.request;
    r.calibrate.lengths = parseLengths(o.lengths);
    r.optimize.density = o.density;
    if (o.extendGiven) r.optimize.extend = parseLengths(o.extend);
    r.optimize.balance = parseBalance(o.balance);
    r.optimize.mix = parseWeights(o.mix);
    r.evalLengths = parseLengths(o.evalLengths);
    r.tasks.clear();
    for (std::size_t at = 0; at < o.eval.size();) {
        const auto end = std::min(o.eval.find(',', at), o.eval.size());
        r.tasks.push_back(o.eval.substr(at, end - at));
        if (r.tasks.back() != "retrieval" && r.tasks.back() != "perplexity")
            throw Error("The command cannot be understood", "--eval " + o.eval,
                        "'" + r.tasks.back() + "' is neither retrieval nor perplexity", "Use one of them or both.");
        at = end + 1;
    }
    return r;
}

// P.moa, whatever suffix was given or not.
std::filesystem::path projectPath(const std::string &out) {
    std::filesystem::path path = out;
    return path.extension() == ".moa" ? path : std::filesystem::path(out + ".moa");
}

Answer pipeline(PipelineOptions &o, const Context &context, Progress &progress) {
    const auto request = requestOf(o);
    const auto path = projectPath(o.out);
    // Opened first: a model that is none leaves no project behind.
    static_cast<void>(ModelBundle(request.calibrate.model, context.job()));
    Project project(path, ProjectFile::Mode::Create, context.job());
    const auto result = runPipeline(project, request, progress);
    Answer answer;
    if (result.plan.empty()) {
        answer.json = optimizeJson(result.optimized, *project.file().model());
        answer.text = "infeasible: " + result.optimized.result.reason;
        answer.code = 1;
        return answer;
    }
    auto report = path;
    report.replace_extension(".html");
    writeReport(project, result.plan, report);
    json seconds = json::object();
    double total = 0;
    for (const auto &[stage, value] : result.seconds) {
        seconds[stage] = value;
        total += value;
    }
    answer.json = {{"project", path.string()},
                   {"plan", result.plan},
                   {"seconds", seconds},
                   {"evaluations", json::array()},
                   {"report", report.string()}};
    for (const auto &run : result.runs) answer.json["evaluations"].push_back(runJson(run));
    answer.text =
        fmt::format("{}\n\n{:.0f} s in all\nproject: {}\nreport:  {}", storyText(result.runs, result.plan), total,
                    std::filesystem::absolute(path).string(), std::filesystem::absolute(report).string());
    return answer;
}

}  // namespace

void addPipelineVerb(CLI::App &app, Context &context) {
    auto o = std::make_shared<PipelineOptions>();
    auto &r = o->request;
    auto *verb = app.add_subcommand("pipeline", "The whole job: calibrate, profile, optimize, evaluate, report");
    verb->add_option("model", r.calibrate.model)->required();
    verb->add_option("--data", r.calibrate.data, "JSONL or text; may be repeated")->required();
    verb->add_option("--density", o->density, "Upper budget of mean kv density")->required();
    verb->add_option("--out", o->out, "The project, P.moa")->required();
    verb->add_option("--lengths", o->lengths, "Profile lengths");
    auto *extend = verb->add_option("--extend", o->extend, "Lengths budgeted without a profile");
    verb->add_option("--samples", r.calibrate.samples, "Per length")->check(CLI::PositiveNumber);
    verb->add_option("--eval", o->eval, "retrieval,perplexity");
    verb->add_option("--eval-lengths", o->evalLengths);
    verb->add_option("--eval-samples", r.evalSamples)->check(CLI::PositiveNumber);
    verb->add_option("--eval-data", r.evalData, "Text for perplexity");
    verb->add_option("--balance", o->balance, "balanced or published");
    verb->add_option("--mix", o->mix, "source=weight,...");
    verb->add_option("--rules-per-layer", r.optimize.rulesPerLayer)->check(CLI::NonNegativeNumber);
    verb->add_option("--validation", r.validation, "Data at unseen lengths: the Pareto set is validated on it");
    verb->add_flag("--resume", r.resume, "Go on with an interrupted job");
    verb->callback([o, extend, &context] {
        o->extendGiven = extend->count() > 0;
        context.verb = [o, &context](Progress &progress) { return pipeline(*o, context, progress); };
    });
}

}  // namespace moa::command

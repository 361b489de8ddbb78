// moa plan show | diff | export | import | convert
#include <fmt/format.h>

#include "app/command/answers.h"
#include "app/command/context.h"
#include "app/project/plan_records.h"
#include "engine/plan/duo_patterns.h"
#include "engine/plan/plan_json.h"
#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "engine/version.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;
using storage::ProjectFile;

namespace {

// A plan of a project or a file, with the kv heads its densities need.
struct PlanSource {
    std::string project, name = "plan", file;
    int kvHeads = 0;

    void addTo(CLI::App *verb) {
        verb->add_option("--project", project);
        verb->add_option("--plan", name, "Name of a plan of the project");
        verb->add_option("--file", file, "Plan file")->excludes("--project");
        verb->add_option("--kv-heads", kvHeads, "Of the model, for a plan file")->check(CLI::PositiveNumber);
    }

    [[nodiscard]] std::pair<Plan, int> read(const Context &context) const {
        if (!project.empty()) {
            Project opened(project, ProjectFile::Mode::Read, context.job());
            const auto facts = opened.file().model();
            return {opened.file().plan(name).plan, facts ? facts->kvHeads : kvHeads};
        }
        if (file.empty())
            throw Error("The command cannot be understood", "--project, --file", "neither is given",
                        "Name a project and a plan, or a plan file.");
        auto plan = readPlan(file);
        const auto meta = readSidecar(file);
        int groups = kvHeads;
        if (groups == 0 && meta.is_object() && meta.contains("kv_heads") && meta["kv_heads"].is_number_integer())
            groups = meta["kv_heads"];
        return {std::move(plan), groups == 0 ? plan.heads : groups};
    }
};

std::vector<int> shownLengths(const std::string &text) {
    return text.empty() ? std::vector{1024, 2048, 4096, 8192} : parseLengths(text);
}

void addShow(CLI::App *plan, Context &context) {
    struct Options {
        PlanSource source;
        std::string lengths;
        std::int64_t allowance = 1024;
    };
    auto o = std::make_shared<Options>();
    auto *verb = plan->add_subcommand("show", "Rules and the four densities");
    o->source.addTo(verb);
    verb->add_option("--lengths", o->lengths, "Prompt lengths n");
    verb->add_option("--allowance", o->allowance, "m")->check(CLI::NonNegativeNumber);
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &) -> Answer {
            const auto [shown, kvHeads] = o->source.read(context);
            Answer answer{planJson(shown, kvHeads, shownLengths(o->lengths), o->allowance), {}, 0};
            answer.text = fmt::format("{} layers of {} heads\n{:>8}{:>8}{:>8}{:>8}{:>8}", shown.layers, shown.heads,
                                      "length", "kv", "causal", "raw", "cache");
            for (const int n : shownLengths(o->lengths)) {
                const auto d = densities(shown, kvHeads, n, o->allowance);
                answer.text +=
                    fmt::format("\n{:>8}{:>8.3f}{:>8.3f}{:>8.3f}{:>8.3f}", n, d.kv, d.causal, d.raw, d.cache);
            }
            return answer;
        };
    });
}

void addDiff(CLI::App *plan, Context &context) {
    struct Options {
        std::string first, second, project, lengths;
    };
    auto o = std::make_shared<Options>();
    auto *verb = plan->add_subcommand("diff", "Heads whose rules differ");
    verb->add_option("first", o->first, "Plan file, or a plan's name with --project")->required();
    verb->add_option("second", o->second)->required();
    verb->add_option("--project", o->project);
    verb->add_option("--lengths", o->lengths);
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &) -> Answer {
            const auto read = [&](const std::string &name) {
                PlanSource source;
                (o->project.empty() ? source.file : source.name) = name;
                source.project = o->project;
                return source.read(context);
            };
            const auto [a, groups] = read(o->first);
            const auto [b, ignored] = read(o->second);
            checkPlanShape(b, a.layers, a.heads, o->second);
            json heads = json::array();
            for (int l = 0; l < a.layers; ++l)
                for (int h = 0; h < a.heads; ++h)
                    if (a.rule(l, h) != b.rule(l, h))
                        heads.push_back({{"layer", l},
                                         {"head", h},
                                         {"first", {a.rule(l, h).alpha, a.rule(l, h).beta}},
                                         {"second", {b.rule(l, h).alpha, b.rule(l, h).beta}}});
            json densitiesOf = json::object();
            for (const int n : shownLengths(o->lengths))
                densitiesOf[std::to_string(n)] = {{"first", toJson(densities(a, groups, n, 1024))},
                                                  {"second", toJson(densities(b, groups, n, 1024))}};
            const auto count = heads.size();
            return {{{"heads", heads}, {"densities", densitiesOf}},
                    fmt::format("{} of {} heads differ", count, a.rules.size()),
                    0};
        };
    });
}

void addExport(CLI::App *plan, Context &context) {
    struct Options {
        std::string project, name = "plan", out;
    };
    auto o = std::make_shared<Options>();
    auto *verb = plan->add_subcommand("export", "MoA's two-key JSON with our sidecar");
    verb->add_option("--project", o->project)->required();
    verb->add_option("--plan", o->name);
    verb->add_option("file", o->out)->required();
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &) -> Answer {
            Project project(o->project, ProjectFile::Mode::Read, context.job());
            const auto stored = project.file().plan(o->name);
            const auto facts = project.file().model();
            json meta = {{"block", kBlock},
                         {"sink", kSink},
                         {"settings", stored.settings},
                         {"result", stored.result},
                         {"tool", std::string("MoA Studio ") + kVersionText}};
            if (facts) meta["model_fingerprint"] = facts->fingerprint, meta["kv_heads"] = facts->kvHeads;
            writePlan(o->out, stored.plan, meta);
            const json files = {o->out, sidecarPath(o->out).string()};
            return {{{"plan", o->name}, {"files", files}},
                    fmt::format("{} and {}", o->out, sidecarPath(o->out).string()),
                    0};
        };
    });
}

void addImport(CLI::App *plan, Context &context) {
    struct Options {
        std::string project, name = "imported", file;
    };
    auto o = std::make_shared<Options>();
    auto *verb = plan->add_subcommand("import", "A plan file into the project");
    verb->add_option("--project", o->project)->required();
    verb->add_option("--name", o->name);
    verb->add_option("file", o->file)->required();
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &) -> Answer {
            Project project(o->project, ProjectFile::Mode::Write, context.job());
            const auto imported = readPlan(o->file);
            if (const auto facts = project.file().model())
                checkPlanShape(imported, facts->layers, facts->heads, o->file);
            project.file().setPlan({o->name,
                                    "imported",
                                    imported,
                                    {{"file", std::filesystem::path(o->file).filename().string()}},
                                    json::object()});
            return {{{"plan", o->name}, {"layers", imported.layers}, {"heads", imported.heads}},
                    fmt::format("plan '{}' imported", o->name),
                    0};
        };
    });
}

void addConvert(CLI::App *plan, Context &context) {
    struct Options {
        std::string from, to;
        int heads = 0, kvHeads = 0;
        double threshold = -1, quantile = -1;
    };
    auto o = std::make_shared<Options>();
    auto *verb = plan->add_subcommand("convert", "Between plan files and DuoAttention folders");
    verb->add_option("from", o->from, "Plan file or DuoAttention folder")->required();
    verb->add_option("to", o->to, "The other of the two")->required();
    verb->add_option("--heads", o->heads, "Query heads of a layer, for DuoAttention patterns");
    verb->add_option("--kv-heads", o->kvHeads, "Of the model, for a plan file");
    verb->add_option("--threshold", o->threshold, "Full heads have at least this value");
    verb->add_option("--quantile", o->quantile, "Share of streaming heads");
    verb->callback([o, &context] {
        context.verb = [o](Progress &) -> Answer {
            std::error_code unreadable;  // a path that cannot be followed is no folder
            const bool fromDuo = std::filesystem::is_directory(o->from, unreadable);
            if (fromDuo) {
                DuoCut cut;
                if (o->threshold >= 0) cut.threshold = o->threshold;
                if (o->quantile >= 0) cut.quantile = o->quantile;
                writePlan(o->to, readDuoPatterns(o->from, o->heads, cut), {});
            } else {
                const auto read = readPlan(o->from);
                writeDuoPatterns(o->to, read, o->kvHeads > 0 ? o->kvHeads : read.heads);
            }
            return {{{"file", o->to}}, o->to, 0};
        };
    });
}

}  // namespace

void addPlanVerbs(CLI::App &app, Context &context) {
    auto *plan = app.add_subcommand("plan", "Show and exchange plans");
    plan->require_subcommand(1);
    addShow(plan, context);
    addDiff(plan, context);
    addExport(plan, context);
    addImport(plan, context);
    addConvert(plan, context);
}

}  // namespace moa::command

// moa compare, moa report, moa project info | check | vacuum
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/command/answers.h"
#include "app/command/context.h"
#include "app/command/report_files.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;
using storage::ProjectFile;

namespace {

json compareSettings(const std::vector<EvaluationRun> &runs) {
    std::set<std::string> keys;
    for (const auto &run : runs)
        for (const auto &[key, value] : run.settings) keys.insert(key);
    json settings = json::array();
    for (const auto &key : keys) {
        json values = json::array();
        for (const auto &run : runs) values.push_back(run.settings.contains(key) ? json(run.settings.at(key)) : json());
        const bool differs = std::ranges::any_of(values, [&](const json &v) { return v != values[0]; });
        settings.push_back({{"name", key}, {"values", values}, {"differs", differs}});
    }
    return settings;
}

json compareMetrics(const std::vector<EvaluationRun> &runs) {
    json metrics = json::array();
    for (const auto &row : runs.front().rows) {
        json values = json::array();
        json deltas = json::array();
        for (const auto &run : runs) {
            const auto at = std::ranges::find_if(run.rows, [&](const EvaluationRow &r) {
                return r.length == row.length && r.depth == row.depth && r.metric == row.metric;
            });
            values.push_back(at == run.rows.end() ? json() : json(at->value));
            deltas.push_back(at == run.rows.end() ? json() : json(at->value - row.value));
        }
        json entry = {{"length", row.length}, {"metric", row.metric}, {"values", values}, {"deltas", deltas}};
        if (row.depth) entry["depth"] = *row.depth;
        metrics.push_back(std::move(entry));
    }
    return metrics;
}

void addCompare(CLI::App &app, Context &context) {
    struct Options {
        std::string project;
        std::vector<std::string> runs;
    };
    auto o = std::make_shared<Options>();
    auto *verb = app.add_subcommand("compare", "Runs side by side");
    verb->add_option("--project", o->project)->required();
    verb->add_option("runs", o->runs)->required()->expected(2, 16);
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &) -> Answer {
            Project project(o->project, ProjectFile::Mode::Read, context.job());
            std::vector<EvaluationRun> runs;
            for (const auto &name : o->runs) runs.push_back(project.file().run(name));
            Answer answer;
            answer.json = {{"runs", o->runs}, {"settings", compareSettings(runs)}, {"metrics", compareMetrics(runs)}};
            for (const auto &m : answer.json["metrics"])
                if (!m.contains("depth")) {
                    answer.text += fmt::format("{:>6}  {:<28}", m["length"].get<int>(), m["metric"].get<std::string>());
                    for (const auto &v : m["values"])
                        answer.text +=
                            v.is_null() ? fmt::format("{:>14}", "-") : fmt::format("{:>14.5g}", v.get<double>());
                    answer.text += "\n";
                }
            return answer;
        };
    });
}

void addReport(CLI::App &app, Context &context) {
    struct Options {
        std::string project, plan, out;
    };
    auto o = std::make_shared<Options>();
    auto *verb = app.add_subcommand("report", "The report others can trust");
    verb->add_option("--project", o->project)->required();
    verb->add_option("--plan", o->plan, "Default: the chosen or latest plan");
    verb->add_option("--out", o->out, "FILE.html or FILE.md")->required();
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &) -> Answer {
            Project project(o->project, ProjectFile::Mode::Read, context.job());
            const auto written = writeReport(project, o->plan, o->out);
            return {{{"sections", written.sections}, {"files", written.files}},
                    fmt::format("{}", fmt::join(written.files, "\n")),
                    0};
        };
    });
}

void addProject(CLI::App &app, Context &context) {
    auto *group = app.add_subcommand("project", "Look after a project file");
    group->require_subcommand(1);
    const auto add = [&](const char *name, const char *text, ProjectFile::Mode mode, Answer (*work)(ProjectFile &)) {
        auto path = std::make_shared<std::string>();
        auto *verb = group->add_subcommand(name, text);
        verb->add_option("project", *path)->required();
        verb->callback([path, mode, work, &context] {
            context.verb = [path, mode, work](Progress &) {
                ProjectFile file(*path, mode);
                return work(file);
            };
        });
    };
    const auto info = [](ProjectFile &file) -> Answer {
        const auto i = file.info();
        json sizes = json::object();
        std::string text = fmt::format("schema {}, {:.1f} MB", i.schema, static_cast<double>(i.bytes) / 1e6);
        for (const auto &table : i.tables) {
            sizes[table.name] = table.rows;
            text += fmt::format("\n  {:<14} {}", table.name, table.rows);
        }
        json plans = json::array();
        for (const auto &p : file.plans()) plans.push_back(p.name);
        json runs = json::array();
        for (const auto &r : file.runs()) runs.push_back(r.name);
        json stages = json::array();
        for (const auto &s : file.stages())
            stages.push_back({{"name", s.name}, {"state", s.state}, {"seconds", s.seconds}});
        return {{{"schema", i.schema},
                 {"bytes", i.bytes},
                 {"sizes", sizes},
                 {"plans", plans},
                 {"runs", runs},
                 {"stages", stages},
                 {"ok", true}},
                text,
                0};
    };
    const auto check = [](ProjectFile &file) -> Answer {
        const auto faults = file.check();
        const auto i = file.info();
        json sizes = json::object();
        for (const auto &table : i.tables) sizes[table.name] = table.rows;
        return {
            {{"schema", i.schema}, {"bytes", i.bytes}, {"sizes", sizes}, {"ok", faults.empty()}, {"faults", faults}},
            faults.empty() ? "ok" : fmt::format("{}", fmt::join(faults, "\n")),
            faults.empty() ? 0 : 1};
    };
    const auto vacuum = [](ProjectFile &file) -> Answer {
        const auto before = file.info().bytes;
        file.vacuum();
        const auto after = file.info();
        return {{{"schema", after.schema},
                 {"sizes", {{"before", before}, {"after", after.bytes}}},
                 {"bytes", after.bytes},
                 {"ok", true}},
                fmt::format("{} bytes, {} before", after.bytes, before),
                0};
    };
    add("info", "What is in it", ProjectFile::Mode::Read, info);
    add("check", "Its integrity", ProjectFile::Mode::Read, check);
    add("vacuum", "Give unused space back", ProjectFile::Mode::Write, vacuum);
}

}  // namespace

void addProjectVerbs(CLI::App &app, Context &context) {
    addCompare(app, context);
    addReport(app, context);
    addProject(app, context);
}

}  // namespace moa::command

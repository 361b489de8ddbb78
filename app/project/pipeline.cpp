#include "app/project/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>

#include "engine/calibrate/data_reader.h"
#include "engine/values/error.h"

namespace moa {

using namespace engine;
using nlohmann::json;

namespace {

class Pipeline {
public:
    Pipeline(Project &project, const PipelineRequest &request, Progress &progress)
        : project_(project), request_(request), progress_(progress) {
        const bool used = !project.file().stages().empty() || project.file().model().has_value();
        if (used && !request.resume)
            throw Error("The pipeline cannot start", project.file().path().string(),
                        "the project has work in it already", "Go on with --resume, or give another name.");
    }

    PipelineAnswer run() {
        calibrate();
        stage("profile", {}, [&](bool began) {
            const auto summary = project_.profile({{}, 0, false, began && request_.resume}, progress_);
            message_ = fmt::format("{}", fmt::join(summary.warnings, " "));
        });
        optimize();
        if (answer_.plan.empty()) return std::move(answer_);
        if (!request_.validation.empty()) validate();
        for (const auto &task : request_.tasks) evaluate(task);
        return std::move(answer_);
    }

private:
    // Runs `work` unless it is done already; `began` tells whether an earlier run of it was interrupted.
    void stage(const std::string &name, json settings, const std::function<void(bool began)> &work) {
        settings["dtype"] = toString(project_.options().compute.dtype);
        settings["seed"] = project_.options().seed;
        const auto old = project_.file().stage(name);
        const bool same = request_.resume && !changed_ && old && old->settings == settings;
        if (same && old->state == "done") {
            answer_.seconds.emplace_back(name, old->seconds);
            return;
        }
        changed_ = changed_ || !same;
        message_.clear();
        const auto start = std::chrono::steady_clock::now();
        project_.file().setStage({name, "running", settings, 0, ""});
        const auto seconds = [&] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        try {
            work(same);
        } catch (const Error &error) {
            noteEnd({name, error.isCancelled() ? "cancelled" : "failed", settings, seconds(), error.what()});
            throw;
        } catch (const std::exception &error) {  // out of memory, or LibTorch
            noteEnd({name, "failed", settings, seconds(), error.what()});
            throw;
        }
        answer_.seconds.emplace_back(name, seconds());
        project_.file().setStage({name, "done", settings, answer_.seconds.back().second, message_});
    }

    // The file may be what failed: then the error that goes on says so.
    void noteEnd(const storage::StoredStage &stage) {
        try {
            project_.file().setStage(stage);
        } catch (const Error &) {
        }
    }

    static json names(const std::vector<std::filesystem::path> &paths) {
        json list = json::array();
        for (const auto &path : paths) list.push_back(path.string());
        return list;
    }

    void calibrate() {
        const auto &c = request_.calibrate;
        stage("calibrate",
              {{"model", c.model.string()}, {"data", names(c.data)}, {"lengths", c.lengths}, {"samples", c.samples}},
              [&](bool) {
                  const auto set = project_.calibrate(c, progress_);
                  for (const auto &[reason, count] : set.leftOut)
                      message_ += fmt::format("{}{} samples left out: {}.", message_.empty() ? "" : " ", count, reason);
              });
    }

    void optimize() {
        auto o = request_.optimize;
        o.pareto = !request_.validation.empty();
        json extend;
        if (o.extend) extend = *o.extend;
        const json settings = {{"density", *o.density}, {"extend", extend},   {"balance", toString(o.balance)},
                               {"mix", o.mix},          {"pareto", o.pareto}, {"rules_per_layer", o.rulesPerLayer}};
        stage("optimize", settings, [&](bool) {
            answer_.optimized = project_.optimize(o, progress_);
            if (answer_.optimized.plans.empty()) return;
            if (!o.pareto) message_ = "The weighted plan was taken as it is: no data for validation was given.";
        });
        if (!project_.file().plans().empty())
            answer_.plan = o.pareto ? project_.file().setting("chosen_plan").value_or(o.name + "-1") : o.name;
    }

    void validate() {
        const auto &lengths = request_.calibrate.lengths;
        const int longest = lengths.empty() ? 4096 : std::ranges::max(lengths);
        const int twice = 2 * longest;
        const int length = twice <= project_.bundle().files().facts().maxPosition ? twice : longest;
        stage("validate", {{"data", names(request_.validation)}, {"length", length}}, [&](bool) {
            const auto validation = project_.validate({length, request_.validation, 16, {}}, progress_);
            message_ = fmt::format("Of {} candidates {} has the lowest loss at {} tokens.", validation.plans.size(),
                                   validation.chosen, length);
        });
        answer_.plan = project_.file().setting("chosen_plan").value();
    }

    // The text among the data when none is named.
    [[nodiscard]] std::filesystem::path perplexityText() const {
        if (!request_.evalData.empty()) return request_.evalData;
        for (const auto &path : request_.calibrate.data)
            if (isPlainText(readTextData(path))) return path;
        throw Error("The perplexity cannot be taken", "--eval-data", "no text is among the data",
                    "Name a text file with --eval-data.");
    }

    EvaluationRun evaluateOne(const std::string &task, const std::string &plan, std::vector<int> lengths,
                              Prefill prefill) {
        EvaluateRequest e;
        e.task = task;
        e.plan = plan;
        e.uniformOf = answer_.plan;
        e.lengths = std::move(lengths);
        e.samples = request_.evalSamples;
        if (task == "perplexity") e.data = perplexityText();
        e.prefill = prefill;
        e.resume = request_.resume && !changed_;
        return project_.evaluate(e, progress_);
    }

    void evaluate(const std::string &task) {
        auto lengths = request_.evalLengths;
        if (lengths.empty())
            for (const auto &length : project_.file().profile().lengths) lengths.push_back(length.length);
        const auto prefill = project_.options().prefill;
        stage("evaluate " + task,
              {{"lengths", lengths},
               {"samples", request_.evalSamples},
               {"prefill", toString(prefill)},
               {"plan", answer_.plan}},
              [&](bool began) {
                  changed_ = changed_ && !began;
                  for (const auto &plan : {std::string("dense"), std::string("uniform"), answer_.plan})
                      answer_.runs.push_back(evaluateOne(task, plan, lengths, prefill));
                  // What the published, block-granular prefill costs shows at the shortest length.
                  if (task == "retrieval" && prefill == Prefill::Token)
                      answer_.runs.push_back(
                          evaluateOne(task, answer_.plan, {std::ranges::min(lengths)}, Prefill::Block));
              });
        if (answer_.runs.empty() || answer_.runs.back().task != task)
            for (auto &run : project_.file().runs())
                if (run.task == task) answer_.runs.push_back(std::move(run));
    }

    Project &project_;
    const PipelineRequest &request_;
    Progress &progress_;
    PipelineAnswer answer_;
    std::string message_;
    bool changed_ = false;  // a stage ran anew: what follows is void
};

}  // namespace

PipelineAnswer runPipeline(Project &project, const PipelineRequest &request, Progress &progress) {
    return Pipeline(project, request, progress).run();
}

}  // namespace moa

// The jobs of a session: everything that takes longer than a frame.
#include <fstream>

#include "app/project/plan_records.h"
#include "app/studio/loaded_plan.h"
#include "app/studio/report_pdf.h"
#include "app/studio/session.h"
#include "app/studio/view_values.h"
#include "engine/model/cuda_plugin.h"
#include "engine/plan/plan_json.h"
#include "engine/profile/token_map.h"
#include "engine/report/report.h"

namespace moa::studio {

using namespace engine;
using namespace widgets;

namespace {

[[noreturn]] void refuseClosed(const char *what) {
    throw Error(what, "this window", "no project is open", "Open a project first.");
}

void writeText(const std::filesystem::path &path, const std::string &text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush())
        throw Error("The file cannot be written", path.string(), "the folder is missing, full or read-only",
                    "Choose another place.");
}

}  // namespace

void Session::openSample(const std::filesystem::path &copy) {
    const std::filesystem::path sample = MOA_SAMPLE;
    run(
        tr("Opening the sample project"),
        [copy, sample](std::unique_ptr<Project> &project, Progress &) {
            namespace fs = std::filesystem;
            if (!fs::exists(sample / "sample.moa"))
                throw Error("The sample project cannot be opened", (sample / "sample.moa").string(), "it is not there",
                            "Run ./run.sh, or scripts/make_sample.sh.");
            if (project && project->file().path() == copy) project.reset();  // else it stays until the copy is open
            if (!fs::exists(copy)) {
                fs::create_directories(copy.parent_path());
                fs::copy_file(sample / "sample.moa", copy);
                fs::permissions(copy, fs::perms::owner_write, fs::perm_options::add);
            }
            storage::ProjectFile file(copy, storage::ProjectFile::Mode::Write);
            auto facts = file.model();
            if (facts && !fs::exists(facts->path)) {  // paths are relative to the project: the copy lies elsewhere
                facts->path = (sample / "model").string();
                file.setModel(*facts);
            }
        },
        [this, copy](const std::optional<Error> &error) {
            if (!error) open(copy);
        });
}

void Session::create(const NewProject &request) {
    auto made = std::make_shared<bool>(false);
    run(
        tr("Profiling %1").arg(QString::fromStdString(request.calibrate.model.filename().string())),
        [request, made, compute = compute_](std::unique_ptr<Project> &project, Progress &progress) {
            JobOptions options;
            options.compute = *compute;
            auto fresh = std::make_unique<Project>(request.file, storage::ProjectFile::Mode::Create, options);
            if (fresh->file().model())
                throw Error("The project cannot be made", request.file.string(), "there is one of this name already",
                            "Give another name, or open it.");
            static_cast<void>(fresh->calibrate(request.calibrate, progress));
            project = std::move(fresh);
            *made = true;
            static_cast<void>(project->profile({}, progress));
        },
        [this, made](const std::optional<Error> &) {
            if (!*made) return;
            undo_.clear();
            selection_.set({});
        },
        {}, [this] { resumeProfile(); });
}

void Session::resumeProfile() {
    run(tr("Going on with the profile"), [](std::unique_ptr<Project> &project, Progress &progress) {
        if (!project) refuseClosed("The profile cannot be resumed");
        static_cast<void>(project->profile({{}, 0, false, true}, progress));
    });
}

void Session::importPlan(const std::filesystem::path &path) {
    run(tr("Importing %1").arg(QString::fromStdString(path.filename().string())),
        [path](std::unique_ptr<Project> &project, Progress &) {
            if (!project) refuseClosed("The plan cannot be imported");
            const auto facts = project->file().model();
            if (!facts) refuseClosed("The plan cannot be imported");
            auto plan = readPlan(path);
            checkPlanShape(plan, facts->layers, facts->heads, path.string());
            project->file().setPlan({path.stem().string(), "imported", std::move(plan), nlohmann::json::object(),
                                     nlohmann::json::object()});
        });
}

void Session::saveCopy(const std::filesystem::path &path) {
    run(
        tr("Saving as %1").arg(QString::fromStdString(path.filename().string())),
        [path](std::unique_ptr<Project> &project, Progress &) {
            if (!project) refuseClosed("The copy cannot be saved");
            auto facts = project->file().model();
            project->file().saveCopy(path);
            storage::ProjectFile copy(path, storage::ProjectFile::Mode::Write);
            if (facts) copy.setModel(*facts);  // its path is relative to the file
        },
        [this, path](const std::optional<Error> &error) {
            if (!error) open(path);
        });
}

void Session::locateModel(const std::filesystem::path &path) {
    run(
        tr("Locating the model"),
        [path](std::unique_ptr<Project> &project, Progress &) {
            if (!project) refuseClosed("The model cannot be located");
            const auto known = project->file().model();
            auto found = ModelFiles::open(path).facts();
            if (known && found.fingerprint != known->fingerprint)
                throw Error("The model is another one", path.string(),
                            "its fingerprint is not that of the model the project was made with",
                            "Choose the model the project was made with.");
            project->file().setModel(found);
        },
        [this](const std::optional<Error> &error) {
            if (!error && snapshot_) open(snapshot_->path);
        });
}

void Session::useDevice(const std::string &name) {
    auto found = std::make_shared<DeviceState>(device_);
    quietly(
        tr("Choosing the device"),
        [name, found, compute = compute_](std::unique_ptr<Project> &project, Progress &) {
            found->gpus = gpuCount();
            const auto choice = parseDevice(name);
            found->device = deviceInfo(choice);
            if (choice == compute->device) return;
            compute->device = choice;
            compute->dtype = defaultDtype(choice);
            if (project) project->useCompute(*compute);
        },
        [this, found](const std::optional<Error> &) {
            device_ = *found;
            Q_EMIT deviceChanged(device_);
        });
}

void Session::loadPlan(const QString &name) {
    if (!snapshot_ || !answer_) return;
    for (const auto &stored : snapshot_->plans) {
        if (QString::fromStdString(stored.name) != name) continue;
        solver_->cancel();
        answer_ = answerOfStored(stored, *answer_, problem_, *snapshot_->facts);
        Q_EMIT solving(false);
        Q_EMIT answered(true);
        solver_->solveCurve({snapshot_->profile, *snapshot_->facts}, problem_);
        return;
    }
}

void Session::savePlan(const QString &name) {
    if (!answer_ || !answer_->answer.plan) return;
    const auto request = requestOf(answer_->answer.problem);
    const auto &a = answer_->answer;
    storage::StoredPlan stored{name.toStdString(), "optimized", *a.plan,
                               planSettings(request, a.grid, planInstance(request, a.grid, *a.loss)), toJson(a.result)};
    run(tr("Saving the plan %1").arg(name), [stored](std::unique_ptr<Project> &project, Progress &) {
        if (!project) refuseClosed("The plan cannot be saved");
        project->file().setPlan(stored);
    });
}

void Session::exportPlan(const std::filesystem::path &path) {
    if (!answer_ || !answer_->answer.plan) return;
    run(tr("Exporting the plan"), [path, plan = *answer_->answer.plan](std::unique_ptr<Project> &, Progress &) {
        writePlan(path, plan, nullptr);
    });
}

void Session::scanPareto() {
    auto request = requestOf(problem_);
    request.pareto = true;
    request.name = "pareto";
    run(tr("Pareto front"), [request](std::unique_ptr<Project> &project, Progress &progress) {
        if (!project) refuseClosed("The front cannot be scanned");
        const auto answer = project->optimize(request, progress);
        if (answer.plans.empty())
            throw Error("There is no plan", "the budgets", answer.result.reason,
                        "Raise a budget or remove a constraint.");
    });
}

void Session::validate(const std::filesystem::path &data, int length) {
    run(tr("Validating at %1 tokens").arg(length),
        [data, length](std::unique_ptr<Project> &project, Progress &progress) {
            if (!project) refuseClosed("The plans cannot be validated");
            static_cast<void>(project->validate({length, {data}, 16, {}}, progress));
        });
}

void Session::evaluate(const EvaluationOrder &order) {
    const auto unsaved = snapshot_ ? unsavedName(*snapshot_, answer()) : QString();
    if (!unsaved.isEmpty() && order.plans.contains(unsaved)) savePlan(unsaved);  // jobs run in their order
    for (const auto &plan : order.plans) evaluateOne(order, plan);
}

void Session::evaluateOne(const EvaluationOrder &order, const QString &plan) {
    EvaluateRequest request;
    request.task = order.task.toStdString();
    request.plan = plan.toStdString();
    request.lengths = order.lengths;
    request.samples = order.samples;
    request.data = order.textFile.toStdString();
    request.prefill = order.blockPrefill ? Prefill::Block : Prefill::Token;
    request.resume = true;
    const auto shown = std::make_shared<RunEntry>();
    shown->run.name = request.task + "-" + request.plan + " \u2026";
    shown->run.task = request.task;
    shown->run.plan = request.plan;
    shown->series = snapshot_ ? seriesOf(request.plan, *snapshot_) : Series::Plan;
    shown->running = true;
    request.onSample = [this, shown](const EvaluationSample &sample) {
        mailbox_.post([this, shown, sample] {
            shown->run.samples.push_back(sample);
            shown->run.rows = provisionalRows(shown->run);
            Q_EMIT runChanged(*shown);
        });
    };
    const QString title = tr("%1 of %2").arg(order.task, plan);
    run(
        title,
        [request](std::unique_ptr<Project> &project, Progress &progress) {
            if (!project) refuseClosed("Nothing can be evaluated");
            static_cast<void>(project->evaluate(request, progress));
        },
        [this](const std::optional<Error> &) { Q_EMIT evaluationProgress(-1, {}); },
        [this](double fraction, const QString &line) { Q_EMIT evaluationProgress(fraction, line); });
}

void Session::requestTokenMap(HeadId head, int sample, MapQuantity quantity) {
    tokenMap_.request_stop();  // the latest wins
    auto map = std::make_shared<TokenMap>();
    Job job;
    job.title = tr("Token map").toStdString();
    job.work = [head, sample, quantity, map](std::unique_ptr<Project> &project, Progress &progress) {
        if (!project) refuseClosed("The token map cannot be made");
        const auto samples = project->file().samples();
        const auto &s = samples.at(static_cast<std::size_t>(sample));
        auto &bundle = project->bundle();
        const auto what = quantity == MapQuantity::Influence ? TokenQuantity::Influence : TokenQuantity::Attention;
        auto values = moa::engine::tokenMap(bundle.model(progress), s, head.layer, head.head, what, progress);
        *map = {head,
                sample,
                quantity,
                static_cast<int>(s.ids.size()),
                std::make_shared<const std::vector<float>>(std::move(values)),
                {}};
        for (const auto id : s.ids) map->texts << QString::fromStdString(bundle.tokenizer().tokenText(id));
    };
    job.done = [this, map](const std::optional<Error> &error) {
        if (!error)
            Q_EMIT tokenMapReady(*map);
        else if (!error->isCancelled())
            Q_EMIT tokenMapFailed(viewError(*error));
    };
    tokenMap_ = worker_->post(std::move(job));
}

void Session::writeReport(const std::filesystem::path &path) {
    auto text = std::make_shared<std::string>();
    run(
        path.empty() ? tr("Report") : tr("Report to %1").arg(QString::fromStdString(path.filename().string())),
        [path, text](std::unique_ptr<Project> &project, Progress &) {
            if (!project) refuseClosed("The report cannot be written");
            const auto input = project->reportInput({});
            *text = path.extension() == ".md" ? reportMarkdown(input) : reportHtml(input);
            if (path.extension() == ".pdf")
                writePdf(QString::fromStdString(*text), QString::fromStdString(path.string()));
            else if (!path.empty())
                writeText(path, *text);
        },
        [this, path, text](const std::optional<Error> &error) {
            if (!error && path.empty()) Q_EMIT reportReady(QString::fromStdString(*text));
        });
}

}  // namespace moa::studio

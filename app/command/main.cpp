// The command `moa`: verbs, exit codes (0 done, 1 failed, 2 wrong usage, 130 cancelled), one JSON object with --json.
#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include "app/command/console_progress.h"
#include "app/command/context.h"
#include "engine/values/error.h"
#include "engine/version.h"

namespace {

using moa::command::Answer;
using moa::command::Context;

// Ctrl-C asks the running job to stop; a second one ends the process at once.
class Interrupt {
public:
    Interrupt() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        std::thread([this, set = signals_] {
            int number = 0;
            sigwait(&set, &number);
            source_.request_stop();
            sigwait(&set, &number);
            std::_Exit(130);
        }).detach();
    }
    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

private:
    sigset_t signals_ = {};
    std::stop_source source_;
};

std::string dump(const nlohmann::json &json) {
    // Texts of models may hold bytes that are no UTF-8: replaced, never fatal.
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

int fail(const moa::Error &error, bool json) {
    const nlohmann::json object = {
        {"error",
         {{"what", error.failed()}, {"where", error.where()}, {"why", error.why()}, {"remedy", error.remedy()}}}};
    if (json) fmt::print("{}\n", dump(object));
    fmt::print(stderr, "moa: {}\n  where:  {}\n  why:    {}\n  remedy: {}\n", error.failed(), error.where(),
               error.why(), error.remedy());
    return error.isCancelled() ? 130 : 1;
}

int run(Context &context, std::stop_token stop) {
    try {
        Answer answer;
        {
            moa::command::ConsoleProgress progress(std::move(stop), context.quiet);
            answer = context.verb(progress);
        }
        fmt::print("{}\n", context.json ? dump(answer.json) : answer.text);
        return std::fflush(stdout) == 0 ? answer.code : 1;
    } catch (const moa::Error &error) {
        return fail(error, context.json);
    } catch (const std::bad_alloc &) {
        return fail({"The job cannot be done", "memory", "there is not enough of it",
                     "Use shorter lengths, a smaller model or --dtype bfloat16."},
                    context.json);
    } catch (const std::exception &error) {
        return fail(
            {"The job failed", "an unexpected place", error.what(), "Report this as a defect, with the command."},
            context.json);
    }
}

void addCommonOptions(CLI::App &app, Context &c) {
    app.fallthrough();
    app.add_flag("--json", c.json, "Print one JSON object on stdout");
    app.add_flag("--quiet", c.quiet, "No progress on stderr");
    app.add_option("--device", c.device, "cpu, cuda, cuda:1 or auto: a GPU where there is one");
    app.add_option("--dtype", c.dtype, "float32 (default), bfloat16 (default on a GPU), float16 or float64");
    app.add_option("--seed", c.seed, "Seed of everything random");
    app.add_option("--threads", c.threads, "0: all cores")->check(CLI::Range(0, 1024));
    app.add_option("--weight-memory", c.weightMemory,
                   "GB for weights, 0: what is free; layers beyond it are read again whenever they run")
        ->check(CLI::Range(0.0, 1e6));
    app.add_option("--prefill", c.prefill, "token or block");
    app.add_option("--template", c.chatTemplate, "Chat template by name");
    app.add_flag("--no-special", c.noSpecial, "Add no begin token");
    app.add_flag("--specials-as-text", c.specialsAsText, "Spell special tokens out");
}

}  // namespace

int main(int argc, char **argv) {
    // A write beyond a file size limit then fails with an error instead of ending the process.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    const Interrupt interrupt;
    Context context;
    for (int i = 0; i < argc; ++i) context.arguments.emplace_back(argv[i]);
    CLI::App app("MoA Studio: compresses the attention of language models by MoA, Mixture of Sparse Attention", "moa");
    app.set_version_flag("--version", std::string("moa ") + moa::kVersionText);
    app.require_subcommand(1);
    addCommonOptions(app, context);
    moa::command::addModelVerbs(app, context);
    moa::command::addTextVerbs(app, context);
    moa::command::addProfileVerbs(app, context);
    moa::command::addOptimizeVerb(app, context);
    moa::command::addPlanVerbs(app, context);
    moa::command::addEvaluateVerbs(app, context);
    moa::command::addProjectVerbs(app, context);
    moa::command::addPipelineVerb(app, context);
    moa::command::addBenchVerbs(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    return run(context, interrupt.token());
}

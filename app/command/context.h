// What every verb shares: the common options, progress on stderr, and the answer it gives.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/project/model_bundle.h"

namespace moa::command {

// The answer of a verb: one JSON object, the same for people, and the exit code.
struct Answer {
    nlohmann::json json = nlohmann::json::object();
    std::string text;
    int code = 0;
};

struct Context {
    bool json = false;
    bool quiet = false;
    std::string device = "auto";
    std::string dtype;  // empty: the device's default
    std::string prefill = "token";
    std::string chatTemplate;
    std::uint64_t seed = 0;
    int threads = 0;
    double weightMemory = 0;  // GB; 0: what is free
    bool noSpecial = false;
    bool specialsAsText = false;
    std::vector<std::string> arguments;  // of the process, for the report
    std::function<Answer(Progress &)> verb;

    // The common options as the engine takes them; throws moa::Error for wrong ones.
    [[nodiscard]] JobOptions job() const;
};

// "1024,2048": positive whole numbers.
[[nodiscard]] std::vector<int> parseLengths(const std::string &text);
// "2048=0.5,4096=0.4".
[[nodiscard]] std::map<int, double> parseByLength(const std::string &text);
// "prose=2,record=1".
[[nodiscard]] std::map<std::string, double> parseWeights(const std::string &text);
// A JSON array of integers, or integers separated by white space.
[[nodiscard]] std::vector<std::int32_t> readIdsFile(const std::string &path);

// Messages of a chat: a JSON list of {role, content}, or an object with `messages`.
[[nodiscard]] std::vector<engine::Message> readMessages(const std::string &path);

// Every verb registers itself; the chosen one is left in context.verb.
void addModelVerbs(CLI::App &app, Context &context);
void addTextVerbs(CLI::App &app, Context &context);
void addProfileVerbs(CLI::App &app, Context &context);
void addOptimizeVerb(CLI::App &app, Context &context);
void addPlanVerbs(CLI::App &app, Context &context);
void addEvaluateVerbs(CLI::App &app, Context &context);
void addProjectVerbs(CLI::App &app, Context &context);
void addPipelineVerb(CLI::App &app, Context &context);
void addBenchVerbs(CLI::App &app, Context &context);

}  // namespace moa::command

// What the benchmarks share: their options, how they take time, and the table they answer with.
#pragma once

#include <functional>
#include <vector>

#include "app/command/context.h"

namespace moa::command {

struct BenchOptions {
    std::string model, plan;
    int length = 4096;
    double density = 0.25;
    std::int64_t maxNew = 64;
    int batch = 8;
    double memory = 1;  // GB of caches
    int repeats = 3;    // runs of each side
    bool eager = false;
    bool alone = false;  // without the peer
};

// Seconds `work` takes.
[[nodiscard]] double timed(const std::function<void()> &work);

// One row: ours, in `unit`, against what the peer took. The ratio is ours / theirs, null where no peer ran
// (`theirs` is NaN).
[[nodiscard]] nlohmann::json benchRow(const std::string &what, const std::string &peer, double value, const char *unit,
                                      double theirs);
// The rows for people and as JSON; `facts` is what else is worth knowing: peers' figures, threads, densities.
[[nodiscard]] Answer benchTable(const nlohmann::json &rows, const nlohmann::json &facts);

// `rows` prompts of random tokens, the same in every run.
[[nodiscard]] std::vector<std::vector<std::int32_t>> randomPrompts(int rows, int length, int vocab);

// moa bench optimizer, with options of its own.
void addOptimizerBench(CLI::App &bench, Context &context);

Answer benchPrefill(const BenchOptions &options, const Context &context, Progress &progress);
Answer benchDecode(const BenchOptions &options, const Context &context, Progress &progress);
Answer benchThroughput(const BenchOptions &options, const Context &context, Progress &progress);
Answer benchProfile(const BenchOptions &options, const Context &context, Progress &progress);

}  // namespace moa::command

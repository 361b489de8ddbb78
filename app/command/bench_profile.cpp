// moa bench profile: the profiler against LibTorch's automatic differentiation.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "app/command/bench_table.h"
#include "engine/evaluate/statistics.h"
#include "engine/profile/sample_profiler.h"
#include "tests/bench/profile_peer.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

struct Cost {
    std::vector<double> seconds;
    double bytes = 0;  // peak above what was resident before

    void measure(const Model &model, const std::function<void()> &work) {
        const bench::PeakMemory peak(model);
        seconds.push_back(timed(work));
        bytes = std::max(bytes, static_cast<double>(peak.bytes()));
    }
};

}  // namespace

// One sample of random tokens, the loss on all of them. The two take turns, so that a machine that slows down slows
// both.
Answer benchProfile(const BenchOptions &o, const Context &context, Progress &progress) {
    ModelBundle bundle(o.model, context.job());
    const auto &model = bundle.model(progress);
    TokenSample sample{"bench", "bench", o.length, randomPrompts(1, o.length, model.facts().vocab).front(), {}};
    for (int t = 1; t < o.length; ++t) sample.targets.push_back(t);
    const bool exact = model.options().dtype == ComputeDtype::Float64;
    double loss = 0;
    double peerLoss = 0;
    Cost mine;
    Cost checkpointed;
    Cost eager;
    std::optional<bench::ProfilePeer> peer;
    if (!o.alone) peer.emplace(model);
    for (int i = 0; i < o.repeats; ++i) {
        mine.measure(model, [&] {
            loss = exact ? profileSample<double>(model, sample, progress, InfluenceSums::Absolute).loss
                         : profileSample<float>(model, sample, progress, InfluenceSums::Absolute).loss;
        });
        if (peer) checkpointed.measure(model, [&] { peerLoss = peer->run(sample, bench::Peer::Checkpointed); });
    }
    const double seconds = median(mine.seconds);
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const double peerSeconds = peer ? median(checkpointed.seconds) : kNone;
    const double peerBytes = peer ? checkpointed.bytes : kNone;
    const std::string what = fmt::format("profile, {} tokens, {}", o.length, toString(model.options().dtype));
    const std::string torch = "LibTorch, SDPA, checkpointed";
    json rows = {benchRow(what, torch, seconds, "s", peerSeconds),
                 benchRow(what + ", peak memory", torch, mine.bytes, "bytes", peerBytes)};
    json facts = {{"loss", loss},
                  {"threads", model.options().threads},
                  {"instruction_set", instructionSet()},
                  {"device", toString(model.options().device)},
                  {"dtype", toString(model.options().dtype)}};
    if (peer) facts.update({{"peer_loss", peerLoss}, {"peer_seconds", peerSeconds}, {"peer_bytes", peerBytes}});
    if (peer && o.eager) {
        eager.measure(model, [&] { (void)peer->run(sample, bench::Peer::Eager); });
        rows.push_back(benchRow(what, "LibTorch, plain eager", seconds, "s", eager.seconds.front()));
        rows.push_back(benchRow(what + ", peak memory", "LibTorch, plain eager", mine.bytes, "bytes", eager.bytes));
        facts["eager_seconds"] = eager.seconds.front();
        facts["eager_bytes"] = eager.bytes;
    }
    return benchTable(rows, facts);
}

}  // namespace moa::command

#include "app/command/console_progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace moa::command {

namespace {

constexpr std::int64_t kRedrawEvery = 100;      // milliseconds
constexpr std::int64_t kLogEvery = 10'000;      // milliseconds
constexpr std::int64_t kLogStageEvery = 1'000;  // milliseconds
constexpr std::size_t kMostCharacters = 100;    // what a narrow terminal shows without a second line

std::int64_t millisecondsNow() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

ConsoleProgress::ConsoleProgress(std::stop_token stop, bool quiet)
    : Progress(std::move(stop)), quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

ConsoleProgress::~ConsoleProgress() {
    if (drawn_ && terminal_) std::fputs("\r\033[K", stderr);
}

void ConsoleProgress::report(std::string_view stage, double fraction, std::string_view detail) {
    if (quiet_) return;
    const auto now = millisecondsNow();
    // A profile alternates between the whole and the running sample: a second apart at least.
    const auto pause = terminal_ ? kRedrawEvery : stage == stage_ ? kLogEvery : kLogStageEvery;
    if (drawn_ && now - last_ < pause) return;
    last_ = now;
    drawn_ = true;
    stage_ = stage;
    const auto line = fmt::format("{} {:3.0f} %  {}", stage, 100 * fraction, detail);
    const auto length = static_cast<int>(std::min(line.size(), kMostCharacters));
    std::fprintf(stderr, terminal_ ? "\r\033[K%.*s" : "%.*s\n", length, line.c_str());
    std::fflush(stderr);
}

}  // namespace moa::command

// Progress of a verb on stderr: one line that is redrawn on a terminal, a line now and then in a log.
#pragma once

#include <cstdint>
#include <string>

#include "engine/values/progress.h"

namespace moa::command {

class ConsoleProgress final : public Progress {
public:
    // quiet: nothing is written at all.
    ConsoleProgress(std::stop_token stop, bool quiet);
    ~ConsoleProgress() override;
    ConsoleProgress(const ConsoleProgress &) = delete;
    ConsoleProgress &operator=(const ConsoleProgress &) = delete;

    // On a terminal at most ten lines a second; elsewhere a line where a job's part begins and every ten seconds.
    void report(std::string_view stage, double fraction, std::string_view detail) override;

private:
    bool quiet_;
    bool terminal_;
    bool drawn_ = false;
    std::string stage_;
    std::int64_t last_ = 0;  // milliseconds
};

}  // namespace moa::command

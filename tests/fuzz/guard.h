// What every target asks of a reader: a second at most for one input, and no exception but a complete moa::Error.
#pragma once

#include <sys/time.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include "engine/values/error.h"

namespace moa::test {

// Aborts when the input at hand took a second of the processor's time. libFuzzer's own limit (-timeout) looks at the
// clock on the wall, which a busy machine makes meaningless.
class TimeLimit {
public:
    TimeLimit() {
        std::signal(SIGPROF, [](int) { std::abort(); });
        set(1);
    }
    ~TimeLimit() { set(0); }
    TimeLimit(const TimeLimit &) = delete;
    TimeLimit &operator=(const TimeLimit &) = delete;

private:
    static void set(std::time_t seconds) {
        const itimerval timer = {{0, 0}, {seconds, 0}};
        ::setitimer(ITIMER_PROF, &timer, nullptr);
    }
};

// Runs `action`, which may refuse its input.
template <class Action>
void tolerate(Action &&action) {
    try {
        action();
    } catch (const Error &error) {
        if (error.failed().empty() || error.where().empty() || error.why().empty() || error.remedy().empty())
            std::abort();
    }
}

inline void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace moa::test

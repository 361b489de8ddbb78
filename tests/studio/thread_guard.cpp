// The program's own definitions come before those of the shared library SQLite, and pass the call on; the solver's is
// put in by the linker (--wrap).
#include "studio/thread_guard.h"

#include <dlfcn.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "engine/optimize/solver.h"

namespace moa::test::guard {

namespace {

thread_local bool t_inEvent = false;
thread_local bool t_isWindow = false;
std::atomic<long> s_within{0};
std::atomic<long> s_storage{0};
std::atomic<long> s_solver{0};
std::atomic<int> s_delay{0};

void note(std::atomic<long> &elsewhere) {
    if (t_inEvent)
        ++s_within;
    else if (!t_isWindow)
        ++elsewhere;
}

template <class Function>
Function real(const char *name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

void beginEvent() {
    t_isWindow = t_inEvent = true;
}
void endEvent() {
    t_inEvent = false;
}
long callsWithinEvents() {
    return s_within;
}
long storageCallsElsewhere() {
    return s_storage;
}
long solverCallsElsewhere() {
    return s_solver;
}
void delaySolver(int milliseconds) {
    s_delay = milliseconds;
}

}  // namespace moa::test::guard

using namespace moa::test;

extern "C" int sqlite3_open_v2(const char *path, sqlite3 **db, int flags, const char *vfs) {
    guard::note(guard::s_storage);
    static const auto call = guard::real<decltype(&sqlite3_open_v2)>("sqlite3_open_v2");
    return call(path, db, flags, vfs);
}

extern "C" int sqlite3_step(sqlite3_stmt *statement) {
    guard::note(guard::s_storage);
    static const auto call = guard::real<decltype(&sqlite3_step)>("sqlite3_step");
    return call(statement);
}

extern "C" int sqlite3_exec(sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *data,
                            char **error) {
    guard::note(guard::s_storage);
    static const auto call = guard::real<decltype(&sqlite3_exec)>("sqlite3_exec");
    return call(db, sql, row, data, error);
}

// moa::engine::solve by its linker's name.
#define MOA_SOLVE "_ZN3moa6engine5solveERKNS0_17OptimizerInstanceERKNS0_12SolveOptionsERNS_8ProgressE"
moa::engine::OptimizerResult realSolve(const moa::engine::OptimizerInstance &, const moa::engine::SolveOptions &,
                                       moa::Progress &) asm("__real_" MOA_SOLVE);
moa::engine::OptimizerResult wrappedSolve(const moa::engine::OptimizerInstance &, const moa::engine::SolveOptions &,
                                          moa::Progress &) asm("__wrap_" MOA_SOLVE);

moa::engine::OptimizerResult wrappedSolve(const moa::engine::OptimizerInstance &instance,
                                          const moa::engine::SolveOptions &options, moa::Progress &progress) {
    guard::note(guard::s_solver);
    std::this_thread::sleep_for(std::chrono::milliseconds(guard::s_delay));
    return realSolve(instance, options, progress);
}

// Proves that the window's thread leaves storage and optimizer to others: every call of SQLite and of the solver is
// counted by the thread it comes from.
#pragma once

namespace moa::test::guard {

// Between both, calls of this thread are those of an event that the window's thread handles.
void beginEvent();
void endEvent();

// Calls since the program began: within an event of the window's thread, and of other threads.
[[nodiscard]] long callsWithinEvents();
[[nodiscard]] long storageCallsElsewhere();
[[nodiscard]] long solverCallsElsewhere();

// From now on every call of the solver takes this much longer.
void delaySolver(int milliseconds);

}  // namespace moa::test::guard

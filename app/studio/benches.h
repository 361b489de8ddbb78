// The window's benchmarks: one table on stdout, then the same as one line of JSON.
#pragma once

#include "app/studio/main_window.h"

namespace moa::studio {

// Frames of the map at 1920 x 1080: `moa-studio --bench-map`.
void benchMapFrames();

// From the start of the process to the first paint, then from the wish to open a copy of the sample to its views, its
// first plan and the plan with its proof: `moa-studio --bench-start`. `window` was not shown yet. Empty, or what went
// wrong.
[[nodiscard]] QString benchStart(MainWindow &window);

}  // namespace moa::studio

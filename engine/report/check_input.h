// Whether the parts of a report's input fit each other.
#pragma once

#include "engine/report/report_input.h"

namespace moa::engine::report {

// Throws moa::Error naming the first field whose size contradicts the others (a plan of another model, maps of another
// length, a loss table with too few values). Missing parts are fine.
void checkInput(const ReportInput &input);

}  // namespace moa::engine::report

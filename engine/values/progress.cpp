#include "engine/values/progress.h"

#include <string>

namespace moa {

void Progress::report(std::string_view, double, std::string_view) {}

void Progress::throwIfStopped(std::string_view what) const {
    if (stop_.stop_requested()) throw Error::cancelled(std::string(what));
}

}  // namespace moa

// A document as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.
#pragma once

#include <string>

#include "engine/report/document.h"

namespace moa::engine::report {

[[nodiscard]] std::string toHtml(const Document &document);

}  // namespace moa::engine::report

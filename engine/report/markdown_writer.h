// A document as Markdown (GitHub's tables), its figures as SVG files beside it.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/document.h"

namespace moa::engine::report {

// Figures are linked as FIGURES/NAME.svg.
[[nodiscard]] std::string toMarkdown(const Document &document, std::string_view figures);

}  // namespace moa::engine::report

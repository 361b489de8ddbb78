// Calibration and evaluation text from files.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/values/dataset.h"

namespace moa::engine {

// JSONL (a file whose name ends in .jsonl, or whose first line is a JSON object): one sample a line, {"id", "source",
// "messages": [{"role", "content", "answer"?}]} or {"text"}; else plain text: one sample with the whole text. The
// file's stem is the source where a line names none; lines are numbered where they have no id. Throws moa::Error with
// the line for everything that is wrong, and for a file without a sample.
[[nodiscard]] std::vector<TextSample> readTextData(const std::filesystem::path &path);

// Is this the single sample of a plain text file?
[[nodiscard]] bool isPlainText(const std::vector<TextSample> &samples);

}  // namespace moa::engine

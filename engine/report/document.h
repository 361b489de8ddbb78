// The report as parts that know nothing of HTML or Markdown: both writers say the same because they are given the same.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/report/svg.h"

namespace moa::engine::report {

enum class Tone { None, Good, Caution, Bad };

struct Paragraph {
    std::string text;
    bool lead = false;
    Tone tone = Tone::None;
};

struct List {
    std::vector<std::string> items;
};

struct Code {
    std::string text;
};

struct Cell {
    std::string text;
    std::string note;  // second line: an interval, a share
    std::string tip;
    Tone tone = Tone::None;
};

[[nodiscard]] inline Cell plain(std::string text) {
    return {std::move(text), {}, {}, Tone::None};
}

// The first column is text, the others numbers, unless textColumns says more.
struct Table {
    std::string caption;
    std::vector<std::pair<std::string, int>> groups;  // spans over columns, above the header; may be empty
    std::vector<std::string> header;
    std::vector<std::vector<Cell>> rows;
    std::vector<int> styles;  // per row: number of the series' colour, -1 none; may be empty
    int chosen = -1;          // row of the chosen plan
    int textColumns = 1;
};

struct Figure {
    std::string name;  // file name without suffix
    Svg svg;
    std::string caption;
};

struct Heading {
    std::string text;
};

using Part = std::variant<Paragraph, List, Code, Table, Figure, Heading>;

struct Section {
    std::string id;  // letters and dashes
    std::string title;
    std::vector<Part> parts;
};

struct Document {
    std::string title;
    std::string subtitle;
    std::vector<Section> sections;
};

}  // namespace moa::engine::report

#include "engine/report/markdown_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

// A fence longer than any run of backquotes inside.
std::string fenceFor(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max<std::size_t>(3, longest + 1), '`');
}

struct Writer {
    std::string &out;
    std::string_view figures;

    void operator()(const Heading &part) const { out += fmt::format("### {}\n\n", escapeMarkdown(part.text)); }
    void operator()(const Paragraph &part) const { out += escapeMarkdown(part.text) + "\n\n"; }

    void operator()(const List &part) const {
        for (const std::string &item : part.items) out += fmt::format("- {}\n", escapeMarkdown(item));
        out += "\n";
    }

    void operator()(const Code &part) const {
        const std::string text = cleanText(part.text);
        const std::string fence = fenceFor(text);
        out += fmt::format("{0}\n{1}{2}{0}\n\n", fence, text, text.ends_with('\n') ? "" : "\n");
    }

    void operator()(const Figure &part) const {
        out += fmt::format("![{0}]({1}/{2}.svg)\n\n*{0}*\n\n", escapeMarkdown(part.caption), figures, part.name);
    }

    void operator()(const Table &part) const {
        if (!part.caption.empty()) out += fmt::format("{}\n\n", escapeMarkdown(part.caption));
        out += "|";
        for (const std::string &name : headerOf(part)) out += fmt::format(" {} |", escapeMarkdown(name));
        out += "\n|";
        for (std::size_t c = 0; c < part.header.size(); ++c) {
            out += c < static_cast<std::size_t>(part.textColumns) ? " --- |" : " ---: |";
        }
        out += "\n";
        for (std::size_t r = 0; r < part.rows.size(); ++r) {
            const bool chosen = static_cast<int>(r) == part.chosen;
            out += "|";
            for (std::size_t c = 0; c < part.rows[r].size(); ++c) {
                const Cell &cell = part.rows[r][c];
                const std::string text = escapeMarkdown(cell.text);
                out += chosen && c == 0 && !text.empty() ? fmt::format(" **{}**", text) : fmt::format(" {}", text);
                if (!cell.note.empty()) out += fmt::format(" ({})", escapeMarkdown(cell.note));
                out += " |";
            }
            out += "\n";
        }
        out += "\n";
    }

private:
    // Markdown has no spanning cells: the group's name goes into each of its columns.
    static std::vector<std::string> headerOf(const Table &table) {
        std::vector<std::string> names = table.header;
        std::size_t column = 0;
        for (const auto &[group, columns] : table.groups) {
            for (int k = 0; k < columns && column < names.size(); ++k, ++column) {
                if (!group.empty()) names[column] = fmt::format("{}, at {}", group, names[column]);
            }
        }
        return names;
    }
};

}  // namespace

std::string toMarkdown(const Document &document, std::string_view figures) {
    std::string out = fmt::format("# {}\n\n{}\n\n", escapeMarkdown(document.title), escapeMarkdown(document.subtitle));
    for (const Section &section : document.sections) {
        out += fmt::format("## {}\n\n", escapeMarkdown(section.title));
        for (const Part &part : section.parts) std::visit(Writer{out, figures}, part);
    }
    return out;
}

}  // namespace moa::engine::report

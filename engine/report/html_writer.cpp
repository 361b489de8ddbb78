#include "engine/report/html_writer.h"

#include <fmt/format.h>

#include "engine/report/colours.h"
#include "engine/report/text.h"

namespace moa::engine::report {
namespace {

std::string_view toneClass(Tone tone) {
    switch (tone) {
        case Tone::Good: return "good";
        case Tone::Caution: return "caution";
        case Tone::Bad: return "bad";
        default: return "";
    }
}

struct Writer {
    std::string &out;

    void operator()(const Heading &part) const { out += fmt::format("<h3>{}</h3>\n", escapeXml(part.text)); }

    void operator()(const Paragraph &part) const {
        std::string cls(part.lead ? "lead" : "");
        if (part.tone != Tone::None) cls += fmt::format("{}{}", cls.empty() ? "" : " ", toneClass(part.tone));
        out += cls.empty() ? "<p>" : fmt::format("<p class=\"{}\">", cls);
        out += escapeXml(part.text) + "</p>\n";
    }

    void operator()(const List &part) const {
        out += "<ul>\n";
        for (const std::string &item : part.items) out += fmt::format("<li>{}</li>\n", escapeXml(item));
        out += "</ul>\n";
    }

    void operator()(const Code &part) const { out += fmt::format("<pre>{}</pre>\n", escapeXml(part.text)); }

    void operator()(const Figure &part) const {
        out += fmt::format("<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n", part.svg.element(),
                           escapeXml(part.caption));
    }

    void operator()(const Table &part) const {
        out += "<div class=\"scroll\"><table>\n";
        if (!part.caption.empty()) out += fmt::format("<caption>{}</caption>\n", escapeXml(part.caption));
        out += "<thead>";
        if (!part.groups.empty()) {
            out += "<tr class=\"groups\">";
            for (const auto &[name, columns] : part.groups) {
                out += fmt::format("<th colspan=\"{}\">{}</th>", columns, escapeXml(name));
            }
            out += "</tr>";
        }
        out += "<tr>";
        for (std::size_t c = 0; c < part.header.size(); ++c) {
            out += fmt::format("<th scope=\"col\"{}>{}</th>", isText(part, c) ? " class=\"left\"" : "",
                               escapeXml(part.header[c]));
        }
        out += "</tr></thead>\n<tbody>\n";
        for (std::size_t r = 0; r < part.rows.size(); ++r) row(part, r);
        out += "</tbody></table></div>\n";
    }

private:
    static bool isText(const Table &table, std::size_t column) {
        return column < static_cast<std::size_t>(table.textColumns);
    }

    void row(const Table &table, std::size_t r) const {
        out += static_cast<int>(r) == table.chosen ? "<tr class=\"chosen\">" : "<tr>";
        for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
            const Cell &cell = table.rows[r][c];
            const char *tag = c == 0 ? "th" : "td";
            std::string cls(isText(table, c) ? "left" : "");
            if (cell.tone != Tone::None) cls += fmt::format(" {}", toneClass(cell.tone));
            out += fmt::format("<{}{}", tag, c == 0 ? " scope=\"row\"" : "");
            if (!cls.empty()) out += fmt::format(" class=\"{}\"", cls);
            if (!cell.tip.empty()) out += fmt::format(" title=\"{}\"", escapeXml(cell.tip));
            out += ">";
            const bool keyed = c == 0 && r < table.styles.size() && table.styles[r] >= 0;
            if (keyed) out += fmt::format("<span class=\"key s{}\"></span>", table.styles[r]);
            out += escapeXml(cell.text);
            if (!cell.note.empty()) out += fmt::format("<small>{}</small>", escapeXml(cell.note));
            out += fmt::format("</{}>", tag);
        }
        out += "</tr>\n";
    }
};

}  // namespace

std::string toHtml(const Document &document) {
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{}{}</style>\n</head>\n<body>\n"
        "<header>\n<h1>{}</h1>\n<p class=\"sub\">{}</p>\n</header>\n<nav><ul>\n",
        escapeXml(document.title), figureStyle(StyleFor::Page), pageStyle(), escapeXml(document.title),
        escapeXml(document.subtitle));
    for (const Section &section : document.sections) {
        out += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", section.id, escapeXml(section.title));
    }
    out += "</ul></nav>\n<main>\n";
    for (const Section &section : document.sections) {
        out += fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n", section.id, escapeXml(section.title));
        for (const Part &part : section.parts) std::visit(Writer{out}, part);
        out += "</section>\n";
    }
    return out + "</main>\n</body>\n</html>\n";
}

}  // namespace moa::engine::report

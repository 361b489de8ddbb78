#include "engine/calibrate/data_reader.h"

#include <fmt/format.h>

#include "engine/formats/json_reader.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using nlohmann::json;

class Line {
public:
    Line(const json &value, const std::filesystem::path &path, std::size_t number)
        : value_(value), path_(path), number_(number) {
        if (!value_.is_object()) refuse("it is not an object");
    }

    [[noreturn]] void refuse(const std::string &why) const {
        throw Error("The data cannot be read", fmt::format("{}, line {}", path_.string(), number_), why,
                    R"(A line is {"messages": [{"role": ..., "content": ...}]} or {"text": ...}.)");
    }

    TextSample sample() const {
        TextSample out;
        out.id = optional(value_, "id", fmt::format("{}", number_));
        out.source = optional(value_, "source", path_.stem().string());
        if (value_.contains("messages") == value_.contains("text"))
            refuse("it has not exactly one of messages and text");
        if (value_.contains("text")) {
            out.text = text(value_, "text");
            return out;
        }
        const auto &messages = value_["messages"];
        if (!messages.is_array() || messages.empty()) refuse("its messages are not a list with entries");
        for (const auto &m : messages) {
            if (!m.is_object()) refuse("a message is not an object");
            Message message{text(m, "role"), text(m, "content"), optional(m, "answer", "")};
            if (message.role != "system" && message.role != "user" && message.role != "assistant")
                refuse("the role '" + message.role + "' is none of system, user, assistant");
            if (message.content.find(message.answer) == std::string::npos)
                refuse("an answer does not stand in its content");
            out.messages.push_back(std::move(message));
        }
        return out;
    }

private:
    [[nodiscard]] std::string text(const json &object, const char *key) const {
        if (!object.contains(key) || !object[key].is_string()) refuse(fmt::format("'{}' is not text", key));
        return object[key].get<std::string>();
    }
    // Ids may be numbers.
    [[nodiscard]] std::string optional(const json &object, const char *key, const std::string &otherwise) const {
        if (!object.contains(key) || object[key].is_null()) return otherwise;
        return object[key].is_number() ? object[key].dump() : text(object, key);
    }

    const json &value_;
    const std::filesystem::path &path_;
    std::size_t number_;
};

}  // namespace

std::vector<TextSample> readTextData(const std::filesystem::path &path) {
    const auto text = readText(path);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        throw Error("The data cannot be used", path.string(), "it is empty", "Give a file with conversations or text.");
    const bool isJsonl = path.extension() == ".jsonl" || text[first] == '{';
    std::vector<TextSample> samples;
    if (!isJsonl) {
        TextSample whole;
        whole.id = "text";
        whole.source = path.stem().string();
        whole.text = text;
        whole.wholeFile = true;
        return {whole};
    }
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        const auto value = parseJson(line, fmt::format("{}, line {}", path.string(), number), limits::kDataLine);
        samples.push_back(Line(value, path, number).sample());
    }
    return samples;
}

bool isPlainText(const std::vector<TextSample> &samples) {
    return samples.size() == 1 && samples.front().wholeFile;
}

}  // namespace moa::engine

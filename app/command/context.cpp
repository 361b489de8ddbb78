#include "app/command/context.h"

#include <fmt/format.h>

#include <charconv>

#include "engine/formats/json_reader.h"
#include "engine/values/error.h"

namespace moa::command {

namespace {

[[noreturn]] void refuse(const std::string &where, const std::string &why, const std::string &remedy) {
    throw Error("The command cannot be understood", where, why, remedy);
}

std::vector<std::string> splitList(const std::string &text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        if (end > at) parts.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

template <class T>
T number(std::string_view text, const std::string &where) {
    T value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        refuse(where, fmt::format("'{}' is no number", text), "Give numbers such as 1024 or 0.25.");
    return value;
}

int length(std::string_view text, const std::string &where) {
    const int value = number<int>(text, where);
    if (value < 1) refuse(where, fmt::format("{} is not positive", value), "Give lengths such as 1024,2048.");
    return value;
}

// The command as it was typed, quoted for a shell.
std::string commandLine(const std::vector<std::string> &arguments) {
    std::string line = "moa";
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto &argument = arguments[i];
        const bool plain = argument.find_first_of(" '\"$`\\|&;<>()*?") == std::string::npos && !argument.empty();
        line += plain ? " " + argument : " '" + argument + "'";
    }
    return line;
}

}  // namespace

JobOptions Context::job() const {
    JobOptions job;
    job.compute.device = engine::parseDevice(device);
    job.compute.dtype = dtype.empty() ? engine::defaultDtype(job.compute.device) : engine::parseComputeDtype(dtype);
    job.compute.threads = threads;
    job.compute.weightBytes = static_cast<std::int64_t>(weightMemory * 1e9);
    if (prefill != "token" && prefill != "block")
        refuse("--prefill " + prefill, "it is neither token nor block", "Use token or block.");
    job.prefill = prefill == "block" ? engine::Prefill::Block : engine::Prefill::Token;
    job.encode = {!specialsAsText, !noSpecial};
    job.seed = seed;
    job.chatTemplate = chatTemplate;
    job.command = commandLine(arguments);
    return job;
}

std::vector<int> parseLengths(const std::string &text) {
    std::vector<int> lengths;
    for (const auto &part : splitList(text)) lengths.push_back(length(part, "lengths '" + text + "'"));
    return lengths;
}

std::map<int, double> parseByLength(const std::string &text) {
    std::map<int, double> values;
    const auto where = "'" + text + "'";
    for (const auto &part : splitList(text)) {
        const auto equals = part.find('=');
        if (equals == std::string::npos)
            refuse(where, "'" + part + "' is not LENGTH=VALUE", "Give a list such as 2048=0.5,4096=0.4.");
        values[length(std::string_view(part).substr(0, equals), where)] =
            number<double>(std::string_view(part).substr(equals + 1), where);
    }
    return values;
}

std::map<std::string, double> parseWeights(const std::string &text) {
    std::map<std::string, double> weights;
    for (const auto &part : splitList(text)) {
        const auto equals = part.find('=');
        if (equals == std::string::npos || equals == 0)
            refuse("'" + text + "'", "'" + part + "' is not NAME=WEIGHT", "Give a list such as prose=2,record=1.");
        weights[part.substr(0, equals)] = number<double>(std::string_view(part).substr(equals + 1), "'" + text + "'");
    }
    return weights;
}

std::vector<std::int32_t> readIdsFile(const std::string &path) {
    auto text = engine::readText(path, 256U << 20);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) refuse(path, "there is not one token id in it", "Give integers.");
    if (text[first] != '[') {
        for (auto &c : text)
            if (c == '\n' || c == '\r' || c == '\t') c = ' ';
        std::string list = "[";
        for (std::size_t at = text.find_first_not_of(' '); at != std::string::npos;
             at = text.find_first_not_of(' ', at)) {
            const auto end = std::min(text.find(' ', at), text.size());
            list += (list.size() > 1 ? "," : "") + text.substr(at, end - at);
            at = end;
        }
        text = list + "]";
    }
    const auto parsed = engine::parseJson(text, path, {512U << 20, 4});
    if (!parsed.is_array()) refuse(path, "it is not a list", "Give integers.");
    std::vector<std::int32_t> ids;
    for (const auto &id : parsed) {
        if (!id.is_number_integer() || id.get<std::int64_t>() < 0 || id.get<std::int64_t>() > INT32_MAX)
            refuse(path, fmt::format("entry {} is no token id", ids.size()), "Give integers from 0 on.");
        ids.push_back(id.get<std::int32_t>());
    }
    return ids;
}

std::vector<engine::Message> readMessages(const std::string &path) {
    auto value = engine::readJson(path);
    if (value.is_object() && value.contains("messages")) value = value["messages"];
    std::vector<engine::Message> messages;
    for (const auto &m : value) {
        if (!m.is_object() || !m.contains("role") || !m.contains("content") || !m["role"].is_string() ||
            !m["content"].is_string())
            throw Error("The messages cannot be read", path, "an entry has no role and content",
                        R"(Give [{"role": "user", "content": "..."}].)");
        messages.push_back({m["role"], m["content"], ""});
    }
    if (messages.empty())
        throw Error("The messages cannot be read", path, "there is none",
                    R"(Give [{"role": "user", "content": "..."}].)");
    return messages;
}

}  // namespace moa::command

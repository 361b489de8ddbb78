#include "engine/formats/json_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/formats/mapped_file.h"
#include "engine/formats/utf8.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

[[noreturn]] void refuse(std::string_view where, const std::string &why) {
    throw Error("The JSON text cannot be read", std::string(where), lossyUtf8(why),
                "Correct the file or write it again.");
}

// nlohmann keeps the last of equal keys, and nests and grows without limit: this filter watches while it parses.
class Watch {
public:
    Watch(std::string_view where, const JsonLimits &limits, std::span<const std::string_view> skipped)
        : where_(where), limits_(limits), skipped_(skipped) {}

    bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json &value) {
        using Event = nlohmann::json::parse_event_t;
        if (depth > limits_.depth) refuse(where_, fmt::format("it is nested deeper than {}", limits_.depth));
        if (isSkipped(depth, event, value)) return false;
        const bool begins = event == Event::value || event == Event::object_start || event == Event::array_start;
        if (begins && ++values_ > limits_.values)
            refuse(where_, fmt::format("it holds more than the {} values allowed", limits_.values));
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event == Event::key && !keys_.back().insert(value.get<std::string>()).second)
            refuse(where_, "the key '" + value.get<std::string>() + "' stands twice");
        return true;
    }

private:
    // A member that is skipped ends with the next key of its object, or with the object.
    bool isSkipped(int depth, nlohmann::json::parse_event_t event, const nlohmann::json &value) {
        using Event = nlohmann::json::parse_event_t;
        if (depth < skippedAt_ || (depth == skippedAt_ && event == Event::key)) skippedAt_ = kNowhere;
        if (skippedAt_ == kNowhere && event == Event::key &&
            std::ranges::find(skipped_, value.get_ref<const std::string &>()) != skipped_.end())
            skippedAt_ = depth;
        return skippedAt_ != kNowhere;
    }

    static constexpr int kNowhere = -1;

    std::string_view where_;
    JsonLimits limits_;
    std::span<const std::string_view> skipped_;
    int skippedAt_ = kNowhere;  // depth of the key
    std::uint64_t values_ = 0;
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

nlohmann::json parseJson(std::string_view text, std::string_view where, const JsonLimits &limits,
                         std::span<const std::string_view> skipped) {
    if (text.size() > limits.bytes)
        refuse(where, fmt::format("it has {} bytes, more than the {} allowed", text.size(), limits.bytes));
    try {
        Watch watch(where, limits, skipped);
        return nlohmann::json::parse(text, std::ref(watch));
    } catch (const nlohmann::json::parse_error &error) {
        refuse(where, fmt::format("at byte {}: {}", error.byte, error.what()));
    } catch (const nlohmann::json::exception &error) {
        refuse(where, error.what());
    }
}

std::string readText(const std::filesystem::path &path, std::uint64_t limit) {
    const MappedFile file(path);
    if (file.bytes().size() > limit)
        throw Error("The file cannot be read", path.string(),
                    fmt::format("it has {} bytes, more than the {} allowed", file.bytes().size(), limit),
                    "Use a smaller file.");
    return {reinterpret_cast<const char *>(file.bytes().data()), file.bytes().size()};
}

nlohmann::json readJson(const std::filesystem::path &path, const JsonLimits &limits,
                        std::span<const std::string_view> skipped) {
    const MappedFile file(path);
    return parseJson({reinterpret_cast<const char *>(file.bytes().data()), file.bytes().size()}, path.string(), limits,
                     skipped);
}

}  // namespace moa::engine

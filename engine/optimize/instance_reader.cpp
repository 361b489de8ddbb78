#include "engine/optimize/instance_reader.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/formats/json_reader.h"
#include "engine/values/error.h"

namespace moa::engine {

namespace {

using nlohmann::json;

constexpr std::int64_t kMaxLosses = 1 << 28;

// Typed access with the path of the value in every error.
class Node {
public:
    Node(const json &value, std::string path, std::string_view where)
        : value_(value), path_(std::move(path)), where_(where) {}

    [[noreturn]] void refuse(const std::string &why) const {
        throw Error("The problem for the optimizer cannot be read",
                    fmt::format("{}, {}", where_, path_.empty() ? "top level" : path_), why,
                    "Correct the file at this place.");
    }
    [[nodiscard]] bool has(const char *key) const {
        if (!value_.is_object()) refuse("it is not an object");
        return value_.contains(key) && !value_[key].is_null();
    }
    [[nodiscard]] Node operator[](const char *key) const {
        if (!value_.is_object() || !value_.contains(key)) refuse(fmt::format("'{}' is missing", key));
        return {value_[key], path_.empty() ? key : path_ + "." + key, where_};
    }
    [[nodiscard]] Node at(std::size_t i) const { return {value_[i], fmt::format("{}[{}]", path_, i), where_}; }
    [[nodiscard]] std::size_t size() const {
        if (!value_.is_array()) refuse("it is not a list");
        return value_.size();
    }
    [[nodiscard]] double number() const {
        if (!value_.is_number() || !std::isfinite(value_.get<double>())) refuse("it is not a finite number");
        return value_.get<double>();
    }
    [[nodiscard]] int integer(int low, int high) const {
        if (!value_.is_number_integer() || value_.get<std::int64_t>() < low || value_.get<std::int64_t>() > high)
            refuse(fmt::format("it is not a whole number in {}..{}", low, high));
        return value_.get<int>();
    }
    [[nodiscard]] double density() const {
        const double d = number();
        if (d < 0 || d > 1) refuse("it is outside 0..1");
        return d;
    }
    [[nodiscard]] int length() const {
        const int n = integer(kBlock, 1 << 30);
        if (n % kBlock != 0) refuse("it is not a multiple of 64");
        return n;
    }
    void onlyKeys(const std::set<std::string> &known) const {
        if (!value_.is_object()) refuse("it is not an object");
        for (const auto &[key, ignored] : value_.items())
            if (!known.contains(key)) refuse("the key '" + key + "' is not known");
    }

private:
    const json &value_;
    std::string path_;
    std::string_view where_;
};

template <class F>
void each(const Node &node, const char *key, F work) {
    if (!node.has(key)) return;
    const auto list = node[key];
    for (std::size_t i = 0; i < list.size(); ++i) work(list.at(i));
}

Budget readBudget(const Node &node) {
    Budget budget;
    budget.length = node["length"].length();
    budget.upper = node["upper"].density();
    budget.lower = node.has("lower") ? node["lower"].density() : 0.9 * budget.upper;
    if (budget.lower > budget.upper) node.refuse("its lower bound is above its upper bound");
    return budget;
}

SpanBound readSpanBound(const Node &node, int layers, int units) {
    SpanBound bound;
    if (node.has("layer")) bound.layer = node["layer"].integer(0, layers - 1);
    if (node.has("unit")) bound.unit = node["unit"].integer(0, units - 1);
    if (node.has("min_span")) bound.minSpan = node["min_span"].number();
    if (node.has("max_span")) bound.maxSpan = node["max_span"].number();
    return bound;
}

void readRules(const Node &root, OptimizerInstance &out) {
    const auto alphas = root["alphas"];
    const auto betas = root["betas"];
    if (alphas.size() == 0 || alphas.size() != betas.size())
        alphas.refuse("alphas and betas are not lists of the same size");
    for (std::size_t i = 0; i < alphas.size(); ++i) out.rules.push_back({alphas.at(i).number(), betas.at(i).density()});
}

void readLosses(const Node &root, OptimizerInstance &out) {
    const auto loss = root["loss"];
    const auto total =
        static_cast<std::int64_t>(out.lengths.size()) * out.units() * static_cast<std::int64_t>(out.rules.size());
    if (total > kMaxLosses) loss.refuse("the instance is too large");
    if (loss.size() != out.lengths.size()) loss.refuse("it does not have one table a length");
    out.loss.reserve(static_cast<std::size_t>(total));
    for (std::size_t n = 0; n < loss.size(); ++n) {
        const auto table = loss.at(n);
        if (table.size() != static_cast<std::size_t>(out.units())) table.refuse("it does not have one row a unit");
        for (std::size_t u = 0; u < table.size(); ++u) {
            const auto row = table.at(u);
            if (row.size() != out.rules.size()) row.refuse("it does not have one loss a rule");
            for (std::size_t r = 0; r < row.size(); ++r) out.loss.push_back(row.at(r).number());
        }
    }
}

}  // namespace

OptimizerInstance readInstance(std::string_view text, std::string_view where) {
    const auto json = parseJson(text, where, {1U << 30, 16});
    const Node root(json, "", where);
    OptimizerInstance out;
    if (root.has("name") && json["name"].is_string()) out.name = json["name"].get<std::string>();
    out.layers = root["layers"].integer(1, 4096);
    out.unitsPerLayer = root["units_per_layer"].integer(1, 4096);
    const auto lengths = root["lengths"];
    for (std::size_t i = 0; i < lengths.size(); ++i) out.lengths.push_back(lengths.at(i).length());
    if (out.lengths.empty()) lengths.refuse("there is no length");
    out.budgetLengths = out.lengths;
    if (root.has("budget_lengths")) {
        out.budgetLengths.clear();
        each(root, "budget_lengths", [&](const Node &n) { out.budgetLengths.push_back(n.length()); });
    }
    each(root, "budgets", [&](const Node &n) { out.budgets.push_back(readBudget(n)); });
    if (root.has("max_rules_per_layer")) out.maxRulesPerLayer = root["max_rules_per_layer"].integer(0, 1'000'000);
    readRules(root, out);
    readLosses(root, out);
    out.weights.assign(out.lengths.size(), 1);
    if (root.has("weights")) {
        const auto weights = root["weights"];
        if (weights.size() != out.lengths.size()) weights.refuse("there is not one weight a length");
        for (std::size_t i = 0; i < weights.size(); ++i) out.weights[i] = weights.at(i).number();
    }
    const int lastRule = static_cast<int>(out.rules.size()) - 1;
    each(root, "pins", [&](const Node &n) {
        out.pins.push_back({n["unit"].integer(0, out.units() - 1), n["rule"].integer(0, lastRule)});
    });
    each(root, "span_bounds",
         [&](const Node &n) { out.spanBounds.push_back(readSpanBound(n, out.layers, out.units())); });
    return out;
}

Constraints readConstraints(std::string_view text, std::string_view where) {
    const auto json = parseJson(text, where, {16U << 20, 8});
    const Node root(json, "", where);
    root.onlyKeys({"budgets", "pins", "span_bounds", "exclude", "max_rules_per_layer", "weights"});
    constexpr int kMost = 1 << 20;
    Constraints out;
    each(root, "budgets", [&](const Node &n) { out.budgets.push_back(readBudget(n)); });
    each(root, "pins", [&](const Node &n) {
        out.pins.push_back(
            {n["layer"].integer(0, kMost), n["unit"].integer(0, kMost), {n["alpha"].number(), n["beta"].density()}});
    });
    each(root, "span_bounds", [&](const Node &n) { out.spanBounds.push_back(readSpanBound(n, kMost, kMost)); });
    each(root, "exclude",
         [&](const Node &n) { out.exclude.emplace_back(n["layer"].integer(0, kMost), n["unit"].integer(0, kMost)); });
    if (root.has("max_rules_per_layer")) out.maxRulesPerLayer = root["max_rules_per_layer"].integer(0, kMost);
    if (root.has("weights")) {
        const auto weights = root["weights"];
        for (const auto &[length, value] : json["weights"].items()) {
            int n = 0;
            const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), n);
            if (error != std::errc() || end != length.data() + length.size() || n < kBlock || n % kBlock != 0)
                weights.refuse("'" + length + "' is no length (a multiple of 64)");
            out.weights.emplace_back(n, weights[length.c_str()].number());
        }
    }
    return out;
}

}  // namespace moa::engine

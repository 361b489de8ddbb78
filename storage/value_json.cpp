#include "storage/value_json.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "engine/values/limits.h"
#include "storage/figures.h"

namespace moa::storage {

using nlohmann::json;

namespace {

// Fields of another type and lengths that are no numbers are damage like any other.
template <class Read>
void readFields(Statement &statement, Read &&read) {
    const auto fields = readJsonColumn(statement);
    try {
        read(fields);
    } catch (const json::exception &error) {
        statement.refuseDamaged(error.what());
    } catch (const std::domain_error &error) {
        statement.refuseDamaged(error.what());
    }
}

// A whole number of at least `least`: JSON's numbers are wider than T, and fractions would be cut.
template <class T>
T whole(const json &value, const std::string &name, T least = 0) {
    const bool fits = value.is_number_unsigned()
                          ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<T>::max())
                          : value.is_number_integer() && value.get<std::int64_t>() >= least;
    if (!fits) throw std::domain_error("'" + name + "' is no whole number, or out of its range");
    return value.get<T>();
}
template <class T>
void read(const json &object, const char *key, T &field, T least = 0) {
    field = whole<T>(object.at(key), key, least);
}

int lengthOf(const std::string &text) {
    int length = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (error != std::errc() || end != text.data() + text.size() || length < 0)
        throw std::domain_error("'" + text + "' is no length");
    return length;
}

void fillFacts(const json &j, engine::ModelFacts &f) {
    f.format = j.at("format");
    f.architecture = j.at("architecture");
    read(j, "layers", f.layers);
    read(j, "heads", f.heads);
    read(j, "kv_heads", f.kvHeads);
    read(j, "head_dim", f.headDim);
    read(j, "hidden", f.hidden);
    read(j, "intermediate", f.intermediate);
    read(j, "vocab", f.vocab);
    read(j, "max_position", f.maxPosition);
    f.normEps = j.at("norm_eps");
    f.tiedOutput = j.at("tied_output");
    f.attentionBias = j.at("attention_bias");
    f.qkNorm = j.at("qk_norm");
    // Projects of the first version lack these.
    f.outputBias = j.value("output_bias", false);
    f.mlpBias = j.value("mlp_bias", false);
    if (j.contains("sliding_window")) read(j, "sliding_window", f.slidingWindow);
    if (j.contains("no_rope_layers"))
        for (const auto &layer : j.at("no_rope_layers")) f.noRopeLayers.push_back(whole<int>(layer, "no_rope_layers"));
    const auto &rope = j.at("rope");
    f.rope = {rope.at("type"),
              rope.at("theta"),
              rope.at("factor"),
              rope.at("low_freq_factor"),
              rope.at("high_freq_factor"),
              whole<std::int64_t>(rope.at("original_max_position"), "original_max_position"),
              rope.at("attention_factor"),
              rope.at("beta_fast"),
              rope.at("beta_slow"),
              rope.value("truncate", true)};
    for (const auto &id : j.at("end_tokens")) f.endTokens.push_back(whole<int>(id, "end_tokens"));
    read(j, "begin_token", f.beginToken, -1);
    read(j, "parameters", f.parameters);
    for (const auto &[dtype, values] : j.at("weight_dtypes").items())
        f.weightDtypes[dtype] = whole<std::int64_t>(values, dtype);
    f.tokenizer = j.at("tokenizer");
    f.chatTemplate = j.at("template");
    f.fingerprint = j.at("fingerprint");
}

void fillRun(const json &j, engine::EvaluationRun &run) {
    run.settings = j.at("settings").get<std::map<std::string, std::string>>();
    for (const auto &[length, d] : j.at("densities").items())
        run.densities[lengthOf(length)] = {d.at(0), d.at(1), d.at(2), d.at(3)};
    read(j, "kv_bytes", run.kvBytes);
    read(j, "dense_kv_bytes", run.denseKvBytes);
    read(j, "allowance", run.allowance);
    run.seconds = j.at("seconds");
}

// `place` is the way to `value` from the whole, such as "densities/1024/0".
void requireFinite(const json &value, const std::string &owner, const std::string &place) {
    if (value.is_number_float() && !std::isfinite(value.get<double>()))
        refuseFigure(owner, "its entry '" + place + "' is not finite");
    if (!value.is_structured()) return;
    for (const auto &[key, part] : value.items()) requireFinite(part, owner, place.empty() ? key : place + "/" + key);
}

}  // namespace

std::string toText(const json &value, const std::string &owner) {
    requireFinite(value, owner, "");
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json readJsonColumn(Statement &statement) {
    const auto text = statement.text();
    std::uint64_t values = 0;
    const engine::JsonLimits limits;
    const auto watch = [&](int depth, json::parse_event_t event, const json &) {
        if (depth > limits.depth) statement.refuseDamaged("a text is nested too deep");
        if (event != json::parse_event_t::key && ++values > limits.values)
            statement.refuseDamaged("a text is too long");
        return true;
    };
    auto value = json::parse(text, watch, false);
    if (value.is_discarded()) statement.refuseDamaged("a text is no JSON");
    return value;
}

json toJson(const engine::ModelFacts &f) {
    return {{"format", f.format},
            {"architecture", f.architecture},
            {"layers", f.layers},
            {"heads", f.heads},
            {"kv_heads", f.kvHeads},
            {"head_dim", f.headDim},
            {"hidden", f.hidden},
            {"intermediate", f.intermediate},
            {"vocab", f.vocab},
            {"max_position", f.maxPosition},
            {"norm_eps", f.normEps},
            {"tied_output", f.tiedOutput},
            {"attention_bias", f.attentionBias},
            {"output_bias", f.outputBias},
            {"mlp_bias", f.mlpBias},
            {"sliding_window", f.slidingWindow},
            {"no_rope_layers", f.noRopeLayers},
            {"qk_norm", f.qkNorm},
            {"rope",
             {{"type", f.rope.type},
              {"theta", f.rope.theta},
              {"factor", f.rope.factor},
              {"low_freq_factor", f.rope.lowFreqFactor},
              {"high_freq_factor", f.rope.highFreqFactor},
              {"original_max_position", f.rope.originalMaxPosition},
              {"attention_factor", f.rope.attentionFactor},
              {"beta_fast", f.rope.betaFast},
              {"beta_slow", f.rope.betaSlow},
              {"truncate", f.rope.truncate}}},
            {"end_tokens", f.endTokens},
            {"begin_token", f.beginToken},
            {"parameters", f.parameters},
            {"weight_dtypes", f.weightDtypes},
            {"tokenizer", f.tokenizer},
            {"template", f.chatTemplate},
            {"fingerprint", f.fingerprint}};
}

engine::ModelFacts readModelFacts(Statement &statement) {
    engine::ModelFacts facts;
    readFields(statement, [&](const json &fields) { fillFacts(fields, facts); });
    return facts;
}

json runFacts(const engine::EvaluationRun &run) {
    json densities = json::object();
    for (const auto &[length, d] : run.densities) densities[std::to_string(length)] = {d.kv, d.causal, d.raw, d.cache};
    return {{"settings", run.settings},           {"densities", densities},     {"kv_bytes", run.kvBytes},
            {"dense_kv_bytes", run.denseKvBytes}, {"allowance", run.allowance}, {"seconds", run.seconds}};
}

void readRunFacts(Statement &statement, engine::EvaluationRun &run) {
    readFields(statement, [&](const json &fields) { fillRun(fields, run); });
}

}  // namespace moa::storage

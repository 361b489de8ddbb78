#include "storage/value_json.h"

#include <cmath>
#include <stdexcept>
#include <string>

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
    } catch (const std::logic_error &error) {  // std::stoi
        statement.refuseDamaged(std::string("a length is no number, ") + error.what());
    }
}

void fillFacts(const json &j, engine::ModelFacts &f) {
    f.format = j.at("format");
    f.architecture = j.at("architecture");
    f.layers = j.at("layers");
    f.heads = j.at("heads");
    f.kvHeads = j.at("kv_heads");
    f.headDim = j.at("head_dim");
    f.hidden = j.at("hidden");
    f.intermediate = j.at("intermediate");
    f.vocab = j.at("vocab");
    f.maxPosition = j.at("max_position");
    f.normEps = j.at("norm_eps");
    f.tiedOutput = j.at("tied_output");
    f.attentionBias = j.at("attention_bias");
    f.qkNorm = j.at("qk_norm");
    // Projects of the first version lack these.
    f.outputBias = j.value("output_bias", false);
    f.mlpBias = j.value("mlp_bias", false);
    f.slidingWindow = j.value("sliding_window", std::int64_t{0});
    f.noRopeLayers = j.value("no_rope_layers", std::vector<int>{});
    const auto &rope = j.at("rope");
    f.rope = {rope.at("type"),
              rope.at("theta"),
              rope.at("factor"),
              rope.at("low_freq_factor"),
              rope.at("high_freq_factor"),
              rope.at("original_max_position"),
              rope.at("attention_factor"),
              rope.at("beta_fast"),
              rope.at("beta_slow"),
              rope.value("truncate", true)};
    f.endTokens = j.at("end_tokens").get<std::vector<int>>();
    f.beginToken = j.at("begin_token");
    f.parameters = j.at("parameters");
    f.weightDtypes = j.at("weight_dtypes").get<std::map<std::string, std::int64_t>>();
    f.tokenizer = j.at("tokenizer");
    f.chatTemplate = j.at("template");
    f.fingerprint = j.at("fingerprint");
}

void fillRun(const json &j, engine::EvaluationRun &run) {
    run.settings = j.at("settings").get<std::map<std::string, std::string>>();
    for (const auto &[length, d] : j.at("densities").items())
        run.densities[std::stoi(length)] = {d.at(0), d.at(1), d.at(2), d.at(3)};
    run.kvBytes = j.at("kv_bytes");
    run.denseKvBytes = j.at("dense_kv_bytes");
    run.allowance = j.at("allowance");
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
    auto value = json::parse(text, nullptr, false);
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

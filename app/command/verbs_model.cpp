// moa model info | logits, moa generate
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "app/command/context.h"
#include "engine/calibrate/data_reader.h"
#include "engine/formats/json_reader.h"
#include "engine/formats/safetensors_writer.h"
#include "engine/plan/plan_json.h"
#include "engine/values/error.h"

namespace moa::command {

using namespace engine;
using nlohmann::json;

namespace {

struct TextInput {
    std::string ids;
    std::string text;
    std::string textFile;
    std::string messages;

    void addTo(CLI::App *verb, bool withText, bool withMessages) {
        auto *group = verb->add_option_group("input");
        group->add_option("--ids", ids, "File of token ids");
        group->add_option("--text-file", textFile, "File of text");
        if (withText) group->add_option("--text", text, "Text");
        if (withMessages) group->add_option("--messages", messages, "JSON list of {role, content}");
        group->require_option(1);
    }

    [[nodiscard]] std::vector<std::int32_t> read(ModelBundle &bundle) const {
        if (!ids.empty()) return readIdsFile(ids);
        if (!messages.empty())
            return bundle.tokenizer().encode(renderChat(bundle.needChat(), readMessages(messages), true).text);
        return encodeForModel(bundle.tokenizer(), textFile.empty() ? text : readText(textFile),
                              bundle.options().encode);
    }
};

json infoJson(const ModelFacts &f) {
    json rope = {{"type", f.rope.type}, {"theta", f.rope.theta}, {"factor", f.rope.factor}};
    if (f.rope.originalMaxPosition > 0) rope["original_max_position"] = f.rope.originalMaxPosition;
    if (f.rope.type == "yarn") {
        rope["attention_factor"] = f.rope.attentionFactor;
        rope["beta_fast"] = f.rope.betaFast;
        rope["beta_slow"] = f.rope.betaSlow;
    }
    if (!f.noRopeLayers.empty()) rope["layers_without"] = f.noRopeLayers;
    return {{"architecture", f.architecture},
            {"format", f.format},
            {"layers", f.layers},
            {"heads", f.heads},
            {"kv_heads", f.kvHeads},
            {"head_dim", f.headDim},
            {"hidden", f.hidden},
            {"intermediate", f.intermediate},
            {"vocab", f.vocab},
            {"max_position", f.maxPosition},
            {"sliding_window", f.slidingWindow},
            {"rope", rope},
            {"parameters", f.parameters},
            {"weight_dtypes", f.weightDtypes},
            {"tied_output", f.tiedOutput},
            {"tokenizer", f.tokenizer},
            {"template", f.chatTemplate},
            {"begin_token", f.beginToken},
            {"end_tokens", f.endTokens},
            {"fingerprint", f.fingerprint}};
}

std::string infoText(const ModelFacts &f) {
    return fmt::format(
        "{} ({}), {:.1f} million parameters\n{} layers, {} query heads, {} kv heads of {}; hidden {}, vocabulary {}, "
        "{} positions\n"
        "rope {} {:g}, tokenizer {}, template {}\nfingerprint {}",
        f.architecture, f.format, static_cast<double>(f.parameters) / 1e6, f.layers, f.heads, f.kvHeads, f.headDim,
        f.hidden, f.vocab, f.maxPosition, f.rope.type, f.rope.theta, f.tokenizer, f.chatTemplate, f.fingerprint);
}

json topLogits(const LogitRows &rows, int count) {
    json top = json::array();
    for (std::size_t at = 0; at * static_cast<std::size_t>(rows.vocab) < rows.values.size(); ++at) {
        const float *row = rows.values.data() + at * static_cast<std::size_t>(rows.vocab);
        std::vector<std::int32_t> order(static_cast<std::size_t>(rows.vocab));
        std::iota(order.begin(), order.end(), 0);
        const auto kept = static_cast<std::ptrdiff_t>(std::min<std::int64_t>(count, rows.vocab));
        std::partial_sort(order.begin(), order.begin() + kept, order.end(),
                          [row](auto a, auto b) { return row[a] > row[b] || (row[a] == row[b] && a < b); });
        order.resize(static_cast<std::size_t>(kept));
        std::vector<float> logits;
        for (const auto id : order) logits.push_back(row[id]);
        top.push_back(
            {{"position", rows.firstRow + static_cast<std::int64_t>(at)}, {"ids", order}, {"logits", logits}});
    }
    return top;
}

SpanPolicy spansOf(ModelBundle &bundle, const std::string &plan, double uniform) {
    const auto &facts = bundle.files().facts();
    if (!plan.empty()) return SpanPolicy::ofPlan(facts, readPlan(plan), plan);
    return uniform > 0 ? SpanPolicy::uniform(facts, uniform) : SpanPolicy::dense(facts);
}

void addLogits(CLI::App *model, Context &context) {
    struct Options {
        std::string model, plan, out;
        TextInput input;
        int top = 5;
        std::int64_t last = 1;
    };
    auto o = std::make_shared<Options>();
    auto *verb = model->add_subcommand("logits", "One forward pass: losses and top logits");
    verb->add_option("model", o->model)->required();
    o->input.addTo(verb, true, false);
    verb->add_option("--top", o->top, "Logits shown a position")->check(CLI::PositiveNumber);
    verb->add_option("--last", o->last, "Positions shown, from the end")->check(CLI::NonNegativeNumber);
    verb->add_option("--plan", o->plan, "Plan file to run with");
    verb->add_option("--out", o->out, "All logits into a safetensors file");
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) -> Answer {
            ModelBundle bundle(o->model, context.job());
            const auto ids = o->input.read(bundle);
            checkIds(bundle.files().facts(), ids);
            const Runtime runtime(bundle.model(progress), spansOf(bundle, o->plan, 0), bundle.options().prefill);
            const auto n = static_cast<std::int64_t>(ids.size());
            auto scores = runtime.score(ids, o->out.empty() ? std::min(o->last, n) : n, progress);
            if (!o->out.empty()) {
                const std::vector<NamedTensor> tensors = {
                    {"logits", Dtype::F32, {n, scores.logits.vocab}, std::as_bytes(std::span(scores.logits.values))}};
                writeSafetensors(o->out, tensors);
                const auto skip = std::max<std::int64_t>(n - o->last, 0);
                scores.logits.firstRow = skip;
                scores.logits.values.erase(scores.logits.values.begin(),
                                           scores.logits.values.begin() + skip * scores.logits.vocab);
            }
            const double loss = scores.nll.empty() ? 0
                                                   : std::accumulate(scores.nll.begin(), scores.nll.end(), 0.0) /
                                                         static_cast<double>(scores.nll.size());
            Answer answer;
            answer.json = {{"input_ids", ids},
                           {"nll", scores.nll},
                           {"loss", scores.nll.empty() ? json() : json(loss)},
                           {"top", topLogits(scores.logits, o->top)}};
            answer.text = fmt::format("{} tokens, mean loss {:.6g} nats, perplexity {:.6g}", n, loss, std::exp(loss));
            return answer;
        };
    });
}

void addGenerate(CLI::App &app, Context &context) {
    struct Options {
        std::string model, plan;
        TextInput input;
        std::int64_t maxNew = 128;
        bool ignoreEnd = false;
        double uniform = 0;
        double temperature = 0;
        double topP = 1;
    };
    auto o = std::make_shared<Options>();
    auto *verb = app.add_subcommand("generate", "Continue a text, dense or with a plan");
    verb->add_option("model", o->model)->required();
    o->input.addTo(verb, false, true);
    verb->add_option("--max-new", o->maxNew, "New tokens at most: the allowance m")->check(CLI::PositiveNumber);
    verb->add_flag("--ignore-end", o->ignoreEnd, "Do not stop at end tokens");
    auto *temperature = verb->add_option(
        "--temperature", o->temperature,
        "Tokens are drawn by --seed from softmax(logits / T); 0, the default: greedy, the likeliest token");
    verb->add_option("--top-p", o->topP, "Of the likeliest tokens that hold this share of the probability only")
        ->needs(temperature);
    auto *plan = verb->add_option("--plan", o->plan, "Plan file to run with");
    verb->add_option("--uniform", o->uniform, "Uniform density instead")->excludes(plan);
    verb->callback([o, &context] {
        context.verb = [o, &context](Progress &progress) -> Answer {
            const Sampling sampling{o->temperature, o->topP, context.seed};
            checkSampling(sampling);  // before the weights are read
            ModelBundle bundle(o->model, context.job());
            const std::vector<std::vector<std::int32_t>> prompts = {o->input.read(bundle)};
            const bool byIds = !o->input.ids.empty();
            std::vector<std::int32_t> stops(bundle.files().facts().endTokens.begin(),
                                            bundle.files().facts().endTokens.end());
            if (!byIds) stops = bundle.stops();
            if (o->ignoreEnd) stops.clear();
            const Runtime runtime(bundle.model(progress), spansOf(bundle, o->plan, o->uniform),
                                  bundle.options().prefill);
            const auto decoded = runtime.decode(prompts, {o->maxNew, stops, sampling}, progress);
            const auto &row = decoded.rows.front();
            std::string text;
            try {
                text = bundle.tokenizer().decode(row.ids);
            } catch (const Error &) {  // a tokenizer that is not read: ids only
                if (!byIds) throw;
            }
            Answer answer;
            answer.json = {{"prompt_tokens", row.promptTokens},
                           {"ids", row.ids},
                           {"margins", row.margins},
                           {"text", text},
                           {"seconds_prefill", decoded.secondsPrefill},
                           {"seconds_decode", decoded.secondsDecode},
                           {"kv_bytes", row.kvBytes},
                           {"dense_kv_bytes", runtime.denseKvBytes(row.promptTokens + o->maxNew)},
                           {"temperature", sampling.temperature},
                           {"top_p", sampling.topP},
                           {"seed", sampling.seed},
                           {"plan", runtime.spans().name()}};
            answer.text = text;
            return answer;
        };
    });
}

}  // namespace

void addModelVerbs(CLI::App &app, Context &context) {
    auto *model = app.add_subcommand("model", "Look into a model");
    model->require_subcommand(1);
    auto path = std::make_shared<std::string>();
    auto *info = model->add_subcommand("info", "What the headers say");
    info->add_option("model", *path, "Folder or .gguf file")->required();
    info->callback([path, &context] {
        context.verb = [path, &context](Progress &) -> Answer {
            const auto facts = ModelBundle(*path, context.job()).facts();
            return {infoJson(facts), infoText(facts), 0};
        };
    });
    addLogits(model, context);
    addGenerate(app, context);
}

}  // namespace moa::command

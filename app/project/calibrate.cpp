#include <algorithm>

#include "app/project/project.h"
#include "engine/calibrate/data_reader.h"

namespace moa {

using namespace engine;

namespace {

constexpr std::int64_t kAlignedTokens = 256;  // an aligned answer has at most this many

// The answers of a conversation as the dense model writes them. A marked answer stays marked where the new text has it.
void align(TextSample &sample, ModelBundle &bundle, Progress &progress) {
    const auto &chat = bundle.needChat();
    const auto &tokenizer = bundle.tokenizer();
    const Runtime runtime(bundle.model(progress), SpanPolicy::dense(bundle.files().facts()), Prefill::Token);
    const auto stops = bundle.stops();
    for (std::size_t m = 0; m < sample.messages.size(); ++m) {
        auto &message = sample.messages[m];
        if (message.role != "assistant") continue;
        const auto before = std::span(sample.messages).first(m);
        const std::vector<std::vector<std::int32_t>> prompts = {tokenizer.encode(renderChat(chat, before, true).text)};
        auto ids = runtime.decode(prompts, {kAlignedTokens, stops}, progress).rows.front().ids;
        if (!ids.empty() && std::ranges::find(stops, ids.back()) != stops.end()) ids.pop_back();
        message.content = tokenizer.decode(ids);
        if (message.content.find(message.answer) == std::string::npos) message.answer.clear();
    }
}

}  // namespace

CalibrationSet Project::calibrate(const CalibrateRequest &request, Progress &progress) {
    ModelBundle opened(request.model, options_);
    std::vector<std::vector<TextSample>> files;
    for (const auto &path : request.data) files.push_back(readTextData(path));
    if (request.align)
        for (auto &file : files)
            for (std::size_t i = 0; i < file.size(); ++i) {
                progress.report("align", static_cast<double>(i) / static_cast<double>(file.size()), file[i].id);
                align(file[i], opened, progress);
            }
    SampleOptions options;
    options.lengths = request.lengths.empty() ? std::vector{1024, 2048, 4096} : request.lengths;
    options.samplesPerLength = request.samples;
    options.encode = options_.encode;
    auto set = buildSamples(files, opened.tokenizer(), opened.chat(), options, progress);
    file_.setModel(opened.facts());
    file_.setSetting("created", nowUtc());
    file_.setSetting("aligned", request.align ? "yes" : "no");
    file_.setSamples(set.samples);
    bundle_.emplace(std::move(opened));
    return set;
}

}  // namespace moa

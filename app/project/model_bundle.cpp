#include "app/project/model_bundle.h"

#include "engine/values/error.h"

namespace moa {

using namespace engine;

ModelBundle::ModelBundle(const std::filesystem::path &path, JobOptions options)
    : options_(std::move(options)), files_(ModelFiles::open(path)) {
    chat_ = options_.chatTemplate.empty() ? recogniseChatTemplate(chatTemplateText(files_))
                                          : &chatTemplateByName(options_.chatTemplate);
}

const Tokenizer &ModelBundle::tokenizer() {
    if (!tokenizer_) tokenizer_ = openTokenizer(files_);
    return *tokenizer_;
}

const ChatTemplate &ModelBundle::needChat() const {
    if (chat_ == nullptr)
        throw Error("The conversation cannot be encoded", files_.path().string(),
                    "the model's chat template is not known", "Name one with --template: " + chatTemplateNames() + ".");
    return *chat_;
}

const Model &ModelBundle::model(Progress &progress) {
    if (!model_) model_ = Model::load(files_, options_.compute, progress);
    return *model_;
}

RuntimeSubject ModelBundle::subject(const SpanPolicy &spans, Prefill prefill, Progress &progress) {
    return RuntimeSubject(Runtime(model(progress), spans, prefill));
}

std::vector<std::int32_t> ModelBundle::stops() {
    if (chat_ != nullptr) return stopTokens(*chat_, tokenizer(), files_.facts());
    return {files_.facts().endTokens.begin(), files_.facts().endTokens.end()};
}

}  // namespace moa

// A model with everything that text needs: files, tokenizer, chat template, and the weights once they are asked for.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/formats/model_files.h"
#include "engine/model/model.h"
#include "engine/runtime/runtime_subject.h"
#include "engine/tokenizer/chat_template.h"
#include "engine/tokenizer/tokenizer.h"

namespace moa {

// What holds for a whole job.
struct JobOptions {
    engine::ComputeOptions compute;
    engine::Prefill prefill = engine::Prefill::Token;
    engine::EncodeOptions encode = {true, true};
    std::uint64_t seed = 0;
    std::string chatTemplate;  // empty: recognised from the model
    std::string command;       // as it was typed; a project that is written to remembers it
};

class ModelBundle {
public:
    // Reads headers only. Throws moa::Error for what is no model.
    ModelBundle(const std::filesystem::path &path, JobOptions options);

    [[nodiscard]] const engine::ModelFiles &files() const noexcept { return files_; }
    [[nodiscard]] engine::ModelFacts facts() const { return engine::completeFacts(files_); }
    [[nodiscard]] const JobOptions &options() const noexcept { return options_; }
    // Throws moa::Error when the tokenizer is of a kind that is not read.
    [[nodiscard]] const engine::Tokenizer &tokenizer();
    // nullptr when no template is named and none recognised.
    [[nodiscard]] const engine::ChatTemplate *chat() const noexcept { return chat_; }
    // The same as a reference; throws moa::Error naming --template.
    [[nodiscard]] const engine::ChatTemplate &needChat() const;
    // Loads the weights at the first call.
    [[nodiscard]] const engine::Model &model(Progress &progress);
    [[nodiscard]] engine::RuntimeSubject subject(const engine::SpanPolicy &spans, engine::Prefill prefill,
                                                 Progress &progress);
    [[nodiscard]] std::vector<std::int32_t> stops();

private:
    JobOptions options_;
    engine::ModelFiles files_;
    std::unique_ptr<engine::Tokenizer> tokenizer_;
    const engine::ChatTemplate *chat_ = nullptr;
    std::optional<engine::Model> model_;
};

}  // namespace moa

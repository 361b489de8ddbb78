// Named chat templates: the text each one writes, and how they are recognised.
#include <QTest>
#include <algorithm>
#include <filesystem>

#include "engine/tokenizer/chat_template.h"
#include "engine/values/error.h"
#include "support/golden.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

class TestChatTemplate : public QObject {
    Q_OBJECT

private:
    // One range a message, ascending, each of the content less the white space around it; ends follow contents.
    static void checkRanges(const RenderedChat &rendered, const std::vector<Message> &messages) {
        QCOMPARE(rendered.contents.size(), messages.size());
        QCOMPARE(rendered.ends.size(), messages.size());
        std::size_t at = 0;
        for (std::size_t i = 0; i < messages.size(); ++i) {
            const auto range = rendered.contents[i];
            QVERIFY(range.begin >= at && range.end >= range.begin && range.end <= rendered.text.size());
            const auto text = rendered.text.substr(range.begin, range.end - range.begin);
            QVERIFY(messages[i].content.find(text) != std::string::npos);
            // All of it, but for white space and for system texts that move into a user's message.
            const auto whole = QString::fromStdString(messages[i].content).trimmed();
            if (messages[i].role != "system") QCOMPARE(QString::fromStdString(text).trimmed(), whole);
            QCOMPARE(rendered.ends[i].begin, range.end);
            QVERIFY(rendered.ends[i].end <= rendered.text.size());
            at = rendered.ends[i].end;
        }
    }

private Q_SLOTS:
    void everyTemplateWritesItsGolden_data() {
        QTest::addColumn<int>("row");
        int row = 0;
        for (const auto &entry : readGoldenJson("chat/templates.json"))
            QTest::newRow(entry["name"].get<std::string>().c_str()) << row++;
    }

    // By transformers, from the published texts, by which templates are recognised too.
    void everyTemplateWritesItsGolden() {
        QFETCH(int, row);
        const auto entry = readGoldenJson("chat/templates.json")[static_cast<std::size_t>(row)];
        const auto &chat = chatTemplateByName(entry["name"].get<std::string>());
        QCOMPARE(recogniseChatTemplate(entry["jinja"].get<std::string>()), &chat);
        for (const auto &one : entry["cases"]) {
            std::vector<Message> messages;
            for (const auto &m : one["messages"]) messages.push_back({m["role"], m["content"], ""});
            const auto render = [&] { return renderChat(chat, messages, one["generation"]); };
            if (one["text"].is_null()) {
                QVERIFY(errorOf([&] { static_cast<void>(render()); }));
                continue;
            }
            const auto rendered = render();
            QCOMPARE(rendered.text, one["text"].get<std::string>());
            checkRanges(rendered, messages);
        }
    }

    // Of Qwen3: kept behind the last question of a user, dropped before it.
    void thoughtsAreWrittenAsTheTemplateDoes() {
        for (const auto &entry : readGoldenJson("chat/templates.json"))
            for (const auto &one : entry.value("thoughts", nlohmann::json::array())) {
                std::vector<Message> messages;
                for (const auto &m : one["messages"]) messages.push_back({m["role"], m["content"], ""});
                const auto rendered =
                    renderChat(chatTemplateByName(entry["name"].get<std::string>()), messages, one["generation"]);
                QCOMPARE(rendered.text, one["text"].get<std::string>());
                QCOMPARE(rendered.contents.size(), messages.size());
            }
    }

    // A thought the model had is part of its answer, the empty one of the template is not.
    void rangesHoldTheThoughtsOfTheModel() {
        const auto answerOf = [](const char *content) {
            const std::vector<Message> messages = {{"user", "?", ""}, {"assistant", content, ""}};
            const auto rendered = renderChat(chatTemplateByName("qwen3"), messages, false);
            return rendered.text.substr(rendered.contents[1].begin,
                                        rendered.contents[1].end - rendered.contents[1].begin);
        };
        QCOMPARE(answerOf("Yes."), std::string("Yes."));
        QCOMPARE(answerOf("<think>\nHm.\n</think>\n\nYes."), std::string("<think>\nHm.\n</think>\n\nYes."));
    }

    void systemTextsThatWouldChangeTheTemplateAreRefused() {
        const auto &smol = chatTemplateByName("smollm3");
        for (const char *system : {"/no_think", "Be short. /think", "/system_override You are a cat."}) {
            const std::vector<Message> messages = {{"system", system, ""}, {"user", "Hi", ""}};
            const auto error = errorOf([&] { static_cast<void>(renderChat(smol, messages, true)); });
            QVERIFY(error);
            QCOMPARE(error->where(), std::string("message 1"));
        }
        const std::vector<Message> late = {{"user", "Hi", ""}, {"system", "Be short.", ""}};
        QVERIFY(errorOf([&] { static_cast<void>(renderChat(smol, late, true)); }));
        const std::vector<Message> blank = {{"system", " \n", ""}, {"user", "Hi", ""}};
        QCOMPARE(renderChat(smol, blank, true).text, renderChat(smol, std::span(blank).subspan(1), true).text);
    }

    void everyNamedTemplateHasAGolden() {
        std::string names;
        for (const auto &entry : readGoldenJson("chat/templates.json"))
            names += entry["name"].get<std::string>() + ", ";
        QCOMPARE(chatTemplateNames(), names + "plain");
    }

    void plainWritesContentsInLines() {
        const std::vector<Message> messages = {{"user", " Hi ", ""}, {"assistant", "Yes", ""}};
        QCOMPARE(renderChat(chatTemplateByName("plain"), messages, true).text, std::string(" Hi \nYes\n"));
    }

    void systemTextGoesWhereTheTemplateSays() {
        const std::vector<Message> messages = {{"system", "Short.", ""}, {"user", "Hi", ""}};
        const auto llama2 = renderChat(chatTemplateByName("llama2"), messages, true);
        QCOMPARE(llama2.text, std::string("<s>[INST] <<SYS>>\nShort.\n<</SYS>>\n\nHi [/INST]"));
        QCOMPARE(llama2.text.substr(llama2.contents[1].begin), std::string("Hi [/INST]"));
        QCOMPARE(renderChat(chatTemplateByName("vicuna"), messages, true).text,
                 std::string("<s>Short. USER: Hi ASSISTANT:"));
        QCOMPARE(renderChat(chatTemplateByName("vicuna"), std::span(messages).subspan(1), true).contents.size(),
                 std::size_t{1});
    }

    void emptyConversationsAndContentsAreWritten() {
        for (const auto &entry : readGoldenJson("chat/templates.json")) {
            const auto &chat = chatTemplateByName(entry["name"].get<std::string>());
            QVERIFY(renderChat(chat, {}, false).contents.empty());
            std::vector<Message> messages = {{"system", "", ""}, {"user", " \n", ""}, {"assistant", "", ""}};
            if (chat.systemPlace == ChatTemplate::SystemPlace::Nowhere) messages.erase(messages.begin());
            checkRanges(renderChat(chat, messages, false), messages);
        }
    }

    void smolLm2RendersItsFixture() {
        const auto golden = readGoldenJson("smollm2/chat.json");
        std::vector<Message> messages;
        for (const auto &m : golden["messages"]) messages.push_back({m["role"], m["content"], ""});
        QCOMPARE(renderChat(chatTemplateByName("smollm2"), messages, true).text, golden["prompt"].get<std::string>());
    }

    void anOwnSystemMessageReplacesTheDefault() {
        const std::vector<Message> messages = {{"system", "Be short.", ""}};
        QCOMPARE(renderChat(chatTemplateByName("smollm2"), messages, false).text,
                 std::string("<|im_start|>system\nBe short.<|im_end|>\n"));
    }

    void modelsAreRecognisedBySignature() {
        QCOMPARE(completeFacts(ModelFiles::open(sampleModel())).chatTemplate, std::string("sample"));
        QCOMPARE(completeFacts(ModelFiles::open(dataPath("tiny/llama_linear_rope"))).chatTemplate,
                 std::string("unknown"));
        if (!std::filesystem::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        QCOMPARE(completeFacts(ModelFiles::open(MOA_SMOLLM2_GGUF)).chatTemplate, std::string("smollm2"));
    }

    void damagedTemplatesLeaveTheModelUsable() {
        const Scratch scratch;
        std::filesystem::copy(dataPath("tiny/qwen2"), scratch.path("model"));
        for (const char *text : {"{", "[]", "{\"chat_template\": 3}", "{\"chat_template\": [{\"name\": 3}]}",
                                 "{\"chat_template\": [{\"name\": \"default\", \"template\": {}}]}"}) {
            scratch.write("model/tokenizer_config.json", text);
            QCOMPARE(completeFacts(ModelFiles::open(scratch.path("model"))).chatTemplate, std::string("unknown"));
        }
        scratch.write("model/tokenizer_config.json",
                      R"({"chat_template": [{"name": "default", "template": "<|im_start|><|im_end|>"}]})");
        QCOMPARE(completeFacts(ModelFiles::open(scratch.path("model"))).chatTemplate, std::string("chatml"));
        scratch.write("model/tokenizer.json", "{\"model\": ");
        QVERIFY(completeFacts(ModelFiles::open(scratch.path("model"))).tokenizer.starts_with("unsupported"));
        std::filesystem::remove(scratch.path("model/tokenizer.json"));
        QVERIFY(completeFacts(ModelFiles::open(scratch.path("model"))).tokenizer.starts_with("unsupported"));
    }

    // Message texts are data: what they mean is up to the encoder's options.
    void markersInsideContentsFollowTheEncoder() {
        const auto tokenizer = openTokenizer(ModelFiles::open(sampleModel()));
        const std::vector<Message> messages = {{"user", "a<|end|>b", ""}};
        const auto chat = renderChat(chatTemplateByName("sample"), messages, false);
        QCOMPARE(chat.text.substr(chat.contents[0].begin, chat.contents[0].end - chat.contents[0].begin),
                 messages[0].content);
        const auto ends = [&](bool parse) {
            return std::ranges::count(tokenizer->encode(chat.text, {parse, false}), tokenizer->find("<|end|>"));
        };
        QCOMPARE(ends(true), std::ptrdiff_t{2});
        QCOMPARE(ends(false), std::ptrdiff_t{0});
    }

    void nearMissesStayUnknown() {
        QVERIFY(recogniseChatTemplate("") == nullptr);
        QVERIFY(recogniseChatTemplate("{{ system('rm') }}") == nullptr);
        QVERIFY(recogniseChatTemplate("<|im_start|>system\nYou are Qwen<|im_end|>") == nullptr);
        QVERIFY(recogniseChatTemplate("<|start_header_id|><|eot_id|>Cutting Knowledge Date") == nullptr);
        // Another form of the date, an answer that is not known, the ends of Phi 3 and GLM, SmolLM3's name alone.
        QVERIFY(recogniseChatTemplate("<|im_start|>You are a helpful AI assistant named SmolLM, trained by Hugging Face"
                                      "Knowledge Cutoff Date: June 2025") == nullptr);
        QVERIFY(recogniseChatTemplate("<|start_header_id|>Cutting Knowledge Date: December 2023"
                                      "strftime_now 26 Jul 2024") == nullptr);
        QVERIFY(recogniseChatTemplate("'[INST] ' + message['content'] + ' [/INST]' eos_token") == nullptr);
        QVERIFY(recogniseChatTemplate("<|user|>\n<|end|>\n<|assistant|> eos_token") == nullptr);
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(chatTemplateByName("vicuna-2")));
    }

    void unknownNamesNameTheChoices() {
        const auto error = errorOf([] { static_cast<void>(chatTemplateByName("")); });
        QVERIFY(error);
        for (const char *name : {"llama2", "vicuna", "mistral-v1", "zephyr", "plain"})
            QVERIFY(error->remedy().find(name) != std::string::npos);
    }

    void stopTokensHoldEndMarkerAndEndTokens() {
        const auto files = ModelFiles::open(sampleModel());
        const auto tokenizer = openTokenizer(files);
        QCOMPARE(stopTokens(chatTemplateByName("sample"), *tokenizer, files.facts()),
                 (std::vector<std::int32_t>{1, 4}));
    }
};

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "tst_chat_template.moc"

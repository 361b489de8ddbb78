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

private Q_SLOTS:
    void everyTemplateWritesItsGolden_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("golden");
        QTest::newRow("sample") << "sample"
                                << "<|begin_of_text|><|user|>\n Hi <|end|>\n<|assistant|>\nYes<|end|>\n<|assistant|>\n";
        QTest::newRow("smollm2")
            << "smollm2"
            << "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
               "<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\nYes<|im_end|>\n<|im_start|>assistant\n";
        QTest::newRow("llama3")
            << "llama3"
            << "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHi<|eot_id|><|start_header_id|>assistant"
               "<|end_header_id|>\n\nYes<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n";
        QTest::newRow("chatml")
            << "chatml"
            << "<|im_start|>user\n Hi <|im_end|>\n<|im_start|>assistant\nYes<|im_end|>\n<|im_start|>assistant\n";
        QTest::newRow("plain") << "plain"
                               << " Hi \nYes\n";
    }

    void everyTemplateWritesItsGolden() {
        QFETCH(QString, name);
        QFETCH(QString, golden);
        const std::vector<Message> messages = {{"user", " Hi ", ""}, {"assistant", "Yes", ""}};
        const auto chat = renderChat(chatTemplateByName(name.toStdString()), messages, true);
        QCOMPARE(QString::fromStdString(chat.text), golden);
        QCOMPARE(chat.text.substr(chat.contents[1].begin, chat.contents[1].end - chat.contents[1].begin),
                 std::string("Yes"));
        QCOMPARE(chat.ends[1].begin, chat.contents[1].end);
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
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(chatTemplateByName("vicuna-2")));
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

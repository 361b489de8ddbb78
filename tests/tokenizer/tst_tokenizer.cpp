// Tokenizers of models against the tokenizers library and llama.cpp, and files that are wrong.
#include <QElapsedTimer>
#include <QTest>
#include <filesystem>
#include <functional>
#include <random>

#include "engine/formats/json_reader.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/values/error.h"
#include "support/fresh_seed.h"
#include "support/golden.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

std::unique_ptr<Tokenizer> open(const std::filesystem::path &path) {
    return openTokenizer(ModelFiles::open(path));
}

nlohmann::json sampleJson() {
    std::ifstream file(sampleModel() / "tokenizer.json");
    return nlohmann::json::parse(file);
}

}  // namespace

class TestTokenizer : public QObject {
    Q_OBJECT

private:
    void checkRows(const Tokenizer &tokenizer, const std::string &golden, const char *otherKey, EncodeOptions other) {
        for (const auto &row : readGoldenJson(golden)) {
            const auto text = row["text"].get<std::string>();
            const auto ids = row["ids"].get<std::vector<std::int32_t>>();
            QCOMPARE(tokenizer.encode(text), ids);
            QCOMPARE(tokenizer.encode(text, other), row[otherKey].get<std::vector<std::int32_t>>());
            if (row.contains("decoded")) QCOMPARE(tokenizer.decode(ids), row["decoded"].get<std::string>());
        }
    }

private Q_SLOTS:
    void llama3KindMatchesTokenizers() {
        checkRows(*open(dataPath("tiny/llama_gqa_llama3rope")), "tiny/llama_gqa_llama3rope/tokens.json",
                  "ids_with_special", {true, true});
    }
    void llama2KindMatchesTokenizers() {
        checkRows(*open(dataPath("tiny/llama_mha")), "tiny/llama_mha/tokens.json", "ids_with_special", {true, true});
    }
    void qwen2KindMatchesTokenizers() {
        checkRows(*open(dataPath("tiny/qwen2")), "tiny/qwen2/tokens.json", "ids_with_special", {true, true});
    }
    void normalisedPiecesTileTheSource() {
        const auto tokenizer = open(dataPath("tiny/qwen2"));
        const std::string text = "cafe\xCC\x81 o\xCC\x88<|im_end|>\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB x";
        std::size_t at = 0;
        for (const auto &piece : tokenizer->encodePieces(text)) {
            QCOMPARE(piece.begin, at);
            QVERIFY(piece.end >= piece.begin);
            at = piece.end;
        }
        QCOMPARE(at, text.size());
        QCOMPARE(tokenizer->decode(tokenizer->encode(text)),
                 std::string("caf\xC3\xA9 \xC3\xB6<|im_end|>\xED\x95\x9C x"));
    }
    void sampleMatchesTokenizers() {
        checkRows(*open(sampleModel()), "sample/tokens.json", "ids_with_special", {true, true});
    }
    void smolLm2MatchesLlamaCpp() {
        if (!std::filesystem::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        checkRows(*open(MOA_SMOLLM2_GGUF), "smollm2/tokens.json", "ids_special_as_text", {false, false});
    }

    // As in the tokenizers library and llama.cpp: U+80000, of a plane without characters, has no token for its first
    // byte.
    void smolLm2LeavesOutBytesWithoutTokens() {
        if (!std::filesystem::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        const auto tokenizer = open(MOA_SMOLLM2_GGUF);
        QCOMPARE(tokenizer->decode(tokenizer->encode("a\xF2\x80\x80\x80z")),
                 std::string("a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"));
    }

    void piecesTileTheText() {
        std::mt19937 rng(freshSeed());
        const auto tokenizer = open(sampleModel());
        const std::vector<std::string> parts = {"a", "B",       " ", "\n", "é",  "漢",
                                                "7", "<|end|>", "😀", "'s", "  ", "the "};
        for (int round = 0; round < 500; ++round) {
            std::string text;
            for (int i = 0; i < 40; ++i) text += parts[rng() % parts.size()];
            std::size_t at = 0;
            for (const auto &piece : tokenizer->encodePieces(text)) {
                QCOMPARE(piece.begin, at);
                at = piece.end;
            }
            QCOMPARE(at, text.size());
            QCOMPARE(tokenizer->decode(tokenizer->encode(text)), text);
        }
    }

    void beginTokenIsNotAddedTwice() {
        const auto tokenizer = open(sampleModel());
        QCOMPARE(encodeForModel(*tokenizer, "<|begin_of_text|>hello"), encodeForModel(*tokenizer, "hello"));
        QCOMPARE(encodeForModel(*tokenizer, "hello"), tokenizer->encode("hello", {true, true}));
        QCOMPARE(tokenizer->find("<|end|>"), 4);
        QCOMPARE(tokenizer->find("no such token"), -1);
    }

    void aNovelTakesWellUnderASecond() {
        const auto tokenizer = open(sampleModel());
        const auto text = readText(std::filesystem::path(MOA_RESOURCES) / "sample" / "text.txt");
        QElapsedTimer timer;
        timer.start();
        const auto ids = tokenizer->encode(text);
        qInfo() << text.size() << "bytes," << ids.size() << "tokens," << timer.elapsed() << "ms";
        QCOMPARE(tokenizer->decode(ids), text);
        QVERIFY2(timer.elapsed() < 5000, "with sanitizers too");
    }

    void longPiecesTakeNoQuadraticTime() {
        const auto tokenizer = open(sampleModel());
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!tokenizer->encode(std::string(1 << 20, 'a')).empty());
        QVERIFY2(timer.elapsed() < 20'000, "a megabyte of one letter");
    }

    void aFolderWithAModelFileOnlyIsRead() {
        const Scratch scratch;
        std::filesystem::copy(dataPath("tiny/llama_mha"), scratch.path("model"));
        std::filesystem::remove(scratch.path("model/tokenizer.json"));
        const auto files = ModelFiles::open(scratch.path("model"));
        QCOMPARE(completeFacts(files).tokenizer, std::string("SentencePiece BPE"));
        checkRows(*openTokenizer(files), "tiny/llama_mha/tokens.json", "ids_with_special", {true, true});
    }

    void unreadKindsNameTheWayOut() {
        const Scratch scratch;
        std::filesystem::copy(dataPath("tiny/llama_mha"), scratch.path("model"));
        auto json = sampleJson();
        json["model"]["type"] = "Unigram";
        scratch.write("model/tokenizer.json", json.dump());
        const auto files = ModelFiles::open(scratch.path("model"));
        QVERIFY(completeFacts(files).tokenizer.starts_with("unsupported"));
        const auto error = errorOf([&] { static_cast<void>(openTokenizer(files)); });
        QVERIFY(error);
        QVERIFY(error->why().find("Unigram") != std::string::npos);
        QVERIFY(error->remedy().find("--ids") != std::string::npos);
    }

    void stepsThatAreNotReadAreNamed() {
        const auto refusal = [](const char *part, const nlohmann::json &step) {
            auto json = sampleJson();
            json[part] = step;
            const auto error = errorOf([&] { static_cast<void>(bpeFromJson(json, "test")); });
            return error ? error->why() : std::string();
        };
        for (const auto &[part, type] :
             std::vector<std::pair<const char *, const char *>>{{"normalizer", "NFKC"},
                                                                {"normalizer", "BertNormalizer"},
                                                                {"pre_tokenizer", "BertPreTokenizer"},
                                                                {"pre_tokenizer", "UnicodeScripts"},
                                                                {"post_processor", "BertProcessing"},
                                                                {"post_processor", "RobertaProcessing"},
                                                                {"decoder", "WordPiece"}})
            QVERIFY(refusal(part, {{"type", type}}).find(type) != std::string::npos);
        QVERIFY(refusal("decoder", {{"type", "Strip"}, {"content", " "}, {"start", 1e9}, {"stop", 0}}) != "");
        QVERIFY(refusal("normalizer", {{"type", "Sequence"}, {"normalizers", 3}}) != "");
        QVERIFY(refusal("normalizer", {{"type", "Replace"}, {"pattern", {{"String", ""}}}, {"content", "x"}}) != "");
    }

    void hostileFilesAreRefused() {
        const auto good = sampleJson();
        const auto refused = [](const nlohmann::json &json) {
            try {
                const BpeTokenizer tokenizer(bpeFromJson(json, "test"));
                return false;
            } catch (const Error &) {
                return true;
            }
        };
        QVERIFY(!refused(good));
        std::vector<std::function<void(nlohmann::json &)>> attacks = {
            [](auto &j) { j["model"]["vocab"]["x-twice"] = 7; },
            [](auto &j) { j["model"]["vocab"]["far"] = 2'000'000'000; },
            [](auto &j) { j["model"]["vocab"]["negative"] = -1; },
            [](auto &j) { j["model"]["vocab"] = nlohmann::json::array(); },
            [](auto &j) {
                j["model"]["merges"].push_back({"no such", "tokens"});
            },
            [](auto &j) { j["model"]["merges"].push_back("single"); },
            [](auto &j) { j["model"]["merges"].push_back(3); },
            [](auto &j) { j["model"]["type"] = "Unigram"; },
            [](auto &j) { j["model"].erase("merges"); },
            [](auto &j) { j["added_tokens"][0]["content"] = std::string(limits::kTokenBytes + 1, 'x'); },
            [](auto &j) { j["added_tokens"][0]["id"] = -5; },
            [](auto &j) { j["added_tokens"][0]["content"] = ""; },
            [](auto &j) { j["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "(unclosed"; },
            [](auto &j) { j["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "\\C"; },
            [](auto &j) { j["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = "(?=a\\K)"; },
            [](auto &j) { j["pre_tokenizer"]["pretokenizers"].push_back(j["pre_tokenizer"]["pretokenizers"][0]); },
            [](auto &j) { j["pre_tokenizer"] = nullptr; },
            [](auto &j) { j["post_processor"]["special_tokens"] = nlohmann::json::object(); },
            [](auto &j) { j["post_processor"]["type"] = "Strange"; },
            [](auto &j) { j = nlohmann::json::array(); },
            [](auto &j) { j = 3; },
        };
        for (const auto &attack : attacks) {
            auto bad = good;
            attack(bad);
            QVERIFY(refused(bad));
        }
    }

    void textThatIsNoUtf8IsRefused() {
        const auto tokenizer = open(sampleModel());
        for (const char *bad :
             {"\xff", "a\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "tail\xe2\x82"})
            QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(tokenizer->encode(bad)));
        const std::vector<std::int32_t> bad = {1 << 20};
        QVERIFY_THROWS_EXCEPTION(Error, static_cast<void>(tokenizer->decode(bad)));
    }
};

QTEST_GUILESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"

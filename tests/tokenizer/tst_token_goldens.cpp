// Small tokenizers of every kind against the tokenizers and sentencepiece libraries (tests/reference/
// make_token_goldens.py), and GGUF's forms of them.
#include <QElapsedTimer>
#include <QTest>
#include <ctime>
#include <filesystem>
#include <limits>

#include "engine/formats/json_reader.h"
#include "engine/formats/mapped_file.h"
#include "engine/tokenizer/bpe_readers.h"
#include "engine/values/error.h"
#include "support/gguf_builder.h"
#include "support/golden.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

BpeTokenizer openJson(const std::filesystem::path &path) {
    return BpeTokenizer(bpeFromJson(readJson(path), path.string()));
}

BpeDescription sentencePiece(const std::filesystem::path &path, const SentencePieceUse &use = {}) {
    const MappedFile file(path);
    return bpeFromSentencePiece(file.bytes(), use, path.string());
}

std::string readable(const std::vector<std::int32_t> &ids) {
    std::string text;
    for (const auto id : ids) text += std::to_string(id) + " ";
    return text;
}

// A SentencePiece vocabulary as GGUF's converter writes it.
GgufBuilder ggufOf(const BpeDescription &model) {
    GgufBuilder gguf;
    gguf.text("tokenizer.ggml.model", "llama");
    gguf.texts("tokenizer.ggml.tokens", model.tokens);
    const auto numbers = [&](const char *key, Gguf type, const auto &values) {
        std::string bytes;
        GgufBuilder::put(bytes, type);
        GgufBuilder::put(bytes, static_cast<std::uint64_t>(values.size()));
        for (const auto value : values) GgufBuilder::put(bytes, value);
        gguf.raw(key, static_cast<std::uint32_t>(Gguf::Array), bytes);
    };
    numbers("tokenizer.ggml.scores", Gguf::F32, model.scores);
    std::vector<std::int32_t> types;
    for (const auto type : model.types) types.push_back(static_cast<std::int32_t>(type));
    numbers("tokenizer.ggml.token_type", Gguf::I32, types);
    gguf.count("tokenizer.ggml.bos_token_id", 1);
    gguf.count("tokenizer.ggml.eos_token_id", 2);
    gguf.count("tokenizer.ggml.unknown_token_id", 0);
    return gguf;
}

}  // namespace

class TestTokenGoldens : public QObject {
    Q_OBJECT

private:
    void checkRow(const BpeTokenizer &tokenizer, const nlohmann::json &row, const char *key, EncodeOptions options) {
        const auto text = row["text"].get<std::string>();
        const auto context = std::string(key) + " of " + nlohmann::json(text).dump(-1, ' ', true);
        const auto want = readable(row[key].get<std::vector<std::int32_t>>());
        const auto got = readable(tokenizer.encode(text, options));
        QVERIFY2(got == want, (context + ": " + got + "instead of " + want).c_str());
    }
    void checkDecoded(const BpeTokenizer &tokenizer, const nlohmann::json &row) {
        if (!row["decoded"].is_string()) return;
        QCOMPARE(tokenizer.decode(row["ids"].get<std::vector<std::int32_t>>()), row["decoded"].get<std::string>());
    }

private Q_SLOTS:
    void everyKindMatchesItsLibrary_data() {
        QTest::addColumn<QString>("folder");
        for (const auto &entry : std::filesystem::directory_iterator(dataPath("tokenizer"))) {
            const auto name = entry.path().filename().string();
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

    void everyKindMatchesItsLibrary() {
        QFETCH(QString, folder);
        const auto path = dataPath("tokenizer/" + folder.toStdString());
        const bool json = std::filesystem::exists(path / "tokenizer.json");
        const auto tokenizer =
            json ? openJson(path / "tokenizer.json") : BpeTokenizer(sentencePiece(path / "tokenizer.model"));
        for (const auto &row : readGoldenJson("tokenizer/" + folder.toStdString() + "/tokens.json")) {
            checkRow(tokenizer, row, "ids", {true, false});
            checkRow(tokenizer, row, "special", {true, true});
            checkRow(tokenizer, row, "as_text", {false, false});
            checkDecoded(tokenizer, row);
            if (QTest::currentTestFailed()) return;
        }
    }

    void piecesCoverTheSource_data() { everyKindMatchesItsLibrary_data(); }

    // Whatever was rewritten, offsets ascend and end where the text ends (where nothing is cut away on purpose).
    void piecesCoverTheSource() {
        QFETCH(QString, folder);
        const auto path = dataPath("tokenizer/" + folder.toStdString());
        const bool json = std::filesystem::exists(path / "tokenizer.json");
        const auto tokenizer =
            json ? openJson(path / "tokenizer.json") : BpeTokenizer(sentencePiece(path / "tokenizer.model"));
        for (const auto &row : readGoldenJson("tokenizer/" + folder.toStdString() + "/tokens.json")) {
            const auto text = row["text"].get<std::string>();
            std::size_t at = 0;
            for (const auto &piece : tokenizer.encodePieces(text)) {
                QVERIFY(piece.end >= piece.begin);
                QVERIFY(piece.end <= text.size());
                if (folder != "added-tokens") QVERIFY(piece.begin >= at);
                at = piece.end;
            }
        }
    }

    void tinyLlamaMatchesInAllItsForms() {
        const auto path = dataPath("tiny/llama_mha");
        const auto fromJson = openJson(path / "tokenizer.json");
        const BpeTokenizer fromModel(sentencePiece(path / "tokenizer.model"));
        const Scratch scratch;
        const BpeTokenizer fromGguf(bpeFromGguf(
            GgufFile::open(scratch.write("llama.gguf", ggufOf(sentencePiece(path / "tokenizer.model")).bytes()))));
        for (const auto *tokenizer : {&fromJson, &fromModel, &fromGguf})
            for (const auto &row : readGoldenJson("tiny/llama_mha/tokens.json")) {
                checkRow(*tokenizer, row, "ids", {true, false});
                checkRow(*tokenizer, row, "ids_with_special", {true, true});
                if (tokenizer != &fromJson) checkRow(*tokenizer, row, "sentencepiece_ids", {false, false});
                checkDecoded(*tokenizer, row);
            }
        QCOMPARE(fromJson.kind(), std::string("BPE with byte fallback"));
        QCOMPARE(fromModel.kind(), std::string("SentencePiece BPE"));
        QCOMPARE(fromModel.beginToken(), 1);
        QCOMPARE(fromGguf.beginToken(), 1);
    }

    void tokensInsideATextKeepTheirSpace() {
        const auto tokenizer = openJson(dataPath("tiny/llama_mha/tokenizer.json"));
        const auto ids = tokenizer.encode("the the");
        QCOMPARE(ids.size(), std::size_t{2});
        QCOMPARE(tokenizer.tokenText(ids[1]), std::string(" the"));
        QCOMPARE(tokenizer.decode(ids), std::string("the the"));
    }

    void settingsBesideAModelAreFollowed() {
        const auto path = dataPath("tiny/llama_mha/tokenizer.model");
        const auto use = sentencePieceUse(
            {{"add_bos_token", false},
             {"add_eos_token", true},
             {"legacy", false},
             {"added_tokens_decoder", {{"448", {{"content", "<pad>"}, {"special", true}, {"lstrip", true}}}}}},
            {{"<pad>", 448}, {"<more>", 449}}, "test");
        const BpeTokenizer tokenizer(sentencePiece(path, use));
        QCOMPARE(tokenizer.vocabSize(), 450);
        QCOMPARE(tokenizer.find("<more>"), 449);
        const auto ids = tokenizer.encode("a <pad>a", {true, true});
        QCOMPARE(ids.back(), 2);
        QCOMPARE(ids[ids.size() - 3], 448);
        // Not legacy: no space in front of what stands behind a special token.
        QCOMPARE(ids[ids.size() - 2], tokenizer.find("a"));
        const BpeTokenizer legacy(sentencePiece(path));
        QCOMPARE(legacy.encode("<s>a"), (std::vector<std::int32_t>{1, legacy.find("\xE2\x96\x81"
                                                                                  "a")}));
        QVERIFY(errorOf([] { static_cast<void>(sentencePieceUse({}, {{"x", -1}}, "test")); }));
        QVERIFY(errorOf([] {
            static_cast<void>(sentencePieceUse({{"added_tokens_decoder", {{"7x", {{"content", "y"}}}}}}, {}, "test"));
        }));
        QVERIFY(errorOf([&] { static_cast<void>(sentencePiece(path, sentencePieceUse({}, {{"x", 5}}, "test"))); }));
    }

    void manyAddedTokensTakeNoQuadraticTime() {
        auto added = nlohmann::json::object();
        for (int i = 0; i < 300'000; ++i) added["<" + std::to_string(i) + ">"] = 1000 + i;
        const auto start = std::clock();
        const auto use = sentencePieceUse({}, added, "test");
        QCOMPARE(sentencePiece(dataPath("tiny/llama_mha/tokenizer.model"), use).added.size(), std::size_t{300'003});
        QVERIFY2((std::clock() - start) / CLOCKS_PER_SEC < 5, "with sanitizers too");
    }

    void hostileModelsAreRefused() {
        const auto good = readFile(dataPath("tiny/llama_mha/tokenizer.model"));
        const auto open = [](const std::string &bytes) {
            return BpeTokenizer(bpeFromSentencePiece(std::as_bytes(std::span(bytes)), {}, "test"));
        };
        QVERIFY(!errorOf([&] { static_cast<void>(open(good)); }));
        for (const std::size_t size :
             {std::size_t{0}, std::size_t{1}, std::size_t{3}, good.size() / 2, good.size() - 1})
            QVERIFY(errorOf([&] { static_cast<void>(open(good.substr(0, size))); }));
        const std::vector<std::string> bad = {
            std::string(20, '\xff'),                                          // a number without end
            std::string("\x0a\xff\xff\xff\xff\x0f", 6),                       // longer than the file
            std::string("\x0b", 1),                                           // a group
            good + std::string("\x0a\x00", 2),                                // an empty token
            good + std::string("\x0a\x03\x0a\x01\xff", 5),                    // no UTF-8
            good + std::string("\x0a\x08\x0a\x01z\x15\x00\x00\xc0\x7f", 10),  // a score that is no number
            good + std::string("\x0a\x05\x0a\x01z\x18\x09", 7),               // an unknown type
            good + std::string("\x12\x02\x18\x01", 4),                        // unigram
            good + std::string("\x12\x03\xc0\x01\x01", 5),                    // spaces as suffixes
            good + std::string("\x1a\x03\x12\x01x", 5),                       // a map of characters
        };
        for (const auto &bytes : bad) {
            const auto error = errorOf([&] { static_cast<void>(open(bytes)); });
            QVERIFY(error);
            QVERIFY(error->remedy().find("--ids") != std::string::npos);
        }
    }

    void hostileGgufVocabulariesAreRefused() {
        const auto good = sentencePiece(dataPath("tiny/llama_mha/tokenizer.model"));
        const Scratch scratch;
        const auto refused = [&](auto &&attack) {
            auto model = sentencePiece(dataPath("tiny/llama_mha/tokenizer.model"));
            attack(model);
            const auto file = GgufFile::open(scratch.write("bad.gguf", ggufOf(model).bytes()));
            return errorOf([&] { static_cast<void>(BpeTokenizer(bpeFromGguf(file))); }).has_value();
        };
        QVERIFY(!refused([](BpeDescription &) {}));
        QVERIFY(refused([](BpeDescription &m) { m.scores.pop_back(); }));
        QVERIFY(refused([](BpeDescription &m) { m.types.pop_back(); }));
        QVERIFY(refused([](BpeDescription &m) { m.scores[5] = std::numeric_limits<float>::quiet_NaN(); }));
        QVERIFY(refused([](BpeDescription &m) { m.types[5] = static_cast<TokenType>(77); }));
        QVERIFY(refused([](BpeDescription &m) { m.tokens[300] = m.tokens[301]; }));
        QVERIFY(refused([](BpeDescription &m) { m.tokens[300] = "\xff"; }));
        QVERIFY(refused([](BpeDescription &m) { m.types[10] = TokenType::Normal, m.tokens[10] = "no byte"; }));
        QVERIFY(refused([](BpeDescription &m) { m.tokens[300] = std::string(limits::kTokenBytes + 1, 'x'); }));
    }

    void longTextsTakeNoQuadraticTime() {
        const BpeTokenizer tokenizer(sentencePiece(dataPath("tiny/llama_mha/tokenizer.model")));
        QElapsedTimer timer;
        timer.start();
        for (const char *letter : {"a", " ", "\xE6\xBC\xA2", "<"}) {
            std::string text;
            while (text.size() < 1 << 18) text += letter;
            QVERIFY(!tokenizer.encode(text).empty());
        }
        QVERIFY2(timer.elapsed() < 20'000, "a megabyte of single letters, with sanitizers too");
    }
};

QTEST_GUILESS_MAIN(TestTokenGoldens)
#include "tst_token_goldens.moc"

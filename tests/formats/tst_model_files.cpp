// Models on disk: facts, weights by canonical names from both formats, and folders that are wrong.
#include <sys/mman.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <limits>
#include <numbers>
#include <random>

#include "engine/formats/json_reader.h"
#include "engine/formats/model_files.h"
#include "engine/formats/safetensors_writer.h"
#include "support/golden.h"
#include "support/scratch.h"
#include "support/tiny_gguf.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;
namespace fs = std::filesystem;

class TestModelFiles : public QObject {
    Q_OBJECT

private:
    Scratch scratch_;

    // A copy of a tiny model that a test may damage.
    fs::path copyOf(const std::string &model) {
        const auto to = scratch_.path(model);
        fs::remove_all(to);
        fs::copy(dataPath("tiny/" + model), to);
        return to;
    }
    static std::optional<Error> openError(const fs::path &path) {
        return errorOf([&] { static_cast<void>(ModelFiles::open(path)); });
    }
    static std::vector<float> read(const ModelFiles &files, const std::string &name) {
        const auto at = std::ranges::find(files.tensors(), name, &TensorInfo::name);
        if (at == files.tensors().end()) throw std::runtime_error("no tensor " + name);
        std::vector<float> values(static_cast<std::size_t>(valueCount(at->shape)));
        files.readFloats(name, values);
        return values;
    }

    // A llama of 870 million parameters a layer and 2.1 billion beside them.
    static nlohmann::json largeConfig(int layers) {
        nlohmann::json config = readGoldenJson("tiny/llama_mha/config.json");
        config.update({{"num_hidden_layers", layers},
                       {"hidden_size", 8192},
                       {"intermediate_size", 28672},
                       {"head_dim", 128},
                       {"num_attention_heads", 64},
                       {"num_key_value_heads", 8},
                       {"vocab_size", 128256}});
        return config;
    }
    // Bytes of a file that the page cache holds.
    static std::uint64_t residentBytes(const fs::path &path) {
        const MappedFile file(path);
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        std::vector<unsigned char> pages((file.bytes().size() + page - 1) / page);
        auto *start = const_cast<std::byte *>(file.bytes().data());
        if (::mincore(start, file.bytes().size(), pages.data()) != 0) throw std::runtime_error("mincore failed");
        return page *
               static_cast<std::uint64_t>(std::ranges::count_if(pages, [](unsigned char p) { return (p & 1) != 0; }));
    }

private Q_SLOTS:
    void everyTinyModelOpens_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("kvHeads");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<bool>("tied");
        QTest::newRow("llama_mha") << "llama" << 4 << 4 << 16 << 64 << false;
        QTest::newRow("llama_gqa_llama3rope") << "llama" << 4 << 2 << 16 << 64 << false;
        QTest::newRow("llama_linear_rope") << "llama" << 4 << 4 << 16 << 64 << true;
        QTest::newRow("mistral") << "mistral" << 6 << 2 << 16 << 96 << false;
        QTest::newRow("qwen2") << "qwen2" << 4 << 2 << 16 << 64 << true;
        QTest::newRow("qwen3") << "qwen3" << 4 << 2 << 32 << 64 << false;
    }

    void everyTinyModelOpens() {
        QFETCH(QString, architecture);
        QFETCH(int, heads);
        QFETCH(int, kvHeads);
        QFETCH(int, headDim);
        QFETCH(int, hidden);
        QFETCH(bool, tied);
        const auto files = ModelFiles::open(dataPath(std::string("tiny/") + QTest::currentDataTag()));
        const auto &facts = files.facts();
        QCOMPARE(QString::fromStdString(facts.architecture), architecture);
        QCOMPARE(facts.layers, 2);
        QCOMPARE(facts.heads, heads);
        QCOMPARE(facts.kvHeads, kvHeads);
        QCOMPARE(facts.headDim, headDim);
        QCOMPARE(facts.hidden, hidden);
        QCOMPARE(facts.tiedOutput, tied);
        QCOMPARE(facts.attentionBias, architecture == "qwen2");
        QCOMPARE(facts.qkNorm, architecture == "qwen3");
        QCOMPARE(facts.fingerprint.size(), std::size_t{64});
        std::int64_t values = 0;
        for (const auto &[dtype, count] : facts.weightDtypes) values += count;
        QCOMPARE(values, facts.parameters);
        for (const auto &tensor : files.tensors()) static_cast<void>(read(files, tensor.name));
    }

    void ggufGivesTheWeightsOfTheFolder_data() {
        QTest::addColumn<QString>("model");
        for (const char *model : {"llama_gqa_llama3rope", "llama_linear_rope", "mistral", "qwen2", "qwen3"})
            QTest::newRow(model) << model;
    }

    // q and k rows are put in GGUF's order by the converter's own formula, and must come back.
    void ggufGivesTheWeightsOfTheFolder() {
        QFETCH(QString, model);
        const auto folder = ModelFiles::open(dataPath("tiny/" + model.toStdString()));
        const auto gguf = ModelFiles::open(scratch_.write("model.gguf", ggufOf(folder).bytes()));
        QCOMPARE(gguf.tensors().size(), folder.tensors().size());
        for (const auto &tensor : folder.tensors()) QCOMPARE(read(gguf, tensor.name), read(folder, tensor.name));
        auto expected = folder.facts();
        const auto &facts = gguf.facts();
        QCOMPARE(facts.headDim, expected.headDim);
        QCOMPARE(facts.kvHeads, expected.kvHeads);
        QCOMPARE(facts.tiedOutput, expected.tiedOutput);
        QCOMPARE(facts.attentionBias, expected.attentionBias);
        QCOMPARE(facts.parameters, expected.parameters);
        QVERIFY(facts.fingerprint != expected.fingerprint);
    }

    void ggufBiasesOfLlamaAreReorderedToo() {
        const auto folder = copyOf("llama_linear_rope");
        auto config = readJson(folder / "config.json");
        config["attention_bias"] = true;
        scratch_.write("llama_linear_rope/config.json", config.dump());
        addBiases(folder / "model.safetensors", 2, 64);
        const auto files = ModelFiles::open(folder);
        auto gguf = ggufOf(files);
        const auto back = ModelFiles::open(scratch_.write("bias.gguf", gguf.bytes()));
        QVERIFY(back.facts().attentionBias && back.facts().outputBias && !back.facts().mlpBias);
        QCOMPARE(read(back, "model.layers.1.self_attn.q_proj.bias"),
                 read(files, "model.layers.1.self_attn.q_proj.bias"));
    }

    void ggufRopeFactorsBecomeFacts() {
        const auto folder = ModelFiles::open(dataPath("tiny/llama_mha"));
        std::vector<float> factors(8);
        for (int i = 0; i < 8; ++i) {
            // The converter's own steps (convert_hf_to_gguf.py, LlamaModel.generate_extra_tensors).
            const double wave = 2 * std::numbers::pi * std::pow(10000.0, i / 8.0);
            const double smooth = (8192 / wave - 1) / (4 - 1);
            const double factor = wave < 8192 / 4.0 ? 1 : wave > 8192 ? 32 : 1 / ((1 - smooth) / 32 + smooth);
            factors[static_cast<std::size_t>(i)] = static_cast<float>(factor);
        }
        const auto open = [&] {
            auto gguf = ggufOf(folder);
            gguf.floats("rope_freqs.weight", {factors.size()}, factors);
            return ModelFiles::open(scratch_.write("rope.gguf", gguf.bytes()));
        };
        const auto rope = open().facts().rope;
        QCOMPARE(rope.type, std::string("llama3"));
        QCOMPARE(rope.factor, 32.0);
        QCOMPARE(rope.originalMaxPosition, std::int64_t{8192});
        QCOMPARE(open().tensors().size(), folder.tensors().size());
        factors[3] = 5;
        QVERIFY(errorOf([&] { static_cast<void>(open()); })->why().find("factor 3") != std::string::npos);
        factors[3] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(errorOf([&] { static_cast<void>(open()); }));
        factors.assign(8, 1.F);
        QCOMPARE(open().facts().rope.type, std::string("default"));
        factors.resize(4);
        QVERIFY(errorOf([&] { static_cast<void>(open()); }));
    }

    // Keys and defaults of llama.cpp.
    void ggufScalingBecomesFacts() {
        const auto folder = ModelFiles::open(dataPath("tiny/mistral"));
        const auto rope = [&](const std::function<void(GgufBuilder &)> &change) {
            auto gguf = ggufOf(folder);
            change(gguf);
            return ModelFiles::open(scratch_.write("scaled.gguf", gguf.bytes())).facts().rope;
        };
        QCOMPARE(rope([](auto &) {}).type, std::string("default"));
        for (const char *key : {"llama.rope.scaling.factor", "llama.rope.scale_linear"}) {
            const auto linear = rope([&](auto &g) { g.number(key, 4); });  // no type: linear
            QCOMPARE(linear.type, std::string("linear"));
            QCOMPARE(linear.factor, 4.0);
        }
        QCOMPARE(rope([](auto &g) {
                     g.text("llama.rope.scaling.type", "none");
                     g.number("llama.rope.scaling.factor", 4);
                 }).type,
                 std::string("default"));
        const auto yarn = [&](const std::function<void(GgufBuilder &)> &change) {
            return rope([&](auto &g) {
                g.text("llama.rope.scaling.type", "yarn");
                g.number("llama.rope.scaling.factor", 4);
                g.count("llama.rope.scaling.original_context_length", 64);
                change(g);
            });
        };
        const double scale = 0.1 * std::log(4.0) + 1;
        QCOMPARE(yarn([](auto &) {}).originalMaxPosition, std::int64_t{64});
        QCOMPARE(yarn([](auto &) {}).attentionFactor, scale);
        QCOMPARE(yarn([](auto &g) { g.number("llama.rope.scaling.attn_factor", 0.5); }).attentionFactor, scale / 2);
        QCOMPARE(yarn([](auto &g) { g.number("llama.rope.scaling.yarn_log_multiplier", 1); }).attentionFactor, 1.0);
        QCOMPARE(yarn([](auto &g) { g.number("llama.rope.scaling.yarn_beta_fast", 8); }).betaFast, 8.0);
    }

    void ggufSettingsThatAreNotComputedAreRefused() {
        const auto folder = ModelFiles::open(dataPath("tiny/mistral"));
        const std::vector<std::function<void(GgufBuilder &)>> attacks = {
            [](auto &g) { g.text("llama.rope.scaling.type", "longrope"); },
            [](auto &g) { g.count("llama.rope.dimension_count", 8); },
            [](auto &g) { g.number("llama.rope.scaling.yarn_ext_factor", 0.5); },
            [](auto &g) { g.count("split.count", 2); },
            [](auto &g) {
                g.text("llama.rope.scaling.type", "yarn");
                g.number("llama.rope.scaling.factor", -2);
            },
            [](auto &g) { g.tensor("blk.0.ffn_gate_inp.weight", {1}, 0, "1234"); },
            [](auto &g) { g.tensor("blk.7.ffn_up.weight", {1}, 0, "1234"); },
            [](auto &g) { g.tensor("blk..ffn_up.weight", {1}, 0, "1234"); },
            [](auto &g) { g.tensor("blk.00.ffn_up.weight", {1}, 0, "1234"); },
        };
        for (const auto &attack : attacks) {
            auto gguf = ggufOf(folder);
            attack(gguf);
            QVERIFY(openError(scratch_.write("bad.gguf", gguf.bytes())));
        }
        auto sliding = ggufOf(folder);
        sliding.count("llama.attention.sliding_window", 100);
        QCOMPARE(ModelFiles::open(scratch_.write("sliding.gguf", sliding.bytes())).facts().maxPosition, 100);
        auto gguf = ggufOf(folder);
        gguf.value("tokenizer.ggml.eos_token_id", Gguf::I32, -1);
        gguf.count("tokenizer.ggml.eot_token_id", 5);
        gguf.count("tokenizer.ggml.bos_token_id", 4'000'000'000U);
        const auto facts = ModelFiles::open(scratch_.write("ids.gguf", gguf.bytes())).facts();
        QCOMPARE(facts.endTokens, std::vector<int>{5});
        QCOMPARE(facts.beginToken, -1);
    }

    void fingerprintsFollowTheFiles() {
        const auto folder = copyOf("qwen2");
        const auto before = ModelFiles::open(folder).facts().fingerprint;
        QCOMPARE(ModelFiles::open(dataPath("tiny/qwen2")).facts().fingerprint, before);  // not of the path
        auto config = readJson(folder / "config.json");
        scratch_.write("qwen2/config.json", config.dump(7));
        QCOMPARE(ModelFiles::open(folder).facts().fingerprint, before);  // nor of the layout of the config
        config["rope_theta"] = 5000;
        scratch_.write("qwen2/config.json", config.dump());
        QVERIFY(ModelFiles::open(folder).facts().fingerprint != before);
        copyOf("qwen2");
        auto weights = readFile(folder / "model.safetensors");
        weights.back() ^= 1;
        scratch_.write("qwen2/model.safetensors", weights);
        QVERIFY(ModelFiles::open(folder).facts().fingerprint != before);
        // GGUF: a changed setting deep in the header counts as well.
        const auto files = ModelFiles::open(dataPath("tiny/qwen2"));
        auto gguf = ggufOf(files);
        gguf.texts("filler", std::vector<std::string>(20'000, "filler"));
        auto other = gguf;
        gguf.number("qwen2.rope.freq_base", 1000);
        other.number("qwen2.rope.freq_base", 1001);
        QVERIFY(ModelFiles::open(scratch_.write("a.gguf", gguf.bytes())).facts().fingerprint !=
                ModelFiles::open(scratch_.write("b.gguf", other.bytes())).facts().fingerprint);
    }

    void wrongFoldersAreRefused() {
        QVERIFY(openError(scratch_.path("nowhere")));
        QVERIFY(openError(scratch_.path("nowhere.gguf")));
        QVERIFY(openError(scratch_.path(std::string(5000, 'x'))));
        QVERIFY(openError(scratch_.write("notes.txt", "hello")));
        fs::create_directory(scratch_.path("empty"));
        QVERIFY(openError(scratch_.path("empty"))->why().find("config.json") != std::string::npos);
        auto folder = copyOf("mistral");
        fs::remove(folder / "model.safetensors");
        QVERIFY(openError(folder));
        // What stands in the way is named, not taken for missing.
        for (const char *name : {"model.safetensors", "model.safetensors.index.json", "config.json"}) {
            folder = copyOf("mistral");
            fs::remove(folder / name);
            fs::create_symlink(name, folder / name);
            QVERIFY(openError(folder)->why().find("links") != std::string::npos);
            fs::remove(folder / name);
            fs::create_directory(folder / name);
            QVERIFY(openError(folder)->why().find("regular file") != std::string::npos);
        }
        fs::create_symlink("loop", scratch_.path("loop"));
        QVERIFY(openError(scratch_.path("loop"))->why().find("links") != std::string::npos);
    }

    void shardIndexesMustNotLeadAway() {
        for (const char *name :
             {"../model.safetensors", "/etc/passwd", "a/b.safetensors", "..", ".", "", "missing.safetensors"}) {
            const auto folder = copyOf("llama_gqa_llama3rope");
            auto index = readJson(folder / "model.safetensors.index.json");
            index["weight_map"]["lm_head.weight"] = name;
            scratch_.write("llama_gqa_llama3rope/model.safetensors.index.json", index.dump());
            QVERIFY2(openError(folder), name);
        }
        const auto folder = copyOf("llama_gqa_llama3rope");
        for (const char *text :
             {"{}", "[]", "{\"weight_map\": {\"a\": 3}}", "{\"weight_map\": {}}", "{\"weight_map\": "}) {
            scratch_.write("llama_gqa_llama3rope/model.safetensors.index.json", text);
            QVERIFY2(openError(folder), text);
        }
    }

    void aShardThatIsCutShortIsNamed() {
        const auto folder = copyOf("llama_gqa_llama3rope");
        const std::string shard = "model-00002-of-00002.safetensors";
        const auto bytes = readFile(folder / shard);
        for (const auto kept : {bytes.size() - 1, bytes.size() / 2, std::size_t{9}, std::size_t{0}}) {
            scratch_.write("llama_gqa_llama3rope/" + shard, bytes.substr(0, kept));
            const auto error = openError(folder);
            QVERIFY(error && error->where().find(shard) != std::string::npos);
        }
    }

    // Biases and norms that a family has are asked for, those it lacks refused.
    void theTensorsOfEachFamilyAreAskedFor() {
        for (const char *name : {"llama_biases", "qwen3_bias", "smollm3", "qwen2_yarn"}) {
            fs::remove_all(scratch_.path("family"));
            fs::copy(dataPath(std::string("families/") + name), scratch_.path("family"));
            QVERIFY2(!openError(scratch_.path("family")), name);
            auto config = readJson(scratch_.path("family/config.json"));
            config["attention_bias"] = !config.value("attention_bias", false);
            scratch_.write("family/config.json", config.dump());
            const auto error = openError(scratch_.path("family"));
            const bool always = std::string(name) == "qwen2_yarn";  // the key says nothing there
            QVERIFY2(error.has_value() != always, name);
            QVERIFY2(always || error->why().find("_proj.bias") != std::string::npos, name);
        }
    }

    void wrongTensorsAreRefusedByName() {
        const auto check = [&](const std::function<void(std::vector<NamedTensor> &)> &change, const char *says) {
            const auto folder = copyOf("qwen3");
            rewrite(folder / "model.safetensors", change);
            const auto error = openError(folder);
            QVERIFY2(error && error->why().find(says) != std::string::npos, says);
        };
        check([](auto &t) { std::erase_if(t, [](const auto &x) { return x.name == "model.norm.weight"; }); },
              "'model.norm.weight' is missing");
        check(
            [](auto &t) {
                std::ranges::find(t, "model.norm.weight", &NamedTensor::name)->shape = {8, 8};
            },
            "'model.norm.weight' has the shape [8, 8]");
        check([](auto &t) { t.push_back({"model.layers.0.self_attn.sinks", Dtype::F32, {0}, {}}); }, "sinks");
        const std::vector<std::int32_t> numbers(64, 1);
        check(
            [&](auto &t) {
                auto &norm = *std::ranges::find(t, "model.norm.weight", &NamedTensor::name);
                norm.dtype = Dtype::I32;
                norm.data = std::as_bytes(std::span(numbers));
            },
            "has the type I32");
    }

    void valuesThatAreNotFiniteAreRefusedWithTheirPlace() {
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
            const auto folder = copyOf("qwen3");
            std::vector<float> norm(64, 1.F);
            norm[37] = bad;
            rewrite(folder / "model.safetensors", [&](auto &tensors) {
                auto &tensor = *std::ranges::find(tensors, "model.norm.weight", &NamedTensor::name);
                tensor.dtype = Dtype::F32;
                tensor.data = std::as_bytes(std::span(norm));
            });
            const auto files = ModelFiles::open(folder);  // headers are right
            const auto error = errorOf([&] { static_cast<void>(read(files, "model.norm.weight")); });
            QVERIFY(error->where().find("model.norm.weight") != std::string::npos);
            QVERIFY(error->why().find("value 37 of 64") != std::string::npos);
        }
        const auto files = ModelFiles::open(dataPath("tiny/qwen3"));
        std::vector<float> few(3);
        QVERIFY(errorOf([&] { files.readFloats("model.norm.weight", few); }));
        QVERIFY(errorOf([&] { files.readFloats("no.such.tensor", few); }));
    }

    void aHundredGigabytesOpenAtOnce_data() {
        QTest::addColumn<int>("shards");
        QTest::addRow("one file") << 1;
        QTest::addRow("30 shards") << 30;
        QTest::addRow("GGUF") << 0;
    }

    // Files with holes: the sizes are those of a large model, and nothing but headers and the pieces of the fingerprint
    // may be read. What was read is in the page cache, with what the system reads ahead.
    void aHundredGigabytesOpenAtOnce() {
        QFETCH(int, shards);
        const auto folder = scratch_.path("large");
        fs::remove_all(folder);
        fs::create_directory(folder);
        const auto config = largeConfig(60);
        scratch_.write("large/config.json", config.dump());
        std::uint64_t bytes = 0;
        try {
            bytes = shards > 0 ? writeHollowModel(folder, config, shards) : writeHollowGguf(folder / "m.gguf", config);
        } catch (const std::runtime_error &) {
            QSKIP("needs a file system that keeps holes");
        }
        QVERIFY(bytes > 100'000'000'000);
        const auto start = std::clock();  // of this process: others may keep the machine busy
        const auto files = ModelFiles::open(shards > 0 ? folder : folder / "m.gguf");
        const auto seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < 1, std::to_string(seconds).c_str());
        QVERIFY(files.facts().parameters > 50'000'000'000);
        std::uint64_t resident = 0;
        for (const auto &entry : fs::directory_iterator(folder))
            if (entry.path().extension() != ".json") resident += residentBytes(entry.path());
        QVERIFY(resident > 0);
        QVERIFY2(resident < (16U << 20) * static_cast<unsigned>(std::max(shards, 1)), std::to_string(resident).c_str());
    }

    // 64 KiB from the start, the middle and the end of each file count, the rest does not.
    void fingerprintsReadThreePieces() {
        const auto folder = scratch_.path("pieces");
        fs::create_directory(folder);
        auto config = readGoldenJson("tiny/llama_mha/config.json");
        config["vocab_size"] = 5000;
        scratch_.write("pieces/config.json", config.dump());
        const auto size = static_cast<std::size_t>(writeHollowModel(folder, config));
        const std::size_t piece = 64U << 10;
        QVERIFY(size > 6 * piece);
        const auto whole = readFile(folder / "model.safetensors");
        const auto with = [&](std::size_t changed) {
            auto bytes = whole;
            bytes[changed] = 1;
            scratch_.write("pieces/model.safetensors", bytes);
            return ModelFiles::open(folder).facts().fingerprint;
        };
        const auto before = ModelFiles::open(folder).facts().fingerprint;
        const auto middle = (size - piece) / 2;
        for (const auto read : {piece - 1, middle, middle + piece - 1, size - piece, size - 1})
            QVERIFY(with(read) != before);
        for (const auto passed : {piece, middle - 1, middle + piece, size - piece - 1}) QCOMPARE(with(passed), before);
    }

    void smolLm2HasItsFacts() {
        if (!fs::exists(MOA_SMOLLM2_GGUF)) QSKIP("needs the SmolLM2 GGUF");
        QElapsedTimer timer;
        timer.start();
        const auto files = ModelFiles::open(MOA_SMOLLM2_GGUF);
        QVERIFY(timer.elapsed() < 2000);
        const auto &facts = files.facts();
        QCOMPARE(facts.architecture, std::string("llama"));
        QCOMPARE(facts.layers, 30);
        QCOMPARE(facts.heads, 9);
        QCOMPARE(facts.kvHeads, 3);
        QCOMPARE(facts.headDim, 64);
        QCOMPARE(facts.vocab, 49152);
        QCOMPARE(facts.rope.theta, 100000.0);
        QCOMPARE(facts.parameters, std::int64_t{134'515'008});
        QVERIFY(facts.tiedOutput);
        QCOMPARE(facts.endTokens, std::vector<int>{2});
        QVERIFY(facts.weightDtypes.contains("Q4_1") && facts.weightDtypes.contains("Q8_0"));
    }
};

QTEST_GUILESS_MAIN(TestModelFiles)
#include "tst_model_files.moc"

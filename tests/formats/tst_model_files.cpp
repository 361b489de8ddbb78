// Models on disk: facts, weights by canonical names, and folders that are wrong.
#include <QTest>
#include <algorithm>
#include <functional>
#include <limits>

#include "engine/formats/json_reader.h"
#include "engine/formats/safetensors_writer.h"
#include "support/tiny_gguf.h"
#include "support/tiny_models.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;
namespace fs = std::filesystem;

class TestModelFiles : public QObject {
    Q_OBJECT

private:
    TinyModels models_;

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

    void wrongFoldersAreRefused() {
        QVERIFY(openError(models_.path("nowhere")));
        QVERIFY(openError(models_.path("nowhere.gguf")));
        QVERIFY(openError(models_.path(std::string(5000, 'x'))));
        QVERIFY(openError(models_.write("notes.txt", "hello")));
        fs::create_directory(models_.path("empty"));
        QVERIFY(openError(models_.path("empty"))->why().find("config.json") != std::string::npos);
        auto folder = models_.copyOf("mistral");
        fs::remove(folder / "model.safetensors");
        QVERIFY(openError(folder));
        // What stands in the way is named, not taken for missing.
        for (const char *name : {"model.safetensors", "model.safetensors.index.json", "config.json"}) {
            folder = models_.copyOf("mistral");
            fs::remove(folder / name);
            fs::create_symlink(name, folder / name);
            QVERIFY(openError(folder)->why().find("links") != std::string::npos);
            fs::remove(folder / name);
            fs::create_directory(folder / name);
            QVERIFY(openError(folder)->why().find("regular file") != std::string::npos);
        }
        fs::create_symlink("loop", models_.path("loop"));
        QVERIFY(openError(models_.path("loop"))->why().find("links") != std::string::npos);
    }

    void shardIndexesMustNotLeadAway() {
        for (const char *name :
             {"../model.safetensors", "/etc/passwd", "a/b.safetensors", "..", ".", "", "missing.safetensors"}) {
            const auto folder = models_.copyOf("llama_gqa_llama3rope");
            auto index = readJson(folder / "model.safetensors.index.json");
            index["weight_map"]["lm_head.weight"] = name;
            models_.write("llama_gqa_llama3rope/model.safetensors.index.json", index.dump());
            QVERIFY2(openError(folder), name);
        }
        const auto folder = models_.copyOf("llama_gqa_llama3rope");
        for (const char *text :
             {"{}", "[]", "{\"weight_map\": {\"a\": 3}}", "{\"weight_map\": {}}", "{\"weight_map\": "}) {
            models_.write("llama_gqa_llama3rope/model.safetensors.index.json", text);
            QVERIFY2(openError(folder), text);
        }
    }

    void aShardThatIsCutShortIsNamed() {
        const auto folder = models_.copyOf("llama_gqa_llama3rope");
        const std::string shard = "model-00002-of-00002.safetensors";
        const auto bytes = readFile(folder / shard);
        for (const auto kept : {bytes.size() - 1, bytes.size() / 2, std::size_t{9}, std::size_t{0}}) {
            models_.write("llama_gqa_llama3rope/" + shard, bytes.substr(0, kept));
            const auto error = openError(folder);
            QVERIFY(error && error->where().find(shard) != std::string::npos);
        }
    }

    // Biases and norms that a family has are asked for, those it lacks refused.
    void theTensorsOfEachFamilyAreAskedFor() {
        for (const char *name : {"llama_biases", "qwen3_bias", "smollm3", "qwen2_yarn"}) {
            fs::remove_all(models_.path("family"));
            fs::copy(dataPath(std::string("families/") + name), models_.path("family"));
            QVERIFY2(!openError(models_.path("family")), name);
            auto config = readJson(models_.path("family/config.json"));
            config["attention_bias"] = !config.value("attention_bias", false);
            models_.write("family/config.json", config.dump());
            const auto error = openError(models_.path("family"));
            const bool always = std::string(name) == "qwen2_yarn";  // the key says nothing there
            QVERIFY2(error.has_value() != always, name);
            QVERIFY2(always || error->why().find("_proj.bias") != std::string::npos, name);
        }
    }

    void wrongTensorsAreRefusedByName() {
        const auto check = [&](const std::function<void(std::vector<NamedTensor> &)> &change, const char *says) {
            const auto folder = models_.copyOf("qwen3");
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

    void doublesKeepAllTheirDigits() {
        const auto folder = models_.copyOf("qwen3");
        std::vector<double> norm(64);
        for (std::size_t i = 0; i < norm.size(); ++i) norm[i] = 1 + 1e-12 * static_cast<double>(i);
        norm[9] = 1e300;  // beyond fp32
        const auto write = [&] {
            rewrite(folder / "model.safetensors", [&](auto &tensors) {
                auto &tensor = *std::ranges::find(tensors, "model.norm.weight", &NamedTensor::name);
                tensor.dtype = Dtype::F64;
                tensor.data = std::as_bytes(std::span(norm));
            });
            return ModelFiles::open(folder);
        };
        std::vector<double> values(64);
        const auto files = write();
        files.readDoubles("model.norm.weight", values);
        QCOMPARE(values, norm);
        QVERIFY(errorOf([&] { static_cast<void>(read(files, "model.norm.weight")); })->why().find("value 9 of 64") !=
                std::string::npos);
        std::vector<double> wide(64);
        files.readDoubles("model.layers.0.input_layernorm.weight", wide);
        const auto narrow = read(files, "model.layers.0.input_layernorm.weight");
        QVERIFY(std::ranges::equal(wide, narrow));
        norm[63] = std::numeric_limits<double>::infinity();
        QVERIFY(errorOf([&] { write().readDoubles("model.norm.weight", values); }));
    }

    void valuesThatAreNotFiniteAreRefusedWithTheirPlace() {
        for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
            const auto folder = models_.copyOf("qwen3");
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
};

QTEST_GUILESS_MAIN(TestModelFiles)
#include "tst_model_files.moc"

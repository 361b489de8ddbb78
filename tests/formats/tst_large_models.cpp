// Models that are never read whole: what opening one costs, and what its fingerprint says.
#include <sys/mman.h>
#include <unistd.h>

#include <QTest>
#include <algorithm>
#include <ctime>

#include "engine/formats/json_reader.h"
#include "support/tiny_gguf.h"
#include "support/tiny_models.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;
namespace fs = std::filesystem;

class TestLargeModels : public QObject {
    Q_OBJECT

private:
    TinyModels models_;

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
    void fingerprintsFollowTheFiles() {
        const auto folder = models_.copyOf("qwen2");
        const auto before = ModelFiles::open(folder).facts().fingerprint;
        QCOMPARE(ModelFiles::open(dataPath("tiny/qwen2")).facts().fingerprint, before);  // not of the path
        auto config = readJson(folder / "config.json");
        models_.write("qwen2/config.json", config.dump(7));
        QCOMPARE(ModelFiles::open(folder).facts().fingerprint, before);  // nor of the layout of the config
        config["rope_theta"] = 5000;
        models_.write("qwen2/config.json", config.dump());
        QVERIFY(ModelFiles::open(folder).facts().fingerprint != before);
        models_.copyOf("qwen2");
        auto weights = readFile(folder / "model.safetensors");
        weights.back() ^= 1;
        models_.write("qwen2/model.safetensors", weights);
        QVERIFY(ModelFiles::open(folder).facts().fingerprint != before);
        // GGUF: a changed setting deep in the header counts as well.
        const auto files = ModelFiles::open(dataPath("tiny/qwen2"));
        auto gguf = ggufOf(files);
        gguf.texts("filler", std::vector<std::string>(20'000, "filler"));
        auto other = gguf;
        gguf.number("qwen2.rope.freq_base", 1000);
        other.number("qwen2.rope.freq_base", 1001);
        QVERIFY(ModelFiles::open(models_.write("a.gguf", gguf.bytes())).facts().fingerprint !=
                ModelFiles::open(models_.write("b.gguf", other.bytes())).facts().fingerprint);
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
        const auto folder = models_.path("large");
        fs::remove_all(folder);
        fs::create_directory(folder);
        const auto config = largeConfig(60);
        models_.write("large/config.json", config.dump());
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
        const auto folder = models_.path("pieces");
        fs::create_directory(folder);
        auto config = readGoldenJson("tiny/llama_mha/config.json");
        config["vocab_size"] = 5000;
        models_.write("pieces/config.json", config.dump());
        const auto size = static_cast<std::size_t>(writeHollowModel(folder, config));
        const std::size_t piece = 64U << 10;
        QVERIFY(size > 6 * piece);
        const auto whole = readFile(folder / "model.safetensors");
        const auto with = [&](std::size_t changed) {
            auto bytes = whole;
            bytes[changed] = 1;
            models_.write("pieces/model.safetensors", bytes);
            return ModelFiles::open(folder).facts().fingerprint;
        };
        const auto before = ModelFiles::open(folder).facts().fingerprint;
        const auto middle = (size - piece) / 2;
        for (const auto read : {piece - 1, middle, middle + piece - 1, size - piece, size - 1})
            QVERIFY(with(read) != before);
        for (const auto passed : {piece, middle - 1, middle + piece, size - piece - 1}) QCOMPARE(with(passed), before);
    }
};

QTEST_GUILESS_MAIN(TestLargeModels)
#include "tst_large_models.moc"

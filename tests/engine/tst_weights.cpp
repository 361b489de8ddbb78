// Weights under a budget: layers that are widened on demand give the numbers of layers in memory, bit for bit.
#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>
#include <thread>

#include "engine/formats/safetensors_writer.h"
#include "engine/model/model.h"
#include "engine/model/weight_loader.h"
#include "engine/profile/sample_profiler.h"
#include "engine/runtime/runtime.h"
#include "support/golden.h"
#include "support/scratch.h"
#include "support/tiny_gguf.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

Model load(const std::filesystem::path &path, std::int64_t weightBytes, ComputeDtype dtype = ComputeDtype::Float32) {
    Progress progress;
    return Model::load(ModelFiles::open(path), {dtype, 1, weightBytes}, progress);
}

Runtime dense(const Model &model) {
    return {model, SpanPolicy::dense(model.facts()), Prefill::Token};
}

}  // namespace

class TestWeights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layersOnDemandGiveTheSameNumbers_data() {
        QTest::addColumn<QString>("folder");
        for (const char *folder :
             {"tiny/llama_gqa_llama3rope", "tiny/qwen2", "families/qwen3_bias", "families/smollm3"})
            QTest::newRow(folder) << folder;
    }

    void layersOnDemandGiveTheSameNumbers() {
        QFETCH(QString, folder);
        const auto path = dataPath(folder.toStdString());
        const auto whole = load(path, 0);
        const auto short_ = load(path, 1);
        QCOMPARE(whole.weights().layers.resident(), whole.weights().layers.size());
        QCOMPARE(short_.weights().layers.resident(), std::size_t{0});
        Progress progress;
        const auto ids = readIds(SafetensorsFile::open(path / "expected.safetensors"));
        const auto a = dense(whole).score(ids, 3, progress);
        const auto b = dense(short_).score(ids, 3, progress);
        QCOMPARE(b.nll, a.nll);
        QCOMPARE(b.logits.values, a.logits.values);
        const std::vector<std::vector<std::int32_t>> prompts = {{ids.begin(), ids.begin() + 9},
                                                                {ids.begin(), ids.begin() + 4}};
        const auto c = dense(whole).decode(prompts, {5, {}}, progress);
        const auto d = dense(short_).decode(prompts, {5, {}}, progress);
        for (std::size_t i = 0; i < prompts.size(); ++i) {
            QCOMPARE(d.rows[i].ids, c.rows[i].ids);
            QCOMPARE(d.rows[i].margins, c.rows[i].margins);
        }
        const TokenSample sample{"golden", "test", 128, {ids.begin(), ids.begin() + 70}, {30, 69}};
        const auto e = profileSample<float>(whole, sample, progress);
        const auto f = profileSample<float>(short_, sample, progress);
        QCOMPARE(f.loss, e.loss);
        QCOMPARE(f.absolute, e.absolute);
        QCOMPARE(f.attention, e.attention);
    }

    // As many layers stay as fit beside the embeddings and one layer that is widened.
    void theBudgetDecidesHowManyLayersStay() {
        const auto path = dataPath("families/smollm3");
        const auto files = ModelFiles::open(path);
        for (const auto dtype : {ComputeDtype::Float32, ComputeDtype::BFloat16, ComputeDtype::Float64}) {
            const WeightLoader loader(files, dtype, at::kCPU);
            const auto other = loader.otherBytes();
            const auto layer = loader.layerBytes();
            const auto resident = [&](std::int64_t budget) {
                return load(path, budget, dtype).weights().layers.resident();
            };
            QCOMPARE(resident(other + 4 * layer), std::size_t{4});
            QCOMPARE(resident(other + 4 * layer - 1), std::size_t{2});
            QCOMPARE(resident(other + 2 * layer), std::size_t{1});
            QCOMPARE(resident(other), std::size_t{0});
        }
        // In fp32 all weights take 4 bytes a parameter.
        const WeightLoader loader(files, ComputeDtype::Float32, at::kCPU);
        QCOMPARE(loader.otherBytes() + 4 * loader.layerBytes(), 4 * files.facts().parameters);
    }

    void oneLayerAtATimeIsHeld() {
        const auto model = load(dataPath("families/smollm3"), 1);
        const auto &layers = model.weights().layers;
        const auto first = layers[0].down.weight;
        QVERIFY(first.is_same(layers[0].down.weight));  // asked for twice, widened once
        static_cast<void>(layers[1]);
        QVERIFY(!first.is_same(layers[0].down.weight));
        QCOMPARE(first.use_count(), std::size_t{1});  // nobody but this test
    }

    void wrongWeightsOfALayerOnDemandAreRefusedWhenTheyRun() {
        const Scratch scratch;
        std::filesystem::copy(dataPath("tiny/qwen3"), scratch.path("model"));
        std::vector<float> norm(64, 1.F);
        norm[5] = std::numeric_limits<float>::quiet_NaN();
        rewrite(scratch.path("model/model.safetensors"), [&](auto &tensors) {
            auto &tensor = *std::ranges::find(tensors, "model.layers.1.input_layernorm.weight", &NamedTensor::name);
            tensor.dtype = Dtype::F32;
            tensor.data = std::as_bytes(std::span(norm));
        });
        QVERIFY(errorOf([&] { static_cast<void>(load(scratch.path("model"), 0)); }));
        const auto model = load(scratch.path("model"), 1);
        Progress progress;
        const auto error = errorOf([&] {
            static_cast<void>(dense(model).score(std::vector<std::int32_t>{1, 2, 3}, 0, progress));
        });
        QVERIFY(error && error->where().find("layers.1.input_layernorm") != std::string::npos);
    }

    void threadsMayShareAModel() {
        const auto model = load(dataPath("families/smollm3"), 1);
        const std::vector<std::int32_t> ids = {5, 1, 90, 3, 3, 17};
        Progress progress;
        const auto expected = dense(model).score(ids, 0, progress).nll;
        std::vector<double> other;
        std::thread thread([&] {
            Progress own;
            for (int i = 0; i < 20; ++i) other = dense(model).score(ids, 0, own).nll;
        });
        for (int i = 0; i < 20; ++i) QCOMPARE(dense(model).score(ids, 0, progress).nll, expected);
        thread.join();
        QCOMPARE(other, expected);
    }

    // A difference quotient of the loss by weights in fp64 settles, which it could not with 24 bits of them.
    void weightsStoredInFp64KeepTheirDigits() {
        const Scratch scratch;
        std::filesystem::copy(dataPath("tiny/qwen3"), scratch.path("model"));
        std::vector<double> norm(64);
        ModelFiles::open(scratch.path("model")).readDoubles("model.norm.weight", norm);
        const std::vector<std::int32_t> ids = {5, 1, 90, 3, 3, 17, 44, 2};
        const auto lossAt = [&](double step) {
            auto moved = norm;
            for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += step * (i % 3 == 0 ? 1 : -0.5);
            rewrite(scratch.path("model/model.safetensors"), [&](auto &tensors) {
                auto &tensor = *std::ranges::find(tensors, "model.norm.weight", &NamedTensor::name);
                tensor.dtype = Dtype::F64;
                tensor.data = std::as_bytes(std::span(moved));
            });
            Progress progress;
            const auto nll = dense(load(scratch.path("model"), 0, ComputeDtype::Float64)).score(ids, 0, progress).nll;
            return std::accumulate(nll.begin(), nll.end(), 0.0);
        };
        const auto slope = [&](double step) { return (lossAt(step) - lossAt(-step)) / (2 * step); };
        const double coarse = slope(1e-4);
        const double fine = slope(1e-5);
        QVERIFY(std::abs(coarse) > 1e-3);
        QVERIFY2(std::abs(fine / coarse - 1) < 1e-6, qPrintable(QString("%1 %2").arg(fine).arg(coarse)));
    }

    void memoryAtHandIsAPositiveNumber() {
        QVERIFY(availableMemory() > 1'000'000);
        QVERIFY(availableMemory() < std::int64_t{1} << 50);
    }

    // A model of holes that no memory holds is refused by what it needs, before anything is read.
    void aModelBeyondTheMemoryIsRefused() {
        const Scratch scratch;
        nlohmann::json config = readGoldenJson("tiny/llama_mha/config.json");
        config.update({{"hidden_size", 65536}, {"vocab_size", 1'000'000}, {"head_dim", 16}});
        scratch.write("config.json", config.dump());
        try {
            static_cast<void>(writeHollowModel(scratch.path(), config));
        } catch (const std::runtime_error &) {
            QSKIP("needs a file system that keeps holes");
        }
        if (availableMemory() > 400'000'000'000) QSKIP("needs less memory");
        const auto error = errorOf([&] { static_cast<void>(load(scratch.path(), 0)); });
        QVERIFY(error && error->why().find("524.") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"

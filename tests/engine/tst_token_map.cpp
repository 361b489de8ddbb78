// Single entries of influence and attention: against finite differences of a second implementation, and as what block
// sums are sums of. Models, samples and entries are random; the seed is printed.
#include <QTest>
#include <cmath>
#include <map>
#include <random>

#include "engine/profile/sample_profiler.h"
#include "engine/profile/token_map.h"
#include "support/fresh_seed.h"
#include "support/golden.h"
#include "support/random_llama.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

TokenSample randomSample(std::mt19937 &rng, int vocab, int tokens) {
    TokenSample sample{"random", "test", tokens, {}, {}};
    for (int t = 0; t < tokens; ++t) sample.ids.push_back(static_cast<std::int32_t>(rng() % vocab));
    for (int t = 1; t < tokens; ++t)
        if (rng() % 3 == 0) sample.targets.push_back(t);
    sample.targets.push_back(tokens - 1);
    return sample;
}

}  // namespace

class TestTokenMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { rng_.seed(freshSeed()); }

    void influenceIsTheSlopeOfTheLoss() {
        for (int model = 0; model < 8; ++model) {
            const RandomLlama llama(rng_);
            const Scratch folder;
            llama.write(folder);
            Progress progress;
            const auto loaded = Model::load(ModelFiles::open(folder.path()), {ComputeDtype::Float64, 1}, progress);
            const int tokens = 2 + static_cast<int>(rng_() % 90);
            const auto sample = randomSample(rng_, llama.vocab, tokens);
            const auto maps = profileSample<double>(loaded, sample, progress);
            QVERIFY(std::abs(maps.loss - llama.loss(sample.ids, sample.targets)) < 1e-10);
            for (int trial = 0; trial < 6; ++trial) checkHead(llama, loaded, sample, maps);
        }
    }

    void entriesMatchGolden_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("loss");
        for (const char *loss : {"all", "answer"}) {
            QTest::addRow("llama_mha %s", loss) << "llama_mha" << 256 << loss;
            QTest::addRow("qwen3 %s", loss) << "qwen3" << 192 << loss;
        }
    }

    // Single entries by autograd in double precision, and their finite differences (which carry up to 4e-6 themselves).
    void entriesMatchGolden() {
        QFETCH(QString, model);
        QFETCH(int, length);
        QFETCH(QString, loss);
        const auto name = QString("influence/tiny.%1.%2.%3").arg(model).arg(length).arg(loss).toStdString();
        const auto golden = SafetensorsFile::open(dataPath(name + ".safetensors"));
        const auto span = readGolden<std::int64_t>(golden, "answer_span");
        TokenSample sample{"golden", "test", length, readIds(golden), {}};
        for (auto t = span[0]; t < span[1]; ++t) sample.targets.push_back(static_cast<std::int32_t>(t));
        Progress progress;
        const auto loaded = Model::load(ModelFiles::open(dataPath("tiny/" + model.toStdString())),
                                        {ComputeDtype::Float64, 0}, progress);
        std::map<std::pair<int, int>, std::vector<float>> maps;
        for (const auto &entry : readGoldenJson(name + ".entries.json")) {
            const std::pair<int, int> head = {entry["layer"], entry["head"]};
            if (!maps.contains(head))
                maps[head] = tokenMap(loaded, sample, head.first, head.second, TokenQuantity::Influence, progress);
            const double mine =
                maps[head][entry["row"].get<std::size_t>() * sample.ids.size() + entry["column"].get<std::size_t>()];
            const double exact = entry["influence"];
            const double slope = entry["finite_difference"];
            QVERIFY2(std::abs(mine - exact) <= 1e-6 * std::abs(exact), entry.dump().c_str());
            QVERIFY2(std::abs(mine - slope) <= 1e-5 * std::abs(slope), entry.dump().c_str());
        }
        QVERIFY(!maps.empty());
    }

    void blockSumsAreSumsOfEntries() {
        Progress progress;
        const auto model = Model::load(ModelFiles::open(dataPath("tiny/qwen3")), {ComputeDtype::Float64, 0}, progress);
        const auto &facts = model.facts();
        const int tokens = 65 + static_cast<int>(rng_() % 130);
        const auto sample = randomSample(rng_, facts.vocab, tokens);
        const auto maps = profileSample<double>(model, sample, progress);
        for (int layer = 0; layer < facts.layers; ++layer)
            for (int head = 0; head < facts.heads; ++head) {
                const auto first = (static_cast<std::size_t>(layer) * facts.heads + head) * maps.nb * maps.nb;
                const auto e = tokenMap(model, sample, layer, head, TokenQuantity::Influence, progress);
                const auto a = tokenMap(model, sample, layer, head, TokenQuantity::Attention, progress);
                std::vector<double> absolute(maps.nb * maps.nb), sums(absolute), attention(absolute);
                for (int i = 0; i < tokens; ++i)
                    for (int j = 0; j <= i; ++j) {
                        const auto block = static_cast<std::size_t>(i / 64 * maps.nb + j / 64);
                        absolute[block] += std::abs(e[i * tokens + j]);
                        sums[block] += e[i * tokens + j];
                        attention[block] += a[i * tokens + j];
                    }
                for (std::size_t b = 0; b < absolute.size(); ++b) {
                    QVERIFY(std::abs(absolute[b] - maps.absolute[first + b]) <= 1e-6 * maps.absolute[first + b]);
                    QVERIFY(std::abs(sums[b] - maps.signedSums[first + b]) <= 1e-6 * maps.absolute[first + b]);
                    QVERIFY(std::abs(attention[b] - maps.attention[first + b]) <= 1e-6 * maps.attention[first + b]);
                }
            }
    }

    void whatIsNotThereIsRefused() {
        Progress progress;
        const auto model =
            Model::load(ModelFiles::open(dataPath("tiny/llama_mha")), {ComputeDtype::Float32, 0}, progress);
        const TokenSample sample{"a", "", 64, {1, 2, 3}, {2}};
        const auto map = [&](const TokenSample &s, int layer, int head) {
            return errorOf(
                [&] { static_cast<void>(tokenMap(model, s, layer, head, TokenQuantity::Influence, progress)); });
        };
        QVERIFY(!map(sample, 0, 0));
        QVERIFY(map(sample, -1, 0));
        QVERIFY(map(sample, model.facts().layers, 0));
        QVERIFY(map(sample, 0, model.facts().heads));
        QVERIFY(map({"a", "", 64, {1, 2}, {}}, 0, 0));
        QVERIFY(map({"a", "", 64, std::vector<std::int32_t>(kTokenMapLimit + 1, 1), {1}}, 0, 0));
    }

private:
    // A random head, some random entries of it.
    void checkHead(const RandomLlama &llama, const Model &model, const TokenSample &sample,
                   const SampleMaps<double> &maps) {
        Progress progress;
        const int tokens = static_cast<int>(sample.ids.size());
        const int layer = static_cast<int>(rng_() % static_cast<unsigned>(llama.layers));
        const int head = static_cast<int>(rng_() % static_cast<unsigned>(llama.heads));
        const auto e = tokenMap(model, sample, layer, head, TokenQuantity::Influence, progress);
        const auto a = tokenMap(model, sample, layer, head, TokenQuantity::Attention, progress);
        const double scale = maps.totalAbsolute / (static_cast<double>(tokens) * tokens);
        for (int entry = 0; entry < 8; ++entry) {
            const int i = 1 + static_cast<int>(rng_() % static_cast<unsigned>(tokens - 1));
            const int j = static_cast<int>(rng_() % static_cast<unsigned>(i + 1));
            // Where one value fills its row the others grow by 1 / (1 - A): a step as much smaller.
            const double step = 1e-3 * std::max(1e-5, 1.0 - a[i * tokens + j]);
            const auto difference = [&](double h) {
                return (llama.loss(sample.ids, sample.targets, {layer, head, i, j, h}) -
                        llama.loss(sample.ids, sample.targets, {layer, head, i, j, -h})) /
                       (2 * h);
            };
            const double slope = (4 * difference(step) - difference(2 * step)) / 3;  // Richardson
            const double mine = e[i * tokens + j];
            // Losses near 3 carry a rounding error of about 1e-15, their difference as much / step.
            QVERIFY2(std::abs(slope - mine) <= 1e-5 * std::max(std::abs(slope), scale) + 1e-14 / step,
                     qPrintable(QString("layer %1 head %2 entry (%3, %4): %5, slope %6")
                                    .arg(layer)
                                    .arg(head)
                                    .arg(i)
                                    .arg(j)
                                    .arg(mine)
                                    .arg(slope)));
        }
    }

    std::mt19937 rng_;
};

QTEST_GUILESS_MAIN(TestTokenMap)
#include "tst_token_map.moc"

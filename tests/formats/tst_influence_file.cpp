// Influence maps from a file: what comes in, and what is refused by name.
#include <QTest>
#include <functional>
#include <limits>

#include "engine/formats/influence_file.h"
#include "engine/formats/safetensors_writer.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

class TestInfluenceFile : public QObject {
    Q_OBJECT

private:
    Scratch scratch_;

    struct Tensor {
        std::string name;
        std::vector<std::int64_t> shape;
        std::vector<float> values;
        Dtype dtype = Dtype::F32;
    };

    // Maps of 129 tokens for 2 layers of 1 head: 3 x 3 blocks, each row 1, 2, .. up to the diagonal.
    static Tensor maps(const std::string &name) {
        Tensor tensor{name, {2, 1, 3, 3}, {}};
        for (int layer = 0; layer < 2; ++layer)
            for (int row = 0; row < 3; ++row)
                for (int column = 0; column < 3; ++column)
                    tensor.values.push_back(column <= row ? static_cast<float>(1 + column) : 0.F);
        return tensor;
    }

    std::filesystem::path write(const std::vector<Tensor> &tensors) const {
        std::vector<NamedTensor> named;
        for (const auto &t : tensors) named.push_back({t.name, t.dtype, t.shape, std::as_bytes(std::span(t.values))});
        writeSafetensors(scratch_.path("maps.safetensors"), named);
        return scratch_.path("maps.safetensors");
    }
    [[nodiscard]] std::string why(const std::vector<Tensor> &tensors) const {
        const auto path = write(tensors);
        const auto error = errorOf([&] { static_cast<void>(readInfluence(path, 2, 1)); });
        return error ? error->where() + ": " + error->why() : std::string();
    }

private Q_SLOTS:
    void lengthsComeShortestFirst() {
        auto shorter = maps("influence.64");
        shorter.shape = {2, 1, 1, 1};
        shorter.values = {-7, 8};
        auto shorterAttention = shorter;
        shorterAttention.name = "attention.64";
        shorterAttention.values = {0, 1};
        const auto read = readInfluence(
            write({maps("influence.129"), maps("attention.129"), shorter, shorterAttention, maps("other")}), 2, 1);
        QCOMPARE(read.size(), std::size_t{2});
        QCOMPARE(read[0].length, 64);
        QCOMPARE(read[0].influence.values, (std::vector<float>{-7, 8}));  // signed sums may be negative
        QCOMPARE(read[0].attention.values, (std::vector<float>{0, 1}));
        QCOMPARE(read[1].length, 129);
        QCOMPARE(read[1].influence.nb, 3);
        QCOMPARE(read[1].influence.values, maps("").values);
    }

    void wrongMapsAreRefused_data() {
        QTest::addColumn<int>("damage");
        QTest::addColumn<QString>("says");
        const std::vector<const char *> reasons = {
            "no tensor 'influence.N'", "attention.129: it is not", "[2, 1, 3, 3]",       "[2, 1, 3, 3]",
            "value 4 is not finite",   "value 0 is not finite",    "above the diagonal", "below zero"};
        for (int i = 0; i < static_cast<int>(reasons.size()); ++i)
            QTest::addRow("%d", i) << i << reasons[static_cast<std::size_t>(i)];
    }
    void wrongMapsAreRefused() {
        const std::vector<std::function<void(std::vector<Tensor> &)>> damages = {
            [](auto &t) { t.erase(t.begin()); },
            [](auto &t) { t.pop_back(); },
            [](auto &t) {
                t[0].shape = {1, 2, 3, 3};
            },
            [](auto &t) { t[0].dtype = Dtype::I32; },
            [](auto &t) { t[0].values[4] = std::numeric_limits<float>::quiet_NaN(); },
            [](auto &t) { t[1].values[0] = std::numeric_limits<float>::infinity(); },
            [](auto &t) { t[0].values[5] = 1e-30F; },
            [](auto &t) { t[1].values[0] = -1; },
        };
        QFETCH(int, damage);
        QFETCH(QString, says);
        std::vector<Tensor> tensors = {maps("influence.129"), maps("attention.129")};
        QCOMPARE(why(tensors), std::string());
        damages[static_cast<std::size_t>(damage)](tensors);
        const auto error = QString::fromStdString(why(tensors));
        QVERIFY2(error.contains(says), qPrintable(error));
    }

    void namesMustEndInALength() {
        for (const char *length :
             {"", "0", "-129", "+129", "0129", "129 ", "129,64", "1e3", "268435457", "99999999999"})
            QVERIFY2(why({maps(std::string("influence.") + length), maps(std::string("attention.") + length)})
                             .find("length in tokens") != std::string::npos,
                     length);
    }
};

QTEST_GUILESS_MAIN(TestInfluenceFile)
#include "tst_influence_file.moc"

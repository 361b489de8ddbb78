// Block formulas against gguf-py's values (tests/data/gguf_types), and the plain types against their definition.
#include <QTest>
#include <bit>
#include <cmath>

#include "engine/formats/dtype.h"
#include "engine/formats/sha256.h"
#include "support/golden.h"

using namespace moa::engine;
using namespace moa::test;

class TestDequantize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void blocksGiveTheGoldenValues_data() {
        QTest::addColumn<int>("dtype");
        QTest::addColumn<bool>("minimum");
        for (const auto type : {Dtype::F16, Dtype::BF16, Dtype::Q4_0, Dtype::Q5_0, Dtype::Q8_0, Dtype::Q6_K})
            QTest::newRow(std::string(toString(type)).c_str()) << static_cast<int>(type) << false;
        for (const auto type : {Dtype::Q4_1, Dtype::Q5_1, Dtype::Q4_K, Dtype::Q5_K})
            QTest::newRow(std::string(toString(type)).c_str()) << static_cast<int>(type) << true;
    }

    // Exact without a minimum; with one, a fused multiply-add may differ by 2e-7 of the largest value of the block.
    void blocksGiveTheGoldenValues() {
        QFETCH(int, dtype);
        QFETCH(bool, minimum);
        const auto type = static_cast<Dtype>(dtype);
        const auto file = SafetensorsFile::open(dataPath("gguf_types/types.safetensors"));
        const auto *bytes = file.find(std::string(toString(type)) + ".bytes");
        QVERIFY(bytes != nullptr);
        const auto golden = readGolden<float>(file, std::string(toString(type)) + ".values");
        QCOMPARE(static_cast<std::int64_t>(bytes->bytes),
                 static_cast<std::int64_t>(golden.size()) / blockValues(type) * blockBytes(type));
        std::vector<float> values(golden.size());
        dequantize(type, file.bytes(*bytes), values);
        const auto block = static_cast<std::size_t>(blockValues(type));
        for (std::size_t begin = 0; begin < values.size(); begin += block) {
            float largest = 0;
            for (std::size_t i = begin; i < begin + block; ++i) largest = std::max(largest, std::abs(golden[i]));
            for (std::size_t i = begin; i < begin + block; ++i) {
                if (minimum)
                    QVERIFY2(std::abs(values[i] - golden[i]) <= 2e-7F * largest, std::to_string(i).c_str());
                else
                    QVERIFY2(std::bit_cast<std::uint32_t>(values[i]) == std::bit_cast<std::uint32_t>(golden[i]),
                             std::to_string(i).c_str());
            }
        }
    }

    // A second implementation: sign * fraction * 2^exponent in double precision, for all 65,536 patterns.
    void everyHalfIsItsDefinition() {
        for (int bits = 0; bits < 65536; ++bits) {
            const auto pattern = static_cast<std::uint16_t>(bits);
            float value = 0;
            dequantize(Dtype::F16, std::as_bytes(std::span(&pattern, 1)), std::span(&value, 1));
            const int exponent = bits >> 10 & 31;
            const int fraction = bits & 1023;
            const double sign = (bits & 0x8000) != 0 ? -1 : 1;
            if (exponent == 31) {
                QVERIFY(fraction == 0 ? std::isinf(value) && std::signbit(value) == (sign < 0) : std::isnan(value));
                continue;
            }
            const double expected =
                exponent == 0 ? sign * std::ldexp(fraction, -24) : sign * std::ldexp(1024 + fraction, exponent - 25);
            QVERIFY(static_cast<double>(value) == expected && std::signbit(value) == (sign < 0));
        }
    }

    void doublesAreNarrowed() {
        const std::vector<double> in = {0.1, -3.5, 1e300};
        std::vector<float> out(3);
        dequantize(Dtype::F64, std::as_bytes(std::span(in)), out);
        QCOMPARE(out[0], 0.1F);
        QCOMPARE(out[1], -3.5F);
        QVERIFY(std::isinf(out[2]));
    }

    void digestIsTheStandards() {
        QCOMPARE(sha256Hex({}), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(sha256Hex(std::as_bytes(std::span("abc", 3))),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
};

QTEST_GUILESS_MAIN(TestDequantize)
#include "tst_dequantize.moc"

// The GGUF reader: a good file, every check, and damaged files.
#include <QTest>
#include <functional>
#include <random>

#include "engine/formats/gguf_file.h"
#include "support/fresh_seed.h"
#include "support/gguf_builder.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

GgufBuilder goodFile() {
    GgufBuilder gguf;
    gguf.text("general.architecture", "llama");
    gguf.value("u8", Gguf::U8, std::uint8_t{200});
    gguf.value("i8", Gguf::I8, std::int8_t{-5});
    gguf.value("i64", Gguf::I64, std::int64_t{-1} << 40);
    gguf.value("u64", Gguf::U64, UINT64_MAX);
    gguf.value("f64", Gguf::F64, 0.25);
    gguf.value("flag", Gguf::Bool, std::uint8_t{1});
    gguf.texts("words", {"a", "", "c\n"});
    const std::vector<float> values = {1, 2, 3, 4, 5, 6};
    gguf.floats("small.weight", {3, 2}, values);
    gguf.tensor("blocks.weight", {64, 2}, 8, std::string(4 * 34, '\1'));
    return gguf;
}

}  // namespace

class TestGguf : public QObject {
    Q_OBJECT

private:
    Scratch scratch_;

    bool refused(const GgufBuilder &gguf) {
        const auto path = scratch_.write("bad.gguf", gguf.bytes());
        const auto error = errorOf([&] { static_cast<void>(GgufFile::open(path)); });
        return error && error->where().find("byte ") != std::string::npos;
    }

private Q_SLOTS:
    void aGoodFileIsRead() {
        for (const std::uint32_t version : {2U, 3U}) {
            auto gguf = goodFile();
            gguf.version = version;
            const auto file = GgufFile::open(scratch_.write("good.gguf", gguf.bytes()));
            QCOMPARE(file.text("general.architecture").value(), std::string("llama"));
            QCOMPARE(file.integer("u8").value(), std::int64_t{200});
            QCOMPARE(file.integer("i8").value(), std::int64_t{-5});
            QCOMPARE(file.integer("i64").value(), std::int64_t{-1} << 40);
            QVERIFY(!file.integer("u64"));  // does not fit
            QCOMPARE(file.number("f64").value(), 0.25);
            QCOMPARE(file.flag("flag").value(), true);
            QVERIFY(!file.text("flag") && !file.integer("missing"));
            QCOMPARE(*file.texts("words"), (std::vector<std::string>{"a", "", "c\n"}));
            QCOMPARE(file.tensors().size(), std::size_t{2});
            const auto &first = file.tensors()[0];
            QCOMPARE(first.shape, (std::vector<std::int64_t>{2, 3}));  // PyTorch's order
            QCOMPARE(file.bytes(first).size(), std::size_t{24});
            QVERIFY(file.tensors()[1].dtype == Dtype::Q8_0);
            QCOMPARE(static_cast<int>(file.bytes(file.tensors()[1])[0]), 1);
        }
    }

    void otherAlignmentsAreFollowed() {
        auto gguf = goodFile();
        gguf.count("general.alignment", 256);
        gguf.alignment = 256;
        const auto file = GgufFile::open(scratch_.write("aligned.gguf", gguf.bytes()));
        QCOMPARE(file.tensors()[1].offset % 256, std::uint64_t{0});
    }

    void everyCheckRefuses() {
        const std::vector<std::pair<const char *, std::function<void(GgufBuilder &)>>> attacks = {
            {"magic", [](auto &g) { g.magic ^= 1; }},
            {"version 1", [](auto &g) { g.version = 1; }},
            {"version 4", [](auto &g) { g.version = 4; }},
            {"big-endian version", [](auto &g) { g.version = 3U << 24; }},
            {"one key too many", [](auto &g) { g.extraKeys = 1; }},
            {"keys past the limit", [](auto &g) { g.extraKeys = 1 << 20; }},
            {"keys near 2^64", [](auto &g) { g.extraKeys = -100; }},
            {"one tensor too many", [](auto &g) { g.extraTensors = 1; }},
            {"tensors near 2^64", [](auto &g) { g.extraTensors = -100; }},
            {"key twice", [](auto &g) { g.count("u8", 1); }},
            {"empty key", [](auto &g) { g.count("", 1); }},
            {"key no UTF-8", [](auto &g) { g.count("a\xff", 1); }},
            {"key with control character", [](auto &g) { g.count("a\x1b[2J", 1); }},
            {"key too long", [](auto &g) { g.count(std::string(70'000, 'k'), 1); }},
            {"text no UTF-8", [](auto &g) { g.text("name", "\xff\xfe"); }},
            {"flag 2", [](auto &g) { g.value("flag2", Gguf::Bool, std::uint8_t{2}); }},
            {"unknown value type", [](auto &g) { g.value("x", static_cast<Gguf>(13), 0); }},
            {"text longer than the file",
             [](auto &g) { g.raw("x", 8, std::string_view("\xff\xff\xff\xff\xff\xff\xff\x7f", 8)); }},
            {"text of 2^64 - 1",
             [](auto &g) { g.raw("x", 8, std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", 8)); }},
            {"array longer than the file",
             [](auto &g) { g.raw("x", 9, std::string_view("\4\0\0\0\xff\xff\xff\xff\xff\xff\xff\x7f", 12)); }},
            {"array of arrays",
             [](auto &g) { g.raw("x", 9, std::string_view("\x9\0\0\0\1\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0", 24)); }},
            {"array of flags 2", [](auto &g) { g.raw("x", 9, std::string_view("\7\0\0\0\1\0\0\0\0\0\0\0\2", 13)); }},
            {"alignment 0", [](auto &g) { g.count("general.alignment", 0); }},
            {"alignment 48", [](auto &g) { g.count("general.alignment", 48); }},
            {"alignment 2^31", [](auto &g) { g.count("general.alignment", 1U << 31); }},
            {"alignment a text", [](auto &g) { g.text("general.alignment", "32"); }},
            {"tensor twice", [](auto &g) { g.tensor("small.weight", {1}, 0, "1234"); }},
            {"tensor name too long", [](auto &g) { g.tensor(std::string(65, 'n'), {1}, 0, "1234"); }},
            {"tensor name no UTF-8", [](auto &g) { g.tensor("\xc3", {1}, 0, "1234"); }},
            {"no dimension", [](auto &g) { g.tensor("t", {}, 0, "1234"); }},
            {"five dimensions",
             [](auto &g) {
                 g.tensor("t", {1, 1, 1, 1, 1}, 0, "1234");
             }},
            {"dimension 0",
             [](auto &g) {
                 g.tensor("t", {0, 1}, 0, "");
             }},
            {"negative dimension", [](auto &g) { g.tensor("t", {UINT64_MAX}, 0, "1234"); }},
            {"product overflows",
             [](auto &g) {
                 g.tensor("t", {1ULL << 32, 1ULL << 32}, 0, "1234");
             }},
            {"product wraps to 1",
             [](auto &g) {
                 g.tensor("t", {(1ULL << 62) + 1, 4}, 1, "12345678");
             }},
            {"bytes overflow",
             [](auto &g) {
                 g.tensor("t", {1ULL << 61, 3}, 0, "1234");
             }},
            {"type that is not read", [](auto &g) { g.tensor("t", {256}, 10, std::string(84, 'x')); }},
            {"unknown type", [](auto &g) { g.tensor("t", {1}, 99, "1234"); }},
            {"half a block", [](auto &g) { g.tensor("t", {48}, 8, std::string(51, 'x')); }},
            {"offset not aligned", [](auto &g) { g.offsetError = 1; }},
            {"hole", [](auto &g) { g.offsetError = 32; }},
            {"overlap", [](auto &g) { g.offsetError = -32; }},
            {"offset near 2^64", [](auto &g) { g.offsetError = -64; }},
            {"past the end", [](auto &g) { g.tensor("t", {1 << 20}, 0, "1234"); }},
        };
        for (const auto &[name, attack] : attacks) {
            auto bad = goodFile();
            attack(bad);
            QVERIFY2(refused(bad), name);
        }
    }

    void everyTruncationIsRefused() {
        const auto good = goodFile().bytes();
        for (std::size_t length = 0; length < good.size(); ++length) {
            const auto path = scratch_.write("cut.gguf", std::string_view(good).substr(0, length));
            QVERIFY2(errorOf([&] { static_cast<void>(GgufFile::open(path)); }), std::to_string(length).c_str());
        }
    }

    void flippedBitsNeverHarm() {
        std::mt19937 rng(freshSeed());
        const auto good = goodFile().bytes();
        int refusals = 0;
        for (int round = 0; round < 3000; ++round) {
            auto bytes = good;
            for (auto flips = 1 + rng() % 3; flips > 0; --flips)
                bytes[rng() % bytes.size()] ^= static_cast<char>(1U << rng() % 8);
            const auto path = scratch_.write("flipped.gguf", bytes);
            std::uint64_t sum = 0;
            const auto error = errorOf([&] {
                const auto file = GgufFile::open(path);
                for (const auto &tensor : file.tensors())
                    for (const auto b : file.bytes(tensor)) sum += static_cast<std::uint64_t>(b);
            });
            if (error) ++refusals;
        }
        QVERIFY(refusals > 500);
    }
};

QTEST_GUILESS_MAIN(TestGguf)
#include "tst_gguf.moc"

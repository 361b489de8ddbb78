// The safetensors reader and writer: round trips, every check, and damaged files.
#include <QTest>
#include <cstring>
#include <random>

#include <sys/resource.h>

#include <csignal>

#include "engine/formats/safetensors_file.h"
#include "engine/formats/safetensors_writer.h"
#include "support/fresh_seed.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;

namespace {

std::string withHeader(std::string_view header, std::string_view data) {
    std::string out(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(out.data(), &length, sizeof length);
    return out.append(header).append(data);
}

// Touches every byte that the reader vouches for.
std::uint64_t readAll(const SafetensorsFile &file) {
    std::uint64_t sum = 0;
    for (const auto &tensor : file.tensors())
        for (const auto b : file.bytes(tensor)) sum += static_cast<std::uint64_t>(b);
    return sum;
}

}  // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private:
    Scratch scratch_;

    std::string smallFile() {
        const std::vector<float> a = {1, 2, 3, 4, 5, 6};
        const std::vector<std::uint8_t> b = {7, 8, 9};
        const std::vector<NamedTensor> tensors = {{"a", Dtype::F32, {2, 3}, std::as_bytes(std::span(a))},
                                                  {"b", Dtype::U8, {3}, std::as_bytes(std::span(b))},
                                                  {"none", Dtype::F32, {0, 4}, {}},
                                                  {"one", Dtype::F32, {}, std::as_bytes(std::span(a).first(1))}};
        writeSafetensors(scratch_.path("small.safetensors"), tensors, {{"format", "pt"}});
        return readFile(scratch_.path("small.safetensors"));
    }

private Q_SLOTS:
    void whatIsWrittenIsReadBack() {
        std::mt19937 rng(freshSeed());
        for (int round = 0; round < 50; ++round) {
            std::vector<std::vector<std::uint16_t>> data(rng() % 6);
            std::vector<NamedTensor> tensors;
            for (std::size_t i = 0; i < data.size(); ++i) {
                const std::int64_t rows = rng() % 5;
                const std::int64_t columns = rng() % 7;
                data[i].resize(static_cast<std::size_t>(rows * columns));
                for (auto &v : data[i]) v = static_cast<std::uint16_t>(rng());
                tensors.push_back({"tensor \"" + std::to_string(i) + "\" é",
                                   Dtype::BF16,
                                   {rows, columns},
                                   std::as_bytes(std::span(data[i]))});
            }
            const auto path = scratch_.path("round.safetensors");
            writeSafetensors(path, tensors, {{"round", std::to_string(round)}});
            const auto file = SafetensorsFile::open(path);
            QCOMPARE(file.tensors().size(), tensors.size());
            QCOMPARE(file.metadata().at("round"), std::to_string(round));
            for (const auto &t : tensors) {
                const auto *info = file.find(t.name);
                QVERIFY(info != nullptr && info->dtype == t.dtype && info->shape == t.shape);
                QVERIFY(std::ranges::equal(file.bytes(*info), t.data));
            }
        }
    }

    void emptyFilesOfTensorsAreLegal() {
        writeSafetensors(scratch_.path("empty.safetensors"), {});
        QVERIFY(SafetensorsFile::open(scratch_.path("empty.safetensors")).tensors().empty());
        const auto small = smallFile();
        const auto file = SafetensorsFile::open(scratch_.write("again.safetensors", small));
        QCOMPARE(file.find("one")->shape.size(), std::size_t{0});
        QCOMPARE(file.find("none")->bytes, std::uint64_t{0});
        QVERIFY(file.find("missing") == nullptr);
    }

    void wrongHeadersAreRefused_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("data");
        const auto row = [](const char *name, const char *header, int data) {
            QTest::newRow(name) << QByteArray(header) << data;
        };
        row("no object", "[]", 0);
        row("space first", " {}", 0);
        row("no JSON", "{\"a\":", 0);
        row("bytes behind", "{}", 1);
        row("key twice",
            R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
            1);
        row("unknown type", R"({"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}})", 1);
        row("type no text", R"({"a":{"dtype":4,"shape":[1],"data_offsets":[0,1]}})", 1);
        row("field missing", R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", 1);
        row("field too many", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}})", 1);
        row("three offsets", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}})", 1);
        row("negative size", R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}})", 1);
        row("fractional size", R"({"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}})", 1);
        row("size past 2^63", R"({"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}})", 1);
        row("product overflows", R"({"a":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,4]}})", 4);
        row("bytes overflow", R"({"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}})", 4);
        row("offsets swapped", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}})", 1);
        row("past the end", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", 1);
        row("huge offset",
            R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[9223372036854775806,9223372036854775807]}})", 1);
        row("shape larger", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4);
        row("hole",
            R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
            3);
        row("hole first", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2);
        row("overlap",
            R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
            3);
        row("same bytes",
            R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
            1);
        row("metadata no text", R"({"__metadata__":{"a":1}})", 0);
        row("metadata no object", R"({"__metadata__":[]})", 0);
        row("deep", R"({"a":[[[[[1]]]]]})", 0);
    }

    void wrongHeadersAreRefused() {
        QFETCH(QByteArray, header);
        QFETCH(int, data);
        const auto bytes = withHeader(header.toStdString(), std::string(static_cast<std::size_t>(data), 'x'));
        const auto path = scratch_.write("wrong.safetensors", bytes);
        const auto error = errorOf([&] { static_cast<void>(SafetensorsFile::open(path)); });
        QVERIFY(error);
        QVERIFY(error->where().find("wrong.safetensors") != std::string::npos);
    }

    void hugeHeaderLengthsAreRefused() {
        for (const std::uint64_t length : {std::uint64_t{100'000'001}, std::uint64_t{3}, UINT64_MAX, UINT64_MAX - 7}) {
            std::string bytes(8, '\0');
            std::memcpy(bytes.data(), &length, sizeof length);
            const auto path = scratch_.write("huge.safetensors", bytes + "{}");
            QVERIFY(errorOf([&] { static_cast<void>(SafetensorsFile::open(path)); }));
        }
    }

    void everyTruncationIsRefused() {
        const auto good = smallFile();
        for (std::size_t length = 0; length < good.size(); ++length) {
            const auto path = scratch_.write("cut.safetensors", std::string_view(good).substr(0, length));
            QVERIFY2(errorOf([&] { static_cast<void>(SafetensorsFile::open(path)); }), std::to_string(length).c_str());
        }
        const auto path = scratch_.write("cut.safetensors", good + '\0');
        QVERIFY(errorOf([&] { static_cast<void>(SafetensorsFile::open(path)); }));
    }

    // A flipped bit is refused or gives tensors that lie inside the file; sanitizers watch the reading.
    void flippedBitsNeverHarm() {
        std::mt19937 rng(freshSeed());
        const auto good = smallFile();
        int refused = 0;
        for (int round = 0; round < 3000; ++round) {
            auto bytes = good;
            for (auto flips = 1 + rng() % 3; flips > 0; --flips)
                bytes[rng() % bytes.size()] ^= static_cast<char>(1U << rng() % 8);
            const auto path = scratch_.write("flipped.safetensors", bytes);
            if (errorOf([&] { readAll(SafetensorsFile::open(path)); })) ++refused;
        }
        QVERIFY(refused > 1000);
    }

    void wrongTensorsAreNotWritten() {
        const std::vector<float> data = {1, 2};
        const auto bytes = std::as_bytes(std::span(data));
        const auto path = scratch_.path("bad.safetensors");
        const auto refused = [&](const std::vector<NamedTensor> &tensors) {
            return errorOf([&] { writeSafetensors(path, tensors); }).has_value() && !std::filesystem::exists(path);
        };
        QVERIFY(refused({{"a", Dtype::F32, {3}, bytes}}));
        QVERIFY(refused({{"a", Dtype::F32, {-2}, bytes}}));
        QVERIFY(refused({{"a", Dtype::F32, {2}, bytes}, {"a", Dtype::F32, {2}, bytes}}));
        QVERIFY(refused({{"__metadata__", Dtype::F32, {2}, bytes}}));
        writeSafetensors(path, std::vector<NamedTensor>{{"a", Dtype::F32, {2}, bytes}}, {{"path", "\xff"}});
        QCOMPARE(SafetensorsFile::open(path).metadata().at("path"), std::string("\xEF\xBF\xBD"));
    }

    void failedWritesLeaveTheOldFileWhole() {
        const auto path = scratch_.path("kept.safetensors");
        const std::vector<float> few = {1};
        const std::vector<float> many(1 << 16, 2.F);
        writeSafetensors(path, std::vector<NamedTensor>{{"a", Dtype::F32, {1}, std::as_bytes(std::span(few))}});
        const auto before = readFile(path);
        // A limit on file sizes stands in for a full disk.
        rlimit old = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small = {4096, old.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto error = errorOf([&] {
            writeSafetensors(path,
                             std::vector<NamedTensor>{{"a", Dtype::F32, {1 << 16}, std::as_bytes(std::span(many))}});
        });
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &old), 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(error);
        QCOMPARE(readFile(path), before);
        for (const auto &entry : std::filesystem::directory_iterator(scratch_.path()))
            QVERIFY(entry.path().string().find(".part") == std::string::npos);
        QVERIFY(errorOf([&] { writeSafetensors(scratch_.path("no/such/folder/x"), {}); }));
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"

// Pickles are told by name and by their first bytes, and refused with the way to convert them.
#include <QTest>
#include <cstring>
#include <fstream>

#include "engine/formats/gguf_file.h"
#include "engine/formats/model_files.h"
#include "engine/formats/safetensors_file.h"
#include "support/golden.h"
#include "support/scratch.h"

using namespace moa;
using namespace moa::engine;
using namespace moa::test;
namespace fs = std::filesystem;

class TestPickle : public QObject {
    Q_OBJECT

private:
    Scratch scratch_;

    static bool refusedAsPickle(const std::function<void()> &action) {
        const auto error = errorOf(action);
        return error && error->why().find("pickle") != std::string::npos &&
               error->remedy().find("safe_serialization") != std::string::npos &&
               error->remedy().find("save_file") != std::string::npos;
    }

private Q_SLOTS:
    void foldersThatHoldNothingElse() {
        for (const char *name : {"pytorch_model.bin", "consolidated.00.pth", "model.pt", "last.ckpt", "a.pkl"}) {
            const auto folder = scratch_.path(name);
            fs::create_directory(folder);
            fs::copy(dataPath("tiny/mistral/config.json"), folder / "config.json");
            std::ofstream(folder / name) << "anything";
            QVERIFY2(refusedAsPickle([&] { static_cast<void>(ModelFiles::open(folder)); }), name);
            QVERIFY2(refusedAsPickle([&] { static_cast<void>(ModelFiles::open(folder / name)); }), name);
            // Beside good weights a pickle is of no concern.
            fs::copy(dataPath("tiny/mistral/model.safetensors"), folder / "model.safetensors");
            QCOMPARE(ModelFiles::open(folder).facts().architecture, std::string("mistral"));
        }
    }

    void bytesUnderAnyName() {
        const auto legacy = std::string("\x80\x02\x8a\nl\xfc\x9c\x46\xf9 j\xa8P\x19.", 15);
        for (const std::string &bytes :
             {std::string("PK\x03\x04\0\0\x08\x08\0\0", 10), legacy, std::string("\x80\x05")}) {
            QVERIFY(refusedAsPickle(
                [&] { static_cast<void>(SafetensorsFile::open(scratch_.write("a.safetensors", bytes))); }));
            QVERIFY(refusedAsPickle([&] { static_cast<void>(GgufFile::open(scratch_.write("a.gguf", bytes))); }));
            QVERIFY(refusedAsPickle([&] { static_cast<void>(ModelFiles::open(scratch_.write("a", bytes))); }));
        }
    }

    // The length of a header, 0x280, begins like a pickle of protocol 2.
    void safetensorsThatBeginLikeAPickleAreRead() {
        std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
        header.resize(0x280, ' ');
        std::string bytes(8, '\0');
        const std::uint64_t length = header.size();
        std::memcpy(bytes.data(), &length, sizeof length);
        const auto file = SafetensorsFile::open(scratch_.write("odd.safetensors", bytes + header + "x"));
        QCOMPARE(file.tensors().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestPickle)
#include "tst_pickle.moc"

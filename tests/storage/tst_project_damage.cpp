// Damaged and hostile project files: one clear error each, never a crash.
#include <fstream>
#include <random>

#include "storage/project_samples.h"
#include "support/fresh_seed.h"

using namespace moa;
using namespace moa::test;

namespace {

// Was it refused, with all four parts? Anything but moa::Error is not caught.
constexpr auto refuses = [](const auto &read) {
    try {
        read();
        return false;
    } catch (const Error &error) {
        if (error.failed().empty() || error.where().empty() || error.why().empty() || error.remedy().empty()) throw;
        return true;
    }
};

}  // namespace

class TestProjectDamage : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;

private Q_SLOTS:
    void truncatedFilesNeverCrash() {
        const auto path = fresh();
        fill(path);
        std::ifstream in(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        std::mt19937 rng(freshSeed());
        for (int round = 0; round < 100; ++round) {
            auto broken = bytes;
            if (round % 2 == 0)
                broken.resize(rng() % bytes.size());
            else
                for (int i = 0; i < 40; ++i) broken[rng() % broken.size()] = static_cast<char>(rng());
            const auto copy = fresh();
            std::ofstream(copy, std::ios::binary) << broken;
            try {
                ProjectFile file(copy, ProjectFile::Mode::Write);
                static_cast<void>(file.check());
                readAll(file, refuses);
            } catch (const Error &error) {
                QVERIFY(!error.why().empty() && !error.remedy().empty());
            }
        }
    }

    void damagedValuesAreOneClearErrorAndNamedByCheck_data() {
        QTest::addColumn<QString>("damage");
        for (const char *damage : {
                 "UPDATE model SET facts = '{'",
                 "UPDATE model SET facts = '{}'",
                 "UPDATE model SET facts = json_set(facts, '$.layers', 'many')",
                 "UPDATE plan SET settings = 'not json'",
                 "UPDATE plan SET layers = -1, heads = -6",
                 "UPDATE plan SET layers = 9223372036854775807",
                 "UPDATE plan SET alphas = x'00'",
                 "UPDATE run SET facts = '[]'",
                 "UPDATE run SET facts = json_set(facts, '$.densities', json('{\"long\": [1, 2, 3, 4]}'))",
                 "UPDATE run SET facts = json_set(facts, '$.densities', json('{\"9999999999\": [1, 2, 3, 4]}'))",
                 "UPDATE run_row SET length = -1",
                 "UPDATE run_sample SET item = 4294967296",
                 "UPDATE stage SET settings = ''",
                 "UPDATE validation SET facts = '\"'",
                 "UPDATE validation SET facts = replace(hex(zeroblob(50000)), '0', '[') || "
                 "replace(hex(zeroblob(50000)), '0', "
                 "']')",
                 "UPDATE model SET facts = json_set(facts, '$.layers', 1e300)",
                 "UPDATE model SET facts = json_set(facts, '$.heads', 4294967296)",
                 "UPDATE model SET facts = json_set(facts, '$.vocab', -1)",
                 "UPDATE model SET facts = json_set(facts, '$.end_tokens', json('[18446744073709551615]'))",
                 "UPDATE model SET facts = json_set(facts, '$.sliding_window', 4096.5)",
                 "UPDATE model SET facts = json_set(facts, '$.no_rope_layers', json('[3, 4294967296]'))",
                 "UPDATE run SET facts = json_set(facts, '$.kv_bytes', 0.5)",
                 "UPDATE run SET facts = json_set(facts, '$.densities', json('{\"12x\": [1, 2, 3, 4]}'))",
                 "UPDATE sample SET ids = x'010203'",
                 "UPDATE sample SET targets = x'00000000'",
                 "UPDATE sample SET targets = x'03000000'",
                 "UPDATE sample SET length = -256",
                 "UPDATE profile SET nb = 4294967296",
                 "UPDATE profile SET layers = -2, heads = -3",
                 "UPDATE profile SET layers = 2147483647, heads = 2147483647",
                 "UPDATE profile_map SET data = x'00000000' WHERE kind = 'balanced'",
                 "DELETE FROM profile_map WHERE kind = 'attention'",
             })
            QTest::newRow(damage) << damage;
    }
    void damagedValuesAreOneClearErrorAndNamedByCheck() {
        QFETCH(QString, damage);
        const auto path = fresh();
        fill(path);
        execute(path, damage.toStdString());
        ProjectFile file(path, ProjectFile::Mode::Write);
        QVERIFY(!file.check().empty());
        int refused = 0;
        readAll(file, [&](const auto &read) { refused += refuses(read) ? 1 : 0; });
        QVERIFY(refused > 0);
    }

    // A file from a stranger: views, triggers, generated columns and indexes compute whatever they like.
    void nothingInAFileIsRun_data() {
        QTest::addColumn<QString>("change");
        for (const char *change : {
                 "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM plan; END",
                 "ALTER TABLE validation RENAME TO old; CREATE VIEW validation AS WITH RECURSIVE c(position, facts) AS "
                 "(SELECT 1, '{}' UNION ALL SELECT position + 1, facts FROM c LIMIT 1000) SELECT position, facts FROM "
                 "c",
                 "ALTER TABLE sample ADD COLUMN x BLOB GENERATED ALWAYS AS (zeroblob(1000000000)) VIRTUAL",
                 "CREATE INDEX i ON meta(hex(value))",
                 "CREATE TABLE more(x)",
                 "DROP TABLE validation",
             })
            QTest::newRow(change) << change;
    }
    void nothingInAFileIsRun() {
        QFETCH(QString, change);
        const auto path = fresh();
        fill(path);
        execute(path, change.toStdString());
        for (const auto mode : {ProjectFile::Mode::Read, ProjectFile::Mode::Write, ProjectFile::Mode::Create})
            QVERIFY(whyRefused(path, mode).find("its tables are not those of a project") != std::string::npos);
    }

    void sqlitesOwnStatisticsAreNoFault() {
        const auto path = fresh();
        fill(path);
        execute(path, "ANALYZE");
        QVERIFY(ProjectFile(path, ProjectFile::Mode::Read).check().empty());
    }

    // Keys are unique in a file that SQLite wrote; another hand can make them the same.
    void namesThatStandTwiceAreRefused() {
        const auto path = fresh();
        fill(path);
        {
            ProjectFile file(path, ProjectFile::Mode::Write);
            for (const char *name : {"first-run", "other-run"}) {
                file.beginRun(run(name));
                file.finishRun(run(name));
            }
            file.setLengthProfile({256, false, {source("first-source", 1), source("other-source", 1)}});
        }
        std::ifstream in(path, std::ios::binary);
        std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        for (const std::string name : {"other-run", "other-source"})
            for (auto at = bytes.find(name); at != std::string::npos; at = bytes.find(name))
                bytes.replace(at, 5, "first");
        std::ofstream(path, std::ios::binary) << bytes;
        const ProjectFile file(path, ProjectFile::Mode::Read);
        QVERIFY(refuses([&] { static_cast<void>(file.runs()); }));
        QVERIFY(refuses([&] { static_cast<void>(file.profile()); }));
        QVERIFY(!file.check().empty());
    }

    void mapsOfAnotherShapeAreRefusedBeforeTheyReplaceAnything() {
        const auto path = fresh();
        fill(path);
        ProjectFile file(path, ProjectFile::Mode::Write);
        auto narrow = source("a", 3);
        narrow.attention = zeroMaps(2, 2, 4);
        QVERIFY_THROWS_EXCEPTION(Error, file.setProfiled(256, false, narrow, 1));
        QVERIFY_THROWS_EXCEPTION(Error, file.setProfiled(512, false, source("a", 3), 1));
        QVERIFY_THROWS_EXCEPTION(Error, file.setLengthProfile({256, false, {source("a", 1), narrow}}));
        QCOMPARE(file.profile().lengths[0].sources[0].samples, 2);
        QCOMPARE(file.profiled(256), (std::set<std::size_t>{0, 2}));
        QVERIFY(file.check().empty());
    }
};

QTEST_GUILESS_MAIN(TestProjectDamage)
#include "tst_project_damage.moc"

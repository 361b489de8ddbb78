// Saving a project under another name: all of it or nothing.
#include <sys/resource.h>

#include <csignal>

#include "storage/child.h"

using namespace moa;
using namespace moa::test;

namespace {

// The error of a copy that cannot be saved; empty where it was saved.
std::string refusal(const ProjectFile &file, const fs::path &copy) {
    try {
        file.saveCopy(copy);
        return {};
    } catch (const Error &error) {
        return error.where() == copy && !error.failed().empty() && !error.remedy().empty() ? error.why() : "unclear";
    }
}

}  // namespace

class TestProjectCopy : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;

private Q_SLOTS:
    void everythingIsInTheCopy() {
        const auto path = fresh();
        const auto folder = fresh();
        fs::create_directory(folder);
        fill(path);
        ProjectFile file(path, ProjectFile::Mode::Write);
        auto facts = *file.model();
        facts.path = (path.parent_path() / "models" / "m").string();
        file.setModel(facts);
        file.beginRun(run("unfinished"));
        file.addSample("unfinished", {1024, 0, {}, 1, "", "", "", 1});
        fs::remove(path);
        file.saveCopy(folder / "copy.moa");
        file.saveCopy(path);  // back into its place, where its own log still lies

        for (const auto &name : {folder / "copy.moa", path}) {
            const ProjectFile copy(name, ProjectFile::Mode::Write);
            QVERIFY(copy.check().empty());
            QVERIFY(*copy.model() == facts);
            QVERIFY(copy.samples() == file.samples());
            QVERIFY(copy.profiled(256) == file.profiled(256));
            const auto means = copy.profile().lengths.at(0);
            QVERIFY(means.signedSums && means.sources.at(0).samples == 2);
            QVERIFY(means.sources[0].published == maps(1) && means.sources[0].attention == maps(2));
            QVERIFY(copy.plan("p").plan == file.plan("p").plan);
            QVERIFY(copy.plan("p").result == file.plan("p").result);
            QVERIFY(copy.run("r").rows == file.run("r").rows);
            QVERIFY(copy.run("r").samples == file.run("r").samples);
            QVERIFY(copy.runSamples("unfinished") == file.runSamples("unfinished"));
            QCOMPARE(copy.stage("profile")->message, file.stage("profile")->message);
            QVERIFY(copy.validations() == file.validations());
            QCOMPARE(*copy.setting("k"), std::string("v"));
            const auto tables = [](const ProjectFile &project) {
                std::string text;
                for (const auto &table : project.info().tables)
                    text += table.name + " " + std::to_string(table.rows) + "\n";
                return text;
            };
            QCOMPARE(tables(copy), tables(file));
        }
    }

    void copiesThatCannotBeSavedLeaveNothing() {
        const auto path = fresh();
        const auto copy = fresh();
        fill(path);
        const ProjectFile file(path, ProjectFile::Mode::Write);
        QVERIFY(refusal(file, path).find("is there") != std::string::npos);
        QVERIFY(refusal(file, path.parent_path()).find("is there") != std::string::npos);
        const auto nowhere = fresh() / "copy.moa";
        QVERIFY(refusal(file, nowhere).find("cannot be opened or created") != std::string::npos);
        const int code = inChild([&] {
            std::signal(SIGXFSZ, SIG_IGN);
            const rlimit limit{100'000, 100'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            return refusal(file, copy).find("space") != std::string::npos ? 0 : 5;
        });
        QCOMPARE(code, 0);
        QVERIFY(!fs::exists(copy));
        QVERIFY(file.check().empty());
        QVERIFY(refusal(file, copy).empty());
    }
};

QTEST_GUILESS_MAIN(TestProjectCopy)
#include "tst_project_copy.moc"

// Who may open a project, and how: read-only folders, logs left behind, and files in the place of others.
#include <optional>

#include "storage/access.h"
#include "storage/child.h"

using namespace moa;
using namespace moa::test;
using storage::Access;
using storage::accessTo;
using storage::FileState;

namespace {

bool has(const std::string &text, const char *part) {
    return text.find(part) != std::string::npos;
}

fs::path logOf(const fs::path &path) {
    return path.string() + "-wal";
}

}  // namespace

class TestProjectAccess : public QObject {
    Q_OBJECT

private:
    FreshPaths fresh;

    // A new folder that the work of an ordinary user may look into.
    fs::path newFolder() {
        const auto folder = fresh();
        fs::create_directory(folder);
        return folder;
    }
    static void seal(const fs::path &folder) {
        fs::permissions(folder, fs::perms(0555));
        for (const auto &entry : fs::directory_iterator(folder)) fs::permissions(entry, fs::perms(0666));
    }

private Q_SLOTS:
    void initTestCase() { fs::permissions(fresh.folder(), fs::perms(0755)); }

    void theFileAndItsFolderDecide_data() {
        QTest::addColumn<bool>("writable");
        QTest::addColumn<bool>("folder");
        QTest::addColumn<bool>("open");
        QTest::addColumn<bool>("log");
        QTest::addColumn<QString>("answer");
        const auto row = [](bool writable, bool folder, bool open, bool log, const char *answer) {
            QTest::addRow("file %d folder %d open %d log %d", writable, folder, open, log)
                << writable << folder << open << log << answer;
        };
        for (const bool log : {false, true}) row(true, true, true, log, "write");
        row(true, true, false, false, "write");
        row(true, false, false, false, "read");
        row(false, true, false, false, "read");
        row(false, false, false, false, "read");
        row(true, false, true, false, "snapshot");
        row(false, true, true, false, "snapshot");
        row(false, true, true, true, "read");
        row(true, false, true, true, "was not closed");
        row(false, false, true, true, "was not closed");
        for (const bool folder : {false, true}) row(true, folder, false, true, "another state");
    }

    void theFileAndItsFolderDecide() {
        QFETCH(bool, writable);
        QFETCH(bool, folder);
        QFETCH(bool, open);
        QFETCH(bool, log);
        QFETCH(QString, answer);
        const FileState state{true, true, 1, writable, folder, open, log};
        try {
            const auto access = accessTo(state, "p.moa");
            QCOMPARE(access == Access::Write  ? QString("write")
                     : access == Access::Read ? QString("read")
                                              : QString("snapshot"),
                     answer);
        } catch (const Error &error) {
            QVERIFY(has(error.why(), qPrintable(answer)));
            QVERIFY(has(error.remedy(), "p.moa-wal") || has(error.why(), "p.moa-wal"));
        }
    }

    void projectsInReadOnlyFoldersCanBeRead() {
        const auto folder = newFolder();
        fill(folder / "p.moa");
        seal(folder);
        QCOMPARE(inOrdinaryChild([&] {
                     if (!has(whyRefused(folder / "p.moa", ProjectFile::Mode::Write), "read-only")) return 5;
                     if (whyRefused(folder / "new.moa", ProjectFile::Mode::Create).empty()) return 6;
                     ProjectFile file(folder / "p.moa", ProjectFile::Mode::Read);
                     if (file.setting("k") != "v" || !file.check().empty()) return 7;
                     try {
                         file.setSetting("k", "w");
                     } catch (const Error &error) {
                         return has(error.why(), "read-only") && has(error.remedy(), "copy") ? 0 : 8;
                     }
                     return 9;
                 }),
                 0);
    }

    // As left by copying the file alone while it was open: the log is not there, and cannot be made.
    void projectsCopiedWhileOpenCanBeReadInReadOnlyFolders() {
        const auto folder = newFolder();
        const auto path = folder / "a name? with #1 and %20.moa";
        {
            const auto original = fresh();
            fill(original);
            const ProjectFile open(original, ProjectFile::Mode::Write);
            fs::copy_file(original, path);
        }
        seal(folder);
        QCOMPARE(inOrdinaryChild([&] {
                     const ProjectFile file(path, ProjectFile::Mode::Read);
                     return file.setting("k") == "v" && file.check().empty() ? 0 : 5;
                 }),
                 0);
        QCOMPARE(std::distance(fs::directory_iterator(folder), {}), 1);
    }

    void aLogThatCannotBeTakenInIsSaid() {
        const auto folder = newFolder();
        fill(folder / "p.moa");
        changeAndDie(folder / "p.moa", [](ProjectFile &f) { f.setSetting("k", "w"); });
        seal(folder);
        QCOMPARE(inOrdinaryChild([&] {
                     return has(whyRefused(folder / "p.moa", ProjectFile::Mode::Read), "was not closed") ? 0 : 5;
                 }),
                 0);
        fs::permissions(folder, fs::perms(0755));
        QCOMPARE(*ProjectFile(folder / "p.moa", ProjectFile::Mode::Read).setting("k"), std::string("w"));
    }

    void aFolderThatMayNotBeEnteredIsOneError() {
        const auto folder = newFolder();
        fill(folder / "p.moa");
        fs::permissions(folder, fs::perms(0));
        QCOMPARE(inOrdinaryChild([&] {
                     const auto why = whyRefused(folder / "p.moa", ProjectFile::Mode::Read);
                     return has(why, "cannot be looked at") ? 0 : 5;
                 }),
                 0);
        fs::permissions(folder, fs::perms(0755));
    }

    // Bringing a project back from a copy leaves the log of the newer state beside it: SQLite would mix the two.
    void theLogOfAnotherStateIsRefused() {
        const auto path = fresh();
        const auto copy = fresh();
        fill(path);
        fs::copy_file(path, copy);
        {
            ProjectFile file(path, ProjectFile::Mode::Write);
            for (int i = 0; i < 50; ++i) file.setSetting(std::to_string(i), std::string(10'000, 'x'));
        }
        changeAndDie(path, [](ProjectFile &f) { f.setSetting("7", std::string(50'000, 'y')); });
        fs::copy_file(copy, path, fs::copy_options::overwrite_existing);
        QVERIFY(has(whyRefused(path, ProjectFile::Mode::Read), "another state"));
        QVERIFY(has(whyRefused(path, ProjectFile::Mode::Create), "another state"));
        const auto link = newFolder() / "link.moa";
        fs::create_symlink(path, link);
        QVERIFY(has(whyRefused(link, ProjectFile::Mode::Write), "another state"));
        fs::remove(logOf(path));
        const ProjectFile file(path, ProjectFile::Mode::Write);
        QVERIFY(file.check().empty());
        QCOMPARE(*file.setting("k"), std::string("v"));
    }

    void aProjectOpensOnceAtATime() {
        const auto path = fresh();
        const auto link = fresh();
        fill(path);
        fs::create_symlink(path, link);
        ProjectFile file(path, ProjectFile::Mode::Write);
        QVERIFY(has(whyRefused(path, ProjectFile::Mode::Read), "has it open"));
        QVERIFY(has(whyRefused(path, ProjectFile::Mode::Create), "has it open"));
        QVERIFY(has(whyRefused(link, ProjectFile::Mode::Write), "has it open"));
        file.setSetting("k", "w");  // the others have not disturbed it
        QVERIFY(file.check().empty());
        file = ProjectFile(fresh(), ProjectFile::Mode::Create);
        QCOMPARE(*ProjectFile(path, ProjectFile::Mode::Write).setting("k"), std::string("w"));
    }

    // Two projects were open under one name, one after the other: the first must leave the log of the second alone.
    void closingAMovedProjectLeavesItsSuccessorAlone() {
        const auto path = fresh();
        const auto moved = fresh();
        std::optional<ProjectFile> first(std::in_place, path, ProjectFile::Mode::Create);
        first->setSetting("k", "first");
        fs::rename(path, moved);
        ProjectFile second(path, ProjectFile::Mode::Create);
        second.setSetting("k", "second");
        first.reset();
        QVERIFY(fs::exists(logOf(path)));
        const auto copy = fresh();  // what a killed process would leave of the second
        fs::copy_file(path, copy);
        fs::copy_file(logOf(path), logOf(copy));
        QCOMPARE(*ProjectFile(copy, ProjectFile::Mode::Write).setting("k"), std::string("second"));
        QCOMPARE(*ProjectFile(moved, ProjectFile::Mode::Write).setting("k"), std::string("first"));
    }
};

QTEST_GUILESS_MAIN(TestProjectAccess)
#include "tst_project_access.moc"

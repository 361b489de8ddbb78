// What goes wrong around the window is told in place, with a remedy, and loses nothing.
#include <sqlite3.h>

#include <QPushButton>

#include "storage/schema.h"
#include "studio/held_project.h"
#include "studio/shown_window.h"
#include "widgets/common/notice.h"

using namespace moa;
using namespace moa::test;
using namespace moa::studio;
using namespace moa::widgets;

namespace {

// The notice above the pages; nullptr: none is shown.
Notice *notice(const Shown &s) {
    auto *found = s.window->centralWidget()->findChild<Notice *>({}, Qt::FindDirectChildrenOnly);
    return found != nullptr && found->isVisible() ? found : nullptr;
}

bool told(const Shown &s, const QString &part) {
    return QTest::qWaitFor([&] { return notice(s) != nullptr; }, kPatience) &&
           notice(s)->accessibleName().contains(part);
}

void writeVersionZero(const std::filesystem::path &path) {
    sqlite3 *db = nullptr;
    sqlite3_open(path.c_str(), &db);
    const auto mark = "PRAGMA application_id = " + std::to_string(storage::kApplicationId);
    sqlite3_exec(db, mark.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(db);
}

QString remedy(const Shown &s) {
    for (const auto *button : notice(s)->findChildren<QPushButton *>())
        if (button->isVisible()) return button->text();
    return {};
}

}  // namespace

class TestWindowFaults : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

private Q_SLOTS:
    void cleanup() { verifyThreads(); }

    void aSecondWindowOnTheSameProjectIsRefusedInPlace() {
        const auto path = copies();
        HeldProject holder(path);
        QVERIFY(holder.held());
        Shown s;
        s.window->open(QString::fromStdString(path.string()));
        QVERIFY(told(s, QStringLiteral("another process")));
        QVERIFY2(s.view<WelcomePage>()->isVisible(), "the page that was there stays");
        holder.release();
        QVERIFY(s.open(path));
        QVERIFY2(notice(s) == nullptr, "what is over is not shown any more");
    }

    void aProjectDeletedUnderneathOffersACopy() {
        const auto path = copies();
        Shown s;
        QVERIFY(s.open(path));
        std::filesystem::remove(path);
        s.session().editProblem(withDensity(s.session().problem(), 0.5), true);
        QVERIFY(told(s, QStringLiteral("deleted")));
        QCOMPARE(remedy(s), QStringLiteral("Save as\u2026"));
        const auto rescued = copies.folder() / "rescued.moa";
        s.session().saveCopy(rescued);
        QVERIFY(QTest::qWaitFor([&] { return s.session().snapshot()->path == rescued; }, kPatience));
        QCOMPARE(s.session().snapshot()->lengths.size(), std::size_t{3});
    }

    void aMissingModelOffersToLocateIt() {
        Shown s;
        QVERIFY(s.open(copies((copies.folder() / "no model here").string())));
        QVERIFY(notice(s) != nullptr);
        QCOMPARE(remedy(s), QStringLiteral("Locate the model\u2026"));
        QVERIFY2(s.session().answer()->answer.plan.has_value(), "plans need no model");
        s.session().locateModel(MOA_RESOURCES "/sample/model");
        QVERIFY(QTest::qWaitFor([&] { return !s.session().snapshot()->modelFault; }, kPatience));
        QVERIFY(QTest::qWaitFor([&] { return notice(s) == nullptr; }, kPatience));
    }

    void aNewerProjectIsToldAndTheOpenOneStays() {
        const auto good = copies();
        const auto newer = copies();
        QFile file(QString::fromStdString(newer.string()));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60));
        QCOMPARE(file.write(QByteArray("\x00\x00\x03\xe7", 4)), qint64{4});
        file.close();
        Shown s;
        QVERIFY(s.open(good));
        s.window->open(QString::fromStdString(newer.string()));
        QVERIFY(told(s, QStringLiteral("newer version")));
        QCOMPARE(s.session().snapshot()->path, good);
    }

    // Schema 1 is the first that was ever written: what is older is a file of ours whose tables are still to be made.
    void anOlderProjectIsBroughtUpToDate() {
        const auto path = copies.folder() / "older.moa";
        writeVersionZero(path);
        {
            Shown s;
            s.window->open(QString::fromStdString(path.string()));
            QVERIFY(QTest::qWaitFor([&] { return s.session().snapshot() != nullptr; }, kPatience));
            QVERIFY(notice(s) == nullptr);
            QVERIFY(!s.view<WelcomePage>()->isVisible());
        }
        const storage::ProjectFile file(path, storage::ProjectFile::Mode::Read);
        QCOMPARE(file.info().schema, storage::kVersion);
    }

    void anOlderProjectThatCannotBeWrittenIsTold() {
        const auto path = copies.folder() / "older-read-only.moa";
        writeVersionZero(path);
        std::filesystem::permissions(path, std::filesystem::perms::owner_read);
        Shown s;
        s.window->open(QString::fromStdString(path.string()));
        QVERIFY(told(s, QStringLiteral("older schema")));
        QVERIFY(s.view<WelcomePage>()->isVisible());
    }

    void aReadOnlyProjectSaysSoInItsTitle() {
        const auto path = copies();
        std::filesystem::permissions(path, std::filesystem::perms::owner_read);
        Shown s;
        QVERIFY(s.open(path));
        QVERIFY(s.window->windowTitle().contains("read-only"));
        QVERIFY2(notice(s) == nullptr, "looking at it is no fault");
    }
};

int main(int argc, char **argv) {
    return runTimed<TestWindowFaults>(argc, argv);
}
#include "tst_window_faults.moc"

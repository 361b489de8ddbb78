// A session on files in trouble: what is shown, what is kept, and the way out.

#include "studio/held_project.h"
#include "studio/studio_support.h"

using namespace moa;
using namespace moa::test;
using namespace moa::widgets;

class TestSessionFiles : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

private Q_SLOTS:
    void cleanup() { verifyThreads(); }

    void aReadOnlyProjectIsShownAndKeepsItsFile() {
        const auto path = copies();
        std::filesystem::permissions(path, std::filesystem::perms::owner_read);
        Watched w;
        QVERIFY(w.open(path));
        QVERIFY(w.session.snapshot()->readOnly);
        const auto before = std::filesystem::last_write_time(path);
        QVERIFY(w.edit(withDensity(w.session.problem(), 0.5)));
        QVERIFY(w.session.answer()->answer.plan.has_value());
        QTest::qWait(100);
        QVERIFY(w.errors.empty());
        QCOMPARE(std::filesystem::last_write_time(path), before);
        w.session.saveCopy(copies.folder() / "writable.moa");
        QVERIFY(w.waitFor([&] { return w.session.snapshot()->path.filename() == "writable.moa"; }));
        QVERIFY(!w.session.snapshot()->readOnly);
    }

    void aProjectMadeReadOnlyUnderneathLosesNothing() {
        const auto path = copies();
        PlanProblem left;
        {
            Watched w;
            QVERIFY(w.open(path));
            std::filesystem::permissions(path, std::filesystem::perms::owner_read);
            left = withDensity(w.session.problem(), 0.5);
            QVERIFY2(w.edit(left), "a handle that is open stays writable");
        }
        Watched again;
        QVERIFY(again.open(path));
        QVERIFY(again.session.snapshot()->readOnly);
        QVERIFY(again.session.problem() == left);
    }

    void aMissingModelIsToldAndLocated() {
        Watched w;
        QVERIFY(w.open(copies((copies.folder() / "no model here").string())));
        QVERIFY(w.session.snapshot()->modelFault.has_value());
        QVERIFY2(w.session.answer()->answer.plan.has_value(), "plans need no model");
        w.session.locateModel(copies.folder());
        QVERIFY(w.idle());
        QVERIFY(!w.errors.empty());
        QVERIFY(w.session.snapshot()->modelFault.has_value());
        w.session.locateModel(MOA_RESOURCES "/sample/model");
        QVERIFY(w.waitFor([&] { return !w.session.snapshot()->modelFault; }));
    }

    void whatCannotBeOpenedLeavesTheOpenProjectAlone_data() {
        QTest::addColumn<QString>("fault");
        for (const char *fault : {"missing", "no project", "newer", "damaged"}) QTest::newRow(fault) << fault;
    }
    void whatCannotBeOpenedLeavesTheOpenProjectAlone() {
        QFETCH(QString, fault);
        const auto good = copies();
        const auto bad = copies();
        QFile file(QString::fromStdString(bad.string()));
        if (fault == "missing") QVERIFY(file.remove());
        if (fault != "missing") QVERIFY(file.open(QIODevice::ReadWrite));
        if (fault == "no project") QVERIFY(file.write(QByteArray(4096, 'x')) > 0);
        if (fault == "newer") QVERIFY(file.seek(60) && file.write(QByteArray("\x00\x00\x03\xe7", 4)) == 4);
        if (fault == "damaged")
            for (qint64 at = 8192; at < file.size(); at += 4096)
                QVERIFY(file.seek(at) && file.write(QByteArray(64, '\xff')) == 64);
        file.close();
        Watched w;
        QVERIFY(w.open(good));
        w.session.open(bad);
        QVERIFY(w.waitFor([&] { return !w.errors.empty(); }));
        QVERIFY(!w.errors.front().why.isEmpty() && !w.errors.front().remedy.isEmpty());
        QCOMPARE(w.session.snapshot()->path, good);
        w.errors.clear();
        QVERIFY(w.edit(withDensity(w.session.problem(), 0.5)));
    }

    void aProjectThatAnotherProcessHasIsRefused() {
        const auto path = copies();
        HeldProject holder(path);
        QVERIFY(holder.held());
        Watched w;
        QVERIFY(!w.open(path));
        QVERIFY(w.errors.front().why.contains("another process"));
        holder.release();
        w.errors.clear();
        QVERIFY(w.open(path));
    }

    void aProjectDeletedUnderneathIsRescuedByACopy() {
        const auto path = copies();
        Watched w;
        QVERIFY(w.open(path));
        std::filesystem::remove(path);
        w.session.editProblem(withDensity(w.session.problem(), 0.5), true);
        QVERIFY(w.waitFor([&] { return !w.errors.empty(); }));
        QVERIFY(w.errors.front().why.contains("deleted"));
        w.errors.clear();
        const auto rescued = copies.folder() / "rescued.moa";
        w.session.saveCopy(rescued);
        QVERIFY(w.waitFor([&] { return w.session.snapshot()->path == rescued || !w.errors.empty(); }));
        QVERIFY(w.errors.empty());
        QCOMPARE(w.session.snapshot()->lengths.size(), std::size_t{3});
        QVERIFY(!w.session.snapshot()->runs.empty());
    }
};

int main(int argc, char **argv) {
    return runTimed<TestSessionFiles>(argc, argv);
}
#include "tst_session_files.moc"

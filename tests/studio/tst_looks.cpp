// Every view of the real window on the sample, in both themes and each language: no clipped text, readable colours, no
// empty plot or panel. Run once for each scale (QT_SCALE_FACTOR).
#include <QTranslator>

#include "app/studio/render.h"
#include "studio/shown_window.h"
#include "support/view_checks.h"

using namespace moa;
using namespace moa::test;
using namespace moa::studio;

class TestLooks : public QObject {
    Q_OBJECT

private:
    SampleCopies copies;

private Q_SLOTS:
    void everyViewIsSound_data() {
        QTest::addColumn<ThemeChoice>("theme");
        QTest::addColumn<QString>("language");
        for (const char *language : {"en", "de", "zh"}) {
            QTest::addRow("light, %s", language) << ThemeChoice::Light << language;
            QTest::addRow("dark, %s", language) << ThemeChoice::Dark << language;
        }
    }
    void everyViewIsSound() {
        QFETCH(ThemeChoice, theme);
        QFETCH(QString, language);
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/translations/moa-studio_%1.qm").arg(language)));
        QApplication::installTranslator(&translator);
        Shown s(theme);
        QVERIFY(s.open(copies()));
        const double scale = qEnvironmentVariable("QT_SCALE_FACTOR", QStringLiteral("1")).toDouble();
        QCOMPARE(s.window->devicePixelRatioF(), scale);
        QStringList faults;
        for (const char *view : {"welcome", "explore", "plan", "evaluate", "compare"}) {
            s.window->showView(view);
            QTest::qWait(250);
            for (const auto &fault : widgets::checks::faultsOf(*s.window))
                faults << QStringLiteral("%1: %2").arg(view, fault);
        }
        QVERIFY2(faults.isEmpty(), qPrintable('\n' + faults.join('\n')));
    }

    void everyViewIsRendered() {
        Shown s;
        QVERIFY(s.open(copies()));
        const auto folder = QString::fromStdString((copies.folder() / "pictures").string());
        const QStringList views{"welcome", "explore", "plan", "evaluate", "compare"};
        QCOMPARE(renderViews(*s.window, views, folder, QStringLiteral("light")), QString());
        const bool twice = s.window->devicePixelRatioF() > 1.5;
        for (const auto &view : views) {
            const QImage picture(QStringLiteral("%1/%2-light%3.png").arg(folder, view, twice ? "@2x" : ""));
            QCOMPARE(picture.size(), s.window->size() * (twice ? 2 : 1));
        }
    }

    void theWindowFitsASmallScreen() {
        Shown s;
        QVERIFY(s.open(copies()));
        const auto text = [](const QWidget *widget) {
            const auto least = widget->minimumSizeHint();
            return QStringLiteral("%1 %2 x %3\n")
                .arg(widget->metaObject()->className())
                .arg(least.width())
                .arg(least.height());
        };
        const auto *tabs = s.view<QTabWidget>();
        QString why = text(s.window.get());
        for (int i = 0; i < tabs->count(); ++i) why += text(tabs->widget(i));
        const auto least = s.window->minimumSizeHint();
        QVERIFY2(least.width() <= 1366 && least.height() <= 768, qPrintable(why));
    }
};

int main(int argc, char **argv) {
    return runTimed<TestLooks>(argc, argv);
}
#include "tst_looks.moc"

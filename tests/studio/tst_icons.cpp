// The icons as the window draws them: all there, inside their square, in the theme's colours.
#include <QApplication>
#include <QDir>
#include <QPainter>
#include <QTest>

#include "widgets/theme/icon.h"
#include "widgets/theme/theme.h"

using namespace moa::widgets;

namespace {

QImage drawn(const QString &name, int size, QIcon::Mode mode = QIcon::Normal) {
    return icon(name).pixmap(QSize(size, size), 1.0, mode).toImage().convertToFormat(QImage::Format_ARGB32);
}

// Share of the square's pixels that are more than half covered.
double ink(const QImage &image) {
    int covered = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) covered += qAlpha(image.pixel(x, y)) > 127;
    return static_cast<double>(covered) / (image.width() * image.height());
}

// The colour of the most covered pixel.
QColor inkColour(const QImage &image) {
    QRgb best = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (qAlpha(image.pixel(x, y)) > qAlpha(best)) best = image.pixel(x, y);
    return QColor::fromRgb(best);
}

bool alike(const QColor &a, const QColor &b) {
    return std::abs(a.red() - b.red()) < 4 && std::abs(a.green() - b.green()) < 4 && std::abs(a.blue() - b.blue()) < 4;
}

}  // namespace

class TestIcons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyDrawingOfTheFolderIsInTheBinary() {
        const QStringList files = QDir(QStringLiteral(MOA_RESOURCES "/icons")).entryList({"*.svg"});
        QVERIFY(files.size() > 30);
        QCOMPARE(QDir(QStringLiteral(":/icons")).entryList({"*.svg"}), files);
    }

    void linesStayInsideTheSquareAtEverySize_data() { names(); }
    void linesStayInsideTheSquareAtEverySize() {
        QFETCH(QString, name);
        // Ink on the outermost pixels would be a line that the square cuts.
        for (const int size : {16, 24, 32, 48}) {
            const QImage image = drawn(name, size);
            QCOMPARE(image.size(), QSize(size, size));
            const double share = ink(image);
            QVERIFY2(share > 0.05 && share < 0.5, qPrintable(QString("%1 at %2: %3").arg(name).arg(size).arg(share)));
            for (int i = 0; i < size; ++i)
                for (const QRgb edge :
                     {image.pixel(i, 0), image.pixel(i, size - 1), image.pixel(0, i), image.pixel(size - 1, i)})
                    QVERIFY2(qAlpha(edge) < 200, qPrintable(QString("%1 at %2 is cut").arg(name).arg(size)));
        }
    }

    void iconsFollowTheThemeWithoutBeingMadeAgain() {
        for (const Theme &theme : {Theme::light(), Theme::darkTheme()}) {
            QApplication::setPalette(theme.palette());
            QVERIFY(alike(inkColour(drawn("explore", 32)), theme.text));
            QVERIFY(alike(inkColour(drawn("explore", 32, QIcon::Disabled)), theme.secondary));
        }
    }

    void anUnknownNameGivesNoIcon() { QVERIFY(icon("no such drawing").isNull()); }

    // MOA_PICTURES=FOLDER: a sheet of all icons in both themes, to be looked at.
    void drawSheet() {
        const QString folder = qEnvironmentVariable("MOA_PICTURES");
        if (folder.isEmpty()) QSKIP("needs MOA_PICTURES: the folder the sheet is painted into");
        const QStringList files = QDir(QStringLiteral(":/icons")).entryList({"*.svg"});
        const int columns = 11;
        const int cell = 96;
        const int rows = (static_cast<int>(files.size()) + columns - 1) / columns;
        for (const Theme &theme : {Theme::light(), Theme::darkTheme()}) {
            QApplication::setPalette(theme.palette());
            QImage sheet(columns * cell, rows * cell, QImage::Format_ARGB32);
            sheet.fill(theme.panel);
            QPainter painter(&sheet);
            painter.setPen(theme.secondary);
            painter.setFont(secondaryFont());
            for (int i = 0; i < files.size(); ++i) {
                const QString name = files[i].chopped(4);
                const QPoint at(i % columns * cell, i / columns * cell);
                icon(name).paint(&painter, QRect(at + QPoint(6, 16), QSize(16, 16)));
                icon(name).paint(&painter, QRect(at + QPoint(28, 12), QSize(24, 24)));
                icon(name).paint(&painter, QRect(at + QPoint(56, 8), QSize(32, 32)));
                painter.drawText(QRect(at + QPoint(0, 52), QSize(cell, 20)), Qt::AlignHCenter, name);
            }
            painter.end();
            QVERIFY(sheet.save(QString("%1/icons-%2.png").arg(folder, theme.dark ? "dark" : "light")));
        }
    }

private:
    static void names() {
        QTest::addColumn<QString>("name");
        for (const QString &file : QDir(QStringLiteral(":/icons")).entryList({"*.svg"}))
            QTest::newRow(qPrintable(file)) << file.chopped(4);
    }
};

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"

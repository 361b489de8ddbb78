// The card every view stands in: title, a thin busy bar, errors in place, a text where there is nothing to show, and
// the menu that copies and exports what is seen.
#pragma once

#include <QAbstractItemModel>
#include <QBoxLayout>
#include <QFrame>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QToolButton>
#include <optional>

#include "widgets/values/view_error.h"

namespace moa::widgets {

class BusyBar;
class Notice;

class Panel : public QFrame {
    Q_OBJECT

public:
    explicit Panel(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    // Secondary text beside the title: which length, which quantity, how many samples.
    void setSubtitle(const QString &subtitle);
    // The view itself; the panel owns it. It is also the figure until setFigure says otherwise.
    void setContent(QWidget *content);
    // A control at the right end of the title's row; the panel owns it.
    void addControl(QWidget *control);

    // What "Copy figure" and "Export figure" draw; nullptr: nothing (a panel that is only a table).
    void setFigure(QWidget *figure);
    // The table twin of the view, which outlives the panel or is its child; nullptr: none.
    void setTable(QAbstractItemModel *table);
    // Name of exported files, without suffix: "elastic-curves".
    void setFileName(const QString &name) { fileName_ = name; }

    // The bar runs while something is under way; what is shown stays.
    void setBusy(bool busy);
    // How much is done, 0..1; negative: not known.
    void setProgress(double fraction);
    // An error above the content, which stays; nullopt takes it away.
    void setError(const std::optional<ViewError> &error);
    // In place of the content: why there is nothing, and the text of the button that fills it (empty: no button).
    void setEmpty(const QString &why, const QString &action = {});
    // Shows the content again.
    void clearEmpty();

    // The panel's menu, for further entries.
    [[nodiscard]] QMenu *menu() const { return menu_; }

Q_SIGNALS:
    // The button of the error or of the empty text was pressed.
    void actionRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void restyle();
    void fillMenu();
    void saveFigure();
    void saveTable();
    void guarded(const std::function<void()> &work);

    QLabel *title_;
    QLabel *subtitle_;
    QHBoxLayout *header_;
    QVBoxLayout *body_;
    QToolButton *menuButton_;
    QMenu *menu_;
    QAction *copyFigure_ = nullptr;
    QAction *copyTable_ = nullptr;
    QAction *saveFigure_ = nullptr;
    QAction *saveTable_ = nullptr;
    BusyBar *busy_;
    Notice *error_;
    Notice *empty_;
    QPointer<QWidget> content_;
    QPointer<QWidget> figure_;
    QPointer<QAbstractItemModel> table_;
    QString fileName_ = QStringLiteral("figure");
};

}  // namespace moa::widgets

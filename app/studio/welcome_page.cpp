#include "app/studio/welcome_page.h"

#include <QCommandLinkButton>
#include <QFileInfo>
#include <QLabel>
#include <QVBoxLayout>

#include "widgets/theme/icon.h"
#include "widgets/theme/theme.h"

namespace moa::studio {

using namespace widgets;

namespace {

QLabel *label(const QString &text, const QFont &font, bool secondary) {
    auto *made = new QLabel(text);
    made->setFont(font);
    made->setWordWrap(true);
    if (secondary) made->setForegroundRole(QPalette::PlaceholderText);
    return made;
}

QCommandLinkButton *link(const char *sign, const QString &text, const QString &what) {
    auto *made = new QCommandLinkButton(text, what);
    made->setFont(bodyFont());
    made->setIcon(icon(QLatin1String(sign)));
    return made;
}

}  // namespace

WelcomePage::WelcomePage(QWidget *parent) : QWidget(parent), recent_(new QVBoxLayout) {
    auto *column = new QVBoxLayout;
    column->setSpacing(kGrid);
    QFont title = titleFont();
    title.setPixelSize(28);
    column->addWidget(label(tr("MoA Studio"), title, false));
    column->addWidget(
        label(tr("See what every attention head looks at, give each the span it needs, and keep a fraction "
                 "of the cache."),
              bodyFont(), true));
    column->addSpacing(2 * kGrid);
    auto *sample = link("sample", tr("Open the sample project"),
                        tr("A small model, already profiled: every view is full at once"));
    auto *fresh = link("new", tr("New project"), tr("Your model and your conversations: calibrate and profile"));
    auto *open =
        link("open", tr("Open a project"), tr("A .moa file; models and plans can be dropped on the window too"));
    for (auto *button : {sample, fresh, open}) column->addWidget(button);
    column->addSpacing(2 * kGrid);
    column->addWidget(label(tr("Recent"), titleFont(), false));
    column->addLayout(recent_);
    column->addStretch(1);
    connect(sample, &QCommandLinkButton::clicked, this, &WelcomePage::sampleRequested);
    connect(fresh, &QCommandLinkButton::clicked, this, &WelcomePage::newRequested);
    connect(open, &QCommandLinkButton::clicked, this, &WelcomePage::openRequested);

    auto *middle = new QWidget;
    middle->setLayout(column);
    middle->setMaximumWidth(75 * kGrid);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4 * kGrid, 6 * kGrid, 4 * kGrid, 4 * kGrid);
    row->addStretch(1);
    row->addWidget(middle, 6);
    row->addStretch(1);
    setRecent({});
}

void WelcomePage::setRecent(const QStringList &paths) {
    while (auto *item = recent_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (paths.isEmpty()) recent_->addWidget(label(tr("Projects you open are listed here."), bodyFont(), true));
    for (const auto &path : paths) {
        auto *button = link("project", QFileInfo(path).completeBaseName(), path);
        connect(button, &QCommandLinkButton::clicked, this, [this, path] { Q_EMIT recentRequested(path); });
        recent_->addWidget(button);
    }
}

}  // namespace moa::studio

// What a first start shows: the sample, a new project, recent files.
#pragma once

#include <QStringList>
#include <QWidget>

class QVBoxLayout;

namespace moa::studio {

class WelcomePage : public QWidget {
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

    void setRecent(const QStringList &paths);

Q_SIGNALS:
    void sampleRequested();
    void newRequested();
    void openRequested();
    void recentRequested(const QString &path);

private:
    QVBoxLayout *recent_;
};

}  // namespace moa::studio

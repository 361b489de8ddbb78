// What the docks beside the views hold: the project's tree, and all numbers of the selection.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QTreeWidget>

#include "app/studio/session.h"

namespace moa::studio {

// Model, profile, plans and runs of the open project.
class ProjectTree : public QTreeWidget {
    Q_OBJECT

public:
    explicit ProjectTree(QWidget *parent = nullptr);
    void show(const Snapshot *snapshot);

Q_SIGNALS:
    void planActivated(const QString &name);
    void runsChosen(const QStringList &names);

private:
    QTreeWidgetItem *group(const QString &title);
};

// Every measure of the selected head at the length looked at; of several heads how many they are, and means.
class Inspector : public QTreeWidget {
    Q_OBJECT

public:
    explicit Inspector(QWidget *parent = nullptr);
    void show(const Session &session, const widgets::SelectionState &selection);

private:
    void add(const QString &name, const QString &value, const QString &tip = {});
    void showHead(const widgets::ExploreData &known, const widgets::HeadId &head, int length);
    void showMeans(const widgets::ExploreData &known, const widgets::SelectionState &selection);
};

}  // namespace moa::studio

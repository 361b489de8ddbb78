// The project's plans: load one, compare with one, store the present one under a name.
#pragma once

#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

#include "widgets/common/table_view.h"
#include "widgets/values/plan_data.h"

namespace moa::widgets {

class PlanList : public QWidget {
    Q_OBJECT

public:
    explicit PlanList(QWidget *parent = nullptr);

    void setData(const PlanData &known);
    // Is there a plan to store?
    void setCanSave(bool can);

    [[nodiscard]] TableView *view() const { return view_; }
    [[nodiscard]] QLineEdit *name() const { return name_; }
    [[nodiscard]] QPushButton *load() const { return load_; }
    [[nodiscard]] QPushButton *save() const { return save_; }

Q_SIGNALS:
    void loadRequested(const QString &name);
    void compareRequested(const QString &name);
    void saveRequested(const QString &name);

private:
    [[nodiscard]] QString selected() const;
    void enable();

    TableView *view_;
    QPushButton *load_;
    QPushButton *compare_;
    QLineEdit *name_;
    QPushButton *save_;
    QStringList names_;
    bool canSave_ = false;
};

}  // namespace moa::widgets

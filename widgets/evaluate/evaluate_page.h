// The Evaluate page: what to run, the rows as they arrive, retrieval by depth, memory, every sample.
#pragma once

#include <QWidget>

#include "widgets/values/evaluate_data.h"
#include "widgets/values/view_error.h"

namespace moa::widgets {

class EvaluatePage : public QWidget {
    Q_OBJECT

public:
    explicit EvaluatePage(QWidget *parent = nullptr);

    void setData(const EvaluateData &data);
    // A run grew or was finished: replaces the entry of the same name, or adds it.
    void setRun(const RunEntry &entry);
    // 0..1 and one line; a negative fraction: nothing is running.
    void setProgress(double fraction, const QString &line);
    void setError(const ViewError &error);

Q_SIGNALS:
    void evaluateRequested(const moa::widgets::EvaluationOrder &order);
    void cancelRequested();
};

}  // namespace moa::widgets

// What the Evaluate and Compare pages show.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "engine/values/run.h"
#include "widgets/theme/theme.h"

namespace moa::widgets {

// A run that is to be made.
struct EvaluationOrder {
    QString task = QStringLiteral("retrieval");  // retrieval, perplexity, memory, speed
    QStringList plans;                           // dense, uniform, names of plans
    std::vector<int> lengths;
    int samples = 32;
    QString textFile;  // for perplexity
    bool blockPrefill = false;
};

// A run of the project, finished or running (then its rows and samples grow).
struct RunEntry {
    engine::EvaluationRun run;
    Series series = Series::Plan;
    bool running = false;
};

struct EvaluateData {
    std::vector<RunEntry> runs;
    QStringList plans;         // that can be evaluated, besides dense and uniform
    QString shownPlan;         // the name the plan on screen is saved under when it is evaluated; empty: it is stored
    std::vector<int> lengths;  // that can be asked for
    bool canRun = false;       // is the model there?
    QString whyNot;
};

}  // namespace moa::widgets

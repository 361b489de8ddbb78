// QCustomPlot's header with the Qt keywords that this project switches off (they clash with other libraries).
#pragma once

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach(variable, container) for (variable : container)
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

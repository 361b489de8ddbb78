#include "widgets/map/map_bench.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <algorithm>
#include <functional>

#include "widgets/common/number_text.h"
#include "widgets/map/map_view.h"

namespace moa::widgets {

namespace {

// A head as heads are: a sink, a diagonal that fades, stripes of repeated text.
std::shared_ptr<const float> headMap(int n) {
    auto values = std::make_shared<std::vector<float>>(static_cast<size_t>(n) * n);
    for (int q = 0; q < n; ++q) {
        float *row = values->data() + static_cast<size_t>(q) * n;
        for (int k = 0; k <= q; ++k)
            row[k] = 1.F / static_cast<float>(1 + q - k) + ((q - k) % 997 == 0 ? 0.3F : 0.F) + (k == 0 ? 0.5F : 0.F);
    }
    return {values, values->data()};
}

MapBenchRow timed(MapView &view, const QString &map, const QString &action, int frames,
                  const std::function<void(int)> &step) {
    std::vector<double> times;
    for (int i = 0; i < frames; ++i) {
        QElapsedTimer timer;
        timer.start();
        step(i);
        view.repaint();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    return {map, action, frames, times[times.size() / 2], times[times.size() * 95 / 100]};
}

void show(MapView &view, const MapContent &content) {
    QEventLoop loop;
    QObject::connect(
        &view, &MapView::busyChanged, &loop,
        [&loop](bool busy) {
            if (!busy) loop.quit();
        },
        Qt::QueuedConnection);
    view.setContent(content);
    loop.exec();
}

void benchOne(std::vector<MapBenchRow> &rows, const QString &name, int n, int tokensPerCell, int frames) {
    MapView view;
    view.resize(1920, 1080);
    view.setAttribute(Qt::WA_DontShowOnScreen);
    view.show();
    show(view, {headMap(n), n, tokensPerCell, QStringLiteral("attention"), {}, false});
    view.setLogarithmic(true);
    view.setKept(KeptBlocks{n * tokensPerCell / 64 / 4, n * tokensPerCell / 4.0});
    const double fitted = view.camera().cellsPerPixel();
    rows.push_back(timed(view, name, QStringLiteral("pan"), frames,
                         [&](int i) { view.look(QPointF(n, n) * 0.3 * (i + 1) / frames, fitted * 0.7); }));
    rows.push_back(timed(view, name, QStringLiteral("zoom"), frames, [&](int i) {
        view.look({n * 0.1, n * 0.2}, fitted * (1.0 - 0.9 * i / frames));
    }));
    view.fit();
    rows.push_back(timed(view, name, QStringLiteral("limits"), frames,
                         [&](int i) { view.setLimits(1e-5 * (1 + i), 1 - 0.5 * i / frames); }));
}

}  // namespace

std::vector<MapBenchRow> benchMap(int frames) {
    std::vector<MapBenchRow> rows;
    benchOne(rows, countText(8192) + QStringLiteral(" tokens"), 8192, 1, frames);
    benchOne(rows, countText(131072) + QStringLiteral(" tokens in blocks"), 2048, 64, frames);
    return rows;
}

}  // namespace moa::widgets

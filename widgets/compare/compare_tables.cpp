#include "widgets/compare/compare_tables.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "widgets/common/number_text.h"
#include "widgets/compare/paired_test.h"

namespace moa::widgets {

using engine::EvaluationRow;

namespace {

constexpr double kSignificant = 0.05;

QString tr(const char *text) {
    return QCoreApplication::translate("moa::widgets", text);  // the context lupdate sees
}

using Values = std::vector<std::optional<QString>>;  // per run; none: this run has no such setting

std::vector<Cell> settingRow(const QString &name, const Values &values) {
    std::vector<Cell> row{Cell::ofText(name)};
    for (const auto &value : values)
        row.push_back(value ? Cell::ofText(*value, *value)
                            : Cell::ofText(notMeasured(), tr("This run has no such setting")));
    return row;
}

// Name and values of every setting, in the order they are shown.
std::vector<std::pair<QString, Values>> allSettings(const std::vector<ComparedRun> &runs) {
    std::vector<std::pair<QString, Values>> rows;
    const auto add = [&](const QString &name, auto &&valueOf) {
        Values values;
        for (const ComparedRun &run : runs) values.push_back(valueOf(run.entry->run));
        rows.emplace_back(name, std::move(values));
    };
    using Run = engine::EvaluationRun;
    add(tr("run"), [](const Run &run) { return std::optional(QString::fromStdString(run.name)); });
    add(tr("plan"), [](const Run &run) { return std::optional(QString::fromStdString(run.plan)); });
    std::set<std::string> keys;
    std::set<int> lengths;
    for (const ComparedRun &run : runs) {
        for (const auto &[key, value] : run.entry->run.settings) keys.insert(key);
        for (const auto &[length, densities] : run.entry->run.densities) lengths.insert(length);
    }
    for (const auto &key : keys)
        add(QString::fromStdString(key), [&](const Run &run) {
            const auto at = run.settings.find(key);
            return at == run.settings.end() ? std::nullopt : std::optional(QString::fromStdString(at->second));
        });
    for (const int length : lengths)
        for (const auto &[title, part] : {std::pair(tr("kv density at %1"), &engine::Densities::kv),
                                          std::pair(tr("cache density at %1"), &engine::Densities::cache)})
            add(title.arg(tokenText(length)), [&, part = part](const Run &run) {
                const auto at = run.densities.find(length);
                return at == run.densities.end() ? std::nullopt : std::optional(percentText(at->second.*part));
            });
    const auto bytes = [](std::int64_t count) {
        return count > 0 ? std::optional(bytesText(static_cast<double>(count))) : std::nullopt;
    };
    add(tr("KV cache, most"), [&](const Run &run) { return bytes(run.kvBytes); });
    add(tr("dense KV cache"), [&](const Run &run) { return bytes(run.denseKvBytes); });
    add(tr("allowance, tokens"), [](const Run &run) { return std::optional(countText(run.allowance)); });
    return rows;
}

bool overlap(const EvaluationRow &a, const EvaluationRow &b) {
    return a.low <= b.high && b.low <= a.high;
}

Cell deltaCell(const EvaluationRow *value, const EvaluationRow *base, const MetricInfo &info) {
    if (!value || !base)
        return Cell::ofNumber(
            kNan, value ? tr("The baseline was not run at this length") : tr("This run was not made at this length"));
    const double delta = (value->value - base->value) * info.scale;
    Cell cell{deltaText(delta), delta, {}, Tone::Quiet, {}};
    cell.tip = tr("%1 against %2").arg(rowText(*value), rowText(*base));
    if (delta == 0) {
        cell.text = tr("same");
    } else if (value->high > value->low && overlap(*value, *base)) {
        cell.text = tr("%1 overlap").arg(cell.text);
        cell.tip += '\n' + tr("The 95 % intervals overlap: the difference may be chance");
    } else {
        const bool better = (delta > 0) == info.higherIsBetter;
        cell.tone = better ? Tone::Good : Tone::Bad;
        cell.text = better ? tr("%1 better").arg(cell.text) : tr("%1 worse").arg(cell.text);
    }
    return cell;
}

Cell pValueCell(const PairedCounts &counts) {
    if (counts.total() == 0) return Cell::ofNumber(kNan, tr("The runs share no question"));
    const double p = signTest(counts.onlyA, counts.onlyB);
    Cell cell = Cell::ofNumber(p);
    cell.tip = p < kSignificant ? tr("Chance alone would do this less than once in twenty")
                                : tr("Chance alone could do this: no difference is shown");
    return cell;
}

}  // namespace

CellRows settingRows(const std::vector<ComparedRun> &runs, bool diffOnly, int *hidden) {
    CellRows out;
    out.columns.push_back({tr("Setting"), {}});
    for (const ComparedRun &run : runs) out.columns.push_back({run.label, QString::fromStdString(run.entry->run.name)});
    *hidden = 0;
    for (const auto &[name, values] : allSettings(runs)) {
        const bool same = std::ranges::all_of(values, [&, &all = values](const auto &v) { return v == all.front(); });
        if (same && diffOnly)
            ++*hidden;
        else
            out.rows.push_back(settingRow(name, values));
    }
    return out;
}

CellRows metricRows(const std::vector<ComparedRun> &runs, size_t baseline) {
    CellRows out;
    out.columns = {{tr("Metric"), {}}, {tr("Length"), tr("Tokens of the prompt")}};
    for (size_t i = 0; i < runs.size(); ++i) {
        out.columns.push_back({runs[i].label, tr("Value; its interval is the tooltip of a cell")});
        if (i != baseline)
            out.columns.push_back({QChar(0x0394) + QStringLiteral(" ") + runs[i].label,
                                   tr("Against %1, in the unit of the metric").arg(runs[baseline].label)});
    }
    std::vector<std::string> metrics;
    std::map<std::string, std::set<int>> lengths;
    for (const ComparedRun &run : runs)
        for (const EvaluationRow &row : run.entry->run.rows) {
            if (row.depth || row.metric == "dense_kv_bytes") continue;
            if (std::ranges::find(metrics, row.metric) == metrics.end()) metrics.push_back(row.metric);
            lengths[row.metric].insert(row.length);
        }
    for (const std::string &metric : metrics)
        for (const int length : lengths[metric]) {
            const MetricInfo info = metricInfo(metric);
            std::vector<Cell> cells{Cell::ofText(info.heading(), info.meaning), Cell::ofCount(length)};
            const EvaluationRow *base = findRow(runs[baseline].entry->run, metric, length);
            for (size_t i = 0; i < runs.size(); ++i) {
                const EvaluationRow *row = findRow(runs[i].entry->run, metric, length);
                cells.push_back(Cell::ofNumber(row ? row->value * info.scale : kNan,
                                               row ? rowText(*row) : tr("This run was not made at this length")));
                if (i != baseline) cells.push_back(deltaCell(row, base, info));
            }
            out.rows.push_back(std::move(cells));
        }
    return out;
}

CellRows pairedRows(const std::vector<ComparedRun> &runs, size_t baseline) {
    CellRows out;
    const auto &base = runs[baseline];
    const bool question = isQuestionTask(base.entry->run);
    out.columns = {{tr("Against %1").arg(base.label), {}}};
    if (question)
        out.columns.insert(out.columns.end(), {{tr("Both right"), {}},
                                               {tr("Only %1").arg(base.label), tr("Right in the baseline only")},
                                               {tr("Only this"), tr("Right in this run only")},
                                               {tr("Neither"), {}}});
    else
        out.columns.insert(out.columns.end(), {{tr("Equal"), tr("Windows with the same loss")},
                                               {tr("%1 lower").arg(base.label), tr("The baseline's loss is lower")},
                                               {tr("This lower"), tr("This run's loss is lower")}});
    out.columns.push_back({tr("n"), tr("Questions or windows both runs have")});
    out.columns.push_back({tr("p"), tr("Exact sign test (McNemar) on the pairs that differ, two-sided")});
    for (size_t i = 0; i < runs.size(); ++i) {
        if (i == baseline) continue;
        const PairedCounts counts = pairedCounts(base.entry->run, runs[i].entry->run);
        std::vector<Cell> row{Cell::ofSeries(runs[i].label, runs[i].mark)};
        std::vector<int> numbers{counts.both, counts.onlyA, counts.onlyB};
        if (question) numbers.push_back(counts.neither);
        numbers.push_back(counts.total());
        for (const int number : numbers) row.push_back(Cell::ofCount(number));
        row.push_back(pValueCell(counts));
        out.rows.push_back(std::move(row));
    }
    return out;
}

}  // namespace moa::widgets

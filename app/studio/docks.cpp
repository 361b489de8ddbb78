#include "app/studio/docks.h"

#include <QHeaderView>
#include <cmath>
#include <set>

#include "app/studio/view_values.h"
#include "widgets/common/number_text.h"
#include "widgets/explore/head_facts.h"
#include "widgets/theme/theme.h"

namespace moa::studio {

using namespace widgets;

namespace {

// Types of tree items.
constexpr int kOther = QTreeWidgetItem::UserType;
constexpr int kPlanItem = kOther + 1;
constexpr int kRunItem = kOther + 2;

QTreeWidgetItem *line(QTreeWidgetItem *parent, const QString &name, const QString &value, int type = kOther) {
    // Plans and runs are known by their name alone.
    const auto text = type == kOther ? name + QStringLiteral(": ") + value : name;
    auto *item = new QTreeWidgetItem(parent, {text}, type);
    item->setToolTip(0, name + QStringLiteral(": ") + value);
    return item;
}

}  // namespace

ProjectTree::ProjectTree(QWidget *parent) : QTreeWidget(parent) {
    setHeaderHidden(true);
    setFrameShape(NoFrame);
    setIndentation(2 * kGrid);
    setMinimumWidth(16 * kGrid);
    setSelectionMode(ExtendedSelection);
    setAccessibleName(tr("Project"));
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (item->type() == kPlanItem) Q_EMIT planActivated(item->text(0));
    });
    connect(this, &QTreeWidget::itemSelectionChanged, this, [this] {
        QStringList runs;
        for (const auto *item : selectedItems())
            if (item->type() == kRunItem) runs << item->text(0);
        if (runs.size() > 1) Q_EMIT runsChosen(runs);
    });
}

QTreeWidgetItem *ProjectTree::group(const QString &title) {
    auto *item = new QTreeWidgetItem(this, {title});
    QFont font = bodyFont();
    font.setWeight(QFont::DemiBold);
    item->setFont(0, font);
    item->setExpanded(true);
    return item;
}

void ProjectTree::show(const Snapshot *snapshot) {
    clear();
    if (snapshot == nullptr) return;
    auto *model = group(tr("Model"));
    if (const auto &f = snapshot->facts) {
        line(model, tr("Architecture"), QString::fromStdString(f->architecture));
        line(model, tr("Layers"), QString::number(f->layers));
        line(model, tr("Heads"), tr("%1 in %2 kv groups").arg(f->heads).arg(f->kvHeads));
        line(model, tr("Parameters"), countText(f->parameters));
        line(model, tr("Positions"), tokenText(static_cast<double>(f->maxPosition)));
    }
    auto *profile = group(tr("Profile"));
    for (const auto &length : snapshot->lengths)
        line(profile, tokenText(length.length), tr("%n sample(s)", nullptr, length.samples));
    auto *plans = group(tr("Plans"));
    for (const auto &plan : snapshot->plans)
        line(plans, QString::fromStdString(plan.name),
             QString::fromStdString(plan.origin) + (plan.name == snapshot->chosenPlan ? tr(", chosen") : QString()),
             kPlanItem);
    auto *runs = group(tr("Runs"));
    for (const auto &run : snapshot->runs)
        line(runs, QString::fromStdString(run.name), durationText(run.seconds), kRunItem);
    for (auto *parent : {model, profile, plans, runs}) parent->setExpanded(parent->childCount() > 0);
}

Inspector::Inspector(QWidget *parent) : QTreeWidget(parent) {
    setHeaderLabels({tr("Measure"), tr("Value")});
    headerItem()->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    setRootIsDecorated(false);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Inspector"));
    setMinimumWidth(19 * kGrid);
    // Long names give way, values never.
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
}

void Inspector::add(const QString &name, const QString &value, const QString &tip) {
    auto *item = new QTreeWidgetItem(this, {name, value});
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setToolTip(0, tip);
    item->setToolTip(1, tip);
}

void Inspector::show(const Session &session, const SelectionState &selection) {
    clear();
    if (session.snapshot() == nullptr || !selection.current) return;
    const auto known = exploreData(*session.snapshot(), session.answer());
    if (selection.heads.size() > 1)
        showMeans(known, selection);
    else
        showHead(known, *selection.current, selection.length);
}

void Inspector::showHead(const ExploreData &known, const HeadId &head, int length) {
    add(tr("Layer"), QString::number(head.layer));
    add(tr("Query head"), QString::number(head.head));
    if (known.kvHeads > 0) add(tr("kv group"), QString::number(kvGroupOf(known, head)));
    add(tr("Length"), tokenText(length), tr("tokens"));
    if (const auto rule = currentRule(known, head)) {
        add(tr("Rule alpha"), numberText(rule->alpha), tr("tokens"));
        add(tr("Rule beta"), numberText(rule->beta));
        add(tr("Span"), numberText(rule->span(length)), tr("alpha + beta · length, tokens"));
    }
    if (const auto *maps = mapsAt(known, length))
        for (const auto &m : maps->measures) add(m.title, measureText(m, valueOf(known, m, head)), m.tip);
}

// Heads that a measure is not known of do not count in its mean.
void Inspector::showMeans(const ExploreData &known, const SelectionState &selection) {
    const int length = selection.length;
    std::set<std::pair<int, int>> groups;
    std::set<std::pair<double, double>> rules;
    for (const auto &head : selection.heads) {
        groups.emplace(head.layer, kvGroupOf(known, head));
        if (const auto rule = currentRule(known, head)) rules.emplace(rule->alpha, rule->beta);
    }
    const auto mean = [&](const auto &valueAt) {
        double sum = 0;
        int count = 0;
        for (const auto &head : selection.heads) {
            const double value = valueAt(head);
            if (!std::isfinite(value)) continue;
            sum += value;
            ++count;
        }
        return count > 0 ? sum / count : kNan;
    };
    add(tr("Query heads"), countText(static_cast<std::int64_t>(selection.heads.size())));
    add(tr("kv groups"), countText(static_cast<std::int64_t>(groups.size())));
    add(tr("Length"), tokenText(length), tr("tokens"));
    if (!rules.empty()) {
        add(tr("Rules"), countText(static_cast<std::int64_t>(rules.size())), tr("Different rules of the plan"));
        const double span = mean([&](const HeadId &head) {
            const auto rule = currentRule(known, head);
            return rule ? rule->span(length) : kNan;
        });
        add(tr("Span"), numberText(span),
            tr("Mean over the selected heads: %1").arg(tr("alpha + beta · length, tokens")));
    }
    if (const auto *maps = mapsAt(known, length))
        for (const auto &m : maps->measures)
            add(m.title, measureText(m, mean([&](const HeadId &head) { return valueOf(known, m, head); })),
                tr("Mean over the selected heads: %1").arg(m.tip));
}

}  // namespace moa::studio

#include "widgets/explore/constraint_menu.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QSpinBox>
#include <algorithm>

#include "widgets/common/number_text.h"
#include "widgets/explore/head_facts.h"

namespace moa::widgets {

namespace {

// Gives the texts of this file a context for translators.
struct ConstraintMenuText {
    Q_DECLARE_TR_FUNCTIONS(ConstraintMenu)
};

QSpinBox *spanBox(int most, int value) {
    auto *box = new QSpinBox;
    box->setRange(0, most);
    box->setSingleStep(engine::kBlock);
    box->setValue(value);
    box->setSuffix(ConstraintMenuText::tr(" tokens"));
    box->setSpecialValueText(ConstraintMenuText::tr("no limit"));
    return box;
}

// Spans hold at every profile and budget length; 0 in a box: no bound on that side.
void askBound(QWidget *parent, const HeadSet &heads, int longest,
              const std::function<void(const ConstraintEdit &)> &edit) {
    QDialog dialog(parent);
    dialog.setWindowTitle(ConstraintMenuText::tr("Bound the span"));
    QFormLayout form(&dialog);
    QSpinBox *least = spanBox(longest, 0);
    QSpinBox *most = spanBox(longest, 0);
    form.addRow(ConstraintMenuText::tr("At &least"), least);
    form.addRow(ConstraintMenuText::tr("At &most"), most);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    form.addRow(buttons);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    if (dialog.exec() != QDialog::Accepted || (least->value() == 0 && most->value() == 0)) return;
    ConstraintEdit change{ConstraintEdit::Kind::Bound, heads, {}, {}, {}};
    if (least->value() > 0) change.minSpan = least->value();
    if (most->value() > 0) change.maxSpan = most->value();
    edit(change);
}

void addPins(QMenu &menu, const ExploreData &data, const HeadSet &heads, int length,
             const std::function<void(const ConstraintEdit &)> &edit) {
    const auto pin = [heads, edit](const engine::Rule &rule) {
        edit({ConstraintEdit::Kind::Pin, heads, rule, {}, {}});
    };
    const auto rule = heads.empty() ? std::nullopt : currentRule(data, *heads.begin());
    QAction *current = menu.addAction(rule ? ConstraintMenuText::tr("Pin to its rule  %1").arg(ruleText(*rule))
                                           : ConstraintMenuText::tr("Pin to its rule"));
    current->setEnabled(rule.has_value());
    if (rule) QObject::connect(current, &QAction::triggered, &menu, [pin, r = *rule] { pin(r); });
    QMenu *rules = menu.addMenu(ConstraintMenuText::tr("Pin to rule"));
    rules->setEnabled(!data.grid.rules.empty());
    for (const engine::Rule &candidate : data.grid.rules) {
        const QString text =
            ConstraintMenuText::tr("%1   (%2 tokens at %3)")
                .arg(ruleText(candidate), countText(std::llround(candidate.span(length))), tokenText(length));
        QObject::connect(rules->addAction(text), &QAction::triggered, &menu, [pin, candidate] { pin(candidate); });
    }
}

}  // namespace

void addConstraintActions(QMenu &menu, const ExploreData &data, const HeadSet &heads, int length,
                          const std::function<void(const ConstraintEdit &)> &edit) {
    const QString who = heads.size() == 1
                            ? ConstraintMenuText::tr("Head %1").arg(headText(*heads.begin()))
                            : ConstraintMenuText::tr("%1 heads").arg(countText(static_cast<qint64>(heads.size())));
    menu.addSection(who);
    addPins(menu, data, heads, length, edit);
    int longest = 1 << 20;
    if (!data.loss.lengths.empty()) longest = *std::max_element(data.loss.lengths.begin(), data.loss.lengths.end());
    QWidget *parent = menu.parentWidget();
    menu.addAction(ConstraintMenuText::tr("Bound the span..."), &menu,
                   [parent, heads, longest, edit] { askBound(parent, heads, longest, edit); });
    menu.addAction(ConstraintMenuText::tr("Exclude (keep dense)"), &menu, [heads, edit] {
        edit({ConstraintEdit::Kind::Exclude, heads, {}, {}, {}});
    });
    menu.addSeparator();
    menu.addAction(ConstraintMenuText::tr("Clear constraints"), &menu, [heads, edit] {
        edit({ConstraintEdit::Kind::Clear, heads, {}, {}, {}});
    });
    for (QAction *action : menu.actions())
        if (!action->isSeparator() && !action->menu() && heads.empty()) action->setEnabled(false);
}

}  // namespace moa::widgets

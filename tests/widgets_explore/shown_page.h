// An Explore page on the screen, filled with a sample, and the ways to its parts.
#pragma once

#include <QLineEdit>
#include <QTableView>
#include <utility>

#include "explore_samples.h"
#include "widgets/common/table_export.h"
#include "widgets/explore/explore_page.h"
#include "widgets/explore/head_grid.h"
#include "widgets/explore/head_map.h"
#include "widgets/explore/head_table.h"

namespace moa::widgets {

struct Shown {
    Selection selection;
    ExplorePage page{&selection};
    ExploreData data;

    Shown() : Shown(standard(), {}) {}
    explicit Shown(const samples::Shape &shape) : Shown(samples::exploreData(shape), shape) {}
    Shown(ExploreData explored, const samples::Shape &shape) : data(std::move(explored)) {
        page.resize(1100, 700);
        page.show();
        data.plan = samples::plan(shape, data.grid);
        page.setData(data);
    }
    static const ExploreData &standard() {
        static const ExploreData made = samples::exploreData();
        return made;
    }
    [[nodiscard]] HeadGrid &grid() { return *page.findChild<HeadGrid *>(); }
    [[nodiscard]] QTableView &table() { return *page.findChild<QTableView *>(); }
    [[nodiscard]] HeadMap &map() { return *page.findChild<HeadMap *>(); }
    [[nodiscard]] QPoint at(const HeadId &head) { return grid().cellRect(head).center().toPoint(); }
    [[nodiscard]] QComboBox &chooser(const QString &name) {
        for (auto *box : page.findChildren<QComboBox *>())
            if (box->accessibleName() == name) return *box;
        qFatal("no chooser %s", qPrintable(name));
    }
    // Heads selected in the table.
    [[nodiscard]] HeadSet inTable() {
        HeadSet heads;
        for (const QModelIndex &index : table().selectionModel()->selectedRows()) {
            const auto id = static_cast<int>(index.data(kNumberRole).toDouble());
            heads.insert({id / data.heads, id % data.heads});
        }
        return heads;
    }
};

}  // namespace moa::widgets

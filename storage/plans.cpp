// Plans of a project.
#include "engine/values/error.h"
#include "storage/blobs.h"
#include "storage/database.h"
#include "storage/project_file.h"
#include "storage/value_json.h"

namespace moa::storage {

namespace {

StoredPlan readPlan(Statement &statement) {
    StoredPlan stored;
    stored.name = statement.text();
    stored.origin = statement.text();
    stored.plan.layers = statement.natural();
    stored.plan.heads = statement.natural();
    const auto alphas = readBlob<double>(statement);
    const auto betas = readBlob<double>(statement);
    if (alphas.size() != betas.size() ||
        alphas.size() != static_cast<std::size_t>(stored.plan.layers) * static_cast<std::size_t>(stored.plan.heads))
        statement.refuseDamaged("the plan '" + stored.name + "' is incomplete");
    for (std::size_t i = 0; i < alphas.size(); ++i) stored.plan.rules.push_back({alphas[i], betas[i]});
    stored.settings = readJsonColumn(statement);
    stored.result = readJsonColumn(statement);
    return stored;
}

}  // namespace

void ProjectFile::setPlan(const StoredPlan &stored) {
    std::vector<double> alphas;
    std::vector<double> betas;
    for (const auto &rule : stored.plan.rules) {
        alphas.push_back(rule.alpha);
        betas.push_back(rule.beta);
    }
    db_->prepare(
           "INSERT OR REPLACE INTO plan VALUES(?1, COALESCE((SELECT position FROM plan WHERE name = ?1), "
           "(SELECT COALESCE(MAX(position), 0) + 1 FROM plan)), ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(stored.name)
        .bind(stored.origin)
        .bind(std::int64_t{stored.plan.layers})
        .bind(std::int64_t{stored.plan.heads})
        .bind(asBlob(alphas))
        .bind(asBlob(betas))
        .bind(toText(stored.settings, "settings of plan " + stored.name))
        .bind(toText(stored.result, "result of plan " + stored.name))
        .run();
}

std::vector<StoredPlan> ProjectFile::plans() const {
    std::vector<StoredPlan> result;
    auto statement =
        db_->prepare("SELECT name, origin, layers, heads, alphas, betas, settings, result FROM plan ORDER BY position");
    while (statement.step()) result.push_back(readPlan(statement));
    return result;
}

StoredPlan ProjectFile::plan(const std::string &name) const {
    std::string names;
    for (auto &stored : plans()) {
        if (stored.name == name) return std::move(stored);
        names += (names.empty() ? "" : ", ") + stored.name;
    }
    throw Error("The plan cannot be found", path().string() + ", plan '" + name + "'",
                "the project has no plan of this name",
                names.empty() ? "Make one with moa optimize." : "Use one of: " + names + ".");
}

void ProjectFile::removePlans(const std::string &origin) {
    db_->prepare("DELETE FROM plan WHERE origin = ?").bind(origin).run();
}

}  // namespace moa::storage

// What can be wrong with a project file, found without stopping at the first fault.
#include "engine/values/error.h"
#include "storage/database.h"
#include "storage/project_file.h"

namespace moa::storage {

namespace {

using Faults = std::vector<std::string>;

// A part that cannot even be read is a fault like any other.
template <class Part>
void attempt(Faults &faults, Part &&part) {
    try {
        part();
    } catch (const Error &error) {
        faults.push_back(error.why());
    }
}

void checkPages(Database &db, Faults &faults) {
    auto integrity = db.prepare("PRAGMA integrity_check");
    while (integrity.step())
        if (auto line = integrity.text(); line != "ok") faults.push_back(std::move(line));
    auto keys = db.prepare("PRAGMA foreign_key_check");
    while (keys.step()) faults.push_back("a row of '" + keys.text() + "' belongs to nothing");
}

// Maps must have the size their profile says, three kinds each; without reading them, since they may be large.
void checkMapSizes(Database &db, Faults &faults) {
    auto maps = db.prepare(
        "SELECT p.length, p.source, COUNT(DISTINCT m.kind), COALESCE(SUM(LENGTH(m.data)), 0), 3 * 4 * p.layers * "
        "p.heads * p.nb * p.nb, p.layers > 0 AND p.heads > 0 AND p.nb = (p.length + 63) / 64 "
        "FROM profile p LEFT JOIN profile_map m ON m.length = p.length AND m.source = p.source GROUP BY p.length, "
        "p.source");
    while (maps.step()) {
        const auto length = maps.integer();
        const auto source = maps.text();
        const auto kinds = maps.integer();
        const auto bytes = maps.integer();
        const bool sameBytes = bytes == maps.integer();
        const bool shaped = maps.integer() != 0;
        if (kinds != 3 || !sameBytes || !shaped)
            faults.push_back("the maps of source '" + source + "' at " + std::to_string(length) + " are incomplete");
    }
}

void checkProfiled(Database &db, Faults &faults) {
    auto counts = db.prepare(
        "SELECT (SELECT COALESCE(SUM(samples), 0) FROM profile), (SELECT COUNT(*) FROM profiled), "
        "(SELECT COUNT(*) FROM profiled WHERE position NOT IN (SELECT position FROM sample))");
    counts.step();
    const auto inMeans = counts.integer();
    const auto listed = counts.integer();
    if (listed != 0 && inMeans != listed) faults.emplace_back("the profile counts other samples than it lists");
    if (counts.integer() != 0) faults.emplace_back("the profile lists samples that are not there");
}

}  // namespace

std::vector<std::string> ProjectFile::check() const {
    Faults faults;
    attempt(faults, [&] { checkPages(*db_, faults); });
    attempt(faults, [&] { checkMapSizes(*db_, faults); });
    attempt(faults, [&] { checkProfiled(*db_, faults); });
    attempt(faults, [&] { static_cast<void>(model()); });
    attempt(faults, [&] { static_cast<void>(samples()); });
    attempt(faults, [&] { static_cast<void>(plans()); });
    attempt(faults, [&] { static_cast<void>(runs()); });
    attempt(faults, [&] { static_cast<void>(stages()); });
    attempt(faults, [&] { static_cast<void>(validations()); });
    return faults;
}

}  // namespace moa::storage

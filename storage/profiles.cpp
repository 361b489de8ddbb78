// Calibration samples and profiles.
#include <algorithm>
#include <array>

#include "engine/values/conventions.h"
#include "engine/values/error.h"
#include "storage/blobs.h"
#include "storage/database.h"
#include "storage/figures.h"
#include "storage/project_file.h"

namespace moa::storage {

namespace {

constexpr std::size_t kChunk = 64U << 20;

struct Kind {
    const char *name;
    engine::BlockMaps engine::SourceProfile::*maps;
};

constexpr std::array<Kind, 3> kKinds = {{
    {"published", &engine::SourceProfile::published},
    {"balanced", &engine::SourceProfile::balanced},
    {"attention", &engine::SourceProfile::attention},
}};

// As many values as the shape says; in double, since the shape of a damaged file may overflow any integer.
bool isWhole(const engine::BlockMaps &maps) {
    const double values = static_cast<double>(maps.layers) * maps.heads * maps.nb * maps.nb;
    return maps.layers > 0 && maps.heads > 0 && maps.nb > 0 && values == static_cast<double>(maps.values.size());
}

// What could not be read back is refused before anything is replaced by it.
void checkMaps(const Database &db, int length, const engine::SourceProfile &source) {
    for (const auto &kind : kKinds) {
        const auto &maps = source.*kind.maps;
        if (!isWhole(maps) || maps.layers != source.published.layers || maps.heads != source.published.heads ||
            maps.nb != engine::blockCount(length))
            throw Error("The profile cannot be kept", db.path().string(),
                        std::string("the ") + kind.name + " maps of source '" + source.source + "' do not have the " +
                            "shape of " + std::to_string(length) + " tokens",
                        "Profile again, or import maps of this length.");
    }
}

void writeMaps(Database &db, int length, const engine::SourceProfile &source) {
    for (const auto &kind : kKinds) {
        const auto bytes = asBlob((source.*kind.maps).values);
        for (std::size_t at = 0, chunk = 0; at < bytes.size(); at += kChunk, ++chunk)
            db.prepare("INSERT INTO profile_map VALUES(?, ?, ?, ?, ?)")
                .bind(std::int64_t{length})
                .bind(source.source)
                .bind(kind.name)
                .bind(static_cast<std::int64_t>(chunk))
                .bind(bytes.subspan(at, std::min(kChunk, bytes.size() - at)))
                .run();
    }
}

void writeSource(Database &db, int length, bool signedSums, const engine::SourceProfile &source) {
    checkMaps(db, length, source);
    requireNumber(source.meanLoss, "profile of source '" + source.source + "' at " + std::to_string(length),
                  "mean loss");
    const auto &maps = source.published;
    db.prepare("DELETE FROM profile WHERE length = ? AND source = ?")
        .bind(std::int64_t{length})
        .bind(source.source)
        .run();
    db.prepare("INSERT INTO profile VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(std::int64_t{length})
        .bind(source.source)
        .bind(std::int64_t{signedSums ? 1 : 0})
        .bind(std::int64_t{source.samples})
        .bind(std::int64_t{source.zeroSamples})
        .bind(source.meanLoss)
        .bind(std::int64_t{maps.layers})
        .bind(std::int64_t{maps.heads})
        .bind(std::int64_t{maps.nb})
        .run();
    writeMaps(db, length, source);
}

engine::BlockMaps readMaps(Database &db, int length, const std::string &source, const char *kind,
                           engine::BlockMaps shape) {
    auto statement =
        db.prepare("SELECT data FROM profile_map WHERE length = ? AND source = ? AND kind = ? ORDER BY chunk");
    statement.bind(std::int64_t{length}).bind(source).bind(kind);
    while (statement.step()) {
        const auto part = readBlob<float>(statement);
        shape.values.insert(shape.values.end(), part.begin(), part.end());
    }
    if (!isWhole(shape) || shape.nb != engine::blockCount(length))
        throw Error("The profile cannot be read", db.path().string(),
                    "the maps of source '" + source + "' at " + std::to_string(length) + " are incomplete",
                    "Run moa project check, and profile again.");
    return shape;
}

}  // namespace

void ProjectFile::setSamples(const std::vector<engine::TokenSample> &samples) {
    Transaction transaction(*db_);
    db_->execute("DELETE FROM profile; DELETE FROM profiled; DELETE FROM sample");
    std::int64_t position = 0;
    for (const auto &s : samples)
        db_->prepare("INSERT INTO sample VALUES(?, ?, ?, ?, ?, ?)")
            .bind(position++)
            .bind(s.id)
            .bind(s.source)
            .bind(std::int64_t{s.length})
            .bind(asBlob(s.ids))
            .bind(asBlob(s.targets))
            .run();
    transaction.commit();
}

std::vector<engine::TokenSample> ProjectFile::samples() const {
    std::vector<engine::TokenSample> result;
    auto statement = db_->prepare("SELECT id, source, length, ids, targets FROM sample ORDER BY position");
    while (statement.step()) {
        engine::TokenSample s;
        s.id = statement.text();
        s.source = statement.text();
        s.length = statement.natural();
        s.ids = readBlob<std::int32_t>(statement);
        s.targets = readBlob<std::int32_t>(statement);
        for (const auto target : s.targets)  // the prediction is made at target - 1
            if (target < 1 || static_cast<std::size_t>(target) >= s.ids.size())
                statement.refuseDamaged("the sample '" + s.id + "' has a target outside its tokens");
        result.push_back(std::move(s));
    }
    return result;
}

void ProjectFile::setProfiled(int length, bool signedSums, const engine::SourceProfile &source, std::size_t sample) {
    Transaction transaction(*db_);
    writeSource(*db_, length, signedSums, source);
    db_->prepare("INSERT INTO profiled VALUES(?, ?)")
        .bind(std::int64_t{length})
        .bind(static_cast<std::int64_t>(sample))
        .run();
    transaction.commit();
}

void ProjectFile::setLengthProfile(const engine::LengthProfile &profile) {
    Transaction transaction(*db_);
    const auto forget = [&](const char *sql) { db_->prepare(sql).bind(std::int64_t{profile.length}).run(); };
    forget("DELETE FROM profile WHERE length = ?");
    forget("DELETE FROM profiled WHERE length = ?");
    for (const auto &source : profile.sources) writeSource(*db_, profile.length, profile.signedSums, source);
    transaction.commit();
}

std::set<std::size_t> ProjectFile::profiled(int length) const {
    std::set<std::size_t> positions;
    auto statement = db_->prepare("SELECT position FROM profiled WHERE length = ?");
    statement.bind(std::int64_t{length});
    while (statement.step()) positions.insert(static_cast<std::size_t>(statement.integer()));
    return positions;
}

engine::Profile ProjectFile::profile() const {
    engine::Profile profile;
    auto statement = db_->prepare(
        "SELECT length, source, signed, samples, zero_samples, mean_loss, layers, heads, nb FROM profile ORDER BY "
        "length, source");
    while (statement.step()) {
        const int length = statement.natural();
        if (profile.lengths.empty() || profile.lengths.back().length != length)
            profile.lengths.push_back({length, false, {}});
        engine::SourceProfile source;
        source.source = statement.text();
        if (std::ranges::count(profile.lengths.back().sources, source.source, &engine::SourceProfile::source) > 0)
            statement.refuseDamaged("the source '" + source.source + "' stands twice");
        profile.lengths.back().signedSums = statement.integer() != 0;
        source.samples = statement.natural();
        source.zeroSamples = statement.natural();
        source.meanLoss = statement.real();
        engine::BlockMaps shape;
        shape.layers = statement.natural();
        shape.heads = statement.natural();
        shape.nb = statement.natural();
        for (const auto &kind : kKinds) source.*kind.maps = readMaps(*db_, length, source.source, kind.name, shape);
        profile.lengths.back().sources.push_back(std::move(source));
    }
    return profile;
}

void ProjectFile::clearProfile() {
    Transaction transaction(*db_);
    db_->execute("DELETE FROM profile; DELETE FROM profiled");
    transaction.commit();
}

}  // namespace moa::storage

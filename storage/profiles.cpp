// Calibration samples and profiles.
#include <algorithm>
#include <array>

#include "engine/values/error.h"
#include "storage/blobs.h"
#include "storage/database.h"
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
    const auto size = static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads) * shape.mapSize();
    auto statement =
        db.prepare("SELECT data FROM profile_map WHERE length = ? AND source = ? AND kind = ? ORDER BY chunk");
    statement.bind(std::int64_t{length}).bind(source).bind(kind);
    while (statement.step()) {
        const auto part = fromBlob<float>(statement.blob());
        shape.values.insert(shape.values.end(), part.begin(), part.end());
    }
    if (shape.values.size() != size)
        throw Error("The profile cannot be read", db.path().string(),
                    "the maps of source '" + source + "' are incomplete", "Run moa project check, and profile again.");
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
        s.length = static_cast<int>(statement.integer());
        s.ids = fromBlob<std::int32_t>(statement.blob());
        s.targets = fromBlob<std::int32_t>(statement.blob());
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
        const int length = static_cast<int>(statement.integer());
        if (profile.lengths.empty() || profile.lengths.back().length != length)
            profile.lengths.push_back({length, false, {}});
        engine::SourceProfile source;
        source.source = statement.text();
        profile.lengths.back().signedSums = statement.integer() != 0;
        source.samples = static_cast<int>(statement.integer());
        source.zeroSamples = static_cast<int>(statement.integer());
        source.meanLoss = statement.real();
        engine::BlockMaps shape;
        shape.layers = static_cast<int>(statement.integer());
        shape.heads = static_cast<int>(statement.integer());
        shape.nb = static_cast<int>(statement.integer());
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

// The project file's schema, in this one place. Change it only by adding a migration.
#pragma once

#include <array>
#include <string_view>

namespace moa::storage {

inline constexpr int kApplicationId = 0x4D6F4131;  // "MoA1" in the file's header

// meta           one row a key: when and by which version the project was made, and settings of the user
// model          the model the project is about: path relative to the project file, facts as JSON, fingerprint
// sample         calibration samples in order: token ids and loss targets as int32
// profile        one row a (length, source): counts and mean loss; maps are in profile_map
// profile_map    running means, fp32 [layers, heads, nb, nb], cut into chunks of at most 64 MiB
// profiled       which samples are in the running means of which length: what --resume skips
// plan           plans with rules as two fp64 arrays [layers * heads], settings and result as JSON
// run            evaluation runs: settings, densities, totals as JSON; state running, done or failed
// run_row        figures of a finished run
// run_sample     questions and windows of a run, written as they come
// stage          stages of jobs: what was asked, state, seconds
// validation     losses of candidates at unseen lengths, as JSON
inline constexpr std::string_view kSchemaV1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE model(id INTEGER PRIMARY KEY CHECK(id = 1), path TEXT NOT NULL, fingerprint TEXT NOT NULL, facts TEXT NOT NULL) STRICT;
CREATE TABLE sample(position INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, length INTEGER NOT NULL,
  ids BLOB NOT NULL, targets BLOB NOT NULL) STRICT;
CREATE TABLE profile(length INTEGER NOT NULL, source TEXT NOT NULL, signed INTEGER NOT NULL, samples INTEGER NOT NULL,
  zero_samples INTEGER NOT NULL, mean_loss REAL NOT NULL, layers INTEGER NOT NULL, heads INTEGER NOT NULL, nb INTEGER NOT NULL,
  PRIMARY KEY(length, source)) STRICT;
CREATE TABLE profile_map(length INTEGER NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL, chunk INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY(length, source, kind, chunk),
  FOREIGN KEY(length, source) REFERENCES profile(length, source) ON DELETE CASCADE) STRICT;
CREATE TABLE profiled(length INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(length, position)) STRICT;
CREATE TABLE plan(name TEXT PRIMARY KEY, position INTEGER NOT NULL, origin TEXT NOT NULL, layers INTEGER NOT NULL, heads INTEGER NOT NULL,
  alphas BLOB NOT NULL, betas BLOB NOT NULL, settings TEXT NOT NULL, result TEXT NOT NULL) STRICT;
CREATE TABLE run(name TEXT PRIMARY KEY, position INTEGER NOT NULL, state TEXT NOT NULL, task TEXT NOT NULL, plan TEXT NOT NULL,
  facts TEXT NOT NULL) STRICT;
CREATE TABLE run_row(run TEXT NOT NULL REFERENCES run(name) ON DELETE CASCADE, position INTEGER NOT NULL, length INTEGER NOT NULL,
  depth REAL, metric TEXT NOT NULL, value REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(run, position)) STRICT;
CREATE TABLE run_sample(run TEXT NOT NULL REFERENCES run(name) ON DELETE CASCADE, length INTEGER NOT NULL, item INTEGER NOT NULL,
  depth REAL, prompt_tokens INTEGER NOT NULL, prompt_hash TEXT NOT NULL, expected TEXT NOT NULL, prediction TEXT NOT NULL,
  score REAL NOT NULL, PRIMARY KEY(run, length, item)) STRICT;
CREATE TABLE stage(name TEXT PRIMARY KEY, position INTEGER NOT NULL, state TEXT NOT NULL, settings TEXT NOT NULL, seconds REAL NOT NULL,
  message TEXT NOT NULL) STRICT;
CREATE TABLE validation(position INTEGER PRIMARY KEY, facts TEXT NOT NULL) STRICT;
)sql";

// Entry i brings a file of version i to version i + 1. The file's version is SQLite's user_version.
inline constexpr std::array kMigrations = {kSchemaV1};
inline constexpr int kVersion = static_cast<int>(kMigrations.size());

}  // namespace moa::storage

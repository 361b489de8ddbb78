// How long engine calls report and how they are stopped.
#pragma once

#include <stop_token>
#include <string_view>

#include "engine/values/error.h"

namespace moa {

// Base class of whoever watches a job. `report` may be called from the job's thread only and must return quickly.
class Progress {
public:
    Progress() = default;
    explicit Progress(std::stop_token stop) : stop_(std::move(stop)) {}
    Progress(const Progress &) = default;
    Progress &operator=(const Progress &) = default;
    virtual ~Progress() = default;

    // stage: what is being done; fraction: 0..1 of that stage; detail: one short line ("sample 3 of 48").
    virtual void report(std::string_view stage, double fraction, std::string_view detail);

    [[nodiscard]] const std::stop_token &stopToken() const noexcept { return stop_; }

    // Throws Error::cancelled(what) when a stop was requested.
    void throwIfStopped(std::string_view what) const;

private:
    std::stop_token stop_;
};

}  // namespace moa

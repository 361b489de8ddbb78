// The one error type of the project.
#pragma once

#include <stdexcept>
#include <string>

namespace moa {

// What failed, where (file, offset, field), why, and what the user can do. Thrown across rooms; the command prints
// it and exits with 1, the window shows it in place with the remedy beside it.
class Error : public std::runtime_error {
public:
    enum class Kind { Failure, Cancelled };

    Error(std::string what, std::string where, std::string why, std::string remedy, Kind kind = Kind::Failure);

    // The error of a job that was stopped on request; work done so far is kept by whoever ran it.
    [[nodiscard]] static Error cancelled(const std::string &what);

    [[nodiscard]] const std::string &failed() const noexcept { return what_; }
    [[nodiscard]] const std::string &where() const noexcept { return where_; }
    [[nodiscard]] const std::string &why() const noexcept { return why_; }
    [[nodiscard]] const std::string &remedy() const noexcept { return remedy_; }
    [[nodiscard]] bool isCancelled() const noexcept { return kind_ == Kind::Cancelled; }

private:
    std::string what_;
    std::string where_;
    std::string why_;
    std::string remedy_;
    Kind kind_;
};

}  // namespace moa

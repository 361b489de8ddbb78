#include "engine/values/error.h"

#include <utility>

namespace moa {
namespace {

std::string sentence(const std::string &what, const std::string &where, const std::string &why,
                     const std::string &remedy) {
    std::string text = what;
    if (!where.empty()) text += " (" + where + ")";
    if (!why.empty()) text += ": " + why;
    if (!remedy.empty()) text += " " + remedy;
    return text;
}

}  // namespace

Error::Error(std::string what, std::string where, std::string why, std::string remedy, Kind kind)
    : std::runtime_error(sentence(what, where, why, remedy)),
      what_(std::move(what)),
      where_(std::move(where)),
      why_(std::move(why)),
      remedy_(std::move(remedy)),
      kind_(kind) {}

Error Error::cancelled(const std::string &what) {
    return {what, "this job", "it was cancelled on request",
            "Run it again with --resume to go on from the last finished step.", Kind::Cancelled};
}

}  // namespace moa

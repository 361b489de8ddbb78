#include "storage/figures.h"

#include <cmath>

#include "engine/values/error.h"

namespace moa::storage {

void requireNumber(double value, const std::string &owner, const std::string &field) {
    if (std::isnan(value)) refuseFigure(owner, "its " + field + " is not a number");
}

void requireNumber(const std::optional<double> &value, const std::string &owner, const std::string &field) {
    if (value) requireNumber(*value, owner, field);
}

void refuseFigure(const std::string &owner, const std::string &why) {
    throw Error("The change cannot be stored", owner, why,
                "Run it again with --dtype float32; if that does not help, look for NaN in the model.");
}

}  // namespace moa::storage

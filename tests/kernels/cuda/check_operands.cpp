// Norms and gates that leave operands, against double precision.
#include <cmath>

#include "kernels/cuda/operands.h"
#include "tests/kernels/cuda/checks.h"
#include "tests/kernels/cuda/gpu_values.h"

namespace moa::gpu_test {
namespace {

using namespace kernels::cuda;

struct Shape {
    std::int64_t rows;
    std::int64_t width;

    [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(rows * width); }
};

// The largest error of a rounded result, relative to values of this size, beyond what rounding itself makes.
double worstOf(const std::vector<float> &got, const std::vector<double> &want, Element type) {
    double worst = 0;
    for (std::size_t i = 0; i < want.size(); ++i) {
        const double error = (std::abs(got[i] - want[i]) - roundingOf(want[i], type)) / (1 + std::abs(want[i]));
        if (!(error <= worst)) worst = std::isnan(error) ? INFINITY : error;
    }
    return worst;
}

bool shownAs(const char *what, const Shape &s, Element type, double worst) {
    return report(
        std::string(what) + " " + nameOf(type) + " " + std::to_string(s.rows) + " x " + std::to_string(s.width),
        worst <= 1e-6, shown(worst));
}

bool checkNorm(const Shape &s, Element type, std::mt19937_64 &rng) {
    constexpr float kEps = 1e-5F;
    const auto hostX = normalValues(rng, s.count(), 3, Element::Float);
    const auto hostWeight = normalValues(rng, static_cast<std::size_t>(s.width), 1, Element::Float);
    const auto x = onDevice<float>(hostX);
    const auto weight = onDevice<float>(hostWeight);
    const auto y = onDevice(std::vector<float>(s.count(), NAN), type);
    require(roundedNorm({type, s.rows, s.width, x.get(), weight.get(), kEps, y.get()}), "norm");
    require(cudaDeviceSynchronize(), "norm");
    std::vector<double> want;
    for (std::size_t row = 0; row < s.count(); row += hostWeight.size()) {
        double sum = 0;
        for (std::size_t i = 0; i < hostWeight.size(); ++i) sum += double{hostX[row + i]} * hostX[row + i];
        const double scale = 1 / std::sqrt(sum / static_cast<double>(s.width) + kEps);
        for (std::size_t i = 0; i < hostWeight.size(); ++i) want.push_back(hostX[row + i] * scale * hostWeight[i]);
    }
    return shownAs("norm", s, type, worstOf(decoded(fromDevice(y), type), want, type));
}

bool checkGate(const Shape &s, Element type, std::mt19937_64 &rng) {
    const auto hostGu = normalValues(rng, 2 * s.count(), 3, Element::Float);
    const auto gu = onDevice<float>(hostGu);
    const auto y = onDevice(std::vector<float>(s.count(), NAN), type);
    require(roundedGate({type, s.rows, s.width, gu.get(), y.get()}), "gate");
    require(cudaDeviceSynchronize(), "gate");
    const auto width = static_cast<std::size_t>(s.width);
    std::vector<double> want;
    for (std::size_t row = 0; row < hostGu.size(); row += 2 * width)
        for (std::size_t i = row; i < row + width; ++i)
            want.push_back(hostGu[i] / (1 + std::exp(-double{hostGu[i]})) * hostGu[i + width]);
    return shownAs("gate", s, type, worstOf(decoded(fromDevice(y), type), want, type));
}

}  // namespace

bool checkOperands(bool quick) {
    std::mt19937_64 rng(seed());
    bool good = true;
    for (const Element type : {Element::Bfloat16, Element::Half})
        for (const Shape &s : {Shape{1, 4}, Shape{5, 576}, Shape{57, 4096}, Shape{3, 11008}, Shape{70000, 8}})
            if (!quick || s.rows < 100) good = checkNorm(s, type, rng) && checkGate(s, type, rng) && good;
    return good;
}

}  // namespace moa::gpu_test

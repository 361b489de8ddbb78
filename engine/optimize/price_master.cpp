#include "engine/optimize/price_master.h"

#include <algorithm>
#include <cmath>

namespace moa::engine {

namespace {

constexpr double kTiny = 1e-11;
constexpr double kTinyPrice = 1e-9;
// Densities at several lengths follow from the same two numbers of a rule, so that often two budgets decide and the
// others may share their price in many ways. Later rows a little loosened, the earlier ones take it all: fewer rows
// bind, and at short lengths fewer sums are told apart.
constexpr double kLoose = 1e-7;
constexpr int kMostPivots = 2000;

// minimise cost * z subject to columns * z = right, lower <= z <= upper, from a given feasible basis whose inverse is
// diagonal.
class Simplex {
public:
    struct Column {
        std::vector<double> entries;
        double cost = 0;
        double upper = kInfinity;  // the lower bound is 0
        bool atUpper = false;
    };

    Simplex(std::size_t rows, std::vector<Column> columns, std::vector<std::size_t> basis, std::vector<double> right)
        : rows_(rows), columns_(std::move(columns)), basis_(std::move(basis)), basic_(columns_.size(), 0) {
        inverse_.assign(rows_ * rows_, 0);
        for (std::size_t k = 0; k < rows_; ++k) basic_[basis_[k]] = 1;
        // The last equation's column touches every row; the others only their own.
        const auto &mix = columns_[basis_.back()].entries;
        for (std::size_t k = 0; k + 1 < rows_; ++k) {
            const double own = columns_[basis_[k]].entries[k];
            inverse_[k * rows_ + k] = 1 / own;
            inverse_[k * rows_ + rows_ - 1] = -mix[k] / own;
        }
        inverse_[rows_ * rows_ - 1] = 1;
        for (const auto &c : columns_)
            if (c.atUpper)
                for (std::size_t k = 0; k < rows_; ++k) right[k] -= c.entries[k] * c.upper;
        value_.resize(rows_);
        for (std::size_t k = 0; k < rows_; ++k) value_[k] = dot(k, right);
    }

    bool run() {
        for (int pivot = 0; pivot < kMostPivots; ++pivot) {
            computeDuals();
            const auto entering = choose(pivot > kMostPivots / 2);
            if (entering == columns_.size()) return true;
            if (!enter(entering)) return false;
        }
        return false;
    }

    [[nodiscard]] const std::vector<double> &duals() const noexcept { return duals_; }
    [[nodiscard]] double valueOf(std::size_t column) const {
        for (std::size_t k = 0; k < rows_; ++k)
            if (basis_[k] == column) return value_[k];
        return columns_[column].atUpper ? columns_[column].upper : 0;
    }

private:
    [[nodiscard]] double dot(std::size_t row, const std::vector<double> &v) const {
        double sum = 0;
        for (std::size_t k = 0; k < rows_; ++k) sum += inverse_[row * rows_ + k] * v[k];
        return sum;
    }

    void computeDuals() {
        duals_.assign(rows_, 0);
        for (std::size_t k = 0; k < rows_; ++k) {
            const double cost = columns_[basis_[k]].cost;
            if (cost != 0)
                for (std::size_t i = 0; i < rows_; ++i) duals_[i] += cost * inverse_[k * rows_ + i];
        }
    }

    // The column whose reduced cost promises most; the first that promises anything (Bland) when pivots run out.
    [[nodiscard]] std::size_t choose(bool first) const {
        std::size_t best = columns_.size();
        double most = kTiny;
        for (std::size_t j = 0; j < columns_.size(); ++j) {
            if (basic_[j] != 0 || columns_[j].upper <= 0) continue;
            double reduced = columns_[j].cost;
            for (std::size_t k = 0; k < rows_; ++k) reduced -= duals_[k] * columns_[j].entries[k];
            const double gain = columns_[j].atUpper ? reduced : -reduced;
            if (gain <= most) continue;
            best = j;
            if (first) return best;
            most = gain;
        }
        return best;
    }

    bool enter(std::size_t j) {
        auto &column = columns_[j];
        const double sign = column.atUpper ? -1 : 1;
        std::vector<double> step(rows_);
        for (std::size_t k = 0; k < rows_; ++k) step[k] = sign * dot(k, column.entries);
        double length = column.upper;
        std::size_t leaving = rows_;
        bool leavesAtUpper = false;
        for (std::size_t k = 0; k < rows_; ++k) {
            if (std::abs(step[k]) < kTiny) continue;
            const double upper = columns_[basis_[k]].upper;
            if (step[k] < 0 && upper == kInfinity) continue;
            const double room = std::max(0.0, step[k] > 0 ? value_[k] / step[k] : (value_[k] - upper) / step[k]);
            if (room < length || (room == length && leaving < rows_ && std::abs(step[k]) > std::abs(step[leaving]))) {
                length = room;
                leaving = k;
                leavesAtUpper = step[k] < 0;
            }
        }
        if (length == kInfinity) return false;
        for (std::size_t k = 0; k < rows_; ++k) value_[k] -= step[k] * length;
        if (leaving == rows_) {
            column.atUpper = !column.atUpper;
            return true;
        }
        columns_[basis_[leaving]].atUpper = leavesAtUpper;
        basic_[basis_[leaving]] = 0;
        value_[leaving] = column.atUpper ? column.upper - length : length;
        column.atUpper = false;
        basic_[j] = 1;
        basis_[leaving] = j;
        pivot(leaving, step, sign);
        return true;
    }

    void pivot(std::size_t leaving, const std::vector<double> &step, double sign) {
        const double divisor = step[leaving] * sign;
        for (std::size_t i = 0; i < rows_; ++i) inverse_[leaving * rows_ + i] /= divisor;
        for (std::size_t k = 0; k < rows_; ++k) {
            const double factor = step[k] * sign;
            if (k == leaving || factor == 0) continue;
            for (std::size_t i = 0; i < rows_; ++i) inverse_[k * rows_ + i] -= factor * inverse_[leaving * rows_ + i];
        }
    }

    std::size_t rows_;
    std::vector<Column> columns_;
    std::vector<std::size_t> basis_;
    std::vector<char> basic_;      // per column
    std::vector<double> inverse_;  // of the basis
    std::vector<double> value_;    // of the basic columns
    std::vector<double> duals_;
};

}  // namespace

PriceMaster::PriceMaster(const Problem &p, std::vector<double> priceScale, double costScale)
    : rows_(p.rows.size()), priceScale_(std::move(priceScale)), costScale_(costScale) {
    for (std::size_t k = 0; k < rows_; ++k) {
        const double loose = kLoose * static_cast<double>(k);
        low_.push_back(p.rows[k].low * priceScale_[k] / costScale_ - loose);
        high_.push_back(p.rows[k].high * priceScale_[k] / costScale_ + loose);
    }
}

void PriceMaster::add(MasterPlan plan) {
    plan.cost /= costScale_;
    for (std::size_t k = 0; k < rows_; ++k) plan.sums[k] *= priceScale_[k] / costScale_;
    plans_.push_back(std::move(plan));
}

void PriceMaster::keepLast(std::size_t kept) {
    if (plans_.size() > kept) plans_.erase(plans_.begin(), plans_.end() - static_cast<std::ptrdiff_t>(kept));
}

PriceMaster::Answer PriceMaster::solve(const std::vector<double> &centre, double radius) const {
    // Equation k: mixed sums - low - inside - above + below = 0, where inside is the place in the row and above and
    // below are violations bought at the box's ends; the last equation: the shares are 1.
    std::vector<Simplex::Column> columns;
    std::vector<double> right(low_);
    right.push_back(1);
    std::vector<std::size_t> basis;
    const auto unit = [&](std::size_t k, double entry) {
        std::vector<double> entries(rows_ + 1, 0);
        entries[k] = entry;
        return entries;
    };
    for (const auto &plan : plans_) {
        columns.push_back({plan.sums, plan.cost, kInfinity, false});
        columns.back().entries.push_back(1);
    }
    const auto &first = plans_.back();
    for (std::size_t k = 0; k < rows_; ++k) {
        const double c = centre[k] / priceScale_[k];
        const auto inside = columns.size();
        columns.push_back({unit(k, -1), 0, high_[k] - low_[k], first.sums[k] > high_[k]});
        columns.push_back({unit(k, -1), c + radius, kInfinity, false});
        columns.push_back({unit(k, 1), radius - c, kInfinity, false});
        basis.push_back(inside + (first.sums[k] > high_[k] ? 1 : first.sums[k] < low_[k] ? 2 : 0));
    }
    basis.push_back(plans_.size() - 1);
    Simplex simplex(rows_ + 1, std::move(columns), std::move(basis), std::move(right));
    Answer answer;
    answer.solved = simplex.run();
    const auto &duals = simplex.duals();
    answer.value = duals.back();
    for (std::size_t k = 0; k < rows_; ++k) {
        const double c = centre[k] / priceScale_[k];
        double price = std::clamp(-duals[k], c - radius, c + radius);
        if (std::abs(price) < kTinyPrice) price = 0;
        answer.value -= price > 0 ? price * high_[k] : price * low_[k];
        answer.prices.push_back(price * priceScale_[k]);
    }
    answer.value *= costScale_;
    for (std::size_t j = 0; j < plans_.size(); ++j) answer.shares.push_back(simplex.valueOf(j));
    return answer;
}

}  // namespace moa::engine

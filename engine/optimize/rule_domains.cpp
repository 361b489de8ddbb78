#include "engine/optimize/rule_domains.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>

namespace moa::engine {

namespace {

constexpr double kRowRounding = 1e-12;  // of a row's terms

class Domains {
public:
    Domains(const Problem &p, std::vector<char> &allowed)
        : p_(p),
          allowed_(allowed),
          low_(static_cast<std::size_t>(p.units())),
          high_(static_cast<std::size_t>(p.units())) {}

    bool narrow() {
        for (changed_ = true; changed_;) {
            changed_ = false;
            for (const auto &row : p_.rows)
                if (!narrowByRow(row)) return false;
            if (!p_.unlimited() && !narrowByLimit()) return false;
        }
        return true;
    }

private:
    [[nodiscard]] double coefficient(const Row &row, int unit, int rule) const {
        return row.uniform() ? row.perRule[static_cast<std::size_t>(rule)] : row.coefficient[p_.at(unit, rule)];
    }

    template <class Visit>
    void visitAllowed(Visit &&visit) const {
        for (int u = 0; u < p_.units(); ++u)
            for (int r = 0; r < p_.rules; ++r)
                if (allowed_[p_.at(u, r)] != 0) visit(u, r);
    }

    void forbid(int unit, int rule) {
        allowed_[p_.at(unit, rule)] = 0;
        changed_ = true;
    }

    bool narrowByRow(const Row &row) {
        std::ranges::fill(low_, kInfinity);
        std::ranges::fill(high_, -kInfinity);
        visitAllowed([&](int u, int r) {
            auto &low = low_[static_cast<std::size_t>(u)];
            auto &high = high_[static_cast<std::size_t>(u)];
            low = std::min(low, coefficient(row, u, r));
            high = std::max(high, coefficient(row, u, r));
        });
        const double least = std::accumulate(low_.begin(), low_.end(), 0.0);
        const double most = std::accumulate(high_.begin(), high_.end(), 0.0);
        if (!(least <= most)) return false;  // a unit has no rule
        double low = row.low;
        double high = row.high;
        if (const double step = row.whole ? stepOf(row) : 0; step > 0) {
            low = least + std::ceil((low - least) / step) * step;
            high = least + std::floor((high - least) / step) * step;
        }
        const double slack = row.slack() + (row.whole ? 0 : kRowRounding * row.largestCoefficient * p_.units());
        const double over = high - least + slack;
        const double under = most - low + slack;
        if (over < 0 || under < 0 || low > high + slack) return false;
        visitAllowed([&](int u, int r) {
            const double c = coefficient(row, u, r);
            if (c - low_[static_cast<std::size_t>(u)] > over || high_[static_cast<std::size_t>(u)] - c > under)
                forbid(u, r);
        });
        return true;
    }

    // Of a row of whole numbers; 0: its sum cannot move.
    [[nodiscard]] double stepOf(const Row &row) const {
        std::int64_t step = 0;
        visitAllowed([&](int u, int r) {
            step =
                std::gcd(step, static_cast<std::int64_t>(coefficient(row, u, r) - low_[static_cast<std::size_t>(u)]));
        });
        return static_cast<double>(step);
    }

    // Units with one rule left use up the limit of their layer.
    bool narrowByLimit() {
        for (int l = 0; l < p_.layers; ++l) {
            std::set<int> taken;
            const int end = (l + 1) * p_.unitsPerLayer;
            for (int u = l * p_.unitsPerLayer; u < end; ++u) {
                const auto first = allowed_.begin() + static_cast<std::ptrdiff_t>(p_.at(u, 0));
                if (std::count(first, first + p_.rules, 1) == 1)
                    taken.insert(static_cast<int>(std::find(first, first + p_.rules, 1) - first));
            }
            const int count = static_cast<int>(taken.size());
            if (count > p_.ruleLimit) return false;
            for (int u = l * p_.unitsPerLayer; u < end && count == p_.ruleLimit; ++u)
                for (int r = 0; r < p_.rules; ++r)
                    if (allowed_[p_.at(u, r)] != 0 && !taken.contains(r)) forbid(u, r);
        }
        return true;
    }

    const Problem &p_;
    std::vector<char> &allowed_;
    std::vector<double> low_, high_;  // per unit, of the row in hand
    bool changed_ = false;
};

}  // namespace

bool narrowRules(const Problem &problem, std::vector<char> &allowed) {
    return Domains(problem, allowed).narrow();
}

}  // namespace moa::engine

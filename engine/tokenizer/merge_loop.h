// The loop of byte pair encoding. Internal to the tokenizer room.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moa::engine {

// One symbol of a piece while it is merged; symbols form a list by index.
struct Symbol {
    std::int32_t id;    // -1: no token (yet)
    std::size_t begin;  // bytes of the piece; begin == end: merged into another
    std::size_t end;
    int previous;
    int next;
    bool frozen = false;  // never merged
};

// What a pair of symbols becomes; pairs of the lowest rank merge first.
struct PairMerge {
    double rank;
    std::int32_t id;
    bool found;
};

// Buffers of one encoding, kept from piece to piece.
struct MergeSpace {
    struct Candidate {
        double rank;
        int left;
        int right;
        std::size_t bytes;  // of both: the pair is gone when they differ
        std::int32_t id;
    };
    std::vector<Symbol> symbols;
    std::vector<Candidate> heap;

    void append(std::int32_t id, std::size_t begin, std::size_t end, bool frozen = false) {
        const int at = static_cast<int>(symbols.size());
        if (at > 0) symbols.back().next = at;
        symbols.push_back({id, begin, end, at - 1, -1, frozen});
    }
};

// Merges the pair of the lowest rank, the leftmost of equals, until `merge` (const Symbol &, const Symbol &) ->
// PairMerge finds none. With a heap, so that a long piece of n symbols costs n log n.
template <class Merge>
void mergeSymbols(MergeSpace &space, Merge &&merge) {
    auto &symbols = space.symbols;
    auto &heap = space.heap;
    heap.clear();
    const auto later = [](const MergeSpace::Candidate &a, const MergeSpace::Candidate &b) {
        return a.rank > b.rank || (a.rank == b.rank && a.left > b.left);
    };
    const auto candidate = [&](int left, int right) {
        const auto &a = symbols[static_cast<std::size_t>(left)];
        const auto &b = symbols[static_cast<std::size_t>(right)];
        const PairMerge pair = merge(a, b);
        if (pair.found) heap.push_back({pair.rank, left, right, b.end - a.begin, pair.id});
        return pair.found;
    };
    for (int i = 1; i < static_cast<int>(symbols.size()); ++i) candidate(i - 1, i);
    std::ranges::make_heap(heap, later);
    const auto consider = [&](int left, int right) {
        if (left >= 0 && right >= 0 && candidate(left, right)) std::ranges::push_heap(heap, later);
    };
    while (!heap.empty()) {
        std::ranges::pop_heap(heap, later);
        const auto top = heap.back();
        heap.pop_back();
        auto &left = symbols[static_cast<std::size_t>(top.left)];
        auto &right = symbols[static_cast<std::size_t>(top.right)];
        if (left.begin == left.end || right.begin == right.end || right.end - left.begin != top.bytes) continue;
        left.id = top.id;
        left.end = right.end;
        left.next = right.next;
        right.begin = right.end;
        if (left.next >= 0) symbols[static_cast<std::size_t>(left.next)].previous = top.left;
        consider(left.previous, top.left);
        consider(top.left, left.next);
    }
}

}  // namespace moa::engine

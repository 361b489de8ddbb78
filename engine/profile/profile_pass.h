// One sample forward and backward through a model, layer by layer. Internal to the room.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <vector>

#include "engine/model/compute_device.h"
#include "engine/model/loss.h"
#include "engine/model/model.h"
#include "engine/model/weights.h"
#include "engine/values/dataset.h"
#include "engine/values/progress.h"

namespace moa::engine {

// Where one head lies inside a row of q, k, v side by side, [n, (heads + 2 kvHeads) * headDim].
struct HeadOffsets {
    std::int64_t q = 0;
    std::int64_t k = 0;
    std::int64_t v = 0;
};

[[nodiscard]] HeadOffsets headOffsets(const ModelFacts &facts, int head);

// What the influence of one layer is computed from, recomputed from its checkpoint.
struct OpenLayer {
    at::Tensor projected;  // q, k, v before norms and rotation, [n, ...]
    at::Tensor qkv;        // after
    at::Tensor dO;         // gradient of the attention output, [n, heads * headDim]; undefined without a gradient
    at::Tensor dh;         // gradient of the residual stream after attention, of the rows that have one
};

// Call forward() once, then open() and close() for the layers from the last to the first. Per layer only the residual
// streams are kept: the one before attention and, unless the device recomputes it, the one after.
//
// Work on rows whose gradient is exactly zero is left out. The loss is taken on the rows before the targets; the last
// layer passes it to its keys and values, which may lie in any earlier row. So the output of the last layer has a
// gradient, and is needed at all, from the row before the first target to the one before the last, and the outputs of
// the layers below from row 0 to the same end. Keys, queries and A are computed for all rows: A is wanted everywhere.
class ProfilePass {
public:
    ProfilePass(const Model &model, const TokenSample &sample, Progress &progress);

    // Runs the first `layers` layers and keeps their checkpoints. Gives the residual stream after them: all rows, after
    // the last layer those that have a gradient.
    [[nodiscard]] at::Tensor forward(int layers);

    // Loss and its gradient at the residual stream that forward() gave for all layers. Throws moa::Error when it is no
    // number.
    [[nodiscard]] LossGradient lossGradient(const at::Tensor &last) const;

    // The last layer not closed yet. dy: gradient of its output (rows as forward() gave them, rows 0 .. of close());
    // undefined: no gradients are wanted.
    [[nodiscard]] OpenLayer open(const at::Tensor &dy);

    // Block sums of the opened layer; the gradient of its input up to the last row that has one, undefined for layer 0.
    [[nodiscard]] at::Tensor close(const OpenLayer &opened, BlockSumMaps &sums);

private:
    // What the backward pass needs of one layer: its input in the type that is kept, and the residual stream after
    // attention (after the last layer's: of the rows that have a gradient); undefined: computed again.
    struct Checkpoint {
        at::Tensor x;
        at::Tensor h;
    };

    // The input of the uppermost open layer in the activations' type.
    [[nodiscard]] at::Tensor inputOfTop() const;
    // The rows of the uppermost open layer's output that have a gradient.
    [[nodiscard]] RowRange rangeOfTop() const;
    // `gradient` with zeros for the rows of the sample that have none.
    [[nodiscard]] at::Tensor allRows(const at::Tensor &gradient) const;
    [[nodiscard]] LayerWeights top() const { return w_.layers[checkpoints_.size() - 1]; }
    void step();

    const Weights &w_;
    const TokenSample &sample_;
    Progress &progress_;
    std::int64_t n_;
    RowRange reached_;
    std::unique_ptr<TextAttention> text_;
    std::vector<Checkpoint> checkpoints_;
    int steps_ = 1;
    int done_ = 0;
};

// Throws moa::Error for ids outside the vocabulary and for targets that are missing or out of range.
void checkSample(const Model &model, const TokenSample &sample);

}  // namespace moa::engine

// What is known about a model from its headers alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace moa::engine {

// Rotary embedding: `type` is default, linear, dynamic, llama3 or yarn; the other fields belong to those types. For
// dynamic, originalMaxPosition is the length beyond which the base grows.
struct RopeFacts {
    std::string type = "default";
    double theta = 10000;
    double factor = 1;
    double lowFreqFactor = 1;
    double highFreqFactor = 4;
    std::int64_t originalMaxPosition = 0;
    double attentionFactor = 1;  // yarn: scale of cosines and sines
    double betaFast = 32;
    double betaSlow = 1;
    bool truncate = true;  // yarn: the ends of the ramp are whole dimensions
    friend bool operator==(const RopeFacts &, const RopeFacts &) = default;
};

struct ModelFacts {
    std::string path;          // folder or .gguf file, as given
    std::string format;        // "safetensors" or "gguf"
    std::string architecture;  // llama, mistral, qwen2, qwen3, smollm3
    int layers = 0;
    int heads = 0;    // query heads
    int kvHeads = 0;  // divides heads; a kv group is heads / kvHeads contiguous query heads
    int headDim = 0;
    int hidden = 0;
    int intermediate = 0;
    int vocab = 0;
    // Longest text: the positions of the config, more where the rotary scaling reaches further, and at most the sliding
    // window, within which every layer sees all tokens.
    std::int64_t maxPosition = 0;
    std::int64_t slidingWindow = 0;  // tokens; 0: none
    double normEps = 1e-5;
    bool tiedOutput = false;
    bool attentionBias = false;     // biases on q, k, v
    bool outputBias = false;        // bias on the attention's output
    bool mlpBias = false;           // biases on gate, up, down
    bool qkNorm = false;            // RMS norm on q and k per head (Qwen3)
    std::vector<int> noRopeLayers;  // layers without rotary embedding (SmolLM3), ascending
    RopeFacts rope;
    std::vector<int> endTokens;  // generation stops at these
    int beginToken = -1;         // -1: none
    std::int64_t parameters = 0;
    std::map<std::string, std::int64_t> weightDtypes;  // dtype name -> parameters stored in it
    std::string tokenizer;                             // kind, or why it is not read yet ("unsupported: ...")
    std::string chatTemplate;                          // exact name of the recognised template, or "unknown"
    std::string fingerprint;                           // SHA-256, hex (semantics.md, Samples, lengths, text)
    friend bool operator==(const ModelFacts &, const ModelFacts &) = default;
};

}  // namespace moa::engine

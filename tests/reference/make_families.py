"""Golden models of tests/data/families and frequencies of tests/data/families/rope.json, by transformers (fp32, eager). Run by hand:

    python tests/reference/make_families.py tests/data/families
"""
import json
import pathlib
import sys

import torch
import transformers
from safetensors.torch import save_file
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from compare_models import forward, reference_model
from random_models import Case

SIZES = {"vocab_size": 96, "hidden_size": 32, "intermediate_size": 40, "num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-5,
         "hidden_act": "silu", "tie_word_embeddings": False, "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": None}
MODELS = {
    # Texts and continuations pass the 48 positions of the config.
    "llama_dynamic": {"model_type": "llama", "num_hidden_layers": 2, "max_position_embeddings": 48, "head_dim": 10,
                      "rope": {"rope_type": "dynamic", "factor": 4.0, "rope_theta": 1e4}},
    "llama_biases": {"model_type": "llama", "num_hidden_layers": 2, "max_position_embeddings": 256, "attention_bias": True, "mlp_bias": True,
                     "rope": {"rope_type": "default", "rope_theta": 1e4}},
    "qwen2_yarn": {"model_type": "qwen2", "num_hidden_layers": 2, "max_position_embeddings": 32, "head_dim": 16,
                   "rope": {"rope_type": "yarn", "factor": 8.0, "rope_theta": 1e4, "original_max_position_embeddings": 32}},
    "qwen3_bias": {"model_type": "qwen3", "num_hidden_layers": 2, "max_position_embeddings": 256, "head_dim": 34, "attention_bias": True,
                   "rope": {"rope_type": "default", "rope_theta": 1e6}},
    "smollm3": {"model_type": "smollm3", "num_hidden_layers": 4, "max_position_embeddings": 256, "no_rope_layer_interval": 3,
                "rope": {"rope_type": "default", "rope_theta": 5e6}},
}
TOKENS, NEW = 80, 12


def write(folder, number, config):
    torch.manual_seed(number)
    case = Case(7, number)
    case.family, case.format, case.config = config["model_type"], "folder", {**SIZES, **config}
    case.ids = [case.rng.randrange(SIZES["vocab_size"]) for _ in range(TOKENS)]
    case.write_folder(folder)
    model = reference_model(case, folder)
    case.draw_weights(model.state_dict())
    case.write_weights(folder)
    model.load_state_dict(case.tensors, strict=False)
    logits, loss = forward(model, case.ids)
    prompt = case.ids[:40]
    out = reference_model(case, folder)  # a fresh one: dynamic scaling remembers the longest text
    out.load_state_dict(case.tensors, strict=False)
    greedy = out.generate(torch.tensor([prompt]), max_new_tokens=NEW, min_new_tokens=NEW, do_sample=False, return_dict_in_generate=True,
                          output_logits=True, eos_token_id=None)
    top = torch.stack(greedy.logits)[:, 0].float().topk(2).values
    save_file({"input_ids": torch.tensor(case.ids), "logits": logits.float(), "loss": torch.tensor([loss], dtype=torch.float32),
               "prompt_ids": torch.tensor(prompt), "greedy_ids": greedy.sequences[0, len(prompt):].contiguous(),
               "greedy_margin": (top[:, 0] - top[:, 1]).contiguous()}, folder / "expected.safetensors")


def frequencies():
    cases = []
    yarn = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 128}
    for dim, tokens, rope in [
        (64, 1, {"rope_type": "linear", "factor": 4.0}), (64, 100, {"rope_type": "dynamic", "factor": 2.0}),
        (64, 1024, {"rope_type": "dynamic", "factor": 2.0}), (10, 3000, {"rope_type": "dynamic", "factor": 4.0}),
        (128, 1, {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 128}),
        (64, 1, yarn), (64, 1, {**yarn, "truncate": False}), (34, 1, {**yarn, "beta_fast": 16.0, "beta_slow": 2.0}),
        (64, 1, {**yarn, "attention_factor": 0.7}), (64, 1, {**yarn, "mscale": 0.7, "mscale_all_dim": 1.2}), (64, 1, {**yarn, "factor": 0.5}),
        (4, 1, {**yarn, "original_max_position_embeddings": 4}),
    ]:
        config = {"model_type": "llama", **SIZES, "num_hidden_layers": 1, "head_dim": dim, "max_position_embeddings": 512, "rope_theta": 1e4}
        read = transformers.AutoConfig.for_model("llama", **{k: v for k, v in config.items() if k not in ("model_type", "rope_theta")},
                                                 rope_parameters={"rope_theta": 1e4, **rope})
        values, scale = ROPE_INIT_FUNCTIONS[rope["rope_type"]](read, "cpu", seq_len=tokens)
        cases.append({"config": {**config, "rope_scaling": rope}, "tokens": tokens, "frequencies": values.tolist(), "scale": scale})
    return cases


root = pathlib.Path(sys.argv[1])
root.mkdir(exist_ok=True)
transformers.logging.set_verbosity_error()
for number, (name, config) in enumerate(MODELS.items()):
    write(root / name, number, config)
(root / "rope.json").write_text(json.dumps(frequencies(), indent=1))

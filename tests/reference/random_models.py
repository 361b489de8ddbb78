"""Random tiny models of every family, as Hugging Face folders or GGUF files. Used by compare_models.py."""
import json
import math
import random

import gguf
import numpy as np
import torch
from safetensors.torch import save_file

HEAD_DIMS = [4, 6, 8, 10, 16, 20, 32, 34, 48, 64, 80, 96, 128, 130, 192, 250, 256]
STORED = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
QUANTS = gguf.GGMLQuantizationType
# Bytes of a block's scale fields are written by hand: gguf-py only reads these.
K_QUANTS = {QUANTS.Q4_K: 144, QUANTS.Q5_K: 176, QUANTS.Q6_K: 210}
SIMPLE_QUANTS = [QUANTS.Q4_0, QUANTS.Q4_1, QUANTS.Q5_0, QUANTS.Q5_1, QUANTS.Q8_0]


class Case:
    """One model: `config` as transformers reads it, `ids` to run, and what the table calls it."""

    def __init__(self, seed, number):
        self.rng = random.Random(seed * 1_000_003 + number)
        self.torch_rng = torch.Generator().manual_seed(seed * 1_000_003 + number)
        self.numpy_rng = np.random.default_rng(seed * 1_000_003 + number)
        self.family = ["llama", "mistral", "qwen2", "qwen3", "smollm3"][number % 5]
        self.format = "gguf" if self.family != "smollm3" and self.rng.random() < 0.4 else "folder"
        self.length = self.rng.randint(2, 180)
        self.config = self.draw_config()
        vocab = self.config["vocab_size"]
        self.ids = [self.rng.randrange(vocab) for _ in range(self.length)]
        self.tensors = {}  # fp32 values, exactly those that are stored

    def draw_config(self):
        rng = self.rng
        kv = rng.randint(1, 4)
        heads = kv * rng.randint(1, 4)
        dim = rng.choice(HEAD_DIMS)
        wide = self.format == "gguf" and rng.random() < 0.4  # rows that k-quants fit
        hidden = 256 if wide else heads * dim if rng.random() < 0.4 and heads * dim <= 512 else heads * rng.randint(2, 24)
        if self.family == "llama" and hidden % heads:  # transformers insists
            kv = heads = 4
        inner = 256 if wide else rng.randint(8, 160)
        if self.format == "gguf" and not wide and rng.random() < 0.5:  # rows of 32 for the other block types
            hidden, inner = math.lcm(32, heads) * rng.randint(1, 2), 32 * rng.randint(1, 5)
        config = {
            "model_type": self.family, "hidden_act": "silu", "vocab_size": rng.randint(17, 500), "hidden_size": hidden, "intermediate_size": inner,
            "num_hidden_layers": rng.randint(1, 4), "num_attention_heads": heads, "num_key_value_heads": kv, "rms_norm_eps": rng.choice([1e-5, 1e-6]),
            "tie_word_embeddings": rng.random() < 0.5, "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": None, "max_position_embeddings": 256,
        }
        if self.family == "qwen3" or dim * heads != hidden:
            config["head_dim"] = dim
        self.head_dim = dim
        if self.family in ("llama", "qwen3", "smollm3"):
            config["attention_bias"] = rng.random() < 0.4
        if self.family in ("llama", "smollm3"):
            config["mlp_bias"] = rng.random() < 0.4
        if self.family == "mistral":
            config["sliding_window"] = rng.choice([None, self.length, self.length + 3, 4096])
        if self.family in ("qwen2", "qwen3") and rng.random() < 0.3:
            config.update(use_sliding_window=True, sliding_window=self.length, max_window_layers=rng.randint(0, 3))
        if self.family == "smollm3":
            self.draw_rotating_layers(config)
        config["rope"] = self.draw_rope(config)
        return config

    def draw_rotating_layers(self, config):
        layers = config["num_hidden_layers"] = self.rng.randint(1, 6)
        kind = self.rng.randrange(3)
        if kind == 0:
            config["no_rope_layers"] = [self.rng.randrange(2) for _ in range(layers)]
        elif kind == 1:
            config["no_rope_layer_interval"] = self.rng.randint(1, 4)

    def draw_rope(self, config):
        rng = self.rng
        kinds = ["default", "linear", "llama3", "yarn"] + (["dynamic"] if self.format == "folder" else [])
        if self.format == "gguf" and (self.family in ("qwen2", "qwen3") or self.head_dim < 16):
            kinds.remove("llama3")  # only llama's converter writes its factors
        kind = rng.choice(kinds)
        rope = {"rope_type": kind, "rope_theta": rng.choice([100.0, 1e4, 5e5, 1e6])}
        if kind != "default":
            rope["factor"] = rng.choice([1.5, 2.0, 4.0, 8.0])
        if kind == "dynamic":
            config["max_position_embeddings"] = rng.randint(16, 256)
            while config["max_position_embeddings"] * rope["factor"] < self.length:
                config["max_position_embeddings"] += 16
        if kind == "llama3":
            rope.update(low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=rng.choice([16, 64, 128]))
            if self.format == "gguf":
                rope.update(original_max_position_embeddings=8192, rope_theta=5e5)
                config["max_position_embeddings"] = 16384
        if kind == "yarn":
            rope["original_max_position_embeddings"] = rng.choice([16, 32, 64, 128])
            if rng.random() < 0.3:
                rope["attention_factor"] = rng.choice([0.8, 1.3])
            elif rng.random() < 0.4 and self.format == "folder":
                rope.update(mscale=rng.choice([0.7, 1.0]), mscale_all_dim=rng.choice([0.5, 1.0]))
            if rng.random() < 0.5:
                rope.update(beta_fast=rng.choice([8.0, 16.0]), beta_slow=rng.choice([1.0, 2.0]))
            if rng.random() < 0.3 and self.format == "folder":
                rope["truncate"] = False
        return rope

    # Values

    def draw_weights(self, state):
        """Random values for the tensors of a transformers state dict, rounded to a stored type each."""
        for name, tensor in state.items():
            if name == "lm_head.weight" and self.config["tie_word_embeddings"]:
                continue
            values = torch.randn(tensor.shape, generator=self.torch_rng)
            if name.endswith("norm.weight"):
                values = 1 + 0.2 * values
            elif name.endswith("bias"):
                values *= 0.3
            elif "embed" not in name:
                values *= (1.3 if "q_proj" in name or "k_proj" in name else 0.8) / math.sqrt(tensor.shape[1])
            self.tensors[name] = values

    # A Hugging Face folder

    def config_json(self):
        config = {k: v for k, v in self.config.items() if k != "rope"}
        rope = dict(self.config["rope"])
        if self.rng.random() < 0.5:
            config["rope_parameters"] = rope
            config["dtype"] = "float32"
            return config
        config["torch_dtype"] = "float32"
        config["rope_theta"] = rope.pop("rope_theta")
        if rope["rope_type"] == "default":
            config["rope_scaling"] = None
        else:
            if self.rng.random() < 0.5:
                rope["type"] = rope.pop("rope_type")
            config["rope_scaling"] = rope
        if config["num_key_value_heads"] == config["num_attention_heads"] and self.family == "llama":
            del config["num_key_value_heads"]
        return config

    def write_folder(self, path):
        path.mkdir()
        (path / "config.json").write_text(json.dumps(self.config_json()))

    def write_weights(self, path):
        stored = {}
        for name, values in self.tensors.items():
            kind = self.rng.choice(list(STORED))
            stored[name] = values.to(STORED[kind]).contiguous()
            self.tensors[name] = stored[name].float()
        if self.rng.random() < 0.5:
            save_file(stored, path / "model.safetensors")
            return
        shards = self.rng.randint(2, 4)
        places = {name: f"model-{self.rng.randint(1, shards):05}-of-{shards:05}.safetensors" for name in stored}
        for file in set(places.values()):
            save_file({n: t for n, t in stored.items() if places[n] == file}, path / file)
        (path / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": places}))

    # A GGUF file

    def write_gguf(self, path):
        c = self.config
        arch = "llama" if self.family == "mistral" else self.family
        w = gguf.GGUFWriter(path, arch)
        w.add_context_length(c["max_position_embeddings"])
        w.add_embedding_length(c["hidden_size"])
        w.add_block_count(c["num_hidden_layers"])
        w.add_feed_forward_length(c["intermediate_size"])
        w.add_head_count(c["num_attention_heads"])
        w.add_head_count_kv(c["num_key_value_heads"])
        w.add_layer_norm_rms_eps(c["rms_norm_eps"])
        w.add_vocab_size(c["vocab_size"])
        w.add_key_length(self.head_dim)
        w.add_value_length(self.head_dim)
        self.write_gguf_rope(w, arch)
        names = gguf.get_tensor_name_map({"llama": gguf.MODEL_ARCH.LLAMA, "qwen2": gguf.MODEL_ARCH.QWEN2, "qwen3": gguf.MODEL_ARCH.QWEN3}[arch],
                                         c["num_hidden_layers"])
        for name in list(self.tensors):
            heads = c["num_attention_heads"] if ".q_proj." in name else c["num_key_value_heads"] if ".k_proj." in name else 0
            permuted = arch == "llama" and heads > 0
            values = self.tensors[name].numpy()
            if permuted:
                values = permute(values, heads)
            data, kind, exact = self.quantise(values)
            w.add_tensor(names.get_name(name, (".weight", ".bias")), data, raw_dtype=kind)
            if permuted:
                exact = unpermute(exact, heads)
            self.tensors[name] = torch.from_numpy(np.array(exact, dtype=np.float32).reshape(self.tensors[name].shape))
        w.write_header_to_file()
        w.write_kv_data_to_file()
        w.write_tensors_to_file()
        w.close()

    def write_gguf_rope(self, w, arch):
        rope = self.config["rope"]
        w.add_rope_freq_base(rope["rope_theta"])
        w.add_rope_dimension_count(self.head_dim)
        kind = rope["rope_type"]
        if kind == "linear":
            if self.rng.random() < 0.5:
                w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
            w.add_rope_scaling_factor(rope["factor"])
        if kind == "yarn":
            w.add_rope_scaling_type(gguf.RopeScalingType.YARN)
            w.add_rope_scaling_factor(rope["factor"])
            w.add_rope_scaling_orig_ctx_len(rope["original_max_position_embeddings"])
            if "attention_factor" in rope:  # a factor to yarn's own
                w.add_rope_scaling_attn_factors(rope["attention_factor"] / (0.1 * math.log(rope["factor"]) + 1))
            if "beta_fast" in rope:
                w.add_rope_scaling_yarn_beta_fast(rope["beta_fast"])
                w.add_rope_scaling_yarn_beta_slow(rope["beta_slow"])
        if kind == "llama3":
            w.add_tensor("rope_freqs.weight", llama3_factors(rope, self.head_dim))

    def quantise(self, values):
        """Bytes, their type, and the values they stand for."""
        kinds = [QUANTS.F32]
        if values.ndim == 2:
            kinds += [QUANTS.F16, QUANTS.BF16]
            kinds += SIMPLE_QUANTS * 2 if values.shape[1] % 32 == 0 else []
            kinds += list(K_QUANTS) * 6 if values.shape[1] % 256 == 0 else []
        kind = self.rng.choice(kinds)
        self.kinds = getattr(self, "kinds", set()) | {kind.name}
        if kind == QUANTS.F32:
            return values.astype(np.float32), kind, values
        if kind in K_QUANTS:
            data = self.random_blocks(kind, values)
        else:
            data = gguf.quants.quantize(np.ascontiguousarray(values, dtype=np.float32), kind)
        return data, kind, gguf.quants.dequantize(data, kind)

    def random_blocks(self, kind, values):
        """Blocks of random bytes whose values spread as `values` do: gguf-py has no quantiser for these types."""
        rows, columns = values.shape
        spread = float(values.std())
        size = K_QUANTS[kind]
        blocks = self.numpy_rng.integers(0, 256, (rows * columns // 256, size), dtype=np.uint8)
        steps = {QUANTS.Q4_K: 4.6 * 31, QUANTS.Q5_K: 9.2 * 31, QUANTS.Q6_K: 18.5 * 74}[kind]
        scale = (spread / steps * self.numpy_rng.uniform(0.5, 1.5, len(blocks))).astype(np.float16)
        if kind == QUANTS.Q6_K:
            blocks[:, -2:] = scale.reshape(-1, 1).view(np.uint8)
        else:
            blocks[:, 0:2] = scale.reshape(-1, 1).view(np.uint8)
            middle = 7.5 if kind == QUANTS.Q4_K else 15.5
            blocks[:, 2:4] = (scale.astype(np.float32) * middle).astype(np.float16).reshape(-1, 1).view(np.uint8)
        return blocks.reshape(rows, columns // 256 * size)


def permute(values, heads):
    """Rows of a head from halves to pairs, as llama.cpp's converter stores llama's q and k."""
    return values.reshape(heads, 2, values.shape[0] // heads // 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)


def unpermute(values, heads):
    values = np.asarray(values)
    return values.reshape(heads, values.shape[0] // heads // 2, 2, *values.shape[1:]).swapaxes(1, 2).reshape(values.shape)


def llama3_factors(rope, dim):
    factors = []
    for i in range(0, dim, 2):
        wave = 2 * math.pi * rope["rope_theta"] ** (i / dim)
        context = rope["original_max_position_embeddings"]
        smooth = (context / wave - rope["low_freq_factor"]) / (rope["high_freq_factor"] - rope["low_freq_factor"])
        factors.append(1 / ((1 - min(max(smooth, 0), 1)) / rope["factor"] + min(max(smooth, 0), 1)))
    return np.array(factors, dtype=np.float32)

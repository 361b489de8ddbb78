"""Decode throughput of transformers with SDPA and its growing cache, on random weights of a known shape: what users run
today. The caches start full of random keys and values, since their content does not change the time. Saves the model on
request, so that `moa bench` takes the same one. One JSON line each.

    python3 tests/bench/peers/throughput_peer.py SHAPE [--save DIR] [--gigabytes 80] [--run LENGTH:BATCH ...]
"""
import argparse
import json
import time

import torch
from transformers import AutoModelForCausalLM, DynamicCache, LlamaConfig

SHAPES = {
    "vicuna-7b": dict(hidden_size=4096, intermediate_size=11008, num_hidden_layers=32, num_attention_heads=32,
                      num_key_value_heads=32, vocab_size=32000, max_position_embeddings=32768),
    "llama-3-8b": dict(hidden_size=4096, intermediate_size=14336, num_hidden_layers=32, num_attention_heads=32,
                       num_key_value_heads=8, vocab_size=128256, max_position_embeddings=131072, rope_theta=500000.0),
}


def make_model(shape, layers):
    config = LlamaConfig(**SHAPES[shape], rms_norm_eps=1e-5, tie_word_embeddings=False, bos_token_id=1, eos_token_id=2)
    if layers:
        config.num_hidden_layers = layers
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        return AutoModelForCausalLM.from_config(config, attn_implementation="sdpa").eval()


def cache_of(config, batch, length):
    cache = DynamicCache()
    head = config.hidden_size // config.num_attention_heads
    for layer in range(config.num_hidden_layers):
        k, v = (torch.randn(batch, config.num_key_value_heads, length, head, device="cuda", dtype=torch.bfloat16) for _ in range(2))
        cache.update(k, v, layer)
    return cache


@torch.inference_mode()
def decode(model, batch, length, steps=12, warm=3):
    cache = cache_of(model.config, batch, length)
    ids = torch.randint(0, model.config.vocab_size, (batch, 1), device="cuda")
    times = []
    for _ in range(warm + steps):
        torch.cuda.synchronize()
        start = time.perf_counter()
        logits = model(input_ids=ids, past_key_values=cache, use_cache=True).logits
        ids = logits[:, -1:].argmax(-1)
        torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    return sorted(times[warm:])[steps // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("--layers", type=int, default=0)
    parser.add_argument("--save", default="")
    parser.add_argument("--gigabytes", type=float, default=80)
    parser.add_argument("--run", nargs="*", default=[])
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.cuda.set_per_process_memory_fraction(min(1.0, options.gigabytes * 1e9 / torch.cuda.get_device_properties(0).total_memory))
    model = make_model(options.shape, options.layers)
    if options.save:
        model.save_pretrained(options.save, max_shard_size="100GB")
    for case in options.run:
        length, batch = map(int, case.split(":"))
        figures = dict(what="transformers decode", shape=options.shape, device=torch.cuda.get_device_name(), length=length, batch=batch)
        try:
            step = decode(model, batch, length)
            figures |= dict(ms=round(step * 1e3, 2), tokens_per_second=round(batch / step, 1), GB=round(torch.cuda.max_memory_allocated() / 1e9, 1),
                            allocation_retries=torch.cuda.memory_stats()["num_alloc_retries"])
        except Exception as error:  # out of memory above all
            figures["error"] = str(error)[:200]
        print(json.dumps(figures), flush=True)
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


if __name__ == "__main__":
    main()

"""Makes a folder of seeds for every fuzz target from the golden data: small, right files, to be varied by libFuzzer.

    python3 tests/fuzz/make_seeds.py OUT          then: build/fuzz/bin/fuzz_X -merge=1 tests/fuzz/corpus/X OUT/X

The seed of `project` is made by the program project_seed.
"""
import json
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
SAMPLE = ROOT / "resources" / "sample"
OUT = pathlib.Path(sys.argv[1])


def put(target, name, data):
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def safetensors(tensors):
    """Tensors as (name, dtype, shape, bytes)."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, dtype, shape, values in tensors:
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + data


def floats(count, value):
    return struct.pack(f"<{count}f", *([value] * count))


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def gguf(values, tensors):
    """Metadata as (key, type number, bytes), tensors as (name, shape fastest first, type number, bytes)."""
    out = struct.pack("<IIQQ", 0x46554747, 3, len(tensors), len(values))
    for key, kind, data in values:
        out += text(key) + struct.pack("<I", kind) + data
    offset, body = 0, b""
    for name, shape, kind, data in tensors:
        out += text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}q", *shape) + struct.pack("<IQ", kind, offset)
        body += data + b"\0" * (-len(data) % 32)
        offset = len(body)
    return out + b"\0" * (-len(out) % 32) + body


def texts(values):
    return struct.pack("<IQ", 8, len(values)) + b"".join(text(v) for v in values)


def small_gguf(kind, pre):
    """A model's facts and a tokenizer of a few tokens."""
    count = lambda key, value: (f"{kind}.{key}", 4, struct.pack("<I", value))
    alphabet = [chr(c) for c in range(33, 127)] + ["\u0120", "\u010a", "\u0120I", "It", "<|end|>"]
    types = struct.pack("<IQ", 5, len(alphabet)) + b"".join(struct.pack("<i", 3 if t.startswith("<|") else 1) for t in alphabet)
    values = [("general.architecture", 8, text(kind)), count("block_count", 1), count("attention.head_count", 2), count("attention.head_count_kv", 1),
              count("embedding_length", 8), count("feed_forward_length", 8), count("context_length", 64),
              (f"{kind}.rope.freq_base", 6, struct.pack("<f", 1e4)), (f"{kind}.rope.scaling.type", 8, text("linear")),
              (f"{kind}.rope.scaling.factor", 12, struct.pack("<d", 2)), ("tokenizer.ggml.model", 8, text("gpt2")), ("tokenizer.ggml.pre", 8, text(pre)),
              ("tokenizer.ggml.tokens", 9, texts(alphabet)), ("tokenizer.ggml.merges", 9, texts(["I t", "\u0120 I"])), ("tokenizer.ggml.token_type", 9, types),
              ("tokenizer.ggml.bos_token_id", 4, struct.pack("<I", 98)), ("tokenizer.ggml.add_bos_token", 7, b"\1")]
    return gguf(values, [("token_embd.weight", [8, 4], 0, floats(32, 0.5)), ("blk.0.attn_q.weight", [32], 2, b"\1" * 18)])


def small_tokenizer(file):
    """A tokenizer with its first tokens and merges only: small enough to be varied quickly."""
    tokenizer = json.loads(file.read_text())
    model = tokenizer["model"]
    model["vocab"] = {t: i for t, i in model["vocab"].items() if i < 300}
    merges = [m if isinstance(m, list) else m.split(" ") for m in model["merges"]]
    model["merges"] = [m for m in merges if all(p in model["vocab"] for p in (*m, "".join(m)))][:40]
    return json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))


def varint(value):
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def field(number, value):
    """A field of a protocol buffers' message: a number, a float's four bytes or any other bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def sentencepiece(pieces, trainer, normalizer):
    """A ModelProto: pieces as (text, score, type), the specs as {number of a field: value}."""
    spec = lambda values: b"".join(field(n, v) for n, v in values.items())
    return b"".join(field(1, field(1, t.encode()) + field(2, float(s)) + field(3, k)) for t, s, k in pieces) + \
        field(2, spec(trainer)) + field(3, spec(normalizer))


for folder in sorted((DATA / "tiny").iterdir()):
    if (folder / "config.json").exists():
        put("config_json", folder.name, (folder / "config.json").read_bytes())
    if (folder / "tokenizer.json").exists():
        put("tokenizer_json", folder.name, small_tokenizer(folder / "tokenizer.json"))
put("config_json", "old_rope", json.dumps({**json.loads((DATA / "tiny/llama_mha/config.json").read_text()), "rope_scaling": {
    "type": "yarn", "factor": 2.0, "original_max_position_embeddings": 128, "beta_fast": 32, "beta_slow": 1, "attention_factor": 0.5}}))

put("tokenizer_json", "sample", small_tokenizer(SAMPLE / "model" / "tokenizer.json"))

control = [("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3)]
learned = [("\u2581", -3, 1), ("It", -1, 1), ("\u2581It", -2, 1), ("I", -4, 1), ("t", -5, 1), ("'", -6, 1), ("s", -7, 1), ("1", -8, 1), ("\u00e9", -9, 1)]
put("tokenizer_model", "llama", sentencepiece(control + [(f"<0x{b:02X}>", 0, 6) for b in range(256)] + learned,
                                              {3: 2, 35: 1, 41: 1, 42: 2, 44: b" \xe2\x81\x87 "}, {1: b"identity", 3: 1, 4: 0, 5: 1}))
put("tokenizer_model", "collapse", sentencepiece(control + [("</x>", 0, 4), ("no", 0, 5)] + learned, {3: 2, 41: -1 & (1 << 64) - 1}, {3: 1, 4: 1}))

put("safetensors", "plain", safetensors([("a", "F32", [2, 2], floats(4, 1.0)), ("b", "BF16", [3], b"\0" * 6), ("none", "I64", [0], b"")]))
put("safetensors", "types", safetensors([(t, t, [1], b"\1" * n) for t, n in [("F64", 8), ("F16", 2), ("I32", 4), ("I16", 2), ("I8", 1), ("U8", 1), ("BOOL", 1)]]))
for kind, pre in [("llama", "llama-bpe"), ("qwen2", "qwen2"), ("qwen3", "smollm"), ("llama", "gpt-2")]:
    put("gguf", f"{kind}-{pre}", small_gguf(kind, pre))
blocks = [(2, 18), (3, 20), (6, 22), (7, 24), (8, 34)]
put("gguf", "types", gguf([("general.alignment", 4, struct.pack("<I", 32)), ("list", 9, struct.pack("<IQ", 6, 2) + floats(2, 1.0))],
                          [(f"t{k}", [32], k, b"\2" * n) for k, n in blocks] + [(f"t{k}", [256], k, b"\2" * n) for k, n in [(12, 144), (13, 176), (14, 210)]] +
                          [("half", [2, 1], 1, b"\0\x3c\0\x3c"), ("brain", [2], 30, b"\x80\x3f\x80\x3f")]))

for name in ("calibration", "validation", "prose"):
    lines = (SAMPLE / f"{name}.jsonl").read_text().splitlines()
    row = json.loads(min(lines, key=len))
    for message in row.get("messages", []):
        message["content"] = message["content"] if message.get("answer") else message["content"][:60]
    if "text" in row:
        row["text"] = row["text"][:80]
    put("chat_data", name, json.dumps(row, ensure_ascii=False))
put("chat_data", "answer", '{"id": 7, "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q?"}, '
    '{"role": "assistant", "content": "The number is 42.", "answer": "42"}]}\n\n{"text": "plain \\u00e9"}\n')
put("chat_data", "text", (SAMPLE / "text.txt").read_bytes()[:200])

for name in ("mixed", "uniform"):
    plan = json.loads((DATA / "conventions" / f"{name}.plan.json").read_text())
    put("plan_json", name, json.dumps({key: [row[:3] for row in rows[:2]] for key, rows in plan.items()}))
put("plan_json", "numbers", '{"alphas": [[-1024, 1e3, 0.1]], "betas": [[0.625, 1, 0]]}')

put("duo_patterns", "two", '0.1\t0.9\n0.4\t0.6\r\n{"sink_size": 64, "recent_size": 256}')
put("duo_patterns", "one", '1.0\n0.5\n\n1e-3\n{"sink_size": 4, "recent_size": 16, "more": [1]}')

for length, nb in [(64, 1), (129, 3)]:
    triangle = b"".join(floats(row + 1, 0.5) + floats(nb - row - 1, 0.0) for row in range(nb)) * 4
    put("influence", str(length), safetensors([(f"influence.{length}", "F32", [2, 2, nb, nb], triangle), (f"attention.{length}", "F32", [2, 2, nb, nb], triangle)]))

"""Files that are wrong in every way a stranger can think of: one clear error, exit code 1, little time, little memory."""
import concurrent.futures
import itertools
import json
import os
import pathlib
import resource
import shutil
import struct

from support import DATA, SAMPLE, WORK, answer, refused, run

model = SAMPLE / "model"
project = WORK / "sound.moa"
shutil.copy(SAMPLE / "sample.moa", project)
os.chmod(project, 0o644)
os.symlink(model, WORK / "model")  # where the project looks for it
prompt = WORK / "prompt.txt"
prompt.write_text("hello")


def put(name, data):
    (WORK / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return WORK / name


# In the place of any file.
os.mkdir(WORK / "folder")
os.mkfifo(WORK / "pipe")
os.symlink("loop", WORK / "loop")
with open(WORK / "huge", "wb") as huge:
    huge.truncate(3 << 30)
no_files = [WORK / "missing", WORK / "folder", WORK / "pipe", WORK / "loop", "/dev/zero", WORK / ("x" * 5000)]
texts = [
    WORK / "huge",
    put("empty", b""),
    put("zeros", b"\0" * 4096),
    put("noise", os.urandom(10_000)),
    put("latin1", '{"alphas": [["é"]]}'.encode("latin-1")),
    put("deep", "[" * 200_000),
    put("deep_object", '{"a":' * 200_000),
    put("numbers", '{"alphas": [[1e999]], "betas": [[0]]}'),
    put("nan", '{"alphas": [[NaN]], "betas": [[Infinity]]}'),
    put("twice", '{"alphas": [[1]], "alphas": [[1]], "betas": [[0]]}'),
    put("large_id", "[9223372036854775808]"),
    put("negative", "[-1]"),
    put("wrong_type", '{"alphas": 1, "betas": {}, "messages": 3}'),
    put("many", "[" + "[]," * 9_000_000 + "[]]"),
]
pickles = [put("weights" + end, head + b"\0" * 100) for end in (".bin", ".pt", ".pth", ".ckpt") for head in (b"PK\x03\x04", b"\x80\x02}q\0.")]

# Every verb that opens a file, with FILE in its place, and a project of its own.
FILE, PROJECT = object(), object()
readers = [
    ("model", "info", FILE),
    ("plan", "show", "--file", FILE),
    ("plan", "convert", FILE, WORK / "out"),
    ("plan", "import", "--project", PROJECT, FILE),
    ("profile", "import", "--project", PROJECT, FILE),
    ("optimize", "--instance", FILE),
    ("optimize", "--project", PROJECT, "--density", 0.5, "--constraints", FILE),
    ("project", "check", FILE),
    ("generate", model, "--text-file", prompt, "--plan", FILE),
    ("generate", model, "--messages", FILE),
    ("model", "logits", model, "--ids", FILE),
    ("tokenize", model, "--batch", FILE),
]
text_readers = [
    ("tokenize", model, "--text-file", FILE),
    ("calibrate", "--project", WORK / "new.moa", "--model", model, "--data", FILE),
    ("evaluate", "perplexity", "--model", model, "--data", FILE),
]


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


def refuse_all(number, reader, files):
    own = WORK / f"own{number}.moa"
    if PROJECT in reader:
        shutil.copy(project, own)
    for file in files:
        refused(*[file if a is FILE else own if a is PROJECT else a for a in reader], preexec_fn=bounded)
    if PROJECT in reader:
        assert answer("project", "project", "check", own)["ok"]


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    jobs = [pool.submit(refuse_all, i, reader, no_files + texts) for i, reader in enumerate(readers)]
    jobs += [pool.submit(refuse_all, 0, reader, no_files) for reader in text_readers]
    for job in jobs:
        job.result()

# Pickles: by name, by content, alone in a model's folder and under another name; the error says how to convert them.
folder = WORK / "pickled"
folder.mkdir()
shutil.copy(DATA / "tiny" / "llama_mha" / "config.json", folder)
for name in ("pytorch_model.bin", "consolidated.00.pth", "model.ckpt", "model.pt"):
    (folder / name).write_bytes(b"\x80\x02}q\0.")
    error = refused("model", "info", folder)
    assert "pickle" in error["why"] and "safe_serialization" in error["remedy"], error
    (folder / name).unlink()
for name in ("model.safetensors", "a.gguf"):
    for head in (b"PK\x03\x04", b"\x80\x04"):
        (folder / name).write_bytes(head + b"\0" * 100)
        assert "pickle" in refused("model", "info", folder if name.startswith("model") else folder / name)["why"]
for file in pickles:
    assert "save_file" in refused("profile", "import", "--project", project, file)["remedy"], file
    assert "pickle" in refused("model", "info", file)["why"], file
(folder / "model.safetensors").unlink()

# Links in a model's folder that lead nowhere, and folders in the place of its files.
for name in ("config.json", "model.safetensors"):
    broken = WORK / f"broken_{name}"
    shutil.copytree(DATA / "tiny" / "llama_mha", broken)
    (broken / name).unlink()
    (broken / name).symlink_to(name)
    assert "links" in refused("model", "info", broken)["why"]
    (broken / name).unlink()
    (broken / name).mkdir()
    assert "regular file" in refused("model", "info", broken)["why"]

# Sizes near 2^63 and numbers that are none.
tiny = json.loads((DATA / "tiny" / "llama_mha" / "config.json").read_text())
sized = WORK / "sized"
shutil.copytree(DATA / "tiny" / "llama_mha", sized)
for key in ("num_hidden_layers", "hidden_size", "vocab_size", "num_attention_heads", "head_dim", "max_position_embeddings"):
    for value in (2**63 - 1, 2**64 - 1, -1, 0, 1.5, "8", None if key == "hidden_size" else []):
        (sized / "config.json").write_text(json.dumps({**tiny, key: value}))
        refused("model", "info", sized)
for value in (2**63 - 1, 2**64 - 9, 2**32):
    (sized / "model.safetensors").write_bytes(struct.pack("<Q", value) + b"{}")
    refused("model", "info", sized)
    put("sized.gguf", b"GGUF" + struct.pack("<IQQ", 3, value, value))
    refused("model", "info", WORK / "sized.gguf")


numbers = itertools.count()


def maps(name, shape, values):
    header = json.dumps({n: {"dtype": "F32", "shape": shape, "data_offsets": [i * 4 * len(values), (i + 1) * 4 * len(values)]}
                         for i, n in enumerate((f"influence.{name}", f"attention.{name}"))}).encode()
    return put(f"maps{next(numbers)}.safetensors", struct.pack("<Q", len(header)) + header + 2 * struct.pack(f"<{len(values)}f", *values))


sample = json.loads((model / "config.json").read_text())
shape = [sample["num_hidden_layers"], sample["num_attention_heads"], 1, 1]
count = shape[0] * shape[1]
assert run("profile", "import", "--project", project, maps("64", shape, [1.0] * count)).returncode == 0
for file in (maps("64", shape, [float("nan")] * count), maps("64", shape, [float("inf")] * count), maps("0", shape, [1.0] * count),
             maps("-64", shape, [1.0] * count), maps("64,128", shape, [1.0] * count), maps("99999999999", shape, [1.0] * count),
             maps("128", shape, [1.0] * count), maps("64", [1, 1, 1, 1], [1.0])):
    refused("profile", "import", "--project", project, file)

# DuoAttention patterns.
duo = WORK / "duo"
duo.mkdir()
right = ("plan", "convert", duo, WORK / "out.plan.json", "--heads", 4, "--threshold", 0.5)
(duo / "full_attention_heads.tsv").write_text("0.5\t0.1\n")
(duo / "config.json").write_text('{"sink_size": 64, "recent_size": 256}')
assert run(*right).returncode == 0
for table, config in (("0.5\n", "{"), ("", '{"sink_size": 1, "recent_size": 1}'), ("nan\n", '{"sink_size": 1, "recent_size": 1}'),
                      ("0.5\n", '{"sink_size": -1, "recent_size": 1}'), ("0.5\n", '{"sink_size": 1e30, "recent_size": 1}'),
                      ("0.5\n" * 5000, '{"sink_size": 1, "recent_size": 1}'), ("0.5\t" * 5000, '{"sink_size": 1, "recent_size": 1}')):
    (duo / "full_attention_heads.tsv").write_text(table)
    (duo / "config.json").write_text(config)
    refused(*right)

used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
assert used < 1_500_000, f"{used} kB of memory"
print(f"every file was refused, with {used // 1000} MB at most")

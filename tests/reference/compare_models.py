"""Logits and losses of random tiny models: `moa model logits` against transformers. Run by hand:

    pip install torch transformers safetensors gguf          (written with 2.11, 5.17, 0.8 and 0.19)
    python tests/reference/compare_models.py build/release/bin/moa [--cases 200] [--seed 1] [--only N]

Every case is a random model: family, layers, heads, kv heads, head dimension, sizes, rotary kind and scaling, tied or not, biases, stored types,
one file or shards, folder or GGUF with all weight types. The reference is an eager forward in fp32 with the stored values; for float64 the same in
double. Some random models make much of every rounding: where more than half the limit lies between transformers' fp32 and double, or comes of
rotary frequencies that are off by one unit of fp32, in which transformers always computes them, twice that is the limit. In bfloat16 and float16 the
error against fp32 may be at most twice that of transformers in the same type.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
import transformers
from safetensors.torch import load_file

from random_models import Case

LOGITS, LOSS = 2e-4, 1e-5  # absolute, as for the golden models


def reference_model(case, folder):
    """A transformers model of the case's config, without weights."""
    if case.format == "folder":
        config = transformers.AutoConfig.from_pretrained(folder)
    else:
        values = {k: v for k, v in case.config.items() if k not in ("rope", "model_type")}
        config = transformers.AutoConfig.for_model(case.family, **values, rope_parameters=dict(case.config["rope"]))
    model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager", dtype=torch.float32)
    return model.eval()


def forward(model, ids):
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0].double()
    return logits, torch.nn.functional.cross_entropy(logits[:-1], torch.tensor(ids[1:])).item()


def with_turned_frequencies(model, ids):
    """forward() with every rotary frequency one unit of fp32 larger."""
    rotary = model.model.rotary_emb
    kept = rotary.inv_freq.clone()
    rotary.inv_freq.mul_(1 + 2**-23)
    turned = forward(model, ids)
    rotary.inv_freq.copy_(kept)
    return turned


def ours(moa, path, work, dtype="float32"):
    out = work / "logits.safetensors"
    command = [moa, "model", "logits", path, "--ids", work / "ids.json", "--out", out, "--json", "--quiet", "--threads", "1", "--dtype", dtype]
    run = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"exit code {run.returncode}: {run.stdout.strip() or run.stderr.strip()}")
    return load_file(out)["logits"].double(), json.loads(run.stdout)["loss"]


def compare(moa, case, number):
    """Differences {what: (logits, loss)} of one case, and the failures among them."""
    with tempfile.TemporaryDirectory() as scratch:
        work = pathlib.Path(scratch)
        path = work / ("model" if case.format == "folder" else "model.gguf")
        (work / "ids.json").write_text(json.dumps(case.ids))
        if case.format == "folder":
            case.write_folder(path)
        model = reference_model(case, path)
        case.draw_weights(model.state_dict())
        case.write_weights(path) if case.format == "folder" else case.write_gguf(path)
        missing = model.load_state_dict(case.tensors, strict=False).missing_keys
        assert not [m for m in missing if m != "lm_head.weight"], missing
        model.tie_weights()

        logits, loss = forward(model, case.ids)
        exact, exact_loss = forward(model.double(), case.ids)
        turned, turned_loss = with_turned_frequencies(model, case.ids)
        model.float()
        rounding = (max((a - exact).abs().max().item() for a in (logits, turned)), max(abs(a - exact_loss) for a in (loss, turned_loss)))
        limits = max(LOGITS, 2 * rounding[0]), max(LOSS, 2 * rounding[1])
        differences, failures = {"transformers": rounding}, []

        def check(what, reference, reference_loss, dtype):
            mine, mine_loss = ours(moa, path, work, dtype)
            found = ((mine - reference).abs().max().item(), abs(mine_loss - reference_loss))
            differences[what] = found
            if not (found[0] < limits[0] and found[1] < limits[1]):
                failures.append(f"{what}: logits {found[0]:.2e}, loss {found[1]:.2e}; limits {limits[0]:.2e}, {limits[1]:.2e}")

        check("float32", logits, loss, "float32")
        if number % 4 == 0:
            check("float64", exact, exact_loss, "float64")
            half = "bfloat16" if number % 8 == 0 else "float16"
            theirs, _ = forward(model.to(getattr(torch, half)), case.ids)
            mine, mine_loss = ours(moa, path, work, half)
            error, allowed = (mine - logits).square().mean().sqrt().item(), 2 * (theirs - logits).square().mean().sqrt().item()
            differences[half] = (error / allowed * 2, abs(mine_loss - loss))
            if not error <= allowed + 1e-6:
                failures.append(f"{half}: root mean square {error:.2e}, transformers' {allowed / 2:.2e}")
        return differences, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("moa")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    options = parser.parse_args()
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    worst = collections.defaultdict(lambda: [0, 0.0, 0.0])
    ropes, kinds, failed = collections.Counter(), collections.Counter(), 0
    for number in [options.only] if options.only is not None else range(options.cases):
        case = Case(options.seed, number)
        try:
            differences, failures = compare(options.moa, case, number)
        except Exception as error:
            differences, failures = {}, [f"{type(error).__name__}: {error}"]
        for what, (logits, loss) in differences.items():
            row = worst[(case.family, case.format, what)]
            worst[(case.family, case.format, what)] = [row[0] + 1, max(row[1], logits), max(row[2], loss)]
        ropes[case.config["rope"]["rope_type"]] += 1
        kinds.update(getattr(case, "kinds", ()))
        if failures:
            failed += 1
            print(f"case {number} ({case.family}, {case.format}, {case.length} tokens): {'; '.join(failures)}\n  {json.dumps(case.config)}", flush=True)
    print(f"{'family':10}{'format':8}{'type':14}{'cases':>6}{'logits':>10}{'loss':>10}   largest differences (half types: error / transformers' error, loss)")
    for (family, form, what), (count, logits, loss) in sorted(worst.items()):
        print(f"{family:10}{form:8}{what:14}{count:6}{logits:10.1e}{loss:10.1e}")
    print("rotary:", ", ".join(f"{k} {n}" for k, n in sorted(ropes.items())))
    print("GGUF files with:", ", ".join(f"{k} {n}" for k, n in sorted(kinds.items())))
    print(f"{sum(ropes.values())} cases, {failed} failures (seed {options.seed})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

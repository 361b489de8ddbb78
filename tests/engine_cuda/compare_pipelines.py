"""The sample's whole job on the CPU and on a GPU: the plans within 0.5 % of objective, each priced by the CPU's profile,
and the same retrieval rows within one question. Exit code: 0 they agree, 1 they don't. Run by hand
(scripts/gpu_check.sh pipeline).

    python3 tests/engine_cuda/compare_pipelines.py WORK MOA...      MOA...: the command, such as bundle/run.sh moa
"""
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources/sample"
DENSITY = "0.25"
HEADS_A_GROUP = 2  # of the sample's model
TOLERANCE = 0.005


def answer(command, *arguments):
    done = subprocess.run([*command, "--json", "--quiet", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments[:4]))}: exit {done.returncode}\n{done.stderr}{done.stdout}")
    return json.loads(done.stdout) if done.stdout.strip() else None


def job(command, work, device):
    start = time.monotonic()
    result = answer(command, "--device", device, "pipeline", SAMPLE / "model", "--data", SAMPLE / "calibration.jsonl",
                    "--density", DENSITY, "--lengths", "1024,2048,4096", "--eval", "retrieval,perplexity", "--eval-samples", 32,
                    "--eval-data", SAMPLE / "text.txt", "--out", work / f"{device}.moa")
    print(f"{device}: {time.monotonic() - start:.1f} s", {stage: round(s, 1) for stage, s in result["seconds"].items()}, flush=True)
    return result


def pins(command, work, device, plan):
    """Every unit pinned to what the plan of `device` has for it, as a constraints file."""
    path = work / f"{device}.plan.json"
    answer(command, "plan", "export", path, "--project", work / f"{device}.moa", "--plan", plan)
    rules = json.loads(path.read_text())
    pinned = [{"layer": layer, "unit": head // HEADS_A_GROUP, "alpha": alphas[head], "beta": rules["betas"][layer][head]}
              for layer, alphas in enumerate(rules["alphas"]) for head in range(0, len(alphas), HEADS_A_GROUP)]
    path = work / f"{device}.pins.json"
    path.write_text(json.dumps({"pins": pinned}))
    return path, rules


def price(command, work, name, *constraints):
    return answer(command, "optimize", "--project", work / "cpu.moa", "--density", DENSITY, "--name", name, *constraints)["objective"]


def rows(result):
    for run in result["evaluations"]:
        for row in run["rows"]:
            if row["metric"] in ("accuracy", "perplexity") and row.get("depth") is None:
                yield (run["task"], run["plan"], run["settings"].get("prefill", ""), row["metric"], row["length"]), row


def main():
    work = pathlib.Path(sys.argv[1])
    command = sys.argv[2:]
    work.mkdir(parents=True, exist_ok=True)
    for old in work.glob("*.moa*"):
        old.unlink()
    results = {device: job(command, work, device) for device in ("cuda", "cpu")}
    good = True
    _, mine = pins(command, work, "cpu", results["cpu"]["plan"])
    constraints, theirs = pins(command, work, "cuda", results["cuda"]["plan"])
    best = price(command, work, "again")
    crossed = price(command, work, "crossed", "--constraints", constraints)
    apart = abs(crossed / best - 1)
    good &= apart <= TOLERANCE
    heads = sum(a != b for key in ("alphas", "betas") for m, t in zip(mine[key], theirs[key]) for a, b in zip(m, t))
    print(f"objective by the CPU's profile: its own plan {best:.6g}, the GPU's {crossed:.6g}, {100 * apart:.3f} % apart (0.5 % allowed); "
          f"{heads} numbers of the rules differ")
    gpu = dict(rows(results["cuda"]))
    for key, row in rows(results["cpu"]):
        other = gpu[key]
        allowed = 1 / row["n"] + 1e-9 if row["metric"] == "accuracy" else 0.005 * row["value"]
        fits = abs(row["value"] - other["value"]) <= allowed
        good &= fits
        print("ok  " if fits else "FAIL", *key, f"CPU {row['value']:.5g} GPU {other['value']:.5g}, n = {row['n']}")
    print("the devices agree" if good else "THE DEVICES DIFFER")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

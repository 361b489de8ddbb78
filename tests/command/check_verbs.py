"""Every verb as a user types it, on the sample and on small models."""
import json

from support import DATA, SAMPLE, WORK, answer

model = SAMPLE / "model"
tiny = DATA / "tiny" / "llama_mha"

info = answer("model_info", "model", "info", model)
assert (info["layers"], info["heads"], info["kv_heads"], info["template"]) == (8, 8, 4, "sample")

# Text and tokens.
golden = json.loads((DATA / "sample" / "tokens.json").read_text())
batch = WORK / "batch.json"
batch.write_text(json.dumps([row["text"] for row in golden]))
assert [r["ids"] for r in answer("tokenize_batch", "tokenize", model, "--batch", batch)["batch"]] == [r["ids"] for r in golden]
assert answer("tokenize", "tokenize", model, "--text", golden[3]["text"], "--special")["ids"] == golden[3]["ids_with_special"]

# A model whose tokenizer is not read runs by ids.
ids = WORK / "ids.txt"
ids.write_text("5 6 7\n8 9")
logits = answer("logits", "model", "logits", tiny, "--ids", ids, "--top", 3, "--last", 2, "--out", WORK / "l.safetensors")
assert logits["input_ids"] == [5, 6, 7, 8, 9] and len(logits["nll"]) == 4 and [t["position"] for t in logits["top"]] == [3, 4]
assert len(answer("generate", "generate", tiny, "--ids", ids, "--max-new", 4, "--ignore-end")["ids"]) == 4

# Retrieval by the dense model, and what a plan allocates.
record = json.loads((DATA / "sample" / "retrieval_header.json").read_text())[0]
prompt = WORK / "prompt.txt"
prompt.write_text(record["prompt"])
dense = answer("generate", "generate", model, "--text-file", prompt, "--max-new", 32)
planned = answer("generate", "generate", model, "--text-file", prompt, "--max-new", 32, "--plan", DATA / "conventions" / "mixed.plan.json")
assert planned["kv_bytes"] < dense["kv_bytes"]

# Drawn tokens: the same seed gives the same text, another one another.
drawn = [answer("generate", "generate", tiny, "--ids", ids, "--max-new", 40, "--ignore-end", "--temperature", 2, "--top-p", 0.95, "--seed", seed)["ids"] for seed in (7, 7, 8)]
assert drawn[0] == drawn[1] != drawn[2]

# The benchmarks say what they compare.
rows = {row["what"]: row for row in answer("bench", "bench", "prefill", model, "--length", 700, "--density", 0.5)["rows"]}
assert any("attention" in what for what in rows)
small = answer("bench", "bench", "decode", model, "--length", 600, "--density", 0.25, "--batch", 2, "--max-new", 3)
assert abs(small["facts"]["kv_bytes_over_cache_density"] - 1) < 0.02
profiled = answer("bench", "bench", "profile", tiny, "--length", 80)
assert abs(profiled["facts"]["loss"] - profiled["facts"]["peer_loss"]) < 1e-4

answer("profile_sample", "profile", "sample", tiny, "--ids", ids, "--answer", "2:5", "--out", WORK / "s.safetensors")

# The whole job, small; a second run with --resume takes everything from the project.
project = WORK / "job.moa"
job = ["pipeline", model, "--data", SAMPLE / "calibration.jsonl", "--density", 0.25, "--lengths", "1024,2048", "--samples", 2, "--eval",
       "retrieval,perplexity", "--eval-samples", 2, "--eval-data", SAMPLE / "text.txt", "--out", project]
first = answer("pipeline", *job)
again = answer("pipeline", *job, "--resume")
assert [e["rows"] for e in first["evaluations"]] == [e["rows"] for e in again["evaluations"]]
assert {e["plan"] for e in first["evaluations"]} == {"dense", "uniform", "plan"}

# Every stage by its own verb gives the same plan.
own = WORK / "own.moa"
answer("calibrate", "calibrate", "--project", own, "--model", model, "--data", SAMPLE / "calibration.jsonl", "--lengths", "1024,2048", "--samples", 2)
answer("profile_run", "profile", "run", "--project", own)
optimized = answer("optimize", "optimize", "--project", own, "--density", 0.25)
assert optimized["bound"] <= optimized["objective"] and set(optimized["densities"]) == {"1024", "2048", "4096"}
shown = answer("plan_show", "plan", "show", "--project", own, "--plan", "plan", "--lengths", "1024,2048")
assert shown["alphas"] == answer("plan_show", "plan", "show", "--project", project, "--plan", "plan", "--lengths", "1024,2048")["alphas"]
for length, d in shown["densities"].items():
    assert d["kv"] <= 0.25 + 1e-9 and d["kv"] >= 0.225 - 1e-9, (length, d)

# Exchange.
exported = WORK / "out.plan.json"
answer("files", "plan", "export", "--project", own, "--plan", "plan", exported)
assert sorted(json.loads(exported.read_text())) == ["alphas", "betas"]
answer("plan_import", "plan", "import", "--project", own, "--name", "other", DATA / "conventions" / "mixed.plan.json")
answer("plan_diff", "plan", "diff", exported, DATA / "conventions" / "mixed.plan.json")
answer("lengths", "profile", "export", "--project", own, WORK / "maps.safetensors")
answer("lengths", "profile", "import", "--project", own, WORK / "maps.safetensors")

# Evaluation, validation, comparison, report, upkeep.
answer("evaluate", "evaluate", "memory", "--project", own, "--plan", "plan", "--lengths", 512, "--samples", 1, "--max-new", 4)
answer("evaluate", "evaluate", "speed", "--model", model, "--uniform", 0.5, "--lengths", 512, "--samples", 1, "--max-new", 4)
answer("validate", "validate", "--project", own, "--length", 1024, "--data", SAMPLE / "prose.jsonl", "--samples", 2)
runs = [e["run"] for e in first["evaluations"] if e["task"] == "retrieval"]
answer("compare", "compare", "--project", project, runs[0], runs[1])
report = answer("report", "report", "--project", project, "--out", WORK / "r.md")
assert all((WORK / f).exists() for f in report["files"])
assert answer("project", "project", "check", project)["ok"]
answer("project", "project", "info", project)
answer("project", "project", "vacuum", project)

instance = answer("instance", "optimize", "--instance", DATA / "optimizer" / "8x4-d50-r2.json")
assert instance["status"] == "optimal"
assert answer("instance", "optimize", "--instance", DATA / "optimizer" / "infeasible-two-lengths.json", code=1)["reason"]
pareto = answer("optimize", "optimize", "--project", own, "--density", 0.25, "--pareto", "--name", "front")
assert len(pareto["pareto"]) >= 1
answer("bench", "bench", "optimizer", "--instance", DATA / "optimizer" / "2x4-d50-r2.json", "--steps", 20, "--highs-steps", 2)
print("all verbs answered")

"""Wrong input gives one clear error and exit code 1 (2 for wrong usage); nothing is lost when a job is killed."""
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import time

from support import DATA, MOA, SAMPLE, WORK, answer, refused

model = SAMPLE / "model"

# Wrong usage.
for arguments in ([], ["nothing"], ["pipeline"], ["model", "info"], ["tokenize", model], ["tokenize", model, "--text", "a", "--text-file", "b"]):
    refused(*arguments, code=2)

# Models.
broken = WORK / "broken"
shutil.copytree(DATA / "tiny" / "llama_linear_rope", broken)
weights = broken / "model.safetensors"
whole = weights.read_bytes()
refused("model", "info", WORK / "none")
for size in (0, 7, 100, len(whole) - 1):
    weights.write_bytes(whole[:size])
    refused("model", "info", broken)
weights.write_bytes(whole.replace(b"model.norm.weight", b"model.xorm.weight"))
refused("model", "info", broken)
weights.write_bytes(whole[:-64] + b"\xff" * 64)
ids = WORK / "ids.json"
ids.write_text("[1, 2, 3]")
error = refused("model", "logits", broken, "--ids", ids)
assert "not a number" in error["why"] or "infinite" in error["why"], error
ids.write_text("[1, 99999]")
refused("model", "logits", model, "--ids", ids)

# Data, plans, budgets.
empty = WORK / "empty.jsonl"
empty.write_text("")
project = WORK / "p.moa"
refused("calibrate", "--project", project, "--model", model, "--data", empty)
refused("pipeline", WORK / "none", "--data", SAMPLE / "text.txt", "--density", 0.5, "--out", WORK / "never")
assert not (WORK / "never.moa").exists()
prompt = WORK / "prompt.txt"
prompt.write_text("hello")
plan = WORK / "plan.json"
plan.write_text(json.dumps({"alphas": [[1.0]], "betas": [[0.0]]}))
refused("generate", model, "--text-file", prompt, "--plan", plan)
# A tokenizer of a kind that is not read: text is refused, ids go on.
unread = WORK / "unread"
shutil.copytree(DATA / "tiny" / "llama_linear_rope", unread)
(unread / "tokenizer.json").write_text(json.dumps({"model": {"type": "Unigram", "vocab": [["a", 0.0]]}}))
assert "--ids" in refused("generate", unread, "--text-file", prompt)["remedy"]
ids.write_text("[1, 2, 3]")
answer("generate", "generate", unread, "--ids", ids, "--max-new", 2)
for sampling in (["--temperature", -1], ["--temperature", "nan"], ["--temperature", 1, "--top-p", 0], ["--temperature", 1, "--top-p", 2]):
    refused("generate", model, "--text-file", prompt, *sampling)
refused("generate", model, "--text-file", prompt, "--top-p", 0.9, code=2)

calibrate = ["calibrate", "--project", project, "--model", model, "--data", SAMPLE / "calibration.jsonl", "--lengths", "1024", "--samples", 8]
answer("calibrate", *calibrate)
refused("optimize", "--project", project, "--density", 0.25)

# Killed at random moments: the project stays sound, and --resume goes on.
profiled = -1
for _ in range(20):
    child = subprocess.Popen([MOA, "profile", "run", "--project", project, "--resume", "--quiet"], stdout=subprocess.DEVNULL)
    time.sleep(random.uniform(0.02, 1.2))
    child.send_signal(signal.SIGKILL)
    child.wait()
    state = answer("project", "project", "check", project)
    assert state["ok"] and state["sizes"]["profiled"] >= profiled, state
    profiled = state["sizes"]["profiled"]
assert answer("profile_run", "profile", "run", "--project", project, "--resume")["samples"] == 8

# Killed while sample 4 runs: the samples before it stay, and the profile becomes the one of a job that was never killed.
killed = WORK / "killed.moa"
answer("calibrate", "calibrate", "--project", killed, *calibrate[3:])
child = subprocess.Popen([MOA, "profile", "run", "--project", killed, "--resume"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
running, said = 0, b""
while running < 4 and (piece := child.stderr.read1(4096)):
    said += piece
    running = max([int(k) for k in re.findall(rb"sample (\d+) of 8", said)], default=0)
child.kill()
child.wait()
assert running >= 4 and answer("project", "project", "check", killed)["sizes"]["profiled"] >= running - 1
answer("profile_run", "profile", "run", "--project", killed, "--resume")
for path in (project, killed):
    answer("lengths", "profile", "export", "--project", path, path.with_suffix(".safetensors"))
assert project.with_suffix(".safetensors").read_bytes() == killed.with_suffix(".safetensors").read_bytes()

# Cancelled by Ctrl-C: exit code 130, and the finished samples stay.
child = subprocess.Popen([MOA, "profile", "run", "--project", project, "--json", "--quiet"], stdout=subprocess.PIPE)
time.sleep(0.7)
child.send_signal(signal.SIGINT)
child.wait(timeout=20)
assert child.returncode in (0, 130), child.returncode
answer("profile_run", "profile", "run", "--project", project, "--resume")

# A pipeline that fails or is stopped says so in its stage, and goes on with --resume.
job = ["pipeline", model, "--data", SAMPLE / "calibration.jsonl", "--density", 0.25, "--lengths", "1024", "--samples", 8, "--eval", "perplexity",
       "--eval-samples", 2, "--out", WORK / "stages.moa"]


def stages():
    return {s["name"]: s["state"] for s in answer("project", "project", "info", WORK / "stages.moa")["stages"]}


short = WORK / "short.txt"
short.write_text("too short for a window")
refused(*job, "--eval-data", short)
assert stages() == {"calibrate": "done", "profile": "done", "optimize": "done", "evaluate perplexity": "failed"}, stages()
refused(*job, "--eval-data", SAMPLE / "text.txt")  # there is work in it: nothing is thrown away unasked
assert answer("pipeline", *job, "--eval-data", SAMPLE / "text.txt", "--resume")["evaluations"]
assert set(stages().values()) == {"done"}, stages()
(WORK / "stages.moa").unlink()
with open(WORK / "progress", "w+b") as progress:
    child = subprocess.Popen([MOA, *map(str, job), "--eval-data", str(SAMPLE / "text.txt"), "--json"], stdout=subprocess.DEVNULL, stderr=progress)
    # The profile reports its samples: lines come ten times a second at most, so its own name may never show.
    while b"sample" not in (WORK / "progress").read_bytes() and child.poll() is None:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    child.wait(timeout=60)
assert child.returncode == 130, child.returncode
assert stages()["profile"] == "cancelled", stages()
assert answer("pipeline", *job, "--eval-data", SAMPLE / "text.txt", "--resume")["evaluations"]


refused("optimize", "--project", project, "--density", 7)
infeasible = answer("infeasible", "optimize", "--project", project, "--density", 0.05, code=1)
assert infeasible["reason"]

# Another process has it open.
holder = subprocess.Popen([MOA, "evaluate", "speed", "--project", project, "--lengths", "4096", "--samples", "50", "--quiet"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
time.sleep(1.5)
if holder.poll() is None:
    assert "another process" in refused("optimize", "--project", project, "--density", 0.25)["why"]
holder.kill()
holder.wait()

# Read-only.
os.chmod(project, 0o444)
assert "read-only" in refused("optimize", "--project", project, "--density", 0.25)["why"]
answer("project", "project", "info", project)
os.chmod(project, 0o644)


# A full disk: nothing that was there is lost.
def limit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))  # less than the journal of the change needs


before = answer("project", "project", "check", project)["sizes"]
done = subprocess.run([MOA, "calibrate", "--project", str(project), "--model", str(model), "--data", str(SAMPLE / "calibration.jsonl"), "--json", "--quiet"],
                      capture_output=True, text=True, preexec_fn=limit)
assert done.returncode == 1 and json.loads(done.stdout)["error"]["remedy"], done
after = answer("project", "project", "check", project)
assert after["ok"] and after["sizes"] == before, (before, after)

# Other files in a project's place.
junk = WORK / "junk.moa"
junk.write_bytes(os.urandom(50_000))
refused("project", "check", junk)
junk.write_bytes(project.read_bytes()[:5_000])
refused("report", "--project", junk, "--out", WORK / "r.html")
refused("report", "--project", project, "--out", WORK / "r.pdf")
print("every failure was clear")

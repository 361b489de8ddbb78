"""House rules that a machine can check: file lengths, arrows between the rooms, no notes left behind, clang-format."""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ["app", "engine", "kernels", "storage", "tests", "widgets"]
MAX_LINES = 400
# What a room's files may include (prefixes of quoted includes).
MAY_INCLUDE = {
    "kernels": ["kernels/"],
    "storage": ["storage/", "engine/values/"],
    "widgets": ["widgets/", "engine/values/"],
    "engine": ["engine/", "kernels/"],
    "app": ["app/", "engine/", "storage/", "widgets/", "tests/bench/"],
}
# Rooms of the engine that must not know the ones above them.
ENGINE_MAY_INCLUDE = {
    "values": ["values"],
    "formats": ["formats", "values"],
    "tokenizer": ["tokenizer", "formats", "values"],
    "calibrate": ["calibrate", "tokenizer", "formats", "values"],
    "evaluate": ["evaluate", "tokenizer", "formats", "values"],
    "plan": ["plan", "formats", "values"],
    "optimize": ["optimize", "plan", "formats", "values"],
    "report": ["report", "values"],
    "model": ["model", "formats", "values"],
    "cuda": ["cuda", "model", "values"],
    "profile": ["profile", "model", "values"],
    "runtime": ["runtime", "model", "evaluate", "values"],
}
NOTES = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def faults(path):
    relative = path.relative_to(ROOT)
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > MAX_LINES and relative.parts[0] != "tests":
        yield f"{relative}: {len(lines)} lines, at most {MAX_LINES}"
    for number, line in enumerate(lines, 1):
        if NOTES.search(line):
            yield f"{relative}:{number}: a note was left behind"
        included = re.match(r'#include "([^"]+)"', line)
        if not included or "/" not in included.group(1):
            continue
        target = included.group(1)
        room = relative.parts[0]
        if room in MAY_INCLUDE and not any(target.startswith(p) for p in MAY_INCLUDE[room]):
            yield f"{relative}:{number}: {room} may not include {target}"
        if room == "engine" and len(relative.parts) > 2 and target.startswith("engine/") and target.count("/") > 1:
            allowed = ENGINE_MAY_INCLUDE[relative.parts[1]]
            if target.split("/")[1] not in allowed:
                yield f"{relative}:{number}: engine/{relative.parts[1]} may not include {target}"


def misformatted(paths):
    """What clang-format would change; nothing where it is not installed."""
    if not shutil.which("clang-format"):
        return []
    done = subprocess.run(["clang-format", "--dry-run", *paths], capture_output=True, text=True)
    return [line for line in done.stderr.splitlines() if "warning:" in line or "error:" in line]


sources = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*")) if path.suffix in {".h", ".cpp", ".inl", ".cu", ".cuh"}]
found = [fault for path in sources for fault in faults(path)] + misformatted(sources)
print("\n".join(found) if found else "the house is in order")
sys.exit(1 if found else 0)

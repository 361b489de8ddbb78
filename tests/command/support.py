"""Running `moa` and checking its answers against the schemas of tests/golden/schema."""
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema

MOA = sys.argv[1]
ROOT = pathlib.Path(sys.argv[2]).resolve()
SMOLLM2 = pathlib.Path(sys.argv[3])
SAMPLE = ROOT / "resources" / "sample"
DATA = ROOT / "tests" / "data"
SCHEMAS = ROOT / "tests" / "golden" / "schema"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="moa-test-"))


def run(*arguments, **options):
    return subprocess.run([MOA, *map(str, arguments), "--json", "--quiet"], capture_output=True, text=True, timeout=300, **options)


def answer(schema, *arguments, code=0):
    """The one JSON object on stdout, checked against its schema."""
    done = run(*arguments)
    assert done.returncode == code, f"moa {arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    value = json.loads(done.stdout)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.json").read_text()))
    return value


def refused(*arguments, code=1, **options):
    """The four parts of the error of a command that must fail."""
    done = run(*arguments, **options)
    assert done.returncode == code, f"moa {arguments}: exit {done.returncode}, expected {code}\n{done.stdout}\n{done.stderr}"
    if code == 2:
        return None
    error = json.loads(done.stdout)["error"]
    assert sorted(error) == ["remedy", "what", "where", "why"] and all(error.values()), error
    return error

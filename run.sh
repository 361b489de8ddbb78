#!/usr/bin/env bash
# Sets up, builds and shows MoA Studio on the sample. Without a display the main job runs by the command `moa`: the table
# of what a plan buys, and the path of the report. A second run takes what the first one made.
#   ./run.sh [--no-window]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
scripts/setup.sh --without-smollm2
if [[ "${1:-}" != "--no-window" && -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]; then
    scripts/build.sh release moa moa-studio
    exec build/release/bin/moa-studio --sample
fi
scripts/build.sh release moa
out="build/sample/sample"
mkdir -p build/sample
exec build/release/bin/moa pipeline resources/sample/model --data resources/sample/calibration.jsonl --density 0.25 \
    --lengths 1024,2048,4096 --eval retrieval,perplexity --eval-samples 32 --eval-data resources/sample/text.txt --out "$out" --resume

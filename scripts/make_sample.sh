#!/usr/bin/env bash
# Makes resources/sample/sample.moa, the project every newcomer opens, anew: calibrated, profiled, the Pareto set
# validated, evaluated against dense and uniform. Takes ten minutes on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/build.sh release moa
moa=build/release/bin/moa
project=resources/sample/sample.moa
rm -f "$project"
"$moa" pipeline resources/sample/model --data resources/sample/calibration.jsonl --validation resources/sample/validation.jsonl \
    --density 0.25 --lengths 1024,2048,4096 --eval retrieval,perplexity --eval-samples 32 --eval-data resources/sample/text.txt \
    --out "${project%.moa}"
rm -f "${project%.moa}.html"
"$moa" project vacuum "$project"

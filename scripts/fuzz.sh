#!/usr/bin/env bash
# Replays the corpus of every fuzz target, then searches on for faults, under ASan, UBSan and the limits below. What is
# new stays in build/fuzz/found, a row for tests/fuzz/LOG.md in build/fuzz/rows.md; a fault is written to
# build/fuzz/faults and makes the script fail.
#   scripts/fuzz.sh [SECONDS [TARGET...]]     SECONDS of the processor's time for each target: 10 by default
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
seconds="${1:-10}"
shift || true

# Target, longest input, largest allocation in MB. A tokenizer may have a million ids, 32 bytes each.
limits="safetensors 4096 16
gguf 8192 64
config_json 4096 16
tokenizer_json 8192 64
tokenizer_model 4096 64
chat_data 4096 16
plan_json 4096 16
duo_patterns 2048 16
influence 4096 16
project 65536 128"
targets=("$@")
((${#targets[@]})) || mapfile -t targets < <(cut -d' ' -f1 <<<"$limits")

# fuzzOnce TARGET SECONDS LENGTH MB LOG: one run. Inputs over a second are found by the targets themselves (guard.h).
fuzzOnce() {
    mkdir -p "build/fuzz/found/$1" build/fuzz/faults
    local TIMEFORMAT='cpu %U %S'
    { time "build/asan/bin/fuzz_$1" "build/fuzz/found/$1" "tests/fuzz/corpus/$1" -max_total_time="$2" -max_len="$3" \
        -malloc_limit_mb="$4" -rss_limit_mb=1024 -timeout=60 -report_slow_units=60 -print_final_stats=1 -artifact_prefix="build/fuzz/faults/$1-"; } >"$5" 2>&1
}

# fuzzTarget TARGET: runs until the time is spent; a busy machine needs several, since a run ends by the clock.
fuzzTarget() {
    local target="$1" left="$seconds" log="build/fuzz/$1.log" spent=0 executions=0 cpu edges length megabytes
    read -r _ length megabytes < <(grep "^$target " <<<"$limits") || { echo "fuzz: no target is called $target" >&2; return 2; }
    while true; do
        if ! fuzzOnce "$target" "$left" "$length" "$megabytes" "$log"; then
            tail -n 40 "$log"
            echo "fuzz: $target FAILED (build/fuzz/faults)"
            return 1
        fi
        cpu="$(awk '/^cpu /{printf "%d", $2 + $3}' "$log")"
        spent=$((spent + cpu))
        executions=$((executions + $(awk '/stat::number_of_executed_units/{print $2}' "$log")))
        left=$((seconds - spent))
        ((seconds <= 60 || left <= 0)) && break
        ((left < 60)) && left=60
    done
    edges="$(grep -o 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2)"
    echo "fuzz: $target: $spent s, $executions executions, $edges edges, no fault"
    echo "| $(date +%F) | $target | $(git rev-parse --short HEAD) | $spent | $executions | $edges | none |" >>build/fuzz/rows.md
}
export -f fuzzOnce fuzzTarget
export seconds limits

mkdir -p build/fuzz
mapfile -t programs < <(printf 'fuzz_%s\n' "${targets[@]}")
scripts/build.sh asan "${programs[@]}"
printf '%s\n' "${targets[@]}" | xargs -P "${FUZZ_JOBS:-$(nproc)}" -I{} bash -c 'fuzzTarget {}'

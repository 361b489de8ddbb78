#!/usr/bin/env bash
# Sets up, builds and tests. Without options: the release tests but the slow ones, and parsers, storage and optimizer
# under AddressSanitizer and UndefinedBehaviorSanitizer, where every fuzz target replays its corpus and searches for 10 s;
# where nvcc is found, the CUDA code is compiled.
#   ./test.sh [--fast | --all]     --fast: no sanitizers, no CUDA; --all: the slow tests and the window under sanitizers too
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
export QT_QPA_PLATFORM=offscreen
sanitize=1
labels=(-LE slow)
window=0
case "${1:-}" in
    --fast) sanitize=0 ;;
    --all) labels=() window=1 ;;
    "") ;;
    *) echo "usage: ./test.sh [--fast | --all]" >&2; exit 2 ;;
esac
scripts/setup.sh
scripts/build.sh release
status=0
if ((sanitize)); then
    scripts/gpu_compile.sh || status=1
    scripts/build.sh asan
    ctest --test-dir build/asan --output-on-failure -LE slow -j "$(nproc)" || status=1
    scripts/fuzz.sh 10 || status=1
fi
if ((window)); then
    scripts/build.sh asan-studio window_tests
    ctest --test-dir build/asan-studio --output-on-failure -L window || status=1
fi
ctest --test-dir build/release --output-on-failure "${labels[@]}" -j "$(nproc)" || status=1
if ((status)); then echo "test.sh: FAILED"; else echo "test.sh: all passed"; fi
exit $status

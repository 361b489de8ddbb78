#!/usr/bin/env bash
# Sets up, builds and tests. Without options: the release tests but the slow ones, then parsers, storage and optimizer
# under AddressSanitizer and UndefinedBehaviorSanitizer, where the corpus of every fuzz target is replayed too.
#   ./test.sh [--fast | --all]     --fast: no sanitizers; --all: the slow tests as well, and 10 s of every fuzz target
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"
export QT_QPA_PLATFORM=offscreen
sanitize=1
fuzz=0
labels=(-LE slow)
case "${1:-}" in
    --fast) sanitize=0 ;;
    --all) labels=() fuzz=1 ;;
    "") ;;
    *) echo "usage: ./test.sh [--fast | --all]" >&2; exit 2 ;;
esac
scripts/setup.sh
scripts/build.sh release
status=0
if ((sanitize)); then
    scripts/build.sh asan
    ctest --test-dir build/asan --output-on-failure -LE slow -j "$(nproc)" || status=1
fi
if ((fuzz)); then scripts/fuzz.sh 10 || status=1; fi
ctest --test-dir build/release --output-on-failure "${labels[@]}" || status=1
if ((status)); then echo "test.sh: FAILED"; else echo "test.sh: all passed"; fi
exit $status

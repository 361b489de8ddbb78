#!/usr/bin/env bash
# Configures and builds a preset quietly; the log is shown when it fails.
#   scripts/build.sh PRESET [TARGET...]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
export MOA_DEPS="${MOA_DEPS:-$root/.deps}"
preset="$1"
shift
log="build/$preset.log"
mkdir -p build
options=()
export CCACHE_SLOPPINESS=pch_defines,time_macros  # as ccache's manual asks for precompiled headers
command -v ccache >/dev/null && options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DCMAKE_CUDA_COMPILER_LAUNCHER=ccache)
printf 'build: %s (log: %s)\n' "$preset" "$log" >&2
if ! { cmake --preset "$preset" "${options[@]}" && cmake --build --preset "$preset" --parallel "$(nproc)" ${@:+--target "$@"}; } >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    printf 'build: failed\n' >&2
    exit 1
fi

#!/usr/bin/env bash
# Compiles the CUDA code where nvcc 12 or newer is on the PATH, and runs the kernels' checks where there is a GPU. Does
# nothing elsewhere.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
command -v nvcc >/dev/null || exit 0
version="$(nvcc --version | sed -n 's/.*release \([0-9]*\)\..*/\1/p')"
if ((${version:-0} < 12)); then
    echo "nvcc ${version:-of unknown version} is too old for the CUDA code (12 or newer): it is not compiled" >&2
    exit 0
fi
scripts/build.sh cuda moa_cuda_code cuda_check cuda_bench
ctest --test-dir build/cuda --output-on-failure -R '^cuda_check$'

#!/usr/bin/env bash
# Builds the CUDA kernels with their checks and benchmarks by nvcc and g++ alone, and runs them with the peers: for a
# machine that has a GPU, the CUDA toolkit and PyTorch, but nothing else of what the project needs. Each step has a
# time limit, so that a kernel that hangs costs seconds. Logs go to OUT (default: build/gpu).
#   OUT=DIR scripts/gpu_check.sh [build] [check] [bench] [designs] [peers] [sanitize] [profile]     (default: build check bench peers)
#   BUNDLE=DIR scripts/gpu_check.sh [engine] [pipeline]     what scripts/gpu_bundle.sh packed: the engine's checks; the
#                                                           sample's whole job on the CPU and on the GPU
set -u
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
work="build/gpu"
out="${OUT:-$work}"
mkdir -p "$work" "$out"
export PATH="$PATH:/usr/local/cuda/bin"
cuda="$(dirname "$(dirname "$(command -v nvcc)")")"

# step LIMIT LOG COMMAND...: one line with the exit code and the time; the output goes to LOG.
step() {
    local limit="$1" log="$out/$2" start=$SECONDS
    shift 2
    timeout -k 5 "$limit" "$@" >"$log" 2>&1
    local code=$?
    printf '== %s: exit %s, %s s\n' "$(basename "$log")" "$code" "$((SECONDS - start))"
    return $code
}

build() {
    local jobs="$work/jobs" flags="-std=c++20 -O3 -I." file object
    : >"$jobs"
    for file in kernels/cuda/*.cu; do
        object="$work/$(basename "${file%.cu}").o"
        case "$file" in
            *sm90*) echo "nvcc $flags -gencode=arch=compute_90a,code=sm_90a -Xptxas -v -c $file -o $object" >>"$jobs" ;;
            *) echo "nvcc $flags -gencode=arch=compute_80,code=[sm_80,compute_80] -gencode=arch=compute_90,code=sm_90 -c $file -o $object" >>"$jobs" ;;
        esac
    done
    for file in kernels/cuda/*.cpp tests/kernels/cuda/*.cpp tests/bench/cuda/*.cpp; do
        echo "g++ $flags -isystem $cuda/include -c $file -o $work/$(basename "${file%.cpp}").o" >>"$jobs"
    done
    local cpu="-ffp-contract=fast -fno-math-errno -fopenmp"
    echo "g++ $flags $cpu -c kernels/cpu/dispatch.cpp -o $work/cpu_dispatch.o" >>"$jobs"
    echo "g++ $flags $cpu -c kernels/cpu/kernels_generic.cpp -o $work/cpu_generic.o" >>"$jobs"
    echo "g++ $flags $cpu -mavx2 -mfma -c kernels/cpu/kernels_avx2.cpp -o $work/cpu_avx2.o" >>"$jobs"
    echo "g++ $flags $cpu -mavx512f -mavx512dq -mavx512vl -mfma -mprefer-vector-width=512 -c kernels/cpu/kernels_avx512.cpp -o $work/cpu_avx512.o" >>"$jobs"
    xargs -P "$(nproc)" -I{} bash -c '{}' <"$jobs" || return 1
    local kernels=() checks=() benches=()
    for file in kernels/cuda/*.cu kernels/cuda/*.cpp; do kernels+=("$work/$(basename "${file%.*}").o"); done
    for file in tests/kernels/cuda/*.cpp; do checks+=("$work/$(basename "${file%.cpp}").o"); done
    for file in tests/bench/cuda/*.cpp; do benches+=("$work/$(basename "${file%.cpp}").o"); done
    local links="-L$cuda/lib64 -lcudart_static -lgomp -lpthread -ldl -lrt"
    g++ -o "$work/cuda_check" "${checks[@]}" "${kernels[@]}" "$work"/cpu_*.o $links &&
        g++ -o "$work/cuda_bench" "${benches[@]}" "${kernels[@]}" "$work"/cpu_*.o $links
}

show() { cut -c1-"${WIDTH:-230}" "$out/$1"; }

for part in ${*:-build check bench peers}; do
    case "$part" in
        build) export -f build; export work cuda; step 200 build.txt bash -c build || { grep -i "error" "$out/build.txt" | head -20; exit 1; } ;;
        check) step 60 check.txt "$work/cuda_check"; code=$?; grep -v "^ok" "$out/check.txt" | head -40; [ $code = 124 ] && exit 1 ;;
        quick) step 20 quick.txt "$work/cuda_check" --quick; code=$?; grep -v "^ok" "$out/quick.txt" | head -40; [ $code = 124 ] && exit 1 ;;
        bench) step 120 bench.txt "$work/cuda_bench"; show bench.txt ;;
        designs) step 120 designs.txt "$work/cuda_bench" --designs; show designs.txt ;;
        peers) step 200 peers.txt python3 -W ignore tests/bench/peers/attention_peers.py; show peers.txt ;;
        engine) step 150 engine.txt "${BUNDLE:?the folder that scripts/gpu_bundle.sh packed}/run.sh" engine_cuda_check "$root"; grep -v "^ok" "$out/engine.txt" | head -40 ;;
        pipeline)
            step 400 pipeline.txt python3 tests/engine_cuda/compare_pipelines.py "$work/pipeline" "${BUNDLE:?the folder that scripts/gpu_bundle.sh packed}/run.sh" moa
            show pipeline.txt ;;
        sanitize)
            for tool in memcheck racecheck; do
                step 200 "$tool.txt" compute-sanitizer --tool "$tool" "$work/cuda_check" --quick
                tail -n 3 "$out/$tool.txt"
            done ;;
        profile)
            step 60 ncu.txt ncu --clock-control none --launch-skip 2 --launch-count 1 -k 'regex:Sm90|decodeSplit' --section SpeedOfLight --section WarpStateStats --section SchedulerStats "$work/cuda_bench" "${KERNEL:-influence}"
            show ncu.txt ;;
        *) printf 'unknown part: %s\n' "$part"; exit 2 ;;
    esac
done

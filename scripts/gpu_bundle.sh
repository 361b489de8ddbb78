#!/usr/bin/env bash
# Packs what the preset `cuda` built into one archive that runs on a bare machine with a GPU and PyTorch 2.11: the
# command, the plug-in, the checks, and the system libraries they need. run.sh inside starts one of them there.
#   scripts/gpu_bundle.sh ARCHIVE.tar.xz
#   tar xJf ARCHIVE.tar.xz && bundle/run.sh moa ... --device cuda
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
out="$(realpath "$1")"
bin="$root/build/cuda/bin"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/bundle/bin" "$work/bundle/lib"
for program in moa engine_cuda_check cuda_check cuda_bench; do
    [[ -f "$bin/$program" ]] || continue
    strip -o "$work/bundle/bin/$program" "$bin/$program"
    # All but what every machine has, and what comes with PyTorch.
    ldd "$bin/$program" | awk '$3 ~ /^\// {print $3}' |
        awk '!/\/(libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+|libutil|libtorch_cpu|libc10|libcudart|libcupti|libgomp)\.so/' |
        xargs -r cp -Lt "$work/bundle/lib"
done
strip -o "$work/bundle/bin/libmoa_cuda.so" "$bin/libmoa_cuda.so"
cat >"$work/bundle/run.sh" <<'RUN'
#!/usr/bin/env bash
# run.sh PROGRAM [ARGUMENT...]: one of bin/, with PyTorch's libraries and the ones carried here.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
site="${MOA_SITE:-$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')}"
libraries="$(find "$site/torch/lib" "$site/nvidia" -maxdepth 3 -type d -name lib -printf '%p:' 2>/dev/null)"
program="$1"
shift
LD_LIBRARY_PATH="$here/lib:$libraries${LD_LIBRARY_PATH:-}" exec "$here/bin/$program" "$@"
RUN
chmod +x "$work/bundle/run.sh"
tar cJf "$out" -C "$work" bundle
printf 'bundle: %s, %s bytes\n' "$out" "$(stat -c %s "$out")" >&2

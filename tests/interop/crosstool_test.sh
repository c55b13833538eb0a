#!/usr/bin/env bash
# The example that crosses: dbt, a C++ program, MLflow and a schedule, run for real, and one trace through all of them.
set -euo pipefail

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/pedigree"
read -ra bazel <<<"${BAZEL:-bazel}"
"${bazel[@]}" build --disk_cache="$CACHE/bazel" //cli:pedigree //examples/crosstool:lineage //examples/crosstool/train
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Exit status 3: its packages could not be had.
python3 examples/crosstool/run.py --pedigree bazel-bin/cli/pedigree --graph bazel-bin/examples/crosstool/lineage.graph \
  --train bazel-bin/examples/crosstool/train/train --out "$folder/run" >"$folder/log" 2>&1 || {
  status=$?
  tail -n 40 "$folder/log"
  exit "$status"
}
python3 tests/interop/crosstool/crosstool_test.py bazel-bin/cli/pedigree bazel-bin/examples/crosstool/lineage.graph "$folder/run"

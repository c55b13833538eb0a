#!/usr/bin/env bash
# Edits of the examples, and what the review says of each. It analyses them fifty times: some minutes.
set -euo pipefail

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/pedigree"
read -ra bazel <<<"${BAZEL:-bazel}"
"${bazel[@]}" build --disk_cache="$CACHE/bazel" //cli:pedigree
python3 tests/interop/edits/edits_test.py bazel-bin/cli/pedigree

#!/usr/bin/env bash
# Lineage out to other systems and back, each against its real partner from PyPI: one line a system. A registry that
# cannot be reached is said, and is no pass.
set -euo pipefail

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/pedigree"
read -ra bazel <<<"${BAZEL:-bazel}"
"${bazel[@]}" build --disk_cache="$CACHE/bazel" //cli:pedigree //examples/clinic:lineage
python3 tests/interop/exchange/exchange_test.py --pedigree bazel-bin/cli/pedigree \
  --graph bazel-bin/examples/clinic/lineage.graph --schemas ../shared/schemas --cache "$CACHE/exchange" "$@"

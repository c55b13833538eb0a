#!/usr/bin/env bash
# Runs each *_test.sh of this folder; `./dev interop` calls it, with BAZEL set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

failed=0
for test in tests/interop/*_test.sh; do
  printf '\n== %s\n' "$test"
  if bash "$test"; then echo "passed"; else
    echo "FAILED"
    failed=1
  fi
done
exit "$failed"

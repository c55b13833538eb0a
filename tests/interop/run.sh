#!/usr/bin/env bash
# Runs each *_test.sh of this folder; `./dev interop` calls it, with BAZEL set. Exit status 0 if all passed, 1 if one
# failed, 3 if none failed but something that one needs could not be reached.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

status=0
for test in tests/interop/*_test.sh; do
  printf '\n== %s\n' "$test"
  result=0
  bash "$test" || result=$?
  case $result in
    0) echo "passed" ;;
    3)
      echo "NOT ALL OF IT COULD BE TRIED"
      [[ $status == 1 ]] || status=3
      ;;
    *)
      echo "FAILED"
      status=1
      ;;
  esac
done
exit "$status"

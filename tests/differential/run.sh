#!/usr/bin/env bash
# The long differential run: run.sh [PROGRAMS] [ARGUMENT OF differential.py]...
#
#   BAZEL      the Bazel that builds pedigree (default: bazel)
#   PEDIGREE   a pedigree that is built already
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

count=${1:-2000}
shift || true
if [[ -z "${PEDIGREE:-}" ]]; then
  ${BAZEL:-bazel} build //cli:pedigree
  PEDIGREE=$PWD/bazel-bin/cli/pedigree
fi
exec tests/differential/differential.py --pedigree "$PEDIGREE" --catalogs catalog --count "$count" "$@"

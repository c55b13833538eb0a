#!/usr/bin/env bash
# lint_test.sh PEDIGREE ARGUMENT...: `pedigree catalog lint` finds nothing wrong.
set -euo pipefail
pedigree=$1
shift
"$pedigree" catalog lint "$@"

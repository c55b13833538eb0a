#!/usr/bin/env bash
# The benchmarks behind docs/performance.md, and the long differential run: run.sh [--quick]
#
#   BAZEL      the Bazel that builds pedigree (default: bazel)
#   PEDIGREE   a pedigree that is built already
#   GENERATED  where the generated headers of proto/ are (default: Bazel's output folder)
#
# --quick leaves out the program of 100,000 functions, compiles 10 sources with the plugin instead of 60, builds a workspace of 100
# sources instead of 1,000, and runs 100 differential programs instead of 2,000.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

sizes=1000,10000,100000 programs=2000 plugin_sources=60 workspace_sources=1000
if [[ "${1:-}" == --quick ]]; then sizes=1000,10000 programs=100 plugin_sources=10 workspace_sources=100; fi
if [[ -z "${PEDIGREE:-}" ]]; then
  ${BAZEL:-bazel} build -c opt //cli:pedigree
  PEDIGREE=$PWD/bazel-bin/cli/pedigree
fi
generated=${GENERATED:-$PWD/bazel-bin}

flags="-std=c++20 -I. -I$generated -idirafter $(llvm-config-19 --includedir) -DPEDIGREE_CLANG_RESOURCE_DIR=\"/\""
python3 tests/bench/bench.py --pedigree "$PEDIGREE" --catalogs catalog --sizes "$sizes" --flags "$flags" \
  --sources 'analyzer/*/*.cc' --sources 'lineage/*.cc' --sources 'lineage/render/*.cc' --sources 'cli/*.cc' \
  --sources 'examples/clinic/*/*.cc'
${BAZEL:-bazel} build -c opt //tests/bench:review_graphs //examples/clinic:lineage
python3 tests/bench/review_bench.py "$PEDIGREE" bazel-bin/tests/bench/review_graphs bazel-bin/examples/clinic/lineage.graph
${BAZEL:-bazel} build -c opt //tests/bench:load //runtime:libpedigree_observe.so
python3 tests/bench/runtime_bench.py "$PEDIGREE" bazel-bin/runtime/libpedigree_observe.so bazel-bin/tests/bench/load
${BAZEL:-bazel} build -c opt //plugin:libpedigree.so
python3 tests/bench/exchange_bench.py "$PEDIGREE"
python3 tests/bench/probe_bench.py --plugin bazel-bin/plugin/libpedigree.so
python3 tests/bench/plugin_bench.py --plugin bazel-bin/plugin/libpedigree.so --flags "$flags" \
  --limit "$plugin_sources" --sources 'analyzer/*/*.cc' --sources 'lineage/*.cc' --sources 'lineage/render/*.cc' \
  --sources 'cli/*.cc' --sources 'examples/clinic/*/*.cc'
python3 tests/bench/workspace_bench.py --pedigree "$PEDIGREE" --bazel "${BAZEL:-bazel}" --sources "$workspace_sources"
PEDIGREE=$PEDIGREE bash tests/differential/run.sh "$programs"

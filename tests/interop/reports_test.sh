#!/usr/bin/env bash
# What `pedigree check` reports, against the formats' own schemas and Microsoft's SARIF multitool with GitHub's rules.
# The schemas are looked for in ../shared/schemas; a format whose schema is not there is said to be skipped.
set -euo pipefail

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/pedigree"
readonly TOOLS="$CACHE/npm/reports"
readonly SCHEMAS=../shared/schemas
read -ra bazel <<<"${BAZEL:-bazel}"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

mkdir -p "$TOOLS"
cp tests/interop/reports/package.json tests/interop/reports/package-lock.json "$TOOLS"
(cd "$TOOLS" && npm ci --loglevel=error --no-progress --no-audit --no-fund)

"${bazel[@]}" build --disk_cache="$CACHE/bazel" //cli:pedigree //examples/clinic:lineage
cat >"$out/facts.txtpb" <<'TEXT'
facts { of { name: "patients" } tag: "protected" }
waiver {
  rule: "no-protected-attribute-in-model" from { column: "age" } to { kind: MODEL }
  owner: "anna" reason: "the dose depends on it" ticket: "ETH-1" expires: "2999-12-31"
}
waiver { rule: "model-has-owner" from { name: "nothing" } owner: "bob" reason: "-" expires: "2000-01-01" }
TEXT
for format in sarif rdjson junit gitlab; do
  status=0
  bazel-bin/cli/pedigree check bazel-bin/examples/clinic/lineage.graph --policy policies/personal_data.txtpb \
    --policy policies/provenance.txtpb --policy policies/evaluation.txtpb --policy "$out/facts.txtpb" \
    --link-base https://forge.example/clinic/blob/main --format "$format" -o "$out/report.$format" 2>"$out/warnings" || status=$?
  ((status == 1)) || { cat "$out/warnings"; echo "check gave exit status $status, not 1"; exit 1; }
done

for report in sarif rdjson; do
  grep -q '"https://forge.example/clinic/blob/main/policies/README.md#no-protected-attribute-in-model"' "$out/report.$report" ||
    { echo "report.$report has no link to the help of a rule"; exit 1; }
done

# A diff in which jobs, assets and flows come and go.
"${bazel[@]}" build --disk_cache="$CACHE/bazel" //tests/bench:review_graphs
bazel-bin/tests/bench/review_graphs 1320 "$out/base.graph" "$out/head.graph"
bazel-bin/cli/pedigree diff "$out/base.graph" bazel-bin/examples/clinic/lineage.graph --format sarif -o "$out/diff.sarif"

failed=0
for report in report diff; do
  "$TOOLS/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" validate "$out/$report.sarif" \
    --rule-kind "Sarif;Ghas" --level Error --output "$out/validation.sarif" --log ForceOverwrite --quiet >"$out/multitool" || failed=1
  if ! node -e '
    const results = JSON.parse(require("fs").readFileSync(process.argv[1])).runs.flatMap((run) => run.results ?? []);
    for (const result of results) console.log(result.ruleId, JSON.stringify(result.message));
    process.exit(results.length ? 1 : 0)' "$out/validation.sarif"; then failed=1; fi
done
node tests/interop/reports/validate.js "$TOOLS" "$SCHEMAS" "$out" || failed=1

# The comments' pictures: of a small change, of one that is too large to be drawn by columns, and of names that are no help.
bazel-bin/tests/bench/review_graphs 1320 "$out/small_base.graph" "$out/small_head.graph"
cat >"$out/names.cc" <<'TEXT'
#include <fstream>
#include <string>
int main() {
  std::ifstream in("a\"b|c`d[x]{y}<script>alert(1)</script>;%%#quot;.csv");
  std::ofstream out("end --> subgraph ]] \\ & \n click.csv");
  std::string line;
  while (std::getline(in, line)) out << line;
}
TEXT
PEDIGREE_CATALOG_DIR=$PWD/catalog bazel-bin/cli/pedigree extract -o "$out/names.frag" "$out/names.cc" -- -std=c++20
bazel-bin/cli/pedigree link --job 'j"o|b]' -o "$out/names.graph" "$out/names.frag"
bazel-bin/cli/pedigree diff "$out/small_base.graph" "$out/small_head.graph" --format markdown >"$out/small.md"
bazel-bin/cli/pedigree diff "$out/names.graph" bazel-bin/examples/clinic/lineage.graph --format markdown >"$out/large.md"
grep -q '\["data/patients.csv"\]' "$out/large.md" || { echo "large.md is not drawn by assets"; failed=1; }
bazel-bin/cli/pedigree diff "$out/small_base.graph" "$out/names.graph" --format markdown >"$out/names.md"
node tests/interop/reports/pictures.mjs "$TOOLS" "$out"/{small,large,names}.md || failed=1

had=0
python3 tests/interop/reports/junit.py "$CACHE/reports" "$out/report.junit" || had=$?
((had == 0 || had == 3)) || failed=1
((failed == 0)) || exit 1
exit "$had"

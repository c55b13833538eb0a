#!/usr/bin/env bash
# A workspace of one's own, set up as rules/README.md says: its lines are pasted and its commands typed, word for word.
source tests/bazel/nested.sh

readonly README=$PWD/rules/README.md
readonly CONSUMER=$PWD/tests/bazel/consumer
readonly WORKSPACE="$ROOT/consumer" # beside $ROOT/pedigree, as the page has it

# block FILE: the lines that the page says to put into FILE.
block() { awk -v file="# $1" '/^```/ { inside = 0 } inside { print } $0 == file && fence { inside = 1 } { fence = /^```[a-z]*$/ }' "$README"; }

# commands N: the page's Nth lot of commands.
commands() { awk -v n="$1" '/^```/ { inside = 0 } inside { print } /^```sh$/ { inside = ++count == n }' "$README"; }

bazel() { nested_bazel "$@" 2>>"$ROOT/stderr"; }

pasted() {
  local file lines
  rm -rf "$WORKSPACE"
  cp -rL "$CONSUMER" "$WORKSPACE"
  chmod -R u+w "$WORKSPACE"
  cd "$WORKSPACE"
  for file in WORKSPACE MODULE.bazel .bazelrc pipeline/BUILD pipeline/policy.txtpb; do
    lines=$(block "$file")
    [[ -n "$lines" ]] || { echo "rules/README.md has no lines for $file" && return 1; }
    printf '\n%s\n' "$lines" >>"$file"
  done
}

# typed N: types the page's Nth commands.
typed() {
  local lines
  lines=$(commands "$1")
  [[ -n "$lines" ]] || { echo "rules/README.md has no commands number $1" && return 1; }
  : >"$ROOT/stderr"
  source /dev/stdin <<<"$lines" >"$ROOT/stdout" || { cat "$ROOT/stdout" "$ROOT/stderr" && return 1; }
}

a_program_without_a_change_to_any_build_file() {
  pasted
  cp "$CONSUMER/pipeline/BUILD" pipeline/BUILD
  typed 1
  grep -q 'adults.csv' "$ROOT/stdout"
  grep -q 'model.txt' "$ROOT/stdout"
}

the_pages_declarations_build_and_lock() {
  pasted
  typed 2
  grep -q -F '| `data/people.csv` | DATASET | data@example.com | CC-BY-4.0 | pii | DECLARED, DERIVED |' pipeline/LINEAGE.md
  grep -q -F '## //pipeline:train' pipeline/LINEAGE.md
  expect_equal "differences" "$(cat bazel-bin/pipeline/lineage.findings.txt)" "declared and derived agree"
}

a_program_that_reads_more_than_it_should_is_caught() {
  pasted
  sed -i 's|ReadRows("adults.csv")|ReadRows("/data/people.csv")|' pipeline/train.cc
  ! bazel build //pipeline:lineage || return 1
  grep -q -F '//pipeline:train reads /data/people.csv, which is not declared by //pipeline:train_job' "$ROOT/stderr"
}

a_policy_that_is_broken_fails_its_test() {
  pasted
  bazel test //pipeline:policy_test >/dev/null
  sed -i '/owner = "ml@example.com"/d' pipeline/BUILD
  ! bazel test --test_output=errors //pipeline:policy_test >"$ROOT/stdout" || return 1
  cat "$ROOT/stdout" "$ROOT/stderr" >"$ROOT/failure"
  grep -q 'models-have-owners' "$ROOT/failure"
}

run_cases \
  a_program_without_a_change_to_any_build_file \
  the_pages_declarations_build_and_lock \
  a_program_that_reads_more_than_it_should_is_caught \
  a_policy_that_is_broken_fails_its_test

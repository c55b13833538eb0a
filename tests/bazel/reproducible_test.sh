#!/usr/bin/env bash
# The same sources give the same bytes, wherever they lie.
source tests/bazel/nested.sh

readonly HERE="$ROOT/here"
readonly THERE="$ROOT/a/much/longer/way/to/there"

# built WORKSPACE: builds the graphs, and all their parts, from nothing.
built() {
  write_workspace "$1"
  cd "$1"
  build --output_groups=lineage,lineage_jobs,lineage_fragments //app:both
}

# The outputs of the tool, by their path from the workspace.
outputs() { (cd "$1/bazel-bin/" && find . -name '*.frag' -o -name '*.graph' | LC_ALL=C sort); }

two_checkouts_give_the_same_bytes() {
  local file
  built "$HERE"
  built "$THERE"
  expect_equal "outputs" "$(outputs "$THERE")" "$(outputs "$HERE")"
  expect_equal "number of outputs" "$(outputs "$HERE" | wc -l)" 8 # five fragments, two jobs, the whole
  for file in $(outputs "$HERE"); do
    cmp "$HERE/bazel-bin/$file" "$THERE/bazel-bin/$file"
  done
}

building_again_from_nothing_gives_the_same_bytes() {
  built "$HERE"
  cp -rL bazel-bin "$ROOT/before"
  nested_bazel clean >/dev/null 2>&1
  build --output_groups=lineage,lineage_jobs,lineage_fragments //app:both
  expect_equal "extracts" "$(grep -c ^LineageExtract "$ROOT/executed")" 5
  for file in $(outputs "$HERE"); do
    cmp "$ROOT/before/$file" "$HERE/bazel-bin/$file"
  done
}

# The disk cache goes by the same keys as a remote one.
a_second_checkout_at_another_path_is_served_by_the_cache() {
  local workspace
  for workspace in "$HERE" "$THERE"; do
    write_workspace "$workspace"
    cd "$workspace"
    nested_bazel clean >/dev/null 2>&1
    build --disk_cache="$ROOT/cache" //app:one //app:both
  done
  awk -F'"' '$2 == "mnemonic" { mnemonic = $4 } $2 == "remoteCacheHit" { print mnemonic, $3 }' "$ROOT/log.json" |
    grep '^Lineage' >"$ROOT/hits"
  expect_equal "lineage actions" "$(wc -l <"$ROOT/hits")" 8 # five sources, two jobs, the whole
  expect_equal "of these, not from the cache" "$(grep -v true "$ROOT/hits")" ""
}

outputs_name_no_path_of_the_machine() {
  local file
  built "$HERE"
  for file in $(outputs "$HERE"); do
    expect_count "$file names the checkout" "$HERE/bazel-bin/$file" "$ROOT" 0
    expect_count "$file names the host" "$HERE/bazel-bin/$file" "$(uname -n)" 0
  done
}

run_cases \
  two_checkouts_give_the_same_bytes \
  building_again_from_nothing_gives_the_same_bytes \
  a_second_checkout_at_another_path_is_served_by_the_cache \
  outputs_name_no_path_of_the_machine

#!/usr/bin/env bash
# The compiler plugin as a part of Bazel's C++ toolchain: what is built carries its lineage, and what the plugin reads is a part of
# each compile's key.
source tests/bazel/nested.sh

readonly TREE=$PWD

# A workspace whose toolchain has the plugin that is installed in $ROOT/prefix.
with_toolchain() {
  if [[ ! -e "$ROOT/prefix" ]]; then BIN=. bash packaging/layout.sh "$ROOT/prefix"; fi
  chmod -R u+w "$ROOT/prefix"
  write_workspace "$ROOT/$1"
  cd "$ROOT/$1"
  cat >>WORKSPACE <<EOF

load("@pedigree//rules:plugin_toolchain.bzl", "pedigree_cc_toolchain")

pedigree_cc_toolchain(
    name = "pedigree_cc",
    ${2:-}
    prefix = "$ROOT/prefix",
)
EOF
  cat >>.bazelrc <<'EOF'
build --crosstool_top=@pedigree_cc//:toolchain --host_crosstool_top=@bazel_tools//tools/cpp:toolchain
EOF
}

compiles() { grep -c '^CppCompile ' "$ROOT/executed" || true; }

programs_carry_their_lineage() {
  with_toolchain carried
  build //app:first
  "$TREE/cli/pedigree" link -o "$ROOT/g" bazel-bin/app/first
  "$TREE/cli/pedigree" flows "$ROOT/g" >"$ROOT/flows"
  expect_count "flows" "$ROOT/flows" "raw.csv -> clean.csv" 1
  "$TREE/cli/pedigree" inspect bazel-bin/app/first >"$ROOT/inspected"
  expect_equal "sources by their names in the workspace" "$(grep -c -x '  lib/a.cc' "$ROOT/inspected" || true)" 1
  expect_count "places of this machine" bazel-bin/app/first "$ROOT" 0
}

another_plugin_compiles_anew_and_nothing_else_does() {
  with_toolchain keyed
  build //app:first
  build //app:first
  expect_nothing_executed
  echo '# another' >>"$ROOT/prefix/lib/libpedigree.so"
  build //app:first
  expect_equal "compiles" "$(compiles)" 4
}

policies_are_told_by_the_compiler() {
  with_toolchain judged 'policies = ["//:policy.txtpb"],'
  cat >policy.txtpb <<'EOF'
rule { id: "no-copies" message: "No copies." forbid { from { name: "raw.csv" optional: true } to { name: "*" optional: true } } }
EOF
  touch BUILD
  cat >app/first.cc <<'EOF'
#include <cstdio>

int main() {
  char c = 0;
  std::fread(&c, 1, 1, std::fopen("raw.csv", "r"));
  std::fwrite(&c, 1, 1, std::fopen("copy.csv", "w"));
}
EOF
  ! build //app:first >"$ROOT/failure" || return 1
  expect_count "findings" "$ROOT/failure" "app/first.cc:6:3: error: No copies. raw.csv -> copy.csv [-Wpedigree-no-copies]" 1
  echo 'rule { id: "none" forbid { from { name: "x" optional: true } to { name: "y" optional: true } } }' >policy.txtpb
  build //app:first
}

what_is_not_installed_is_said() {
  with_toolchain missing
  sed -i 's|prefix = .*|prefix = "/nowhere",|' WORKSPACE
  ! build //app:first >"$ROOT/failure" || return 1
  grep -q 'Pedigree is not installed in /nowhere' "$ROOT/failure"
}

run_cases \
  programs_carry_their_lineage \
  another_plugin_compiles_anew_and_nothing_else_does \
  policies_are_told_by_the_compiler \
  what_is_not_installed_is_said

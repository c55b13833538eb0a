# A Bazel inside a test: a small workspace of its own, a server of its own, and what its builds really ran.
#
# A test sources this file, defines functions, and hands them to `run_cases`; each is a case of the test's report. A case
# writes the workspace with `write_workspace`, builds, edits, builds, and says what that must have run.
#
# The workspace uses Pedigree as anyone would, by `local_repository`; only that the tool in it is the one already built.

set -euo pipefail

readonly ROOT="$TEST_TMPDIR/nested"
readonly PEDIGREE="$ROOT/pedigree"

# Copies the rules and the tool out of the test's runfiles.
write_pedigree() {
  mkdir -p "$PEDIGREE/cli"
  cp -rL BUILD MODULE.bazel WORKSPACE rules third_party "$PEDIGREE"
  cp -L cli/pedigree "$PEDIGREE/cli/pedigree"
  echo 'exports_files(["pedigree"])' >"$PEDIGREE/cli/BUILD"
  chmod -R u+w "$PEDIGREE"
}

# Two programs over one library of three sources. `copy.h` is included by two of the three, `unused.h` by none, and
# `inner.h` through `copy.h` alone.
write_workspace() {
  local to=$1
  mkdir -p "$to/lib" "$to/app"
  cat >"$to/WORKSPACE" <<EOF
workspace(name = "nested")

local_repository(
    name = "pedigree",
    path = "$PEDIGREE",
)

load("@pedigree//third_party:repositories.bzl", "pedigree_repositories")

pedigree_repositories()

register_toolchains("@pedigree//rules:default_toolchain")
EOF
  cat >"$to/MODULE.bazel" <<EOF
bazel_dep(name = "pedigree")
bazel_dep(name = "rules_cc", version = "0.1.5")

local_path_override(
    module_name = "pedigree",
    path = "$PEDIGREE",
)
EOF
  cat >"$to/.bazelrc" <<'EOF'
build --repo_env=CC=clang-19 --incompatible_strict_action_env --nosandbox_debug
build --noshow_progress --color=no --curses=no --jobs=2
EOF
  cat >"$to/lib/BUILD" <<'EOF'
load("@rules_cc//cc:cc_library.bzl", "cc_library")

package(default_visibility = ["//visibility:public"])

cc_library(
    name = "lib",
    srcs = ["a.cc", "b.cc", "c.cc", "inner.h"],
    hdrs = ["c.h", "copy.h", "unused.h"],
)
EOF
  cat >"$to/app/BUILD" <<'EOF'
load("@pedigree//rules:defs.bzl", "lineage_graph")
load("@rules_cc//cc:cc_binary.bzl", "cc_binary")

package(default_visibility = ["//visibility:public"])

cc_binary(
    name = "first",
    srcs = ["first.cc"],
    deps = ["//lib"],
)

cc_binary(
    name = "second",
    srcs = ["second.cc"],
    deps = ["//lib"],
)

lineage_graph(
    name = "one",
    jobs = [":first"],
)

lineage_graph(
    name = "both",
    jobs = [":first", ":second"],
)
EOF
  cat >"$to/lib/inner.h" <<'EOF'
inline int BufferSize() { return 64; }
EOF
  cat >"$to/lib/copy.h" <<'EOF'
#include "lib/inner.h"
void CopyText(const char* from, const char* to);
EOF
  cat >"$to/lib/c.h" <<'EOF'
int Answer();
EOF
  cat >"$to/lib/unused.h" <<'EOF'
int Unused();
EOF
  cat >"$to/lib/a.cc" <<'EOF'
#include "lib/copy.h"

#include <cstdio>

void CopyText(const char* from, const char* to) {
  char buffer[64];
  FILE* in = std::fopen(from, "r");
  FILE* out = std::fopen(to, "w");
  size_t size = std::fread(buffer, 1, BufferSize(), in);
  std::fwrite(buffer, 1, size, out);
  std::fclose(in);
  std::fclose(out);
}
EOF
  cat >"$to/lib/b.cc" <<'EOF'
#include "lib/copy.h"

void CopyTwice(const char* from, const char* to) {
  CopyText(from, to);
  CopyText(from, to);
}
EOF
  cat >"$to/lib/c.cc" <<'EOF'
#include "lib/c.h"

int Answer() { return 42; }
EOF
  cat >"$to/app/first.cc" <<'EOF'
#include "lib/copy.h"

int main() { CopyText("raw.csv", "clean.csv"); }
EOF
  cat >"$to/app/second.cc" <<'EOF'
#include "lib/c.h"
#include "lib/copy.h"

int main() {
  CopyText("clean.csv", "model.bin");
  return Answer();
}
EOF
}

# In the workspace: a toolchain in `own`, which comes before Pedigree's, with a catalog that knows of `Own`.
write_toolchain() {
  mkdir -p own
  cp "$PEDIGREE/cli/pedigree" own/pedigree
  echo 'api { function: "Own" reads { kind: DATASET name: "own.csv" into: "return" } }' >own/own.txtpb
  cat >own/BUILD <<'EOF'
load("@pedigree//rules:defs.bzl", "lineage_toolchain")

lineage_toolchain(name = "own", catalogs = ["own.txtpb"], tool = "pedigree")

toolchain(name = "toolchain", toolchain = ":own", toolchain_type = "@pedigree//rules:toolchain_type")
EOF
  sed -i 's|^register_toolchains(|register_toolchains("//own:toolchain", |' WORKSPACE
}

# Runs Bazel in the current directory, which has a server and an output base of its own.
nested_bazel() {
  env --unset=TEST_TMPDIR HOME="$ROOT" USER=nested "${PEDIGREE_BAZEL:-bazel}" --max_idle_secs=60 \
    --output_user_root="$ROOT/root" --output_base="$ROOT/base/$(pwd | tr / _)" "$@"
}

# build ARG...: builds, and notes what Bazel says it executed. An action that it found up to date is not in that log.
build() {
  rm -f "$ROOT/log.json"
  if ! nested_bazel build --execution_log_json_file="$ROOT/log.json" "$@" >"$ROOT/build.log" 2>&1; then
    cat "$ROOT/build.log"
    return 1
  fi
  # One record an action; of its fields, the outputs come before the mnemonic.
  awk -F'"' '$2 == "listedOutputs" { output = $4 } $2 == "mnemonic" { print $4, output }' "$ROOT/log.json" >"$ROOT/executed"
}

# The lineage actions of the last build, sorted, on one line: "extract lib/a.cc  link app/first".
executed() {
  sed -nE 's|^LineageExtract .*/_lineage/[^/]+/(.*)\.frag$|extract \1|p
           s|^LineageLink .*/bin/(.*)/_lineage/(.*)\.graph$|link \1/\2|p
           s|^LineageLink .*/bin/(.*)\.graph$|join \1|p' "$ROOT/executed" | LC_ALL=C sort | paste -sd ' ' | sed 's/ \(extract\|link\|join\)/  \1/g'
}

# expect_executed LINE: that the last build ran just these lineage actions; "" for none.
expect_executed() { expect_equal "lineage actions of the build" "$(executed)" "$1"; }

# expect_equal WHAT ACTUAL EXPECTED
expect_equal() {
  [[ "$2" == "$3" ]] && return 0
  printf '%s\n  expected: %s\n  actual:   %s\n' "$1" "$3" "$2"
  return 1
}

# expect_extracts SOURCE...: that the last build extracted just these sources, whatever it linked.
expect_extracts() {
  local expected
  expected=$(printf 'extract %s  ' "$@")
  expect_equal "extracts of the build" "$(executed | grep -o 'extract [^ ]*' | paste -sd ' ' | sed 's/ extract/  extract/g')" "${expected%  }"
}

# expect_nothing_executed: not a lineage action, nor any other.
expect_nothing_executed() { expect_equal "actions of the build" "$(cat "$ROOT/executed")" ""; }

# expect_count WHAT FILE TEXT NUMBER: how many lines of a file, text or not, hold a text.
expect_count() { expect_equal "$1" "$(grep -a -c -F -e "$3" "$2" || true)" "$4"; }

# run_cases FUNCTION...: runs each as a case of the test, in a subshell, and writes the report that Bazel shows.
run_cases() {
  local name status failed=0 report="$ROOT/report" start
  mkdir -p "$ROOT"
  trap stop EXIT
  write_pedigree
  : >"$report"
  for name in "$@"; do
    start=$SECONDS
    # Not in the condition of the `if`: there, `set -e` would not hold, and only the last command of a case would count.
    set +e
    (
      set -e
      "$name"
    ) >"$ROOT/case.log" 2>&1
    status=$?
    set -e
    if ((status == 0)); then
      echo "PASS $name ($((SECONDS - start)) s)"
      echo "    <testcase name=\"$name\" classname=\"$TEST_TARGET\" time=\"$((SECONDS - start))\"/>" >>"$report"
    else
      failed=$((failed + 1))
      echo "FAIL $name"
      cat "$ROOT/case.log"
      echo "    <testcase name=\"$name\" classname=\"$TEST_TARGET\" time=\"$((SECONDS - start))\"><failure message=\"see the log\"/></testcase>" >>"$report"
    fi
  done
  {
    echo '<?xml version="1.0" encoding="UTF-8"?>'
    echo '<testsuites>'
    echo "  <testsuite name=\"$TEST_TARGET\" tests=\"$#\" failures=\"$failed\" errors=\"0\">"
    cat "$report"
    printf '  </testsuite>\n</testsuites>\n'
  } >"${XML_OUTPUT_FILE:-/dev/null}"
  ((failed == 0))
}

# Ends the servers, and whatever wrote its process id into $ROOT/pids, and leaves nothing behind.
stop() {
  local pid_file
  for pid_file in "$ROOT"/base/*/server/server.pid.txt "$ROOT"/pids/*; do
    [[ ! -e "$pid_file" ]] || kill "$(cat "$pid_file")" 2>/dev/null || true
  done
  rm -rf "$ROOT" 2>/dev/null || true
}

#!/usr/bin/env bash
# What people declare, in builds: joined with what is derived, and held against it.
source tests/bazel/nested.sh

readonly WORKSPACE="$ROOT/workspace"

# in_workspace LINES: the workspace, with what its programs read and write declared in `app/BUILD`; LINES are more of the
# job `first_job`.
in_workspace() {
  write_workspace "$WORKSPACE"
  cd "$WORKSPACE"
  rm -rf p BUILD
  sed -i 's|^load("@pedigree.*|load("@pedigree//rules:defs.bzl", "lineage_asset", "lineage_dataset", "lineage_graph", "lineage_job", "lineage_model", "lineage_pipeline")|' app/BUILD
  cat >>app/BUILD <<EOF

lineage_dataset(name = "raw", asset_name = "raw.csv", owner = "anna", license = "CC-BY-4.0", asset_tags = ["pii"])
lineage_dataset(name = "clean", asset_name = "c*.csv", description = "A \"clean\" one\\\\")
lineage_model(name = "model", asset_name = "model.bin")
lineage_asset(name = "other", asset_name = "other.csv", kind = "TABLE")
lineage_job(name = "first_job", binary = ":first", $1)
lineage_job(name = "second_job", binary = ":second", inputs = [":clean"], outputs = [":model"], strict = True)
EOF
}

pedigree() { "$PEDIGREE/cli/pedigree" "$@"; }

# expect_failure TEXT ARG...: that the build fails, and says so.
expect_failure() {
  local text=$1
  shift
  ! build "$@" >"$ROOT/failure" || return 1
  expect_said "$text"
}

# expect_said TEXT: that the build that failed said this too.
expect_said() { grep -q -F -e "$1" "$ROOT/failure" || { cat "$ROOT/failure" && return 1; }; }

readonly AGREES='inputs = [":raw"], outputs = [":clean"], strict = True'

a_job_that_does_what_it_is_declared_to_builds() {
  in_workspace "$AGREES"
  build //app:first_job //app:second_job
  expect_equal "differences" "$(pedigree declared bazel-bin/app/first_job.graph)" "declared and derived agree"
}

a_strict_job_that_reads_what_is_not_declared_fails() {
  in_workspace 'outputs = [":clean"], strict = True'
  expect_failure "//app:first reads raw.csv, which is not declared by //app:first_job [asset-not-declared]" //app:first_job
  expect_said 'lib/a.cc:'
}

a_strict_job_that_does_not_read_what_is_declared_fails() {
  in_workspace 'inputs = [":raw", ":other"], outputs = [":clean"], strict = True'
  expect_failure "//app:first is declared by //app:first_job to read other.csv, and its code does not" //app:first_job
  expect_said 'app/BUILD'
}

a_flow_that_is_not_declared_fails() {
  in_workspace 'inputs = [":raw", ":other"], outputs = [":clean"], flows = {":clean": [":other"]}, strict = True'
  expect_failure "in //app:first, raw.csv reaches clean.csv, which is not declared" //app:first_job
  expect_said "in //app:first, other.csv does not reach clean.csv, as is declared"
}

a_job_that_is_not_strict_builds_and_its_differences_can_be_read() {
  in_workspace 'outputs = [":clean"]'
  build --output_groups=lineage_graph,lineage_findings,lineage_sarif //app:first_job
  grep -q -F 'reads raw.csv, which is not declared' bazel-bin/app/first_job.findings.txt
  grep -q -F '"ruleId": "asset-not-declared"' bazel-bin/app/first_job.sarif
}

differences_of_a_strict_job_can_be_read_too() {
  in_workspace 'outputs = [":clean"], strict = True'
  build --output_groups=lineage_findings,lineage_sarif //app:first_job
  grep -q '^error: ' bazel-bin/app/first_job.findings.txt
}

# Where only its findings are asked for, as above, the build fails if validations are run.
a_strict_job_is_held_to_by_validation() {
  in_workspace 'outputs = [":clean"], strict = True'
  expect_failure "//app:first reads raw.csv, which is not declared by //app:first_job" \
    --experimental_run_validations --output_groups=lineage_findings //app:first_job
}

reporting_does_not_fail_and_off_does_nothing() {
  in_workspace 'outputs = [":clean"], strict = True'
  build --@pedigree//rules:mode=report //app:first_job
  [[ -s bazel-bin/app/first_job.graph ]]
  nested_bazel clean >/dev/null 2>&1
  sed -i '1 i load("@pedigree//rules:defs.bzl", "lineage_diff")' app/BUILD
  echo 'lineage_diff(name = "diff", base = ":both", head = ":first_job")' >>app/BUILD
  build --@pedigree//rules:mode=off //app:first_job //app:both //app:diff
  expect_executed ""
  expect_failure "is one of off, report, enforce, not 'loud'" --@pedigree//rules:mode=loud //app:first_job
}

declared_facts_are_in_the_graph() {
  in_workspace "$AGREES"
  build //app:first_job
  expect_count "owner" bazel-bin/app/first_job.graph anna 1
  expect_count "licence" bazel-bin/app/first_job.graph CC-BY-4.0 1
  expect_count "description, as it was written" bazel-bin/app/first_job.graph 'A "clean" one\' 1
}

a_declared_alias_meets_what_is_imported() {
  in_workspace "$AGREES"
  sed -i 's|name = "raw", |name = "raw", aliases = {"hive": ["core.raw"]}, |' app/BUILD
  build //app:first_job
  echo '{"job":{"namespace":"n","name":"load"},"inputs":[{"namespace":"hive","name":"source"}],"outputs":[{"namespace":"hive","name":"core.raw"}]}' \
    >"$ROOT/events.jsonl"
  pedigree import openlineage -o "$ROOT/theirs.graph" "$ROOT/events.jsonl"
  pedigree link -o "$ROOT/joined.graph" bazel-bin/app/first_job.graph "$ROOT/theirs.graph"
  pedigree trace "$ROOT/joined.graph" clean.csv --up >"$ROOT/trace"
  grep -q -F source "$ROOT/trace"
  sed -i 's|"raw.csv", owner|"r*.csv", owner|' app/BUILD
  expect_failure "only one asset has aliases" //app:first_job
}

holes_of_a_job_are_filled() {
  in_workspace 'inputs = [":raw"], outputs = [":clean"], strict = True, holes = {"argv:1": "raw.csv"}'
  sed -i 's|int main() { CopyText("raw.csv"|int main(int, char** argv) { CopyText(argv[1]|' app/first.cc
  build //app:first_job
}

a_pipeline_joins_jobs_and_its_ends_are_checked() {
  in_workspace "$AGREES"
  echo 'lineage_pipeline(name = "pipeline", jobs = [":first_job", ":second_job"], inputs = [":raw"], outputs = [":model"])' >>app/BUILD
  build //app:pipeline
  pedigree trace bazel-bin/app/pipeline.graph model.bin --up >"$ROOT/trace"
  grep -q raw.csv "$ROOT/trace"
  sed -i 's|inputs = \[":raw"\], outputs = \[":model"\])$|inputs = [":clean"], outputs = [":model"])|' app/BUILD
  expect_failure "//app:clean is no input: a job of the pipeline writes it" //app:pipeline
}

# jobs_of GRAPH: how many it has.
jobs_of() {
  pedigree show "$1" --format json >"$ROOT/graph.json"
  grep -c '"coverage"' "$ROOT/graph.json"
}

graphs_of_several_packages_join_in_one() {
  in_workspace "$AGREES"
  mkdir -p p
  cat >p/BUILD <<'EOF'
load("@pedigree//rules:defs.bzl", "lineage_graph")

# The same program twice, declared and not; and a graph of graphs.
lineage_graph(name = "lineage", jobs = ["//app:both", "//app:first_job", "//app:second"])
EOF
  build //p:lineage
  expect_equal "jobs" "$(jobs_of bazel-bin/p/lineage.graph)" 2
  expect_count "owner" bazel-bin/p/lineage.graph anna 1
}

an_edit_links_one_job_of_a_whole_repository() {
  in_workspace "$AGREES"
  cat >BUILD <<'EOF'
load("@pedigree//rules:defs.bzl", "lineage_graph")

lineage_graph(name = "lineage", jobs = ["//app:one", "//app:second_job"])
EOF
  build //:lineage
  sed -i 's/raw.csv/other.csv/' app/first.cc
  build //:lineage
  expect_executed "extract app/first.cc  join lineage  link app/first"
  build //:lineage
  expect_nothing_executed
}

a_schema_lists_the_columns() {
  in_workspace "$AGREES"
  mkdir -p p
  echo 'syntax = "proto3"; package p; message Row { int64 id = 1; string name = 2; }' >p/row.proto
  cat >p/BUILD <<'EOF'
load("@pedigree//rules:defs.bzl", "lineage_dataset", "lineage_graph")

lineage_dataset(name = "rows", asset_name = "raw.csv", column_tags = {"name": ["pii"]}, schema = "row.proto", schema_message = "p.Row")
lineage_graph(name = "lineage", assets = [":rows"], jobs = ["//app:first"])
EOF
  build //p:lineage
  expect_count "column" bazel-bin/p/lineage.graph int64 1
  sed -i 's/"name": \["pii"\]/"nam": ["pii"]/' p/BUILD
  expect_failure "message p.Row has no field nam, of which asset //p:rows says something" //p:lineage
}

# A catalog in front of a library serves those who depend on it, and only they run when it changes.
a_catalog_serves_whoever_depends_on_it() {
  in_workspace "$AGREES"
  mkdir -p p
  cat >p/BUILD <<'EOF'
load("@pedigree//rules:defs.bzl", "lineage_catalog", "lineage_graph")
load("@rules_cc//cc:cc_binary.bzl", "cc_binary")
load("@rules_cc//cc:cc_library.bzl", "cc_library")

cc_library(name = "api_headers", hdrs = ["api.h"])
lineage_catalog(name = "api", srcs = ["api.txtpb"], deps = [":api_headers"])
cc_binary(name = "job", srcs = ["main.cc"], deps = [":api", "//lib"])
lineage_graph(name = "lineage", jobs = [":job", "//app:first"])
EOF
  echo 'void Publish(const char* topic, int value);' >p/api.h
  echo 'api { function: "Publish" writes { kind: STREAM namespace: "bus" name: "{arg[0]}" from: "arg[1]" } }' >p/api.txtpb
  printf '#include "p/api.h"\n\nint main(int argc, char**) { Publish("numbers", argc); }\n' >p/main.cc
  build //p:lineage
  pedigree show bazel-bin/p/lineage.graph --format json >"$ROOT/graph.json"
  grep -q '"numbers"' "$ROOT/graph.json"
  echo '# changed' >>p/api.txtpb
  build //p:lineage
  expect_extracts p/main.cc
}

a_program_among_the_data_of_another_is_a_job() {
  in_workspace "$AGREES"
  sed -i 's|    name = "first",|    name = "first", data = [":second"],|' app/BUILD
  build //app:one
  expect_equal "jobs" "$(jobs_of bazel-bin/app/one.graph)" 2
}

# with_lock FILE: the workspace, with the lineage of `first_job` locked in FILE of `app`.
with_lock() {
  in_workspace "$AGREES"
  sed -i '1 i load("@pedigree//rules:defs.bzl", "lineage_lock_test")' app/BUILD
  echo "lineage_lock_test(name = \"lock\", graph = \":first_job\", lock = \"$1\")" >>app/BUILD
  rm -f "app/$1"
}

tests() { nested_bazel test --test_output=errors "$@" >"$ROOT/failure" 2>&1; }

lineage_is_locked_in_a_text() {
  with_lock LINEAGE.txtpb
  ! tests //app:lock || return 1
  expect_said "There is no app/LINEAGE.txtpb yet. To write it: bazel run //app:lock.update"
  nested_bazel run //app:lock.update >/dev/null 2>&1
  tests //app:lock
  # Code that moves is not lineage that changes.
  sed -i '1 i // moved' app/first.cc lib/a.cc
  tests //app:lock
  sed -i 's/"clean.csv"/"other.csv"/; s/"raw.csv"/"clean.csv"/' app/first.cc
  sed -i 's/, strict = True)$/)/' app/BUILD
  ! tests //app:lock || return 1
  expect_said "The lineage is not what app/LINEAGE.txtpb says. If it is meant to be so: bazel run //app:lock.update"
  expect_said '+  asset: "other.csv"'
  nested_bazel run //app:lock.update >/dev/null 2>&1
  tests //app:lock
}

lineage_is_locked_in_tables() {
  with_lock locks/LINEAGE.md
  nested_bazel run //app:lock.update >/dev/null 2>&1
  grep -q -F '| `raw.csv` | DATASET | anna | CC-BY-4.0 | pii | DECLARED, DERIVED |' app/locks/LINEAGE.md
  tests //app:lock
}

two_graphs_are_compared() {
  in_workspace "$AGREES"
  sed -i '1 i load("@pedigree//rules:defs.bzl", "lineage_diff")' app/BUILD
  echo 'lineage_diff(name = "diff", base = "before.graph", head = ":first_job")' >>app/BUILD
  build //app:first_job
  cp bazel-bin/app/first_job.graph app/before.graph
  sed -i 's/, outputs = \[":clean"\], strict = True//; s/"clean.csv"/"new.csv"/' app/BUILD app/first.cc
  build //app:diff
  grep -q 'new.csv' bazel-bin/app/diff.txt
  sed -i 's|"before.graph"|"//lib"|' app/BUILD
  expect_failure "//app:diff: //lib:lib is not one graph, it is 2 files" //app:diff
}

# in_declared LINES: the workspace, and LINES in a package `p` of declarations.
in_declared() {
  in_workspace "$AGREES"
  mkdir -p p
  {
    echo 'load("@pedigree//rules:defs.bzl", "lineage_dataset", "lineage_graph", "lineage_job", "lineage_pipeline", "lineage_policy", "lineage_policy_test")'
    printf '%s\n' "$@"
  } >p/BUILD
}

readonly TWO='lineage_dataset(name = "raw", asset_name = "raw.csv", columns = ["age"])
lineage_dataset(name = "clean", asset_name = "clean.csv")'

mistakes_are_told_where_they_are_made() {
  in_declared 'lineage_job(name = "wrong")'
  expect_failure "//p:wrong: missing value for mandatory attribute 'binary'" //p:wrong
  in_declared 'filegroup(name = "none")' 'lineage_job(name = "wrong", binary = ":none")'
  expect_failure "//p:wrong: //p:none has no C++ source" //p:wrong
  in_declared 'lineage_dataset(name = "wrong", digest = "sha256:12")'
  expect_failure '//p:wrong: `digest` is sha256: and 64 hexadecimal digits in lower case, not "sha256:12"' //p:wrong
  in_declared 'lineage_dataset(name = "wrong", retention_days = -1)'
  expect_failure '//p:wrong: `retention_days` is -1' //p:wrong
  in_declared 'lineage_dataset(name = "wrong", column_tags = {"age": ["pii "]})'
  expect_failure '//p:wrong: "pii " is no tag' //p:wrong
  in_declared "$TWO" 'lineage_job(name = "wrong", binary = "//app:first", inputs = [":raw"], outputs = [":clean"], flows = {":clean": []})'
  expect_failure '//p:wrong: flows do not say what ":clean" is made of' //p:wrong
  # The jobs' data have one name, and are two targets.
  in_declared "$TWO" 'lineage_job(name = "second_job", binary = "//app:second", inputs = [":clean"])' \
    'lineage_pipeline(name = "wrong", jobs = ["//app:first_job", ":second_job"])'
  expect_failure "//p:wrong: //app:first shares no declared asset with the other jobs" //p:wrong
  in_declared "$TWO" 'lineage_job(name = "again", binary = "//app:first", inputs = [":raw"], outputs = [":clean"])' \
    'lineage_pipeline(name = "wrong", jobs = ["//app:first_job", ":again"])'
  expect_failure "//p:wrong: two of its jobs are declared for one program, //app:first" //p:wrong
  in_declared 'lineage_graph(name = "wrong", jobs = [":other"])' 'lineage_graph(name = "other", jobs = [":wrong"])'
  expect_failure "cycle in dependency graph" //p:wrong
}

declarations_that_do_not_fit_together_fail() {
  in_declared "$TWO" 'lineage_dataset(name = "same", asset_name = "raw.csv", owner = "bo")' \
    'lineage_graph(name = "wrong", assets = [":same"], jobs = ["//app:first_job"])'
  expect_failure "assets //app:raw and //p:same are both 'raw.csv', and differ in owner: anna and bo" //p:wrong
  expect_said p/BUILD
  in_declared "$TWO" 'lineage_job(name = "wrong", binary = "//app:first", inputs = [":raw"], outputs = [":clean"], flows = {":clean": [":raw#agge"]})'
  expect_failure "p/BUILD: job //p:wrong: a flow names column agge, which //p:raw does not have" //p:wrong
}

a_hole_that_no_name_has_is_told() {
  in_declared "$TWO" 'lineage_job(name = "wrong", binary = "//app:first", inputs = [":raw"], outputs = [":clean"], holes = {"arg:1": "x"})'
  build //p:wrong
  cp "$ROOT/build.log" "$ROOT/failure"
  expect_said "warning: declared, and in no name that the job uses: {arg:1} of //app:first"
}

a_policy_of_what_is_not_there_fails() {
  in_declared 'lineage_policy(name = "policy", srcs = ["policy.txtpb"])' 'lineage_graph(name = "graph", jobs = ["//app:first"])' \
    'lineage_policy_test(name = "test", graph = ":graph", policies = [":policy"])'
  echo 'rule { id: "r" message: "m" forbid { from { tag: "pi" } to { name: "clean.csv" } } }' >p/policy.txtpb
  ! tests //p:test || return 1
  expect_said 'p/policy.txtpb:1:38: warning: this selector matches nothing: nothing is tagged pi'
  sed -i 's/tag: "pi"/tag: "pi" optional: true/' p/policy.txtpb
  tests //p:test
  echo 'rule { id: "r" forbdi {} }' >p/policy.txtpb
  ! tests //p:test || return 1
  expect_said "pedigree: p/policy.txtpb:1:16: a Rule has no field 'forbdi'"
}

# What a declaration says is no input of what is derived.
a_changed_declaration_derives_nothing() {
  in_workspace "$AGREES"
  build //app:first_job
  sed -i 's/anna/bo/' app/BUILD
  build //app:first_job
  expect_executed "join app/first_job"
}

the_aspect_leaves_graphs_alone() {
  in_workspace "$AGREES"
  build --aspects=@pedigree//rules:defs.bzl%lineage_aspect --output_groups=lineage_graph //app/...
  [[ -s bazel-bin/app/_lineage/first.graph && -s bazel-bin/app/_lineage/second.graph ]]
}

run_cases \
  a_job_that_does_what_it_is_declared_to_builds \
  a_strict_job_that_reads_what_is_not_declared_fails \
  a_strict_job_that_does_not_read_what_is_declared_fails \
  a_flow_that_is_not_declared_fails \
  a_job_that_is_not_strict_builds_and_its_differences_can_be_read \
  differences_of_a_strict_job_can_be_read_too \
  a_strict_job_is_held_to_by_validation \
  reporting_does_not_fail_and_off_does_nothing \
  declared_facts_are_in_the_graph \
  a_declared_alias_meets_what_is_imported \
  holes_of_a_job_are_filled \
  a_pipeline_joins_jobs_and_its_ends_are_checked \
  graphs_of_several_packages_join_in_one \
  an_edit_links_one_job_of_a_whole_repository \
  a_schema_lists_the_columns \
  a_catalog_serves_whoever_depends_on_it \
  a_program_among_the_data_of_another_is_a_job \
  lineage_is_locked_in_a_text \
  lineage_is_locked_in_tables \
  two_graphs_are_compared \
  mistakes_are_told_where_they_are_made \
  declarations_that_do_not_fit_together_fail \
  a_hole_that_no_name_has_is_told \
  a_policy_of_what_is_not_there_fails \
  a_changed_declaration_derives_nothing \
  the_aspect_leaves_graphs_alone

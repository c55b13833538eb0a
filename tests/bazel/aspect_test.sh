#!/usr/bin/env bash
# What the aspect finds in C++ targets as people write them.
source tests/bazel/nested.sh

readonly WORKSPACE="$ROOT/workspace"
readonly LOADS='load("@pedigree//rules:defs.bzl", "lineage_graph")
load("@pedigree//third_party:proto.bzl", "cc_proto")
load("@rules_cc//cc:cc_binary.bzl", "cc_binary")
load("@rules_cc//cc:cc_library.bzl", "cc_library")
'

# in_workspace: the workspace as it is written, with nothing built.
in_workspace() {
  write_workspace "$WORKSPACE"
  cd "$WORKSPACE"
  rm -rf p
  nested_bazel clean >/dev/null 2>&1
}

# in_package: a new, empty package `p`, whose BUILD file is standard input.
in_package() {
  in_workspace
  mkdir p
  { echo "$LOADS" && cat; } >p/BUILD
}

optimised_builds_extract_a_source_once() {
  in_workspace
  sed -i '$ a cc_binary(name = "shared.so", linkshared = True, deps = ["//lib"])' app/BUILD
  build -c opt //app:first //app:shared.so
  # So there are two compiles of each source of the library.
  expect_equal "compiles of lib/a.cc" "$(grep -c '^CppCompile .*/a\(\.pic\)\?\.d$\|^CppCompile .*/a\(\.pic\)\?\.o$' "$ROOT/executed")" 2
  build -c opt //app:one
  expect_extracts app/first.cc lib/a.cc lib/b.cc lib/c.cc
}

sources_of_one_name_are_told_apart() {
  in_package <<'EOF'
cc_binary(name = "job", srcs = ["main.cc", "x/part.cc", "y/part.cc"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  mkdir p/x p/y
  echo 'int X() { return 1; }' >p/x/part.cc
  echo 'int Y() { return 2; }' >p/y/part.cc
  echo 'int main() {}' >p/main.cc
  build //p:graph
  expect_extracts p/main.cc p/x/part.cc p/y/part.cc
}

generated_sources_and_headers_are_analysed() {
  in_package <<'EOF'
genrule(name = "source", outs = ["made.cc"], cmd = "echo '#include \"p/made.h\"\nint Made() { return MADE; }' > $@")
genrule(name = "header", outs = ["made.h"], cmd = "echo '#define MADE 1' > $@")
cc_binary(name = "job", srcs = ["main.cc", "made.cc", "made.h"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  echo 'int main() {}' >p/main.cc
  build //p:graph
  expect_extracts p/made.cc p/main.cc
}

schemas_are_analysed() {
  in_package <<'EOF'
cc_proto(name = "row")
cc_proto(name = "table", deps = [":row"])
cc_binary(name = "job", srcs = ["main.cc"], deps = [":table"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  echo 'syntax = "proto3"; message Row { string name = 1; }' >p/row.proto
  echo 'syntax = "proto3"; import "p/row.proto"; message Table { repeated Row row = 1; }' >p/table.proto
  printf '#include "p/table.pb.h"\n\nint main() { return Table().row_size(); }\n' >p/main.cc
  build //p:graph
  expect_extracts p/main.cc p/row.pb.cc p/table.pb.cc
}

assembly_is_skipped_and_c_is_not() {
  in_package <<'EOF'
cc_binary(name = "job", srcs = ["main.cc", "one.S", "two.s", "plain.c"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  touch p/one.S p/two.s
  echo 'int Plain(void) { return 1; }' >p/plain.c
  echo 'int main() {}' >p/main.cc
  build //p:graph
  expect_extracts p/main.cc p/plain.c
}

flags_reach_the_tool_as_they_reach_the_compiler() {
  in_package <<'EOF'
cc_library(
    name = "dep",
    hdrs = ["dep/include/dep.h"],
    defines = ["FROM_DEP=1"],
    includes = ["dep/include"],
    textual_hdrs = ["dep/include/table.inc"],
)
cc_binary(
    name = "job",
    srcs = ["main.cc"],
    copts = ["-DQUOTED='\"a b\"'", "-include", "p/dep/include/dep.h"],
    local_defines = ["LOCAL=2"],
    deps = [":dep"],
)
lineage_graph(name = "graph", jobs = [":job"])
EOF
  mkdir -p p/dep/include
  echo '#define DEP 3' >p/dep/include/dep.h
  echo 'constexpr int kTable[] = {1, 2};' >p/dep/include/table.inc
  cat >p/main.cc <<'EOF'
#include <dep.h>
#include <table.inc>
static_assert(sizeof(kTable) == 2 * sizeof(int));
static_assert(FROM_DEP == 1 && LOCAL == 2 && DEP == 3 && COMMAND_LINE == 4 && sizeof(QUOTED) == 4);
int main() {}
EOF
  build --cxxopt=-std=c++17 --copt=-DCOMMAND_LINE=4 //p:graph //p:job
  expect_extracts p/main.cc
}

what_select_chooses_is_analysed() {
  in_package <<'EOF'
config_setting(name = "gpu", define_values = {"device": "gpu"})
cc_library(name = "on_gpu", srcs = ["gpu.cc"])
cc_library(name = "on_cpu", srcs = ["cpu.cc"])
cc_binary(name = "job", srcs = ["main.cc"], deps = select({":gpu": [":on_gpu"], "//conditions:default": [":on_cpu"]}))
lineage_graph(name = "graph", jobs = [":job"])
EOF
  echo 'void Train() {}' | tee p/gpu.cc >p/cpu.cc
  echo 'int main() {}' >p/main.cc
  build //p:graph
  expect_extracts p/cpu.cc p/main.cc
  build --define=device=gpu //p:graph
  expect_equal "extract of the other" "$(executed | grep -o 'extract p/[cg]pu.cc' || true)" "extract p/gpu.cc"
}

# Nothing calls into it: it registers itself, and is linked all the same.
a_library_that_is_always_linked_is_part_of_the_job() {
  in_package <<'EOF'
cc_library(name = "plugin", srcs = ["plugin.cc"], alwayslink = True)
cc_binary(name = "job", srcs = ["main.cc"], deps = [":plugin"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  cat >p/plugin.cc <<'EOF'
#include <cstdio>

static const bool registered = [] {
  char c = 0;
  std::fread(&c, 1, 1, std::fopen("plugins.cfg", "r"));
  std::fwrite(&c, 1, 1, std::fopen("registered.txt", "w"));
  return true;
}();
EOF
  echo 'int main() {}' >p/main.cc
  build //p:graph
  "$PEDIGREE/cli/pedigree" flows bazel-bin/p/graph.graph >"$ROOT/flows"
  expect_count "flows" "$ROOT/flows" "plugins.cfg -> registered.txt" 1
}

tests_are_jobs() {
  in_package <<'EOF'
load("@rules_cc//cc:cc_test.bzl", "cc_test")
cc_test(name = "copy_test", srcs = ["copy_test.cc"], deps = ["//lib"])
EOF
  printf '#include "lib/copy.h"\n\nint main() { CopyText("golden.csv", "tested.csv"); }\n' >p/copy_test.cc
  build --aspects=@pedigree//rules:defs.bzl%lineage_aspect --output_groups=lineage_graph //p:copy_test
  "$PEDIGREE/cli/pedigree" flows bazel-bin/p/_lineage/copy_test.graph >"$ROOT/flows"
  expect_count "flows" "$ROOT/flows" "golden.csv -> tested.csv" 1
}

# A generator that runs in the build is built for the machine that builds; what it is made of is no part of the job.
what_builds_the_sources_is_no_part_of_the_job() {
  in_package <<'EOF'
cc_binary(name = "generator", srcs = ["generator.cc"])
genrule(name = "made", outs = ["made.cc"], cmd = "$(location :generator) >$@", tools = [":generator"])
cc_binary(name = "job", srcs = ["main.cc", "made.cc"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  printf '#include <cstdio>\n\nint main() { std::puts("int Made() { return 1; }"); }\n' >p/generator.cc
  echo 'int main() {}' >p/main.cc
  build //p:graph
  expect_extracts p/made.cc p/main.cc
}

# A program that reads what only a catalog of one's own knows, and writes by what every tool knows.
in_package_with_a_toolchain() {
  in_package <<'EOF'
cc_binary(name = "job", srcs = ["main.cc"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  printf '#include <cstdio>\n\nint Own();\nint main() { std::putc(Own(), std::fopen("out.txt", "w")); }\n' >p/main.cc
  write_toolchain
}

a_tool_and_catalogs_of_ones_own_serve_first() {
  in_package_with_a_toolchain
  build //p:graph
  expect_count "actions by the tool" "$ROOT/log.json" '"commandArgs": ["own/pedigree"' 2
  own/pedigree flows bazel-bin/p/graph.graph >"$ROOT/flows"
  expect_count "flows" "$ROOT/flows" "own.csv -> out.txt" 1
}

catalogs_of_ones_own_can_be_all_that_serve() {
  in_package_with_a_toolchain
  sed -i 's|catalogs = |default_catalogs = False, &|' own/BUILD
  build //p:graph
  own/pedigree doctor bazel-bin/p/graph.graph >"$ROOT/doctor"
  expect_count "calls that the catalog knows" "$ROOT/doctor" "  Own" 1
  own/pedigree flows bazel-bin/p/graph.graph >"$ROOT/flows"
  expect_count "flows by what only the tool knows" "$ROOT/flows" "own.csv -> out.txt" 0
}

# Stand-ins, in Starlark, for what only later Bazels have: a library with `implementation_deps`, and `cc_shared_library`.
write_later_rules() {
  cat >p/later.bzl <<'EOF'
load("@rules_cc//cc/common:cc_common.bzl", "cc_common")
load("@rules_cc//cc/common:cc_info.bzl", "CcInfo")

def _library_impl(ctx):
    toolchain = ctx.attr._cc_toolchain[cc_common.CcToolchainInfo]
    deps = [dep[CcInfo] for dep in ctx.attr.deps]
    hidden = [dep[CcInfo] for dep in ctx.attr.implementation_deps]
    _, objects = cc_common.compile(
        name = ctx.label.name,
        actions = ctx.actions,
        cc_toolchain = toolchain,
        compilation_contexts = [info.compilation_context for info in deps + hidden],
        feature_configuration = cc_common.configure_features(ctx = ctx, cc_toolchain = toolchain),
        public_hdrs = ctx.files.hdrs,
        srcs = ctx.files.srcs,
    )
    own = CcInfo(compilation_context = cc_common.create_compilation_context(headers = depset(ctx.files.hdrs)))
    return [
        DefaultInfo(files = depset(objects.objects + objects.pic_objects)),
        cc_common.merge_cc_infos(cc_infos = [own] + deps),
    ]

library = rule(
    implementation = _library_impl,
    attrs = {
        "deps": attr.label_list(providers = [CcInfo]),
        "hdrs": attr.label_list(allow_files = True),
        "implementation_deps": attr.label_list(providers = [CcInfo]),
        "srcs": attr.label_list(allow_files = True),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _shared_library_impl(_):
    return []

cc_shared_library = rule(
    implementation = _shared_library_impl,
    attrs = {"deps": attr.label_list(), "dynamic_deps": attr.label_list()},
)
EOF
}

implementation_deps_are_part_of_the_job() {
  in_package <<'EOF'
load(":later.bzl", "library")
cc_library(name = "hidden", srcs = ["hidden.cc"], hdrs = ["hidden.h"])
library(name = "front", srcs = ["front.cc"], hdrs = ["front.h"], implementation_deps = [":hidden"])
cc_binary(name = "job", srcs = ["main.cc"], deps = [":front"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  write_later_rules
  echo 'int Hidden();' >p/hidden.h
  echo 'int Front();' >p/front.h
  echo 'int Hidden() { return 1; }' >p/hidden.cc
  printf '#include "p/front.h"\n#include "p/hidden.h"\n\nint Front() { return Hidden(); }\n' >p/front.cc
  printf '#include "p/front.h"\n\nint main() { return Front(); }\n' >p/main.cc
  build //p:graph
  expect_extracts p/front.cc p/hidden.cc p/main.cc
  echo 'int More();' >>p/hidden.h
  build //p:graph
  expect_extracts p/front.cc
}

a_shared_library_and_those_that_it_loads_are_one_job() {
  in_package <<'EOF'
load(":later.bzl", "cc_shared_library")
cc_library(name = "base", srcs = ["base.cc"])
cc_library(name = "top", srcs = ["top.cc"])
cc_shared_library(name = "loaded", deps = [":base"])
cc_shared_library(name = "job", deps = [":top"], dynamic_deps = [":loaded"])
EOF
  write_later_rules
  echo 'int Base() { return 1; }' >p/base.cc
  echo 'int Base(); int Top() { return Base(); }' >p/top.cc
  build --aspects=@pedigree//rules:defs.bzl%lineage_aspect --output_groups=lineage_graph //p:job
  expect_executed "extract p/base.cc  extract p/top.cc  link p/job"
}

layering_check_does_not_get_in_the_way() {
  in_workspace
  build --features=layering_check //app:one
  expect_extracts app/first.cc lib/a.cc lib/b.cc lib/c.cc
}

a_library_can_be_a_job() {
  in_package <<'EOF'
lineage_graph(name = "graph", jobs = ["//lib", "//app:first"])
EOF
  build //p:graph
  expect_equal "links" "$(grep -c ^LineageLink "$ROOT/executed")" 3
  grep -a -q '//lib:lib' bazel-bin/p/graph.graph
}

jobs_are_named_by_label() {
  in_workspace
  build //app:both
  expect_equal "jobs" "$(grep -a -o '//app:[a-z]*' bazel-bin/app/both.graph | LC_ALL=C sort -u | paste -sd ' ')" "//app:first //app:second"
}

flows_cross_the_jobs() {
  in_workspace
  build //app:both
  expect_equal "flows" \
    "$("$PEDIGREE/cli/pedigree" flows bazel-bin/app/both.graph --format text | awk '$2 == "->" { print $1, $3 }' | LC_ALL=C sort | paste -sd ',')" \
    "clean.csv model.bin,raw.csv clean.csv,raw.csv model.bin"
}

no_build_file_needs_to_change() {
  in_workspace
  build --aspects=@pedigree//rules:defs.bzl%lineage_aspect --output_groups=lineage //app:first
  [[ -s bazel-bin/app/_lineage/first.graph ]]
  expect_equal "compiles" "$(grep -c ^CppCompile "$ROOT/executed")" 0
}

a_program_without_anything_to_analyse_is_no_job() {
  in_package <<'EOF'
cc_binary(name = "job", srcs = ["main.cc"], tags = ["no-lineage"])
EOF
  echo 'int main() {}' >p/main.cc
  build --aspects=@pedigree//rules:defs.bzl%lineage_aspect --output_groups=lineage_graph //p:job
  expect_executed ""
}

a_target_can_stay_out() {
  in_workspace
  sed -i 's|name = "lib",|name = "lib", tags = ["no-lineage"],|' lib/BUILD
  build //app:one
  expect_extracts app/first.cc
}

a_source_that_does_not_compile_fails_the_build_and_names_the_place() {
  in_package <<'EOF'
cc_binary(name = "job", srcs = ["main.cc"])
lineage_graph(name = "graph", jobs = [":job"])
EOF
  printf 'int main() {\n  return nothing;\n}\n' >p/main.cc
  ! build //p:graph >"$ROOT/failure" || return 1
  grep -q 'p/main.cc:2:10' "$ROOT/failure"
}

run_cases \
  optimised_builds_extract_a_source_once \
  sources_of_one_name_are_told_apart \
  generated_sources_and_headers_are_analysed \
  schemas_are_analysed \
  assembly_is_skipped_and_c_is_not \
  flags_reach_the_tool_as_they_reach_the_compiler \
  what_select_chooses_is_analysed \
  a_library_that_is_always_linked_is_part_of_the_job \
  tests_are_jobs \
  what_builds_the_sources_is_no_part_of_the_job \
  a_tool_and_catalogs_of_ones_own_serve_first \
  catalogs_of_ones_own_can_be_all_that_serve \
  implementation_deps_are_part_of_the_job \
  a_shared_library_and_those_that_it_loads_are_one_job \
  layering_check_does_not_get_in_the_way \
  a_library_can_be_a_job \
  jobs_are_named_by_label \
  flows_cross_the_jobs \
  no_build_file_needs_to_change \
  a_program_without_anything_to_analyse_is_no_job \
  a_target_can_stay_out \
  a_source_that_does_not_compile_fails_the_build_and_names_the_place

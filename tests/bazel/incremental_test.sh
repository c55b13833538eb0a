#!/usr/bin/env bash
# How much of the lineage is derived anew after an edit: read from Bazel's own log of what it executed.
source tests/bazel/nested.sh

readonly WORKSPACE="$ROOT/workspace"

# Every case starts from the same sources, built.
built() {
  write_workspace "$WORKSPACE"
  cd "$WORKSPACE"
  build "$@"
}

first_build_extracts_each_source_once_and_links_each_job() {
  built //app:one //app:both
  expect_executed "extract app/first.cc  extract app/second.cc  extract lib/a.cc  extract lib/b.cc  extract lib/c.cc  join app/both  link app/first  link app/second"
}

null_build_runs_nothing() {
  built //app:one //app:both
  build //app:one //app:both
  expect_nothing_executed
}

an_edited_source_is_extracted_and_its_job_linked() {
  built //app:one
  sed -i 's/raw.csv/other.csv/' app/first.cc
  build //app:one
  expect_executed "extract app/first.cc  link app/first"
}

an_edit_in_one_job_links_that_job_and_the_whole() {
  built //app:both
  sed -i 's/model.bin/other.bin/' app/second.cc
  build //app:both
  expect_executed "extract app/second.cc  join app/both  link app/second"
}

an_edited_comment_links_nothing() {
  built //app:both
  sed -i '$ s|$|  // of no consequence|' lib/b.cc
  build //app:both
  expect_executed "extract lib/b.cc"
}

an_edited_header_that_nobody_includes_runs_nothing() {
  built //app:both
  echo 'int More();' >>lib/unused.h
  build //app:both
  expect_nothing_executed
}

an_edited_header_runs_the_sources_that_include_it() {
  built //app:one
  echo 'void More();' >>lib/copy.h
  build //app:one
  expect_extracts app/first.cc lib/a.cc lib/b.cc
}

an_edited_header_runs_the_sources_that_include_it_through_another() {
  built //app:both
  sed -i 's/64/32/' lib/inner.h
  build //app:both
  expect_extracts app/first.cc app/second.cc lib/a.cc lib/b.cc
}

a_header_that_comes_into_use_counts_from_then_on() {
  built //app:one
  echo 'int Before();' >>lib/unused.h
  build //app:one
  expect_nothing_executed
  sed -i '1 i #include "lib/unused.h"' lib/c.cc
  build //app:one
  expect_extracts lib/c.cc
  echo 'int After();' >>lib/unused.h
  build //app:one
  expect_extracts lib/c.cc
}

# The path by which a source finds a header need not be the one Bazel knows it by.
a_header_included_by_a_roundabout_path_counts() {
  built //app:one
  sed -i '1 i #include "../lib/unused.h"' lib/c.cc
  build //app:one
  echo 'int After();' >>lib/unused.h
  build //app:one
  expect_extracts lib/c.cc
}

a_header_with_another_include_prefix_counts() {
  write_workspace "$WORKSPACE"
  cd "$WORKSPACE"
  sed -i 's|name = "lib",|name = "lib", deps = [":moved"],|' lib/BUILD
  echo 'cc_library(name = "moved", hdrs = ["moved.h"], include_prefix = "other", strip_include_prefix = "/lib")' >>lib/BUILD
  echo 'int Moved();' >lib/moved.h
  sed -i '1 i #include "other/moved.h"' lib/c.cc
  build //app:one
  echo 'int After();' >>lib/moved.h
  build //app:one
  expect_extracts lib/c.cc
}

a_source_taken_out_of_a_target_leaves_the_graph() {
  built //app:one
  sed -i 's|"b.cc", ||' lib/BUILD
  build //app:one
  expect_executed "link app/first"
}

a_changed_catalog_of_the_toolchain_runs_every_extract() {
  write_workspace "$WORKSPACE"
  cd "$WORKSPACE"
  write_toolchain
  build //app:one
  echo '# changed' >>own/own.txtpb
  build //app:one
  expect_extracts app/first.cc lib/a.cc lib/b.cc lib/c.cc
}

a_changed_tool_runs_everything() {
  built //app:one
  echo '# changed' >>"$PEDIGREE/cli/pedigree" # harmless to a program
  build //app:one
  expect_executed "extract app/first.cc  extract lib/a.cc  extract lib/b.cc  extract lib/c.cc  link app/first"
}

# A compile that has run knows which headers it read, and Bazel drops the others from its inputs. The aspect must not see a
# difference in that.
analysing_anew_after_a_compile_runs_nothing() {
  built //app:both //app:first //app:second
  echo '# changed' >>lib/BUILD
  build //app:both
  expect_nothing_executed
}

a_new_server_runs_nothing() {
  built //app:both
  nested_bazel shutdown
  build //app:both
  expect_nothing_executed
}

run_cases \
  first_build_extracts_each_source_once_and_links_each_job \
  null_build_runs_nothing \
  an_edited_source_is_extracted_and_its_job_linked \
  an_edit_in_one_job_links_that_job_and_the_whole \
  an_edited_comment_links_nothing \
  an_edited_header_that_nobody_includes_runs_nothing \
  an_edited_header_runs_the_sources_that_include_it \
  an_edited_header_runs_the_sources_that_include_it_through_another \
  a_header_that_comes_into_use_counts_from_then_on \
  a_header_included_by_a_roundabout_path_counts \
  a_header_with_another_include_prefix_counts \
  a_source_taken_out_of_a_target_leaves_the_graph \
  a_changed_catalog_of_the_toolchain_runs_every_extract \
  a_changed_tool_runs_everything \
  analysing_anew_after_a_compile_runs_nothing \
  a_new_server_runs_nothing

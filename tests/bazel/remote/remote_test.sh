#!/usr/bin/env bash
# Lineage by remote execution: what runs there, what a second client is served, and what becomes of a build whose worker dies.
source tests/bazel/nested.sh
source tests/bazel/remote/workers.sh

readonly HERE="$ROOT/here"
readonly THERE="$ROOT/a/much/longer/way/to/there"
readonly TARGETS=(--output_groups=lineage,lineage_jobs,lineage_fragments //app:both)
readonly ACTIONS=8 # five sources, two jobs, the whole

# in_client FOLDER: a client with nothing built.
in_client() {
  write_workspace "$1"
  cd "$1"
  nested_bazel clean >/dev/null 2>&1
}

# lineage_ran: how each lineage action of the last build came by its outputs, "N remote", "N remote cache hit", "N linux-sandbox" ...
lineage_ran() {
  awk -F'"' '$2 == "mnemonic" { mnemonic = $4 } $2 == "runner" && mnemonic ~ /^Lineage/ { print $4 }' "$ROOT/log.json" |
    LC_ALL=C sort | uniq -c | awk '{ $1 = $1; print }' | paste -sd ','
}

# as_if_local: that the outputs are, byte by byte, what a build without any worker gives.
as_if_local() {
  local file
  for file in $(cd "$ROOT/local" && find . -name '*.frag' -o -name '*.graph'); do
    cmp "$ROOT/local/$file" "bazel-bin/$file"
  done
}

built_locally() {
  in_client "$HERE"
  build "${TARGETS[@]}"
  rm -rf "$ROOT/local"
  cp -rL bazel-bin "$ROOT/local"
  expect_equal "number of outputs" "$(find "$ROOT/local" -name '*.frag' -o -name '*.graph' | wc -l)" "$ACTIONS"
}

every_action_runs_remotely() {
  no_workers
  start_worker 8001
  in_client "$HERE"
  remotely 8001 "${TARGETS[@]}"
  expect_equal "lineage actions" "$(lineage_ran)" "$ACTIONS remote"
  as_if_local
}

a_second_client_at_another_path_is_served_all_of_it() {
  in_client "$THERE"
  remotely 8001 "${TARGETS[@]}"
  expect_equal "lineage actions" "$(lineage_ran)" "$ACTIONS remote cache hit"
  as_if_local
}

# While one of two workers has an action of it in hand.
a_build_survives_the_loss_of_a_worker() {
  local status=0 building
  no_workers
  start_worker 8001
  start_worker 8002
  start_nginx 8000 8001 8002
  in_client "$HERE"
  remotely 8000 --remote_retries=10 "${TARGETS[@]}" >"$ROOT/survived" &
  building=$!
  kill_at_work 8001 || { cat "$ROOT/survived" && return 1; }
  wait "$building" || status=$?
  cat "$ROOT/survived"
  expect_equal "status of the build" "$status" 0
  expect_equal "lineage actions" "$(lineage_ran)" "$ACTIONS remote"
  as_if_local
}

# While the only worker has an action of it in hand, and no other comes.
a_build_whose_last_worker_dies_goes_on_by_itself() {
  local status=0 building
  no_workers
  start_worker 8001
  in_client "$HERE"
  build --remote_executor=grpc://127.0.0.1:8001 --spawn_strategy=remote,local --remote_local_fallback --remote_retries=0 \
    "${TARGETS[@]}" >"$ROOT/survived" &
  building=$!
  kill_at_work 8001 || { cat "$ROOT/survived" && return 1; }
  wait "$building" || status=$?
  cat "$ROOT/survived"
  expect_equal "status of the build" "$status" 0
  lineage_ran | grep -q local || { echo "nothing ran locally: $(lineage_ran)" && return 1; }
  as_if_local
}

set_up_workers
run_cases \
  built_locally \
  every_action_runs_remotely \
  a_second_client_at_another_path_is_served_all_of_it \
  a_build_survives_the_loss_of_a_worker \
  a_build_whose_last_worker_dies_goes_on_by_itself

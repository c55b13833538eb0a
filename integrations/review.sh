#!/usr/bin/env bash
# Runs `pedigree ci` as the variables say, for CI systems that pass settings in the environment:
#
#   TARGET, or PROJECT (and CONFIGURE), or BUILD and GRAPH   how the lineage is built
#   POLICIES   files, one a line       LOCK   lineage.lock       BASE   the branch that the change is for
#   PEDIGREE   the command (default: pedigree)
#
# Exit status 0 whether or not something is forbidden where $GITHUB_OUTPUT takes the status; elsewhere as `pedigree ci`.
set -euo pipefail

arguments=(--base "${BASE:-origin/main}")
if [[ -n "${TARGET:-}" ]]; then arguments+=(--target "$TARGET"); fi
if [[ -n "${PROJECT:-}" ]]; then arguments+=(-p "$PROJECT"); fi
if [[ -n "${CONFIGURE:-}" ]]; then arguments+=(--configure "$CONFIGURE"); fi
if [[ -n "${BUILD:-}" ]]; then arguments+=(--build "$BUILD" --graph "${GRAPH:?GRAPH says where BUILD leaves the graph}"); fi
if [[ -n "${LOCK:-}" ]]; then arguments+=(--lock "$LOCK"); fi
while IFS= read -r policy; do
  if [[ -n "$policy" ]]; then arguments+=(--policy "$policy"); fi
done <<<"${POLICIES:-}"

status=0
"${PEDIGREE:-pedigree}" ci "${arguments[@]}" || status=$?
((status < 2)) || exit "$status"
if [[ -n "${GITHUB_OUTPUT:-}" ]]; then
  echo "status=$status" >>"$GITHUB_OUTPUT"
  if [[ -n "${GITHUB_STEP_SUMMARY:-}" ]]; then cat lineage-review/comment.md >>"$GITHUB_STEP_SUMMARY"; fi
  exit 0
fi
exit "$status"

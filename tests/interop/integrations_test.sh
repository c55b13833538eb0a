#!/usr/bin/env bash
# integrations/ run as the vendors run it, as far as that goes without them: GitHub's workflow by act, GitLab's job by
# gitlab-ci-local, the Jenkinsfile by Groovy, and all of it against the vendors' schemas. A tool that cannot be had is
# said, and is no pass.
set -euo pipefail

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/pedigree"
read -ra bazel <<<"${BAZEL:-bazel}"
"${bazel[@]}" build --disk_cache="$CACHE/bazel" //cli:pedigree //tests/bench:review_graphs
python3 tests/interop/integrations/integrations_test.py --pedigree bazel-bin/cli/pedigree \
  --graphs bazel-bin/tests/bench/review_graphs --cache "$CACHE/integrations" "$@"

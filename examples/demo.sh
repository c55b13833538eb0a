#!/usr/bin/env bash
# The demo: a real pipeline, its lineage, and the change in review that only lineage shows.
#
# Called by `./dev demo`. Works on a copy of the sources, in the cache folder: your tree stays as it is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/pedigree"
readonly COPY="$CACHE/demo/pedigree"
readonly RUN="$CACHE/demo/run"
readonly MODEL=out/progression.json
read -ra bazel <<<"${BAZEL:-bazel}"

if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then
  bold=$'\033[1m' dim=$'\033[2m' blue=$'\033[1;34m' red=$'\033[31m' green=$'\033[32m' plain=$'\033[0m'
else
  bold='' dim='' blue='' red='' green='' plain=''
fi

step() { printf '\n%s%s%s\n\n' "$blue" "$*" "$plain"; }
say() { printf '%s\n' "$*"; }
# Shows a command as one would type it.
typed() { printf '%s$ %s%s\n' "$bold" "$*" "$plain"; }

# Bazel in the copy; what it executed is left in $COPY.log. Quiet unless it fails or the build is long.
build() {
  (cd "$COPY" && "${bazel[@]}" --output_base="$CACHE/demo/output" build --disk_cache="$CACHE/bazel" \
    --execution_log_json_file="$COPY.log" --show_result=0 --ui_event_filters=-info,-stdout "$@")
}

# How many actions of this kind the last build needed, whether they ran or came from the cache.
needed() { grep -c "\"mnemonic\": \"$1\"" "$COPY.log" || true; }

pedigree() { (cd "$COPY" && bazel-bin/rules/default_tool "$@"); }

copy_sources() {
  mkdir -p "$COPY"
  # Only what changed is written, so that a second demo builds nothing it need not.
  local file
  while IFS= read -r -d '' file; do
    [[ -f "$file" ]] || continue
    cmp -s "$file" "$COPY/$file" || { mkdir -p "$COPY/$(dirname "$file")" && cp -p "$file" "$COPY/$file"; }
  done < <(find . \( -name .git -o -name 'bazel-*' -o -path ./tests \) -prune -o -type f -print0)
}

copy_sources
cat <<TEXT
${bold}Pedigree: which data shaped this model, through which code?${plain}

examples/clinic is a pipeline of four ordinary C++ programs over the measurements of 442 people: ${bold}ingest${plain} reads a CSV
file into SQLite, ${bold}features${plain} computes features, ${bold}train${plain} fits a model with XGBoost and measures it, ${bold}score${plain} applies it.
Nothing in the sources speaks of lineage: no annotations, no SDK. The compiler reads the code.
TEXT

step "1. Build it, with lineage"
typed "bazel build //examples/clinic:lineage"
say "${dim}(the first time this builds the analyser itself, too: some minutes)${plain}"
build //rules:default //examples/clinic:lineage //examples/clinic/{ingest,features,train,score}
cp -f "$COPY/bazel-bin/examples/clinic/lineage.graph" "$COPY.before.graph"
say "Wrote lineage.graph: a fragment for each of the sources, linked into a graph for each program, joined into one."

step "2. What flows where, from the raw file to the model"
typed "pedigree show lineage.graph"
pedigree show "$COPY.before.graph"

step "3. Why? Back from the model to the raw data, line by line"
typed "pedigree trace lineage.graph $MODEL --up"
pedigree trace "$COPY.before.graph" "$MODEL" --up
say
say "Note what is ${bold}not${plain} there: patients.sex is ingested but feeds nothing; data/release.txt is read, and only logged;"
say "the test set is read by the same functions as the training set, and does not reach the model."

step "4. A change comes up for review: a published formula for body fat, in one file"
sed -n '/^@@/,$p' examples/clinic/demo/use_sex.patch | while IFS= read -r line; do
  case "$line" in
    +*) printf '%s%s%s\n' "$green" "$line" "$plain" ;;
    -*) printf '%s%s%s\n' "$red" "$line" "$plain" ;;
    @*) printf '%s%s%s\n' "$dim" "$line" "$plain" ;;
    *) printf '%s\n' "$line" ;;
  esac
done
say
say "No new table, no new column, no new interface. The tests pass. What does it do to the model?"
say
(cd "$COPY" && patch -s -p1 <examples/clinic/demo/use_sex.patch)
typed "bazel build //examples/clinic:lineage"
build //examples/clinic:lineage
say "Sources analysed again: $(needed LineageExtract).  Graphs linked again: $(needed LineageLink) (the program's, with what is declared of it, and the joined one)."
cp -f "$COPY/bazel-bin/examples/clinic/lineage.graph" "$COPY.after.graph"
say
typed "pedigree diff before.graph after.graph"
pedigree diff "$COPY.before.graph" "$COPY.after.graph" || [[ $? == 1 ]]

step "5. The same pipeline, run for real"
run_pipeline() {
  rm -rf "$RUN" && mkdir -p "$RUN" && cp -r "$COPY/examples/clinic/data" "$RUN"
  local program
  for program in ingest features train score; do
    (cd "$RUN" && "$COPY/bazel-bin/examples/clinic/$program/$program" 2>&1) | sed 's/^/  /'
  done
}
rmse() { grep -o '"rmse": [0-9.]*' "$RUN/out/metrics.json"; }
say "${bold}With the change:${plain}"
build //examples/clinic/{ingest,features,train,score}
run_pipeline
with=$(rmse)
copy_sources
say
say "${bold}Without it:${plain}"
build //examples/clinic:lineage //examples/clinic/{ingest,features,train,score}
run_pipeline
say
say "out/metrics.json with the change:  $with"
say "out/metrics.json without it:       $(rmse)"
say
say "The metric hardly moves; a test would not have told. The lineage did: ${bold}patients.sex now shapes the model${plain}."

step "6. In the review: a policy says no"
readonly REVIEW="$CACHE/demo/review"
rm -rf "$REVIEW" && mkdir -p "$REVIEW"
(cd "$COPY" && patch -s -p1 <examples/clinic/demo/use_sex.patch)
cat >"$REVIEW/policy.txtpb" <<'TEXT'
rule {
  id: "sex-shapes-no-model"
  forbid {
    from { name: "patients" column: "sex" }
    to { kind: MODEL }
  }
  message: "A protected attribute shapes {to}, by its value or by what it decides. Drop it before training."
}
TEXT
say "The policy, a file in the repository (others come ready-made, and go by tags: docs/policies.md):"
say
sed 's/^/  /' "$REVIEW/policy.txtpb"
say
review() {
  local status=0
  pedigree ci --base-graph "$COPY.before.graph" --head-graph "$COPY.after.graph" --out "$REVIEW/out" \
    --policy "$REVIEW/policy.txtpb" "$@" >"$REVIEW/log" || status=$?
  ((status < 2)) || exit "$status"
  return "$status"
}
typed "pedigree ci --base-graph before.graph --head-graph after.graph --policy policy.txtpb"
if review; then
  say "The policy found nothing: this demo is wrong." && exit 1
fi
sed -n '/: error: /,$p' "$REVIEW/log"
say
say "${red}Exit status 1: the merge is blocked.${plain} The comment in the pull request (comment.md; forges draw the picture):"
say
sed 's/^/  | /' "$REVIEW/out/comment.md"

say
say "The same to look around in, as a page that needs no network: $REVIEW/out/lineage.html"
say
say "${bold}Either the change goes, or somebody answers for it, until a day:${plain}"
say
cat >"$REVIEW/waivers.txtpb" <<'TEXT'
waiver {
  rule: "sex-shapes-no-model"
  from { name: "patients" column: "sex" }
  to { name: "out/progression.json" }
  owner: "anna@clinic.example"
  reason: "The formula is a published one; the ethics board approved its use for this model."
  ticket: "ETH-112"
  expires: "2099-12-31"
}
TEXT
sed 's/^/  /' "$REVIEW/waivers.txtpb"
say
typed "pedigree ci --base-graph before.graph --head-graph after.graph --policy policy.txtpb --policy waivers.txtpb"
if ! review --policy "$REVIEW/waivers.txtpb"; then
  say "The waiver waived nothing: this demo is wrong." && exit 1
fi
tail -n 2 "$REVIEW/log"
say
say "${green}Exit status 0: the merge is allowed${plain}, and the waiver is in the history, with a name and a date."
copy_sources

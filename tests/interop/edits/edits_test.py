#!/usr/bin/env python3
"""The table of edits.py, held against what diff and check say: edits_test.py PEDIGREE [--print] [NAME...]

Analyses the examples once, then for each edit the sources that it touches; links the programs and joins them.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import edits  # noqa: E402

PEDIGREE = os.path.abspath(sys.argv[1])
SHARED = ["csv/csv_reader.cc", "store/database.cc"]
FEATURE = ["features/feature_row.cc"]
PROGRAMS = {
    "clinic": {
        "ingest": ["ingest/main.cc", "ingest/patient_file.cc", *SHARED],
        "features": ["features/main.cc", "features/build_features.cc", "features/standardizer.cc", *FEATURE, *SHARED],
        "train": ["train/main.cc", "train/metrics.cc", "model/booster.cc", *FEATURE, *SHARED],
        "score": ["score/main.cc", "model/booster.cc", *FEATURE, *SHARED],
    },
    "ward": {
        "publish": ["publish/main.cc", "kafka.cc"],
        "features": ["features/main.cc", "kafka.cc", "store.cc"],
        "score": ["score/main.cc", "store.cc"],
    },
    "assistant": {
        "index": ["index/main.cc", "embedder.cc", "store.cc"],
        "ask": ["ask/main.cc", "chat.cc", "embedder.cc", "store.cc"],
    },
}
# What the code cannot say of what a program writes.
DECLARATIONS = {"clinic": ("train", 'asset { target: "metrics" name: "out/metrics.json" kind: METRIC }')}
POLICY = """
facts { of { name: "patients" column: "sex" } tag: "protected" }
facts { of { name: "patients" column: "id" } tag: "pii" }
facts { of { name: "test_features" } tag: "held-out" }
rule { id: "no-protected" forbid { from { tag: "protected" } to { kind: MODEL } } }
rule { id: "no-pii-in-logs" forbid { from { tag: "pii" } to { kind: LOG } influence: DIRECT } }
rule { id: "held-out-stays-out" forbid { from { tag: "held-out" } to { kind: MODEL } } }
rule { id: "label-is-no-feature" forbid {
  from { name: "patients" column: "progression" } to { name: "train_features" not { column: "progression" } }
  influence: DIRECT } }
rule { id: "ids-are-pseudonyms" forbid {
  from { name: "data/patients.csv" } to { name: "patients" column: "id" optional: true } unless_through { transform: ANONYMIZE } } }
rule { id: "ids-are-kept-as-pseudonyms" forbid {
  from { name: "measurements" column: "id" optional: true } to { name: "features" column: "id" optional: true } unless_through { transform: ANONYMIZE } } }
rule { id: "sex-scores-nobody" forbid { from { name: "features" column: "sex" } to { name: "scores" } } }
selector { name: "vendor" matches { namespace: "http**" namespace: "{env:ASSISTANT_URL}" } }
facts { of { namespace: "env" name: "ASSISTANT_KEY" } tag: "secret" }
facts { of { name: "{argv:*}" } tag: "retrieval-approved" }
rule { id: "headings-stay-inside" forbid { from { name: "chunks" column: "heading" } to { selector: "vendor" } } }
rule { id: "questions-are-redacted" forbid {
  from { name: "{argv:1}" } to { selector: "vendor" } influence: DIRECT unless_through { transform: ANONYMIZE } } }
"""


def pedigree(*arguments, statuses=(0,), cwd=None):
    result = subprocess.run([PEDIGREE, *map(str, arguments)], capture_output=True, text=True, cwd=cwd)
    if result.returncode not in statuses:
        raise RuntimeError(f"{arguments}: {result.stderr}")
    return result.stdout


class Tree:
    """A copy of an example, with its fragments."""

    def __init__(self, folder, example):
        self.folder = pathlib.Path(folder)
        self.example = pathlib.Path("examples", example)
        self.programs = PROGRAMS[example]
        self.sources = sorted({source for sources in self.programs.values() for source in sources})
        self.renamed = {}
        self.declared = {}  # by program: what to link it with
        declarations = DECLARATIONS.get(example)
        if declarations is not None:
            file = self.folder.parent / f"{example}.txtpb"
            file.write_text(declarations[1])
            self.declared[declarations[0]] = ["--declarations", file]

    def path(self, source):
        return self.folder / self.example / self.renamed.get(source, source)

    def extract(self, sources):
        def one(source):
            fragment = self.folder / "frags" / (source.replace("/", "_") + ".frag")
            fragment.parent.mkdir(exist_ok=True)
            pedigree("extract", "--catalog-dir", os.path.abspath("catalog"), "-o", fragment,
                     self.path(source).relative_to(self.folder), "--", "-std=c++20", "-I.", cwd=self.folder)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(one, sources))

    def link(self):
        graphs = []
        for program, sources in self.programs.items():
            graph = self.folder / f"{program}.graph"
            pedigree("link", "--job", program, "-o", graph, *self.declared.get(program, []),
                     *(self.folder / "frags" / (source.replace("/", "_") + ".frag") for source in sources))
            graphs.append(graph)
        pedigree("link", "-o", self.folder / "all.graph", *graphs)
        return self.folder / "all.graph"

    def including(self, header):
        """The sources that a header is part of, whichever way."""
        headers, grown = {header}, True
        root = self.folder / self.example
        files = [path for path in root.rglob("*") if path.suffix in (".h", ".cc")]
        names = {path: str(path.relative_to(root)) for path in files}
        included = {path: set(re.findall(f'#include "{self.example}/([^"]+)"', path.read_text())) for path in files}
        while grown:
            grown = False
            for path in files:
                if names[path] not in headers and included[path] & headers:
                    headers.add(names[path])
                    grown = True
        return [source for source in self.sources if source in headers]


def apply(tree, edit, edits_of, renames=()):
    """Edits the tree; gives the sources to analyse again."""
    touched = set()
    for old, new in renames:
        tree.path(old).rename(tree.folder / tree.example / new)
        tree.renamed[old] = new
        touched.add(old)
    for name, old, new in edits_of:
        path = tree.path(name)
        text = path.read_text()
        if text.count(old) != 1 and not (edit.everywhere and old in text):
            raise RuntimeError(f"{edit.name}: in {name} there is {text.count(old)} times: {old}")
        path.write_text(text.replace(old, new))
        touched.update([name] if name.endswith(".cc") else tree.including(name))
    return sorted(touched)


def asset_text(asset):
    text = asset["name"] if asset["namespace"] == "file" else asset["namespace"] + "/" + asset["name"]
    return re.sub("^sqlite:out/(clinic|ward|assistant).db/", "", text)


def changes_of(diff):
    """The lines of edits.py: assets and columns, then flows by their two assets, logs left out."""
    sign = {"ADDED": "+", "REMOVED": "-", "CHANGED": "~"}
    lines, flows = set(), {}
    for entry in diff["assets"] + diff["columns"]:
        text = asset_text(entry["asset"])
        if "column" in entry:
            text += ":" + entry["column"]
        lines.add(f"{sign[entry['change']]} {text}" + (f" {entry['property']}" if "property" in entry else ""))
    for entry in diff["flows"]:
        start, end = entry["flow"]["from"], entry["flow"]["to"]
        if "part_of" in entry or end["kind"] == "LOG":
            continue
        properties = " ".join(sorted(p["property"] for p in entry.get("properties", [])))
        key = (sign[entry["change"]], asset_text(start), asset_text(end), properties)
        flows.setdefault(key, set()).add(start["column"])
    for (change, start, end, properties), columns in flows.items():
        columns = ",".join(sorted(column for column in columns if column))
        lines.add(f"{change} {start}{':' if columns else ''}{columns} -> {end} {properties}".rstrip())
    return sorted(lines)


def main():
    show = "--print" in sys.argv
    wanted = [word for word in sys.argv[2:] if word != "--print"]
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        policy = pathlib.Path(folder, "policy.txtpb")
        policy.write_text(POLICY)
        examples = {}
        for edit in edits.EDITS:
            if wanted and edit.name not in wanted:
                continue
            if edit.example not in examples:
                base = Tree(pathlib.Path(folder, edit.example), edit.example)
                shutil.copytree(base.example, base.folder / base.example, ignore=shutil.ignore_patterns("out", "bazel-*"))
                base.folder.joinpath("runtime").mkdir()
                shutil.copy("runtime/annotations.h", base.folder / "runtime")
                base.extract(base.sources)
                examples[edit.example] = base, base.link()
            base, base_graph = examples[edit.example]
            head = Tree(pathlib.Path(folder, "head"), edit.example)
            shutil.copytree(base.folder, head.folder)
            if edit.before:
                head.extract(apply(head, edit, edit.before))
                base_graph = shutil.copy(head.link(), pathlib.Path(folder, "before.graph"))
            head.extract(apply(head, edit, edit.edits, edit.renames))
            graph = head.link()
            changes = changes_of(json.loads(pedigree("diff", "--format", "json", base_graph, graph)))
            sarif = json.loads(pedigree("check", graph, "--baseline", base_graph, "--policy", policy,
                                        "--policy", "policies/evaluation.txtpb", "--policy", "policies/language_models.txtpb",
                                        "--today", "2026-01-01", "--format", "sarif", statuses=(0, 1)))
            findings = sorted({result["ruleId"] for result in sarif["runs"][0]["results"]})
            if show:
                print(f"    # {edit.name}\n         changes={json.dumps(changes)},\n         findings={json.dumps(findings)}")
            elif (changes, findings) != (sorted(edit.changes), sorted(edit.findings)):
                bad += 1
                print(f"FAILED: {edit.name}")
                for what, expected, got in (("changes", edit.changes, changes), ("findings", edit.findings, findings)):
                    for line in sorted(set(expected) - set(got)):
                        print(f"  {what}: not there: {line}")
                    for line in sorted(set(got) - set(expected)):
                        print(f"  {what}: not expected: {line}")
            shutil.rmtree(head.folder)
    print(f"{len(edits.EDITS) - bad} passed, {bad} failed" if not wanted else "")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

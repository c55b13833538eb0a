#!/usr/bin/env python3
"""Holds the derived lineage of the clinic's pipeline to the true one, which LINEAGE.md has.

usage: lineage_test.py PEDIGREE LINEAGE_GRAPH LINEAGE.md

Every flow that LINEAGE.md lists must be found. No direct flow may be found that it does not list; of indirect flows, the page
leaves some open ("Neither right nor wrong"), so only those listed are required.
"""

import json
import re
import subprocess
import sys
import unittest

PEDIGREE, GRAPH, TRUTH = sys.argv[1:4]

# Columns of files are known to the page only: an analysis may name the file alone.
FILES = ("data/patients.csv", "out/metrics.json", "out/scores.csv")


def expand(text):
    """'a{b,c}' -> ['ab', 'ac']."""
    group = re.search(r"\{([^{}]*)\}", text)
    if not group:
        return [text]
    return [
        flat
        for choice in group.group(1).split(",")
        for flat in expand(text[: group.start()] + choice + text[group.end():])
    ]


def truth():
    """The page's flows: {'direct', 'indirect'} -> set of (job, from, to), before the patch."""
    flows = {"direct": set(), "indirect": set()}
    job, inside = None, False
    with open(TRUTH, encoding="utf-8") as page:
        for line in page:
            if line.startswith("## After"):
                break
            if line.startswith("### "):
                job = line[4:].strip()
            elif line.startswith("```"):
                inside = line.startswith("```flows")
            elif inside and job:
                kind, source, target = re.match(r"(\S+)\s+(.*?)\s*->\s*(\S+)", line).groups()
                for a in expand(source):
                    for b in expand(target):
                        flows[kind].add((job, whole(a), whole(b)))
    return flows


def whole(name):
    return name.split("#")[0] if name.startswith(FILES) else name


def name(end):
    namespace = end["namespace"]
    text = end["name"]
    if namespace.startswith("sqlite:"):
        text = namespace[len("sqlite:"):] + ":" + text
    elif namespace != "file":
        text = namespace + ":" + text
    return whole(text + ("#" + end["column"] if end["column"] else ""))


class Lineage(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        lines = subprocess.run(
            [PEDIGREE, "flows", GRAPH, "--format", "jsonl"], check=True, capture_output=True, text=True
        ).stdout.splitlines()
        cls.flows = [json.loads(line) for line in lines]
        cls.truth = truth()

    def found(self, influence):
        """Flows inside one program, logs left out."""
        return {
            (f["jobs"][0].rsplit(":", 1)[-1], name(f["from"]), name(f["to"]))
            for f in self.flows
            if f["influence"] == influence and len(f["jobs"]) == 1 and f["to"]["kind"] != "LOG"
        }

    def test_every_direct_flow_is_found_and_no_other(self):
        self.assertEqual(len(self.truth["direct"]), 84)
        self.assertEqual(sorted(self.found("DIRECT")), sorted(self.truth["direct"]))

    def test_every_listed_indirect_flow_is_found(self):
        found = self.found("INDIRECT") | self.found("DIRECT")
        self.assertEqual(sorted(self.truth["indirect"] - found), [])

    def test_the_raw_file_reaches_the_model_through_all_programs(self):
        ways = [
            f
            for f in self.flows
            if name(f["from"]) == "data/patients.csv" and name(f["to"]) == "out/progression.json"
        ]
        self.assertTrue(ways)
        jobs = [job.rsplit(":", 1)[-1] for job in ways[0]["jobs"]]
        self.assertEqual(jobs, ["ingest", "features", "train"])
        self.assertIn("TRAIN", ways[0]["transforms"])
        files = [hop["file"] for hop in ways[0]["path"]]
        for program in ("ingest", "features", "train"):
            self.assertTrue(any(f"/{program}/" in file for file in files), files)
        self.assertTrue(all(hop["line"] > 0 and hop["column"] > 0 for hop in ways[0]["path"]))

    def test_a_file_that_is_only_logged_reaches_no_asset(self):
        reached = {name(f["to"]) for f in self.flows if name(f["from"]) == "data/release.txt"}
        self.assertEqual(reached, {"process:stderr"})

    def test_a_column_that_is_only_stored_reaches_nothing(self):
        for column in ("sex", "tch"):
            source = f"out/clinic.db:patients#{column}"
            self.assertEqual([f for f in self.flows if name(f["from"]) == source], [])

    def test_the_test_set_does_not_reach_the_model(self):
        for f in self.flows:
            if name(f["to"]) == "out/progression.json":
                self.assertFalse(name(f["from"]).startswith("out/clinic.db:test_features"), f)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

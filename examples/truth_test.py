#!/usr/bin/env python3
"""Holds a derived graph to the true lineage, which a page LINEAGE.md lists.

usage: truth_test.py PEDIGREE LINEAGE_GRAPH LINEAGE.md

In the page's blocks of ```flows, a line says of one job (the heading `### job` above it)

    direct   FROM -> TO    the value itself goes over
    indirect FROM -> TO    it decides which values do
    never    FROM -> TO    it has no part in it, though one might think so

FROM and TO are NAME#COLUMN, `{a,b}` standing for each of its members, `*` for anything. Every flow that is listed must be found, as
direct or as indirect as it is listed; no direct flow may be found that is not listed; and none that must never be.
"""

import fnmatch
import json
import re
import subprocess
import sys
import unittest

PEDIGREE, GRAPH, TRUTH = sys.argv[1:4]


def expand(text):
    """'a#{b,c}' -> ['a#b', 'a#c']. A group has a comma: `{argv:1}` is a hole in a name."""
    group = re.search(r"\{([^{}]*,[^{}]*)\}", text)
    if not group:
        return [text]
    return [
        flat
        for choice in group.group(1).split(",")
        for flat in expand(text[: group.start()] + choice + text[group.end():])
    ]


def truth():
    """{'direct', 'indirect', 'never'} -> list of (job, from, to)."""
    flows = {"direct": [], "indirect": [], "never": []}
    job, inside = None, False
    with open(TRUTH, encoding="utf-8") as page:
        for line in page:
            if line.startswith("### "):
                job = line[4:].strip()
            elif line.startswith("```"):
                inside = line.startswith("```flows")
            elif inside and line.strip():
                kind, source, target = re.match(r"(\S+)\s+(\S+)\s*->\s*(\S+)", line).groups()
                flows[kind] += [(job, a, b) for a in expand(source) for b in expand(target)]
    return flows


def name(end):
    text = end["name"]
    if end["namespace"] != "file":
        text = end["namespace"].removeprefix("sqlite:") + "/" + text
    return text + ("#" + end["column"] if end["column"] else "")


class Lineage(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        lines = subprocess.run(
            [PEDIGREE, "flows", GRAPH, "--format", "jsonl"], check=True, capture_output=True, text=True
        ).stdout.splitlines()
        cls.flows = [json.loads(line) for line in lines]
        cls.truth = truth()

    def found(self, *influences):
        """Flows inside one program, logs left out."""
        return {
            (f["jobs"][0].rsplit(":", 1)[-1], name(f["from"]), name(f["to"]))
            for f in self.flows
            if f["influence"] in influences and len(f["jobs"]) == 1 and f["to"]["kind"] != "LOG"
        }

    def test_every_direct_flow_is_found_and_no_other(self):
        self.assertTrue(self.truth["direct"])
        self.assertEqual(sorted(self.found("DIRECT")), sorted(set(self.truth["direct"])))

    def test_every_listed_indirect_flow_is_found(self):
        self.assertEqual(sorted(set(self.truth["indirect"]) - self.found("INDIRECT")), [])

    def test_what_has_no_part_is_not_found(self):
        self.assertTrue(self.truth["never"])
        found = self.found("DIRECT", "INDIRECT")
        known = {end for _, *ends in found for end in ends}
        for job, source, target in self.truth["never"]:
            wrong = [
                f for f in found
                if f[0] == job and fnmatch.fnmatchcase(f[1], source) and fnmatch.fnmatchcase(f[2], target)
            ]
            self.assertEqual(wrong, [])
            # The one that has no part is there, so that the line can fail.
            self.assertTrue(fnmatch.filter(known, source), source)

    def test_nothing_is_assumed_or_widened(self):
        for f in self.flows:
            if len(f["jobs"]) == 1:
                self.assertIn(f["confidence"], ("EXACT", "MODELED"), f)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

#!/usr/bin/env python3
"""The clinic's pipeline under observation: its lineage verifies in full, and what is wrong is found.

usage: clinic_test.py PEDIGREE OBSERVER LINEAGE_GRAPH PROGRAM DATA_FILE INGEST FEATURES TRAIN SCORE
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PEDIGREE, OBSERVER, GRAPH, PROGRAM, DATA = (os.path.abspath(path) for path in sys.argv[1:6])
PROGRAMS = [os.path.abspath(path) for path in sys.argv[6:10]]
LEDGERS = [os.path.basename(program) + ".ledger" for program in PROGRAMS]


class Clinic(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.realpath(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
        shutil.copytree(os.path.dirname(DATA), os.path.join(cls.folder, "data"))
        for program in PROGRAMS:
            result = cls.observe(os.path.basename(program) + ".ledger", program)
            assert result.returncode == 0, result.stderr

    @classmethod
    def call(cls, *arguments):
        return subprocess.run([PEDIGREE, *arguments], cwd=cls.folder, capture_output=True, text=True,
                              env={**os.environ, "PEDIGREE_OBSERVER": OBSERVER})

    @classmethod
    def observe(cls, ledger, *command, job=None):
        return cls.call("run", "--ledger", ledger, *(["--job", job] if job else []), "--", *command)

    def verify(self, *arguments, status=0):
        result = self.call("verify", "--format", "json", GRAPH, *arguments)
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return json.loads(result.stdout)

    def test_every_flow_and_use_is_confirmed(self):
        seen = self.verify(*LEDGERS)
        self.assertGreater(len(seen["flows"]), 100)
        self.assertEqual({flow["verdict"] for flow in seen["flows"]}, {"CONFIRMED"})
        self.assertEqual({use["verdict"] for use in seen["assets"]}, {"CONFIRMED"})
        self.assertEqual(seen["gaps"], [])

    def test_a_program_that_was_not_run_is_not_exercised(self):
        seen = self.verify(*LEDGERS[:3])
        score = {flow["verdict"] for flow in seen["flows"] if flow["job"].endswith(":score")}
        self.assertEqual(score, {"NOT_EXERCISED"})

    def test_an_undeclared_file_is_found(self):
        with open(os.path.join(self.folder, "extra.csv"), "w", encoding="utf-8") as file:
            file.write("planted\n")
        self.observe("planted.ledger", PROGRAM, "calls", "extra.csv", "out/leak.csv", job="train")
        seen = self.verify("planted.ledger", status=1)
        found = {(use["name"], use["access"]) for use in seen["assets"] if use["verdict"] == "UNDECLARED"}
        self.assertEqual(found, {("extra.csv", "reads"), ("out/leak.csv", "writes")})

    def test_changed_data_has_drifted(self):
        self.assertEqual(self.call("lock", GRAPH, *LEDGERS, "-o", "lineage.lock").returncode, 0)
        self.verify("--lock", "lineage.lock", *LEDGERS)
        again = os.path.join(self.folder, "again")
        os.makedirs(os.path.join(again, "data"))
        for name in os.listdir(os.path.join(self.folder, "data")):
            shutil.copy(os.path.join(self.folder, "data", name), os.path.join(again, "data"))
        with open(os.path.join(again, "data", "release.txt"), "a", encoding="utf-8") as file:
            file.write("\n")
        subprocess.run([PEDIGREE, "run", "--quiet", "--ledger", "drift.ledger", "--", PROGRAMS[0]], cwd=again, check=True,
                       env={**os.environ, "PEDIGREE_OBSERVER": OBSERVER})
        seen = self.verify("--lock", "lineage.lock", "again/drift.ledger", status=1)
        drifted = [use["name"] for use in seen["assets"] if use["verdict"] == "DRIFTED"]
        self.assertEqual(drifted, ["data/release.txt"])

    def test_the_model_leads_back_to_the_raw_data(self):
        with open(DATA, "rb") as file:
            raw = hashlib.sha256(file.read()).hexdigest()
        result = self.call("trace", "--run", "out/progression.json", *LEDGERS)
        self.assertEqual(result.returncode, 0, result.stderr)
        lines = result.stdout.splitlines()
        self.assertIn("written by train", lines[0])
        for part in ("out/clinic.db", "written by features", "written by ingest", "data/patients.csv  sha256:" + raw[:12]):
            self.assertIn(part, result.stdout)

    def test_merged_it_is_the_third_witness(self):
        self.assertEqual(self.call("merge", "-o", "merged.graph", GRAPH, *LEDGERS).returncode, 0)
        self.assertEqual(self.call("merge", "-o", "twice.graph", "merged.graph", *LEDGERS).returncode, 0)
        with open(os.path.join(self.folder, "merged.graph"), "rb") as once:
            with open(os.path.join(self.folder, "twice.graph"), "rb") as twice:
                self.assertEqual(once.read(), twice.read())
        flows = self.call("flows", "merged.graph", "--format", "jsonl").stdout.splitlines()
        witnesses = {tuple(json.loads(flow)["witnesses"]) for flow in flows}
        # BUILD declares some of them.
        both = ("DERIVED", "OBSERVED")
        self.assertEqual(witnesses, {both, ("DECLARED", *both)})

    def test_merged_it_says_which_runs_and_which_versions(self):
        self.assertEqual(self.call("merge", "-o", "some.graph", GRAPH, *LEDGERS[:2]).returncode, 0)
        self.assertEqual(self.call("merge", "-o", "all.graph", "some.graph", *LEDGERS[2:]).returncode, 0)
        graph = json.loads(self.call("show", "--format", "json", "all.graph").stdout)
        jobs = {run["id"]: run["job"] for run in graph["runs"]}
        self.assertEqual(sorted(jobs.values()), sorted(os.path.basename(program) for program in PROGRAMS))
        self.assertEqual({run["exit_status"] for run in graph["runs"]}, {0})
        versions = {asset["name"]: asset.get("versions", []) for asset in graph["assets"]}
        with open(DATA, "rb") as file:
            raw = "sha256:" + hashlib.sha256(file.read()).hexdigest()
        self.assertEqual([(jobs[v["run"]], v["access"], v["digest"]) for v in versions["data/patients.csv"]],
                         [("ingest", "READS", raw)])
        with open(os.path.join(self.folder, "out/progression.json"), "rb") as file:
            model = "sha256:" + hashlib.sha256(file.read()).hexdigest()
        self.assertEqual(sorted((jobs[v["run"]], v["access"], v["digest"]) for v in versions["out/progression.json"]),
                         [("score", "READS", model), ("train", "WRITES", model)])

    def test_a_damaged_ledger_is_refused(self):
        with open(os.path.join(self.folder, LEDGERS[2]), "rb") as file:
            bytes_ = bytearray(file.read())
        bytes_[len(bytes_) // 2] ^= 4
        with open(os.path.join(self.folder, "damaged.ledger"), "wb") as file:
            file.write(bytes_)
        for verb in (("verify", GRAPH), ("merge", "-o", "x.graph", GRAPH), ("show",)):
            result = self.call(*verb, "damaged.ledger")
            self.assertEqual(result.returncode, 2)
            self.assertRegex(result.stderr, r"^pedigree: damaged.ledger: record \d+: ")
            self.assertEqual(result.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

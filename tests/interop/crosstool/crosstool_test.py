#!/usr/bin/env python3
"""What examples/crosstool left behind: the whole way is in one trace, and nothing else is.

usage: crosstool_test.py PEDIGREE LINEAGE_GRAPH FOLDER_OF_THE_RUN
"""

import hashlib
import json
import os
import subprocess
import sys
import unittest

PEDIGREE, GRAPH, FOLDER = (os.path.abspath(p) for p in sys.argv[1:4])
VERSION = "mlflow/models:/progression/1"
WAREHOUSE = "duckdb://out/warehouse.duckdb/"
GRAPHS = ("train.graph", "dbt.graph", "events.graph", "mlflow.graph")


def pedigree(*arguments):
    return subprocess.run([PEDIGREE, *arguments], cwd=FOLDER, check=True, capture_output=True, text=True).stdout


def trace(*graphs, asset=VERSION, way="--up"):
    pedigree("link", "-o", "some.graph", *graphs)
    return pedigree("trace", "some.graph", asset, way, "--columns")


def without(graph):
    return [g for g in GRAPHS if g != graph]


class Crosstool(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.trace = trace(*GRAPHS)
        with open(os.path.join(FOLDER, "out/model.json"), "rb") as file:
            cls.sha256 = hashlib.sha256(file.read()).hexdigest()

    def test_each_hop_is_in_the_trace_in_its_order(self):
        at = 0
        for hop in (VERSION, "same-as <- out/model.json", f"a run wrote the same bytes: sha256:{self.sha256}",
                    "train <- out/features.csv", "TRAIN by XGBoosterUpdateOneIter",
                    f"same-as <- {WAREHOUSE}warehouse.main.features", "dbt: the model's file",
                    f"dbt/warehouse.main.progression.features.build.run <- {WAREHOUSE}warehouse.main.people",
                    f"dbt/warehouse.main.progression.people.build.run <- {WAREHOUSE}data/patients.csv",
                    "same-as <- data/patients.csv", "dbt: the source is this file",
                    "airflow/progression.fetch <- landing/patients.csv"):
            found = self.trace.find(hop, at)
            self.assertGreaterEqual(found, 0, f"{hop} is not there, or not after what comes before it:\n{self.trace}")
            at = found

    def test_what_is_not_for_the_model_is_not_in_it(self):
        # A column that is read for a report alone, that report, the people held back, and what only splits them.
        for decoy in ("sex ->", "tch ->", "id ->", "sexes", "holdout", "metrics"):
            self.assertNotIn(decoy, self.trace)
        # They are in the graph.
        whole = pedigree("show", "all.graph", "--format", "json")
        for decoy in ("warehouse.main.sexes", "out/holdout.csv", "out/metrics.json", "\"sex\""):
            self.assertIn(decoy, whole)

    def test_columns_are_followed_across_names_and_tools(self):
        rows = set(self.trace.split("\n"))
        for row in ("hdl -> tc_hdl", "tc -> tc_hdl", "glu -> log_glu", "bmi -> bmi"):
            self.assertTrue(any(line.strip().startswith(row + " ") for line in rows), row)

    def test_down_from_the_raw_file_is_the_registered_version(self):
        self.assertIn("models:/progression/1", trace(*GRAPHS, asset="landing/patients.csv", way="--down"))

    def test_the_run_of_the_program_is_observed(self):
        verdicts = pedigree("verify", GRAPH, "train.ledger")
        self.assertRegex(verdicts, r"(?m)^\d+ uses: \d+ CONFIRMED$")
        flows = [json.loads(line) for line in pedigree("flows", "train.graph", "--format", "jsonl").splitlines()]
        ways = {(f["from"]["name"], f["to"]["name"]): set(f["witnesses"]) for f in flows}
        self.assertEqual(ways["out/features.csv", "out/model.json"], {"DERIVED", "OBSERVED"})
        self.assertNotIn(("out/holdout.csv", "out/model.json"), ways)

    def test_without_the_manifest_no_table_is_a_file(self):
        traced = trace(*without("dbt.graph"))
        self.assertIn("out/features.csv", traced)
        self.assertNotIn("warehouse", traced)

    def test_without_the_ledger_no_version_is_the_programs_model(self):
        traced = trace(GRAPH, *without("train.graph"))
        self.assertNotIn("out/model.json", traced)
        self.assertNotIn("XGBooster", traced)

    def test_without_the_schedules_events_the_file_comes_from_nowhere(self):
        pedigree("import", "openlineage", "-o", "dbt_events.graph", "dbt_events.jsonl")
        traced = trace("dbt_events.graph", *without("events.graph"))
        self.assertIn("data/patients.csv", traced)
        self.assertNotIn("landing", traced)

    def test_other_bytes_are_another_model(self):
        with open(os.path.join(FOLDER, "mlflow/versions.json"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn(self.sha256, text)
        with open(os.path.join(FOLDER, "other.json"), "w", encoding="utf-8") as file:
            file.write(text.replace(self.sha256, "0" * 64))
        pedigree("import", "mlflow", "-o", "other.graph", "mlflow/run.json", "mlflow/models.json", "other.json")
        traced = trace("other.graph", *without("mlflow.graph"))
        self.assertNotIn("out/model.json", traced)
        # What MLflow itself was told of its run is still there.
        self.assertIn("out/features.csv", traced)

    def test_the_page_has_it_all(self):
        with open(os.path.join(FOLDER, "all.html"), encoding="utf-8") as page:
            text = page.read()
        for name in ("landing/patients.csv", "out/features.csv", "models:/progression/1", "airflow/progression.fetch"):
            self.assertIn(name, text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

#!/usr/bin/env python3
"""Runs the ward's programs on real data, with librdkafka's mock cluster in the brokers' place.

usage: pipeline_test.py BROKER PUBLISH FEATURES SCORE PATIENTS_CSV MODEL_JSON
"""

import csv
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

BROKER, PUBLISH, FEATURES, SCORE, PATIENTS, MODEL = (os.path.abspath(p) for p in sys.argv[1:7])


class Pipeline(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "out").mkdir()
        (self.folder / "data").mkdir()
        shutil.copy(PATIENTS, self.folder / "data/patients.csv")
        shutil.copy(MODEL, self.folder / "data/model.json")
        broker = subprocess.Popen([BROKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(broker.communicate, timeout=30)
        self.brokers = broker.stdout.readline().strip()

    def run_in_folder(self, program, brokers=None):
        return subprocess.run([program], cwd=self.folder, capture_output=True, text=True, timeout=120,
                              env={**os.environ, "WARD_BROKERS": brokers or self.brokers})

    def rows(self, sql):
        database = sqlite3.connect(self.folder / "out/ward.db")
        self.addCleanup(database.close)
        return database.execute(sql).fetchall()

    def test_what_is_measured_becomes_features_and_scores(self):
        with open(PATIENTS, newline="") as file:
            people = list(csv.DictReader(file))
        for program, said in ((PUBLISH, f"publish: {len(people)} messages\n"),
                              (FEATURES, f"features: {len(people)} messages\n"),
                              (SCORE, f"score: {len(people)} people\n")):
            done = self.run_in_folder(program)
            self.assertEqual((done.returncode, done.stderr), (0, said))
        columns = ("sex", "bmi", "bp", "ltg")
        features = {row[0]: row[1:] for row in self.rows("SELECT id, sex, bmi, bp, ltg FROM features")}
        self.assertEqual(features, {int(p["id"]): tuple(float(p[c]) for c in columns) for p in people})
        model = json.loads(pathlib.Path(MODEL).read_text())
        risks = dict(self.rows("SELECT id, risk FROM scores"))
        for person in people:
            risk = model["intercept"] + sum(w * float(person[c]) for c, w in model["weights"].items())
            self.assertAlmostEqual(risks[int(person["id"])], risk, places=6)
        # It is a fit: the mean error is nothing.
        error = sum(risks[int(p["id"])] - float(p["progression"]) for p in people) / len(people)
        self.assertLess(abs(error), 0.1)

    def test_wrong_input_is_one_clear_line(self):
        (self.folder / "data/patients.csv").write_text("id,age,sex\n1,many,2\n")
        done = self.run_in_folder(PUBLISH)
        self.assertEqual((done.returncode, done.stderr), (1, "publish: not a person: 1,many,2\n"))
        (self.folder / "data/model.json").unlink()
        done = self.run_in_folder(SCORE)
        self.assertEqual((done.returncode, done.stderr), (1, "score: data/model.json: cannot open\n"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

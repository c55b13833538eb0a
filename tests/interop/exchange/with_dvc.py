#!/usr/bin/env python3
"""DVC: `dvc repro` and `dvc dag` on the pipeline that we wrote, and DVC's own files read back equal."""
# needs: dvc==3.67.1

import os
import subprocess
import sys
import tempfile

from pedigree import ends, expect, pedigree

EVENTS = """{"job":{"namespace":"pedigree","name":"clean","facets":{"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"clean.csv","inputs":[{"type":"DATASET","namespace":"file","name":"raw.csv"}]}]}}}}
{"job":{"namespace":"pedigree","name":"train","facets":{"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"model.json","inputs":[{"type":"DATASET","namespace":"file","name":"clean.csv"}]}]}}}}
"""


def dvc(*arguments):
    run = subprocess.run([sys.executable, "-m", "dvc", *arguments], check=False, capture_output=True, text=True,
                         env={**os.environ, "DVC_NO_ANALYTICS": "1", "PATH": os.getcwd() + ":" + os.environ["PATH"]})
    expect(run.returncode == 0, f"dvc {' '.join(arguments)} succeeds:\n{run.stdout}{run.stderr}")
    return run.stdout


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("events.jsonl", "w", encoding="utf-8") as file:
            file.write(EVENTS)
        pedigree("import", "openlineage", "-o", "ours.graph", "events.jsonl")
        pedigree("export", "dvc", "-o", "dvc.yaml", "ours.graph")
        # Each stage's command is the job's name: two programs of these names.
        for name, reads, writes in (("clean", "raw.csv", "clean.csv"), ("train", "clean.csv", "model.json")):
            with open(name, "w", encoding="utf-8") as file:
                file.write(f"#!/bin/sh\ncat {reads} >{writes}\n")
            os.chmod(name, 0o755)
        with open("raw.csv", "w", encoding="utf-8") as file:
            file.write("age\n3\n")
        dvc("init", "-q", "--no-scm")
        dvc("repro", "-q")
        expect(os.path.exists("model.json"), "dvc repro made the model")
        dag = dvc("dag", "--outs", "--dot")
        for edge in ('"clean.csv" -> "model.json"',):
            expect(edge in dag, f"dvc dag has {edge}:\n{dag}")
        expected = {("file", "raw.csv", "", "file", "clean.csv", ""), ("file", "clean.csv", "", "file", "model.json", "")}
        for made in ("dvc.yaml", "dvc.lock"):
            pedigree("import", "dvc", "-o", "back.graph", made)
            expect(ends("back.graph") == expected, f"{made} has our flows: {ends('back.graph')}")
        dvc("add", "-q", "raw.csv")
        pedigree("import", "dvc", "-o", "pin.graph", "raw.csv.dvc")
        print("dvc repro and dvc dag on our pipeline; dvc.yaml, dvc.lock and a .dvc file read")


if __name__ == "__main__":
    main()

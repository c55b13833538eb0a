#!/usr/bin/env python3
"""DVC: `dvc repro` and `dvc dag` on the pipeline that we wrote, and DVC's own files read back equal."""
# needs: dvc==3.67.1

import hashlib
import json
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
                file.write(f"#!/bin/sh\n{{ cat {reads}; echo 1; }} >{writes}\n")
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
        # With the digests of what is there: DVC takes them, and they come back.
        digests = {}
        for name in ("raw.csv", "clean.csv", "model.json"):
            with open(name, "rb") as file:
                digests[name] = hashlib.sha256(file.read()).hexdigest()
        with open("digests.jsonl", "w", encoding="utf-8") as file:
            for name, digest in digests.items():
                json.dump({"dataset": {"namespace": "file", "name": name, "facets": {"version": {"datasetVersion": "sha256:" + digest}}}}, file)
        pedigree("import", "openlineage", "-o", "pinned.graph", "events.jsonl", "digests.jsonl")
        pedigree("export", "dvc", "-o", "dvc.yaml", "pinned.graph")
        dvc("repro", "-q")
        pedigree("import", "dvc", "-o", "back.graph", "dvc.yaml")
        expect(ends("back.graph") == expected, f"with pins it has our flows: {ends('back.graph')}")
        shown = json.loads(pedigree("export", "prov", "--all", "back.graph"))
        found = {asset["ped:name"]: asset.get("ped:digest") for asset in shown["entity"].values()}
        expect(found == {name: "sha256:" + digest for name, digest in digests.items()}, f"the pins: {found}")
        dvc("add", "-q", "raw.csv")
        pedigree("import", "dvc", "-o", "pin.graph", "raw.csv.dvc")
        print("dvc repro and dvc dag on our pipeline, with pins; dvc.yaml, dvc.lock and a .dvc file read")


if __name__ == "__main__":
    main()

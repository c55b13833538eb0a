#!/usr/bin/env python3
"""DVC: `dvc repro` and `dvc dag` on the pipeline that we wrote, and DVC's own files read back equal."""
# needs: dvc==3.67.1

import hashlib
import json
import os
import subprocess
import sys
import tempfile

from losses import OF_CODE, expect_lost, expect_unsaid, facts, full
from pedigree import ends, expect, pedigree

EVENTS = """{"job":{"namespace":"pedigree","name":"clean","facets":{"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"clean.csv","inputs":[{"type":"DATASET","namespace":"file","name":"raw.csv"}]}]}}}}
{"job":{"namespace":"pedigree","name":"train","facets":{"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"model.json","inputs":[{"type":"DATASET","namespace":"file","name":"clean.csv"}]}]}}}}
"""
# What DVC has no place for: columns, how, a table, a stream, an owner, another name, a job that makes no file, data that nobody touches.
BESIDES = """{"job":{"namespace":"pedigree","name":"clean","facets":{"ownership":{"owners":[{"name":"anna"}]},"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"clean.csv","fields":{"age":{"inputs":[{"type":"DATASET","namespace":"file","name":"raw.csv","field":"age","transformations":[{"type":"INDIRECT","subtype":"FILTER"}]}]}}}]}}},"inputs":[{"namespace":"file","name":"raw.csv","facets":{"schema":{"fields":[{"name":"age","type":"long","description":"in years"}]},"symlinks":{"identifiers":[{"namespace":"hive","name":"core.raw","type":"TABLE"}]}}}]}
{"job":{"namespace":"pedigree","name":"train","facets":{"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"model.json","inputs":[{"type":"DATASET","namespace":"postgres://db:5432","name":"shop.public.labels"},{"type":"DATASET","namespace":"kafka://k:9092","name":"clicks"}]}]}}},"inputs":[{"namespace":"postgres://db:5432","name":"shop.public.labels","facets":{"datasetType":{"datasetType":"TABLE"}}},{"namespace":"kafka://k:9092","name":"clicks","facets":{"datasetType":{"datasetType":"TOPIC"}}}],"outputs":[{"namespace":"file","name":"model.json","facets":{"datasetType":{"datasetType":"MODEL"}}}]}
{"job":{"namespace":"pedigree","name":"watch"},"inputs":[{"namespace":"file","name":"model.json"}]}
{"dataset":{"namespace":"file","name":"unread.csv"}}
"""


def dvc(*arguments):
    run = subprocess.run([sys.executable, "-m", "dvc", *arguments], check=False, capture_output=True, text=True,
                         env={**os.environ, "DVC_NO_ANALYTICS": "1", "PATH": os.getcwd() + ":" + os.environ["PATH"]})
    expect(run.returncode == 0, f"dvc {' '.join(arguments)} succeeds:\n{run.stdout}{run.stderr}")
    return run.stdout


def losses():
    """What docs/interop/dvc.md says is lost, by dvc.yaml that we wrote and dvc.lock that `dvc repro` made of it, and nothing else."""
    raw, clean, model = (("file", name) for name in ("raw.csv", "clean.csv", "model.json"))
    table, stream = ("postgres://db:5432", "shop.public.labels"), ("kafka://k:9092", "clicks")
    kept = {("dvc/clean", raw, clean), ("dvc/train", clean, model)}
    gone = {("dvc/train", table, model), ("dvc/train", stream, model)}

    def each(flows, what):
        return {(*flow, json.dumps(what)) for flow in flows}

    for made, witness in (("dvc.yaml", "DECLARED"), ("dvc.lock", "OBSERVED")):
        pedigree("import", "dvc", "-o", "back.graph", made)
        expect_lost(
            "ours.graph", "back.graph",
            {"aliases", "assets that no job touches", "columns", "columns of flows", "kinds", "assets of no kind", "properties", "owners of jobs",
             "confidence", *(["witnesses"] if witness == "OBSERVED" else [])}, made, prefix="dvc/",
            gone={"assets": {table, stream}, "jobs": {"dvc/watch"}, "flows": gone,
                  "reads and writes": {("dvc/train", "READS", table), ("dvc/train", "READS", stream), ("dvc/watch", "READS", model)},
                  "subtypes": each(gone, "TRANSFORMATION") | each([("dvc/clean", raw, clean)], "FILTER"), "witnesses": each(gone, ["DECLARED"])},
            new={"kinds": {(*asset, "DATASET") for asset in (raw, clean, model)}, "confidence": each(kept, "ASSUMED"),
                 "witnesses": each(kept, ["OBSERVED"]) if witness == "OBSERVED" else set()})
    with open("dvc.yaml", encoding="utf-8") as file:
        comments = [line for line in file if line.startswith("#")]
    for namespace, name in (table, stream):
        expect(f"# train: not in DVC, which keeps files below its folder: {namespace} {name}\n" in comments, f"what is left out is said: {comments}")
    # Of code.
    os.mkdir("code")
    pedigree("export", "dvc", "-o", "code/dvc.yaml", full())
    dvc("dag", "code/dvc.yaml")
    pedigree("import", "dvc", "-o", "code.graph", "code/dvc.yaml")
    ours, theirs = facts("full.graph"), facts("code.graph")
    for what in OF_CODE | {"transforms", "properties", "jobs that touch nothing"}:
        expect(ours[what] and not theirs[what], f"{what} are lost: {theirs[what]}")


# A pipeline of theirs, with what is lost of it: a command, parameters, a remote, a message.
THEIRS = """vars: [{depth: 17125}]
stages:
  count:
    cmd: wc -l <raw.csv >count.txt
    deps: [raw.csv]
    params: [depth-of-fit]
    outs: [{count.txt: {remote: store-of-counts}}]
"""


def theirs():
    """What docs/interop/dvc.md says is lost of their own files."""
    home = os.getcwd()
    os.mkdir("theirs")
    os.chdir("theirs")
    for name, content in (("dvc.yaml", THEIRS), ("params.yaml", "depth-of-fit: 17126\n"), ("raw.csv", "age\n3\n")):
        with open(name, "w", encoding="utf-8") as file:
            file.write(content)
    dvc("init", "-q", "--no-scm")
    dvc("remote", "add", "store-of-counts", "elsewhere")
    dvc("repro", "-q")
    md5 = hashlib.md5(b"age\n3\n").hexdigest()
    for name, lost in (("dvc.yaml", ["wc -l", "17125", "depth-of-fit", "store-of-counts"]), ("dvc.lock", ["wc -l", "17126", "depth-of-fit", md5])):
        pedigree("import", "dvc", "-o", "theirs.graph", name)
        expect(ends("theirs.graph") == {("file", "raw.csv", "", "file", "count.txt", "")}, f"{name}: {ends('theirs.graph')}")
        expect_unsaid(name, "theirs.graph", *lost)
    # What is imported from another repository is there, and where it is from is not.
    os.mkdir("other")
    subprocess.run("git init -q && dvc init -q && echo 1 >brought.csv && dvc add -q brought.csv && git add . && git commit -q -m x", shell=True,
                   check=True, cwd="other", env={**os.environ, "DVC_NO_ANALYTICS": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
                                                 "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
                                                 "PATH": os.path.dirname(sys.executable) + ":" + os.environ["PATH"]})
    dvc("import", "-q", "other", "brought.csv")
    pedigree("import", "dvc", "-o", "brought.graph", "brought.csv.dvc")
    expect(ends("brought.graph") == set() and "brought.csv" in pedigree("show", "--format", "json", "brought.graph"), "an asset, and no flow")
    expect_unsaid("brought.csv.dvc", "brought.graph", "url: ", "rev_lock", "other", hashlib.md5(b"1\n").hexdigest())
    os.chdir(home)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("events.jsonl", "w", encoding="utf-8") as file:
            file.write(EVENTS + BESIDES)
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
        losses()
        theirs()
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
        print("dvc repro and dvc dag on our pipeline, with pins; dvc.yaml, dvc.lock and a .dvc file read, and what its page lists is lost")


if __name__ == "__main__":
    main()

"""Runs the command, and reads what it makes."""

import csv
import io
import json
import subprocess
import sys

# BESIDES: where the jars are that the test names, and npm's packages.
PEDIGREE, GRAPH, SCHEMAS, *BESIDES = sys.argv[1:]


def pedigree(*arguments, status=0):
    """Its standard output; its standard error where it is to fail."""
    run = subprocess.run([PEDIGREE, *arguments], check=False, capture_output=True, text=True)
    if run.returncode != status:
        sys.exit(f"pedigree {' '.join(arguments)}: exit status {run.returncode}\n{run.stderr}")
    return run.stderr if status else run.stdout


def edges(graph):
    """The flows of a graph, as rows by name of the column."""
    return list(csv.DictReader(io.StringIO(pedigree("export", "csv", "--all", graph))))


def ends(graph):
    """The flows by their two ends and columns."""
    return {(e["from_namespace"], e["from_name"], e["from_column"], e["to_namespace"], e["to_name"], e["to_column"])
            for e in edges(graph)}


def expect(condition, what):
    if not condition:
        sys.exit(f"not so: {what}")


def job_ends(graph, noise=True):
    """The flows with their jobs, columns, subtypes, transforms and confidence; without logs if not `noise`."""
    text = pedigree("export", "csv", *(["--all"] if noise else []), graph)
    rows = list(csv.DictReader(io.StringIO(text)))
    expect(rows, f"{graph} has flows")
    return {tuple(row[key] for key in (
        "from_namespace", "from_name", "from_kind", "from_column", "job", "to_namespace", "to_name", "to_kind", "to_column",
        "subtype", "transforms", "confidence", "witnesses")) for row in rows}


def tags_of_view(system, feature, view):
    """Joins the graph of a feature store with what events.jsonl says of before and after it, and writes the tags that
    come of it to feature_tags.json. `view`: the keys that lead to the view there."""
    pedigree("import", "openlineage", "-o", "ours.graph", "events.jsonl")
    pedigree("link", "-o", "all.graph", "ours.graph", f"{system}.graph")
    traced = pedigree("trace", "all.graph", "model.onnx", "--up")
    expect("trips.csv" in traced, f"a trace crosses from the model to the raw file:\n{traced}")
    pedigree("export", system, "-o", "feature_tags.json", "all.graph")
    with open("feature_tags.json", encoding="utf-8") as file:
        tags = json.load(file)
    for key in view:
        tags = tags[key]
    expect(tags["tags"]["pedigree.models"] == "model.onnx", f"the models made of a view: {tags}")
    expect("trips.csv" in tags["features"][feature]["tags"]["pedigree.sources"], f"the sources of a feature: {tags}")

"""What a way through a system loses, fact by fact: its page lists that, and its test asserts it."""

import json
import re

from pedigree import GRAPH, expect, pedigree

# What the graph of the code has none of: a name for another, data of no kind, data that no job touches, a job that touches none,
# a flow that is assumed.
EVENTS = [
    {"job": {"namespace": "pedigree", "name": "count", "facets": {"ownership": {"owners": [{"name": "anna"}]}, "lineage": {"entries": [
        {"type": "DATASET", "namespace": "file", "name": "counts.bin", "inputs": [
            {"type": "DATASET", "namespace": "file", "name": "people.csv", "field": "age"}]}]}}},
     "inputs": [{"namespace": "file", "name": "people.csv", "facets": {
         "schema": {"fields": [{"name": "age", "type": "long"}]},
         "symlinks": {"identifiers": [{"namespace": "hive", "name": "core.people", "type": "TABLE"}]}}}],
     "outputs": [{"namespace": "file", "name": "counts.bin", "facets": {"datasetType": {"datasetType": "MODEL"}}}]},
    {"job": {"namespace": "pedigree", "name": "copy"}, "inputs": [{"namespace": "file", "name": "people.csv"}],
     "outputs": [{"namespace": "file", "name": "copy.csv"}]},
    {"job": {"namespace": "pedigree", "name": "idle"}},
    {"dataset": {"namespace": "file", "name": "unread.csv"}},
]
# What our own form has no place for.
OF_CODE = {"places", "witness paths", "coverage", "versions that runs saw"}


def full():
    """A graph of code with all that can be lost: full.graph."""
    with open("full.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(event) + "\n" for event in EVENTS)
    with open("people.csv", "w", encoding="utf-8") as file:
        file.write("age\n3\n")
    pedigree("import", "openlineage", "-o", "stated.graph", "full.jsonl")
    pedigree("run", "--quiet", "--job", "count", "--ledger", "count.ledger", "--", "sh", "-c", "wc -l <people.csv >counts.bin")
    pedigree("merge", "-o", "seen.graph", "stated.graph", "count.ledger")
    pedigree("link", "-o", "full.graph", GRAPH, "seen.graph")
    return "full.graph"


# Of the summary: an asset with what people say of it, a job with its owner.
PROPERTIES = re.compile(r'^asset \{\n  asset: "(.*)"\n(?:  .*\n)*?  properties \{\n((?:    .*\n)+)', re.MULTILINE)
OWNER = re.compile(r'^job \{\n  name: "(.*)"\n  declaration \{\n(?:    .*\n)*?    owner: "(.*)"', re.MULTILINE)


def key(asset):
    return asset["namespace"], asset["name"]


def log(asset):
    return asset["kind"] == "LOG"


def facts(graph, prefix=""):
    """All that a graph says, without logs, by what a page calls it. `prefix`: of the names of jobs."""
    said = json.loads(pedigree("show", "--format", "json", graph))
    for job in said["jobs"]:
        job["name"] = job["name"] if job["name"] == "same-as" else prefix + job["name"]
    assets = [asset for asset in said["assets"] if not log(asset)]
    jobs = [job for job in said["jobs"] if job["name"] != "same-as"]
    aliases = {(key(f["from"]), key(f["to"])) for job in said["jobs"] if job["name"] == "same-as" for f in job["flows"]}
    sites = [(job["name"], site) for job in jobs for site in job["sites"] if not log(site["asset"])]
    flows = [(job["name"], flow) for job in jobs for flow in job["flows"] if not log(flow["from"]) and not log(flow["to"])]
    touched = {key(site["asset"]) for _, site in sites}
    named = {asset for pair in aliases for asset in pair}
    summary = pedigree("show", "--format", "txtpb", graph)

    def of_flows(*keys):
        return {(job, key(f["from"]), key(f["to"]), *(json.dumps(f[one]) for one in keys)) for job, f in flows if all(f[one] for one in keys)}

    return {
        "assets": touched, "aliases": aliases,
        "assets that no job touches": {key(asset) for asset in assets} - touched - named,
        "kinds": {(*key(asset), asset["kind"]) for asset in assets if key(asset) in touched and asset["kind"] != "UNSPECIFIED"},
        "assets of no kind": {key(asset) for asset in assets if key(asset) in touched and asset["kind"] == "UNSPECIFIED"},
        "columns": {(*key(asset), column) for asset in assets if key(asset) in touched for column in asset["columns"]},
        "properties": set(PROPERTIES.findall(summary)),
        "versions that runs saw": {(*key(asset), json.dumps(one)) for asset in assets for one in asset.get("versions", [])},
        "jobs": {job for job, _ in sites}, "jobs that touch nothing": {job["name"] for job in jobs if not job["sites"]},
        "owners of jobs": {(prefix + job, owner) for job, owner in OWNER.findall(summary)},
        "reads and writes": {(job, site["access"], key(site["asset"])) for job, site in sites},
        "flows": of_flows(),
        "columns of flows": {(job, key(f["from"]), f["from"]["column"], key(f["to"]), f["to"]["column"]) for job, f in flows
                             if f["from"]["column"] or f["to"]["column"]},
        "subtypes": of_flows("subtype"), "transforms": of_flows("transforms"), "confidence": of_flows("confidence"),
        "witnesses": of_flows("witnesses"),
        "places": {(job, site["site"]["file"], site["site"]["line"]) for job, site in sites if site["site"]["function"]},
        "witness paths": {(job, json.dumps(f["path"])) for job, f in flows if len(f["path"]) > 1},
        "coverage": {(job["name"], job["coverage"]["sources"], job["coverage"]["functions"]) for job in jobs if job["coverage"]["sources"]},
    }


def said(graph):
    """Whatever a graph says, as text: each of its forms that is written."""
    forms = [pedigree("show", "--all", "--format", form, graph) for form in ("json", "txtpb", "markdown")]
    return "\n".join([*forms, pedigree("flows", "--format", "jsonl", graph), pedigree("export", "openlineage", "--all", graph)])


def expect_unsaid(path, graph, *words):
    """What is in the file and in none of the forms of the graph that was read of it."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = file.read()
    shown = said(graph)
    for word in words:
        expect(word in text, f"{path} has {word}")
        at = shown.find(word)
        expect(at < 0, f"{word} of {path} is lost: {shown[max(at - 200, 0):at + 200]}")


def expect_lost(before, after, lost, by, gone=None, new=None, prefix=""):
    """Of all that the graph `before` says that which is called `lost` is there, and none of it `after`; all else is kept. `gone`, `new`:
    by the same names what of the rest is lost, and what is said instead. `prefix`: of the names of jobs."""
    ours, theirs, gone, new = facts(before, prefix), facts(after), gone or {}, new or {}
    expect(lost | set(gone) | set(new) <= set(ours), f"{by}: what is called so: {(lost | set(gone) | set(new)) - set(ours)}")
    for what, said in ours.items():
        less = said if what in lost else gone.get(what, set())
        expect((said or what not in lost) and less <= said, f"{by}: there are {what} to lose")
        expected = (said - less) | new.get(what, set())
        expect(not less & theirs[what], f"{by} loses {what}: {sorted(less & theirs[what])[:3]}")
        expect(theirs[what] == expected, f"{by} keeps {what}: {sorted(theirs[what] ^ expected)[:3]}")


def expect_foreign(before, after, by, lost, confidence):
    """The same of what comes back where our own form does not, in the system's own words: that which is called `lost` is gone,
    and it is of this confidence."""
    ours, theirs = facts(before), facts(after)
    for what in lost:
        expect(ours[what] and not ours[what] & theirs[what], f"{by} loses {what}: {sorted(ours[what] & theirs[what])[:3]}")
    said = {json.loads(one[-1]) for one in theirs["confidence"]}
    expect(said == confidence, f"{by} has flows of this confidence: {said}")


def expect_all_to_all(graph, by):
    """It does not say which input reaches which output: each is taken to reach each."""
    said = facts(graph)
    for job in said["jobs"]:
        ends = {access: {asset for name, way, asset in said["reads and writes"] if (name, way) == (job, access)} for access in ("READS", "WRITES")}
        expected = {(job, one, other) for one in ends["READS"] for other in ends["WRITES"] if one != other}
        found = {flow for flow in said["flows"] if flow[0] == job}
        expect(found == expected, f"{by}: of {job} each input reaches each output: {found ^ expected}")

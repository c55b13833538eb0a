#!/usr/bin/env python3
"""Marquez: a real server on a PostgreSQL of its own, fed over HTTP and queried back.

Where a registry does not have its server, a stand-in takes what we send, as its API's description says. That is no pass."""
# needs: jsonschema==4.26.0
# needs: PyYAML==6.0.3
# wants jars: io.github.marquezproject:marquez-api:0.51.1

import datetime
import http.server
import json
import os
import sys
import tempfile
import threading
import urllib.parse

import jsonschema
import referencing
import yaml

from pedigree import GRAPH, BESIDES, SCHEMAS, edges, expect, job_ends, pedigree
from servers import ask, free_port, postgres, postgres_programs, server

NOT_REACHABLE = 77  # to exchange_test.py
CONFIGURATION = """
server:
  applicationConnectors: [{type: http, port: %d, bindHost: 127.0.0.1, httpCompliance: RFC7230_LEGACY}]
  adminConnectors: [{type: http, port: %d, bindHost: 127.0.0.1}]
db: {driverClass: org.postgresql.Driver, url: "jdbc:postgresql://127.0.0.1:%d/postgres", user: postgres, password: none}
migrateOnStartup: true
graphql: {enabled: false}
search: {enabled: false, scheme: http, host: 127.0.0.1, port: 9200, username: none, password: none}
logging: {level: WARN, appenders: [{type: console}]}
"""
# A job whose runs are seen: one column goes into each of two, one table joins, one input is not read.
TRAIN = {
    "job": {"namespace": "pedigree", "name": "train", "facets": {
        "documentation": {"description": "trains on ages"}, "ownership": {"owners": [{"name": "anna"}]},
        "lineage": {"entries": [{"type": "DATASET", "namespace": "file", "name": "features.csv", "fields": {
            "scaled": {"inputs": [{"type": "DATASET", "namespace": "file", "name": "people.csv", "field": "age",
                                   "transformations": [{"type": "DIRECT", "subtype": "TRANSFORMATION"}]}]},
            "name": {"inputs": [{"type": "DATASET", "namespace": "file", "name": "people.csv", "field": "name",
                                 "transformations": [{"type": "DIRECT", "subtype": "IDENTITY"}]}]}},
            "inputs": [{"type": "DATASET", "namespace": "postgres://db:5432", "name": "shop.public.labels",
                        "transformations": [{"type": "INDIRECT", "subtype": "JOIN"}]}]}]}}},
    "inputs": [{"namespace": "file", "name": "people.csv", "facets": {
        "documentation": {"description": "who they are"},
        "schema": {"fields": [{"name": "age", "type": "long"}, {"name": "name", "type": "string"}]}}},
               {"namespace": "postgres://db:5432", "name": "shop.public.labels",
                "facets": {"symlinks": {"identifiers": [{"namespace": "hive", "name": "core.labels", "type": "TABLE"}]}}}],
    "outputs": [{"namespace": "file", "name": "features.csv", "facets": {
        "schema": {"fields": [{"name": "scaled", "type": "double"}, {"name": "name", "type": "string"}]}}}]}
TIME = "2026-01-01T00:00:00Z"


def key(one):
    return one["namespace"], one["name"]


def sent(*arguments):
    return [json.loads(line) for line in pedigree("export", "openlineage", "--all", "--time", TIME, *arguments).splitlines()]


def write(name, events):
    with open(name, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(event) + "\n" for event in events)
    return name


def without_nulls(value):
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    return [without_nulls(v) for v in value] if isinstance(value, list) else value


def texts(events):
    """Each, with its time as a number: zeros at its end may go."""
    return sorted(json.dumps({**without_nulls(event), "eventTime": datetime.datetime.fromisoformat(
        event["eventTime"].replace("Z", "+00:00")).timestamp()}, sort_keys=True) for event in events)


class Marquez:
    """What a server at this URL says."""

    def __init__(self, url):
        self.url = url

    def get(self, path, **query):
        return ask(f"{self.url}/api/v1/{path}" + ("?" + urllib.parse.urlencode(query) if query else ""))

    def dataset(self, at):
        namespace, name = (urllib.parse.quote(part, safe="") for part in at)
        return self.get(f"namespaces/{namespace}/datasets/{name}")

    def job(self, at):
        namespace, name = (urllib.parse.quote(part, safe="") for part in at)
        return self.get(f"namespaces/{namespace}/jobs/{name}")

    def columns(self, at):
        """((namespace, name, column), (namespace, name, column)): what reaches the columns of this dataset."""
        graph = self.get("column-lineage", nodeId="dataset:%s:%s" % at, depth=1)["graph"]
        return {((one["namespace"], one["dataset"], one["field"]), (node["data"]["namespace"], node["data"]["dataset"], node["data"]["field"]))
                for node in graph if node["data"] for one in node["data"]["inputFields"]}


def static(marquez, events):
    """What it says of each dataset and job, as events, is our graph; so are its arrows."""
    datasets, jobs = {}, {}
    for event in events:
        for dataset in [event.get("dataset"), *event.get("inputs", []), *event.get("outputs", [])]:
            if dataset:
                # Of a dataset it keeps each facet that it was ever told, the last of a kind.
                datasets.setdefault(key(dataset), {}).update(dataset["facets"])
        if "job" in event:
            jobs[key(event["job"])] = event
    kept, twice = {}, set()
    for at, facets in sorted(datasets.items()):
        said = marquez.dataset(at)
        expect(without_nulls(said["facets"]) == facets, f"the facets of {at}: {said['facets'].keys() ^ facets.keys()}")
        ours = [field["name"] for field in facets.get("schema", {}).get("fields", [])]
        expect({field["name"] for field in said["fields"]} == set(ours), f"the columns of {at}")
        if len(said["fields"]) > len(ours):
            twice.add(at)
            expect(not any(field.get("type") for field in facets["schema"]["fields"]), f"a column with a type is there once, of {at}")
        expect(said["description"] == facets.get("documentation", {}).get("description"), f"the description of {at}")
        # The columns' lineage is of a job, which Marquez does not say there; the job's own facet has it.
        kept[at] = {"namespace": at[0], "name": at[1], "facets": {k: v for k, v in said["facets"].items() if k != "columnLineage"}}
    back = [{"dataset": dataset} for dataset in kept.values()]
    arrows = set()
    for at, event in sorted(jobs.items()):
        said = marquez.job(at)
        expect(without_nulls(said["facets"]) == event["job"]["facets"], f"the facets of {at}")
        for way in ("inputs", "outputs"):
            expect({key(one) for one in said[way]} == {key(one) for one in event[way]}, f"the {way} of {at}")
        back.append({"job": {"namespace": at[0], "name": at[1], "facets": said["facets"]},
                     **{way: [kept[key(one)] for one in said[way]] for way in ("inputs", "outputs")}})
        job = "job:%s:%s" % at
        arrows.update(("dataset:%s:%s" % key(one), job) for one in event["inputs"])
        arrows.update((job, "dataset:%s:%s" % key(one)) for one in event["outputs"])
    pedigree("import", "openlineage", "-o", "back.graph", write("back.jsonl", back))
    expect(edges("back.graph") == edges(GRAPH), "our graph comes back equal of its datasets and jobs")
    found = set()
    for at in jobs:
        for node in marquez.get("lineage", nodeId="job:%s:%s" % at, depth=20)["graph"]:
            found.update((edge["origin"], edge["destination"]) for edge in node["inEdges"] + node["outEdges"])
    expect(found == arrows, f"its lineage graph has our reads and writes: {found ^ arrows}")
    # Lost, as docs/interop/openlineage.md says: its own graph of columns has those of runs alone, and a column whose type
    # is not said is there once more for each event of the dataset.
    expect(twice, "columns without a type are listed more than once")
    stated = [at for at, facets in datasets.items() if facets.get("columnLineage", {}).get("fields")]
    expect(stated and not any(marquez.columns(at) for at in stated), "columns of static events are not in its graph of columns")
    return len(datasets), len(jobs)


def observed(marquez):
    """Runs that were seen, one that succeeds and one that fails: their states, their columns, and their events as sent."""
    pedigree("import", "openlineage", "-o", "train.graph", write("train.jsonl", [TRAIN]))
    with open("people.csv", "w", encoding="utf-8") as file:
        file.write("name,age\nanna,3\n")
    for ledger, end in (("good.ledger", ""), ("bad.ledger", "; exit 3")):
        pedigree("run", "--job", "train", "--ledger", ledger, "--", "sh", "-c", "cat people.csv >features.csv" + end, status=3 if end else 0)
    events = sent("train.graph", "good.ledger", "bad.ledger")
    pedigree("export", "openlineage", "--all", "--time", TIME, "train.graph", "good.ledger", "bad.ledger", "--to", marquez.url)
    runs = [event for event in events if "run" in event]
    expect([event["eventType"] for event in runs] == ["START", "COMPLETE", "START", "FAIL"], "the runs of two ledgers")
    job = ("pedigree", "train")
    states = {run["id"]: run for run in marquez.get("namespaces/pedigree/jobs/train/runs")["runs"]}
    expect({run: said["state"] for run, said in states.items()} ==
           {event["run"]["runId"]: {"COMPLETE": "COMPLETED", "FAIL": "FAILED"}[event["eventType"]] for event in runs if event["eventType"] != "START"},
           f"the runs and how they ended: {states}")
    said = marquez.job(job)
    expect(said["description"] == "trains on ages" and said["latestRun"]["state"] == "FAILED", f"the job: {said}")
    expect(marquez.dataset(("file", "people.csv"))["description"] == "who they are", "a description stays, whatever came later")
    for event in runs:
        if event["eventType"] != "START":
            version, = states[event["run"]["runId"]]["outputDatasetVersions"]
            expect(version["facets"]["outputStatistics"] == event["outputs"][0]["outputFacets"]["outputStatistics"], "how much was written")
    # The run did not read the labels: nothing of them is said of it.
    expect(marquez.columns(("file", "features.csv")) == {
        (("file", "people.csv", "age"), ("file", "features.csv", "scaled")),
        (("file", "people.csv", "name"), ("file", "features.csv", "name"))}, f"its graph of columns: {marquez.columns(('file', 'features.csv'))}")
    one, other = (marquez.dataset(at) for at in (("postgres://db:5432", "shop.public.labels"), ("hive", "core.labels")))
    expect(one["physicalName"] == other["physicalName"], "what is the same by a symlink is shown as one")
    kept = marquez.get("events/lineage", limit=1000, sortDirection="asc")
    expect(texts(kept["events"]) == texts(runs), "it has the runs' events as they were sent")
    with open("kept.json", "w", encoding="utf-8") as file:
        json.dump(kept, file)
    pedigree("import", "openlineage", "-o", "kept.graph", "kept.json")
    pedigree("import", "openlineage", "-o", "runs.graph", write("runs.jsonl", runs))
    expect(edges("kept.graph") and job_ends("kept.graph") == job_ends("runs.graph"), "what it answers is read as what we sent")
    return len(runs)


def real():
    port, admin = free_port(), free_port()
    with postgres() as (_, database, _):
        with open("marquez.yml", "w", encoding="utf-8") as file:
            file.write(CONFIGURATION % (port, admin, database))
        url = f"http://127.0.0.1:{port}"
        with server(["java", "-cp", BESIDES[0], "marquez.MarquezApp", "server", "marquez.yml"], "log", url + "/api/v1/namespaces"):
            events, marquez = sent(GRAPH), Marquez(url)
            said = pedigree("export", "openlineage", "--all", "--time", TIME, GRAPH, "--to", url)
            expect(said.startswith(f"sent {len(events)} events "), said)
            datasets, jobs = static(marquez, events)
            runs = observed(marquez)
    print(f"{datasets} datasets and {jobs} jobs kept with their facets and arrows, equal when read back; {runs} events of runs kept as sent; "
          "its graph of columns is ours")
    return 0


class StandIn(http.server.BaseHTTPRequestHandler):
    """Takes events as Marquez's API does: what its description asks for, of what OpenLineage's own schema allows."""
    protocol_version = "HTTP/1.1"
    events, problems, validators = [], [], ()

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            expect(self.path == "/api/v1/lineage" and self.headers["Content-Type"] == "application/json", self.path)
            self.validators[0].validate(event)
            for facet in facets(event):
                self.validators[1].validate(facet)
            # What becomes a URI of Java's.
            expect(urllib.parse.urlparse(event["producer"]).scheme != "", "the producer is a URI")
            self.events.append(event)
        except (jsonschema.ValidationError, SystemExit, ValueError) as problem:
            self.problems.append(str(problem))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def facets(event):
    for owner in (event.get("run"), event.get("job"), event.get("dataset"), *event.get("inputs", []), *event.get("outputs", [])):
        for kind in ("facets", "inputFacets", "outputFacets"):
            yield from (owner or {}).get(kind, {}).values()


def validators():
    """Of an event, and of a facet."""
    with open(os.path.join(SCHEMAS, "openlineage", "OpenLineage.json"), encoding="utf-8") as file:
        spec = referencing.Resource.from_contents(json.load(file))
    with open(os.path.join(SCHEMAS, "marquez", "openapi.yml"), encoding="utf-8") as file:
        api = yaml.safe_load(file)
    return (jsonschema.Draft202012Validator({"$ref": spec.id()}, registry=referencing.Registry().with_resource(spec.id(), spec),
                                            format_checker=jsonschema.FormatChecker()),
            jsonschema.Draft202012Validator({"$ref": "#/components/schemas/CustomFacet", "components": api["components"]},
                                            format_checker=jsonschema.FormatChecker()))


def stand_in(why):
    StandIn.validators = validators()
    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    said = pedigree("export", "openlineage", "--all", GRAPH, "--to", f"http://127.0.0.1:{listening.server_port}")
    expect(not StandIn.problems, f"each event is one that Marquez takes: {StandIn.problems[:1]}")
    expect(said.startswith(f"sent {len(StandIn.events)} events "), said)
    pedigree("import", "openlineage", "-o", "back.graph", write("events.jsonl", StandIn.events))
    expect(edges("back.graph") == edges(GRAPH), "what was sent is our graph")
    print(f"{why}; a stand-in of its described API took every event, and they come back equal")
    return NOT_REACHABLE


def main():
    with tempfile.TemporaryDirectory(dir=os.path.expanduser("~")) as folder:
        os.chdir(folder)
        if not BESIDES:
            return stand_in("marquez-api is not in the registry")
        if postgres_programs() is None:
            return stand_in("no PostgreSQL is here for Marquez")
        return real()


if __name__ == "__main__":
    sys.exit(main())

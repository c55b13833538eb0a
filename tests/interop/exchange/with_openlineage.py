#!/usr/bin/env python3
"""OpenLineage: our events against the official schemas, events of the official client and all official examples read."""
# needs: jsonschema==4.26.0
# needs: openlineage-python==1.54.0

import glob
import hashlib
import json
import os
import sys
import tempfile

import jsonschema
import referencing
from openlineage.client import event_v2, serde
from openlineage.client.facet_v2 import column_lineage_dataset, schema_dataset

from losses import expect_lost, expect_unsaid, full
from pedigree import GRAPH, PEDIGREE, SCHEMAS, edges, ends, expect, pedigree

FOLDER = os.path.join(SCHEMAS, "openlineage")
OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../docs/interop/schemas")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def registry():
    paths = [os.path.join(FOLDER, "OpenLineage.json"), *glob.glob(FOLDER + "/facets/*.json"), *glob.glob(OWN + "/*.json")]
    resources = [referencing.Resource.from_contents(load(path)) for path in paths]
    return referencing.Registry().with_resources([(r.id(), r) for r in resources])


def facets_of(event):
    for owner in [event.get("run"), event.get("job"), event.get("dataset"), *event.get("inputs", []), *event.get("outputs", [])]:
        for kind in ("facets", "inputFacets", "outputFacets"):
            yield from (owner or {}).get(kind, {}).items()


def validate(text):
    known = registry()
    core = jsonschema.Draft202012Validator(
        {"$ref": "https://openlineage.io/spec/2-0-2/OpenLineage.json"}, registry=known,
        format_checker=jsonschema.FormatChecker())
    validators, events, facets = {}, 0, 0
    for line in text.splitlines():
        event = json.loads(line)
        core.validate(event)
        events += 1
        for _, facet in facets_of(event):
            url = facet["_schemaURL"]
            if url not in validators:
                base, _, pointer = url.partition("#")
                name = "/$defs/" + base.rpartition(":")[2] if base.startswith("urn:") else pointer
                validators[url] = jsonschema.Draft202012Validator({"$ref": f"{base}#{name}"}, registry=known)
            validators[url].validate(facet)
            facets += 1
    return events, facets


def key(dataset):
    return dataset["namespace"], dataset["name"]


INPUT, OUTPUT = ("n", "i"), ("n", "o")


def slot(example, content, event):
    """Where an example of a facet belongs in an event."""
    schema = os.path.basename(os.path.dirname(example))
    if schema.endswith("RunFacet"):
        return event["run"].setdefault("facets", {})
    if schema.endswith("JobFacet") or "entries" in content.get("lineage", {}):
        return event["job"].setdefault("facets", {})
    if schema.endswith("InputDatasetFacet") or "inputCondition" in content.get("subset", {}):
        return event["inputs"][0].setdefault("inputFacets", {})
    if schema.endswith("OutputDatasetFacet"):
        return event["outputs"][0].setdefault("outputFacets", {})
    return event["outputs"][0].setdefault("facets", {})


def stated(content):
    """The flows that the example states, by the words of the spec."""
    flows = set()

    def source(one):
        """A job's own data has no name, another job's is what that hands over."""
        if one["type"] == "DATASET":
            return key(one) + (one.get("field", ""),)
        return ("job", f"what {one['namespace']}/{one['name']} hands over", "") if "name" in one else None

    def into(entry, target):
        for one in entry.get("inputs", []):
            flows.add((source(one), target + ("",)))
        for column, field in entry.get("fields", {}).items():
            flows.update((source(one), target + (column,)) for one in field["inputs"])

    columns = content.get("columnLineage", {})
    for column, field in columns.get("fields", {}).items():
        flows.update((key(one) + (one["field"],), OUTPUT + (column,)) for one in field["inputFields"])
    flows.update((key(one) + (one["field"],), OUTPUT + ("",)) for one in columns.get("dataset", []))
    lineage = content.get("lineage", {})
    if "entries" not in lineage:
        into(lineage, OUTPUT)
    for entry in lineage.get("entries", []):
        if entry["type"] == "DATASET":
            into(entry, key(entry))
        elif "name" not in entry:  # what this job reads, too
            flows.update((key(one) + ("",), OUTPUT + ("",)) for one in entry["inputs"] if one["type"] == "DATASET")
    before = content.get("lifecycleStateChange", {}).get("previousIdentifier")
    if before:
        flows.add((key(before) + ("",), OUTPUT + ("",)))
    for other in content.get("symlinks", {}).get("identifiers", []):
        flows.update({(key(other) + ("",), OUTPUT + ("",)), (OUTPUT + ("",), key(other) + ("",))})
    return {a + b for a, b in flows if a is not None}


def columns_of(fields, prefix=""):
    for field in fields:
        yield prefix + field["name"], field.get("type"), field.get("description")
        yield from columns_of(field.get("fields", []), prefix + field["name"] + ".")


def kept(facets):
    """What we keep of the facets of a dataset, in one form."""
    said = {"columns": set(columns_of(facets.get("schema", {}).get("fields", [])))}
    said["owners"] = [one["name"] for one in facets.get("ownership", {}).get("owners", [])]
    said["documentation"] = facets.get("documentation", {}).get("description")
    said["tags"] = {(one["key"].partition("=")[0], one["key"].partition("=")[2] or one["value"], one.get("field"))
                    for one in facets.get("tags", {}).get("tags", [])}
    return said


def read(example, path):
    """An example of the spec in its place in an event: what it states comes in, and what is kept goes out again."""
    content = load(example)
    event = {"eventTime": "2026-01-01T00:00:00Z", "producer": "https://example.com", "eventType": "COMPLETE",
             "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
             "run": {"runId": "0190b5a8-0000-7000-8000-000000000000"}, "job": {"namespace": "n", "name": "j"},
             "inputs": [{"namespace": "n", "name": "i"}], "outputs": [{"namespace": "n", "name": "o"}]}
    slot(example, content, event).update(content)
    with open(path("example.json"), "w", encoding="utf-8") as file:
        json.dump(event, file)
    pedigree("import", "openlineage", "-o", path("example.graph"), path("example.json"))
    # Between the input and the output nothing else is stated: that flow is assumed.
    found, expected = ends(path("example.graph")), stated(content) | {INPUT + ("",) + OUTPUT + ("",)}
    # A column of an alias is the same under each name.
    expect(found == expected, f"{example}: {found ^ expected}")
    back = {key(said["dataset"]): said["dataset"]["facets"] for said in
            map(json.loads, pedigree("export", "openlineage", "--all", path("example.graph")).splitlines()) if "dataset" in said}
    before, after = kept(event["outputs"][0].get("facets", {})), kept(back[OUTPUT])
    if "columnLineage" in content or "lineage" in content:
        del before["columns"], after["columns"]  # those that flows name are there, too
    elif "tags" in content:
        before["columns"] = {(one["field"], None, None) for one in content["tags"]["tags"] if one.get("field")}
    expect(before == after, f"{example} comes back: {before} {after}")


def facet(schema, **content):
    """One of the spec, whose definition has its name."""
    url = f"https://openlineage.io/spec/facets/1-0-0/{schema}.json"
    for path in glob.glob(FOLDER + "/facets/*.json"):
        if os.path.basename(path) == schema + ".json":
            url = load(path)["$id"]
    return {"_producer": "https://example.com", "_schemaURL": f"{url}#/$defs/{schema}", **content}


# An event with all of the spec that we have no place for, each by a word of its own.
LOST = {
    "eventTime": "2017-03-04T05:06:07Z", "producer": "https://example.com", "eventType": "COMPLETE",
    "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    "run": {"runId": "0190b5a8-0000-7000-8000-0000000c0ffe", "facets": {
        "nominalTime": facet("NominalTimeRunFacet", nominalStartTime="2017-03-05T05:06:07Z"),
        "executionParameters": facet("ExecutionParametersRunFacet", parameters=[{"key": "depth-of-run", "name": "depth-of-run", "value": "17125"}]),
        "tags": facet("TagsRunFacet", tags=[{"key": "tag-of-run", "value": "x", "source": "USER"}])}},
    "job": {"namespace": "n", "name": "j", "facets": {
        "sql": facet("SQLJobFacet", query="SELECT word_of_sql"),
        "sourceCode": facet("SourceCodeJobFacet", language="python", sourceCode="print(word_of_code)"),
        "tags": facet("TagsJobFacet", tags=[{"key": "tag-of-job", "value": "x", "source": "USER"}])}},
    "inputs": [{"namespace": "n", "name": "i", "inputFacets": {
        "inputStatistics": facet("InputStatisticsInputDatasetFacet", rowCount=17126, size=17127),
        "dataQualityMetrics": facet("DataQualityMetricsInputDatasetFacet", rowCount=17128, columnMetrics={"column-of-metrics": {"nullCount": 17129}})}}],
    "outputs": [{"namespace": "n", "name": "o", "facets": {
        "version": facet("DatasetVersionDatasetFacet", datasetVersion="version-seventeen"),
        "ownership": facet("OwnershipDatasetFacet", owners=[{"name": "first"}, {"name": "second-owner"}]),
        "catalog": facet("CatalogDatasetFacet", framework="iceberg", type="hive", name="name-of-catalog"),
        "hierarchy": facet("HierarchyDatasetFacet", hierarchy=[{"type": "DATABASE", "name": "name-of-hierarchy"}, {"type": "TABLE", "name": "o"}]),
        "dataQualityAssertions": facet("DataQualityAssertionsDatasetFacet", assertions=[
            {"assertion": "assertion-of-quality", "success": True, "column": "column-of-assertions"}])},
                 "outputFacets": {"outputStatistics": facet("OutputStatisticsOutputDatasetFacet", rowCount=17130, size=17131)}}],
}
WORDS = ("0c0ffe", "2017-03-04", "2017-03-05", "depth-of-run", "17125", "tag-of-run", "word_of_sql", "word_of_code", "tag-of-job", "17126", "17127", "17128",
         "column-of-metrics", "17129", "version-seventeen", "second-owner", "name-of-catalog", "name-of-hierarchy", "assertion-of-quality",
         "column-of-assertions", "17130", "17131")


def losses(path):
    """What docs/interop/openlineage.md says is lost on import, and of our own graphs: declared transforms, and which runs saw which version."""
    validate(json.dumps(LOST))
    with open(path("lost.json"), "w", encoding="utf-8") as file:
        json.dump(LOST, file)
    pedigree("import", "openlineage", "-o", path("lost.graph"), path("lost.json"))
    expect(ends(path("lost.graph")) == {INPUT + ("",) + OUTPUT + ("",)}, f"its flow: {ends(path('lost.graph'))}")
    expect_unsaid(path("lost.json"), path("lost.graph"), *WORDS)
    # What of a dataset is of interest, by an example of the spec.
    for example in glob.glob(FOLDER + "/tests/BaseSubsetDatasetFacet/*.json"):
        words = [one for one in leaves(load(example)["subset"]) if len(one) > 8]
        read(example, path)
        expect_unsaid(path("example.json"), path("example.graph"), *words)
    # Our own graph, out and in again.
    os.chdir(path(""))
    with open("steps.txtpb", "w", encoding="utf-8") as file:
        file.write('transform { function: "Anonymous" kind: ANONYMIZE }\n')
    pedigree("link", "--declarations", "steps.txtpb", "-o", "said.graph", full())
    with open("ours.jsonl", "w", encoding="utf-8") as file:
        file.write(pedigree("export", "openlineage", "--all", "said.graph"))
    pedigree("import", "openlineage", "-o", "back.graph", "ours.jsonl")
    expect_lost("said.graph", "back.graph", {"versions that runs saw"}, "OpenLineage")
    steps = [pedigree("show", "--format", "txtpb", graph).count('"Anonymous"') for graph in ("said.graph", "back.graph")]
    expect(steps == [1, 0], f"declared transforms are lost: {steps}")


def leaves(value):
    """The texts in it that are not its keys' or types'."""
    if isinstance(value, dict):
        return [leaf for key, one in value.items() if not key.startswith("_") and not key.endswith(("Type", "type")) for leaf in leaves(one)]
    if isinstance(value, list):
        return [leaf for one in value for leaf in leaves(one)]
    return [value] if isinstance(value, str) else []


# A job that makes a column of one, and a model.
TRAIN = {"job": {"namespace": "pedigree", "name": "train", "facets": {"documentation": {"description": "trains"}, "lineage": {"entries": [
    {"type": "DATASET", "namespace": "file", "name": "features.csv", "fields": {"scaled": {"inputs": [
        {"type": "DATASET", "namespace": "file", "name": "people.csv", "field": "age",
         "transformations": [{"type": "DIRECT", "subtype": "TRANSFORMATION"}]}]}}}]}}},
         "inputs": [{"namespace": "file", "name": "people.csv", "facets": {"schema": {"fields": [{"name": "age", "type": "long"}]}}}]}
# What a program says of itself by the SDK, which is in every process that is observed.
PROGRAM = """
import ctypes
sdk = ctypes.CDLL(None)
sdk.pedigree_parameter(b"depth", b"3")
sdk.pedigree_metric(b"auc", ctypes.c_double(0.5), ctypes.c_int64(2), b"file/people.csv")
with open("people.csv") as source, open("features.csv", "w") as target:
    target.write(source.read())
"""
POLICY = """rule { id: "no-ages" severity: WARNING message: "why" forbid { from { name: "people.csv" } to { name: "features.csv" } } }
rule { id: "kept" forbid { from { name: "nothing" } to { name: "features.csv" } } }
"""


def runs(path):
    """Runs as they are seen: one within another, one that fails; with the verdicts of a policy."""
    os.chdir(path(""))
    for name, content in (("train.json", json.dumps(TRAIN)), ("program.py", PROGRAM), ("policy.txtpb", POLICY), ("people.csv", "age\n3\n")):
        with open(name, "w", encoding="utf-8") as file:
            file.write(content)
    pedigree("import", "openlineage", "-o", "train.graph", "train.json")
    pedigree("run", "--quiet", "--job", "nightly", "--ledger", "outer.ledger", "--", PEDIGREE, "run", "--quiet", "--job", "train",
             "--ledger", "inner.ledger", "--", sys.executable, "program.py")
    pedigree("run", "--quiet", "--job", "train", "--ledger", "bad.ledger", "--", "sh", "-c", "cat people.csv >features.csv; exit 3", status=3)
    out = pedigree("export", "openlineage", "--policy", "policy.txtpb", "train.graph", "outer.ledger", "inner.ledger", "bad.ledger")
    validate(out)
    events = [event for event in map(json.loads, out.splitlines()) if "run" in event]
    expect([(event["eventType"], event["job"]["name"]) for event in events] == [
        ("START", "nightly"), ("COMPLETE", "nightly"), ("START", "train"), ("COMPLETE", "train"), ("START", "train"), ("FAIL", "train")],
        "each run begins and ends")
    done, failed = events[3], events[5]
    facets = done["run"]["facets"]
    expect(facets["parent"]["run"]["runId"] == events[0]["run"]["runId"] and facets["parent"]["job"]["name"] == "nightly", "what started it")
    expect([(one["key"], one["value"]) for one in facets["executionParameters"]["parameters"]] == [("depth", "3")], "its parameters")
    expect({one["name"]: one["status"] for one in facets["test"]["tests"]} == {"no-ages": "fail", "kept": "pass"}, "the policy's verdicts")
    expect(facets["pedigree_run"]["metrics"][0]["value"] == 0.5, "its metrics")
    read = {one["name"]: one for one in done["inputs"]}["people.csv"]
    digest = "sha256:" + hashlib.sha256(b"age\n3\n").hexdigest()
    expect(read["facets"]["version"]["datasetVersion"] == digest and read["inputFacets"]["inputStatistics"]["size"] == 6, f"what it read: {read}")
    for event in (done, failed):
        written = {one["name"]: one for one in event["outputs"]}["features.csv"]
        expect(written["outputFacets"]["outputStatistics"]["size"] == 6, f"what it wrote: {written}")
        column, = written["facets"]["columnLineage"]["fields"]["scaled"]["inputFields"]
        entry, = event["job"]["facets"]["lineage"]["entries"]
        expect(key(column) + (column["field"],) == ("file", "people.csv", "age") and entry["name"] == "features.csv", "which column went where")
    with open("runs.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(event) + "\n" for event in events[2:4])
    pedigree("import", "openlineage", "-o", "runs.graph", "runs.jsonl")
    flows = {(e["from_name"], e["from_column"], e["to_name"], e["to_column"], e["witnesses"]) for e in edges("runs.graph")
             if e["to_name"] == "features.csv" and e["confidence"] != "ASSUMED"}
    expect(flows == {("people.csv", "age", "features.csv", "scaled", "OBSERVED")}, f"a run comes back as observed: {flows}")
    return len(events)


def main():
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)

        out = pedigree("export", "openlineage", "--all", GRAPH, "--source-url", "https://example.com/blob/main/")
        events, facets = validate(out)
        with open(path("ours.jsonl"), "w", encoding="utf-8") as file:
            file.write(out)
        pedigree("import", "openlineage", "-o", path("back.graph"), path("ours.jsonl"))
        expect(edges(path("back.graph")) == edges(GRAPH), "our graph comes back equal")

        # A run as the official client writes it.
        dataset = event_v2.OutputDataset("postgres://db:5432", "shop.public.orders", facets={
            "schema": schema_dataset.SchemaDatasetFacet(fields=[schema_dataset.SchemaDatasetFacetFields("total", "int")]),
            "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet(fields={
                "total": column_lineage_dataset.Fields(inputFields=[column_lineage_dataset.InputField(
                    "s3://raw", "orders.csv", "amount",
                    [column_lineage_dataset.Transformation("DIRECT", "AGGREGATION")])])})})
        run = event_v2.RunEvent(
            eventTime="2026-01-01T00:00:00Z", eventType=event_v2.RunState.COMPLETE, producer="https://example.com",
            run=event_v2.Run("0190b5a8-0000-7000-8000-000000000000"), job=event_v2.Job("shop", "load"),
            inputs=[event_v2.InputDataset("s3://raw", "orders.csv")], outputs=[dataset])
        with open(path("client.json"), "w", encoding="utf-8") as file:
            file.write(serde.Serde.to_json(run))
        pedigree("import", "openlineage", "-o", path("client.graph"), path("client.json"))
        expect(ends(path("client.graph")) == {("s3://raw", "orders.csv", "amount", "postgres://db:5432",
                                               "shop.public.orders", "total")}, "the client's column lineage")

        examples = sorted(glob.glob(FOLDER + "/tests/*/*.json"))
        expect(len(examples) > 40, "the official examples are there")
        for example in examples:
            read(example, path)
        full = load(FOLDER + "/tests/example_full_event.json")
        pedigree("import", "openlineage", "-o", path("full.graph"), FOLDER + "/tests/example_full_event.json")
        expect({end[:2] + end[3:5] for end in ends(path("full.graph"))} >= {key(i) + key(o) for i in full["inputs"] for o in full["outputs"]},
               "the official event's inputs and outputs")
        losses(path)
        observed = runs(path)
        print(f"{events} static events, {facets} facets valid, equal when read back; {observed} events of runs valid; {len(examples)} official examples read")


if __name__ == "__main__":
    main()

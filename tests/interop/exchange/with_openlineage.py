#!/usr/bin/env python3
"""OpenLineage: our events against the official schemas, events of the official client and all official examples read."""
# needs: jsonschema==4.26.0
# needs: openlineage-python==1.54.0

import glob
import json
import os
import tempfile

import jsonschema
import referencing
from openlineage.client import event_v2, serde
from openlineage.client.facet_v2 import column_lineage_dataset, schema_dataset

from pedigree import GRAPH, SCHEMAS, edges, ends, expect, pedigree

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

        # Every example of the spec, in the place that its schema is for.
        examples = sorted(glob.glob(FOLDER + "/tests/*/*.json"))
        expect(len(examples) > 30, "the official examples are there")
        for example in examples:
            facet = os.path.basename(os.path.dirname(example))
            job = {"namespace": "n", "name": "j"}
            event = {"eventTime": "2026-01-01T00:00:00Z", "producer": "https://example.com", "schemaURL": "https://example.com",
                     "job": job, "inputs": [{"namespace": "n", "name": "i"}], "outputs": [{"namespace": "n", "name": "o"}]}
            content = load(example)
            if facet.endswith("RunFacet"):
                event["run"] = {"runId": "0190b5a8-0000-7000-8000-000000000000", "facets": content}
            elif facet.endswith("JobFacet") or "entries" in str(content):
                job["facets"] = content
            else:
                event["outputs"][0]["facets"] = content
            with open(path("example.json"), "w", encoding="utf-8") as file:
                json.dump(event, file)
            pedigree("import", "openlineage", "-o", path("example.graph"), path("example.json"))
        pedigree("import", "openlineage", "-o", path("full.graph"), FOLDER + "/tests/example_full_event.json")
        print(f"{events} events, {facets} facets valid, equal when read back; {len(examples)} official examples read")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""OpenLineage's server that Feast has, `feast serve_lineage`: fed over HTTP with a key, queried back, and read again equal."""
# needs: feast==0.67.0

import json
import os
import subprocess
import sys
import tempfile

from pedigree import GRAPH, PEDIGREE, edges, expect, pedigree
from servers import ask, free_port, server

STORE = """project: shop
provider: local
registry: {registry_type: sql, path: "sqlite:///FOLDER/registry.db"}
online_store: {type: sqlite, path: online.db}
entity_key_serialization_version: 3
openlineage: {enabled: false, consumer: {enabled: true, api_key: secret-of-feast}}
"""


def compare(url, events):
    """What it keeps: every event, and its own graph of datasets and jobs."""
    kept = ask(url + "/lineage/openlineage/events?limit=1000")["events"]
    with open("kept.jsonl", "w", encoding="utf-8") as file:
        for event in kept:
            file.write(event["event_json"] + "\n")
    expect(sorted(json.dumps(json.loads(event["event_json"]), sort_keys=True) for event in kept) ==
           sorted(json.dumps(json.loads(line), sort_keys=True) for line in events.splitlines()), "it has every event as it was sent")
    pedigree("import", "openlineage", "-o", "back.graph", "kept.jsonl")
    expect(edges("back.graph") == edges(GRAPH), "our graph comes back equal")

    expected = set()
    for event in map(json.loads, events.splitlines()):
        job = event.get("job", {}).get("name")
        expected.update(("dataset", i["namespace"], i["name"], "job", "pedigree", job) for i in event.get("inputs", []))
        expected.update(("job", "pedigree", job, "dataset", o["namespace"], o["name"]) for o in event.get("outputs", []))
    graph = ask(url + "/lineage/openlineage/graph")
    found = {(e["source_type"], e["source_namespace"], e["source_name"], e["target_type"], e["target_namespace"], e["target_name"])
             for e in graph["edges"]}
    expect(expected and found == expected, f"its graph has our reads and writes: {found ^ expected}")
    return len(kept), len(found)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("feature_store.yaml", "w", encoding="utf-8") as file:
            file.write(STORE.replace("FOLDER", folder))
        port = free_port()
        url = f"http://127.0.0.1:{port}/api/v1"
        command = [os.path.join(os.path.dirname(sys.executable), "feast"), "serve_lineage", "--host", "127.0.0.1", "--port", str(port)]
        with server(command, "log", url + "/lineage/openlineage/jobs", env={**os.environ, "FEAST_USAGE": "False"}):
            # Without the key nothing is taken, and the error says so.
            refused = pedigree("export", "openlineage", "--all", GRAPH, "--to", f"http://127.0.0.1:{port}", status=2)
            expect("401" in refused and not ask(url + "/lineage/openlineage/events")["events"], f"the key is asked for: {refused}")
            sent = subprocess.run([PEDIGREE, "export", "openlineage", "--all", GRAPH, "--to", f"http://127.0.0.1:{port}"], check=False,
                                  capture_output=True, text=True, env={**os.environ, "OPENLINEAGE_API_KEY": "secret-of-feast"})
            expect(sent.returncode == 0, f"the server takes every event: {sent.stderr}")
            events, arrows = compare(url, pedigree("export", "openlineage", "--all", GRAPH))
            print(f"feast serve_lineage took {events} events, gives them back equal, and has our {arrows} reads and writes in its graph")


if __name__ == "__main__":
    main()

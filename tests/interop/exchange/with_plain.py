#!/usr/bin/env python3
"""Plain formats, each read by others' libraries: GraphML by networkx, PROV-JSON by prov, DOT by pydot, Mermaid by itself."""
# needs: networkx==3.6.1
# needs: prov==3.2.3
# needs: pydot==4.0.1
# needs npm: jsdom@29.1.1
# needs npm: mermaid@11.17.2

import json
import os
import subprocess
import tempfile

import networkx
import prov.model
import pydot

from losses import facts, full
from pedigree import BESIDES, GRAPH, edges, expect, pedigree

# Names that each format has to write in another way.
ODD = """{"job":{"namespace":"pedigree","name":"a \\"b\\" & <c>"},"inputs":[{"namespace":"file","name":"x, \\"y\\" & <z>\\\\.csv"}],"outputs":[{"namespace":"s3://\\u00fc","name":"k -> l; m | n"}]}
"""


def pairs(graph):
    return {((e["from_namespace"], e["from_name"]), e["job"], (e["to_namespace"], e["to_name"])) for e in edges(graph)}


def links(graph):
    """The flows of a job between two assets, as one: with the pairs of their columns, and the least confidence."""
    order = ["EXACT", "MODELED", "ASSUMED", "WIDENED"]
    rows = {}
    for e in edges(graph):
        rows.setdefault(((e["from_namespace"], e["from_name"]), e["job"], (e["to_namespace"], e["to_name"])), []).append(e)
    return {(*ends, "; ".join(sorted({f"{e['from_column']}->{e['to_column']}" for e in those if e["from_column"] or e["to_column"]})),
             max((e["confidence"] for e in those), key=order.index)) for ends, those in rows.items()}


def graphml(graph, path):
    pedigree("export", "graphml", "--all", "-o", path, graph)
    read = networkx.read_graphml(path, force_multigraph=True)
    names = {node: (data["namespace"], data["name"]) for node, data in read.nodes(data=True)}
    return {(names[source], data["job"], names[target], data["columns"], data["confidence"]) for source, target, data in read.edges(data=True)}


def provenance(graph, path):
    pedigree("export", "prov", "--all", "-o", path, graph)
    document = prov.model.ProvDocument.deserialize(path, format="json")

    def said(record, name):
        return next((str(value) for key, value in record.attributes if str(key) == name), "")

    entities = {str(e.identifier): (said(e, "ped:namespace"), said(e, "ped:name")) for e in document.get_records(prov.model.ProvEntity)}
    jobs = {str(a.identifier): said(a, "prov:label") for a in document.get_records(prov.model.ProvActivity)}
    found = {(entities[said(d, "prov:usedEntity")], jobs[said(d, "prov:activity")], entities[said(d, "prov:generatedEntity")],
              said(d, "ped:columns"), said(d, "ped:confidence")) for d in document.get_records(prov.model.ProvDerivation)}
    used = {(entities[said(u, "prov:entity")], jobs[said(u, "prov:activity")]) for u in document.get_records(prov.model.ProvUsage)}
    expect({(source, job) for source, job, *_ in found} <= used, "what is derived from is used")
    # Whether it is PROV at all: its own statement of it.
    expect(document.get_provn().startswith("document"), "it can be said in PROV-N")
    return found


def dot(drawn):
    def line(label):
        return label[1:-1].replace('\\"', '"').replace("\\\\", "\0").split("\\n")[0].replace("\0", "\\")

    names = {node.get_name(): line(node.get("label")) for node in drawn.get_nodes() if node.get("label")}
    return {(names[edge.get_source()], line(edge.get("label")), names[edge.get_destination()]) for edge in drawn.get_edges()}


# Mermaid wants a browser's document, and says an entity in a way of its own.
READER = """
import fs from "fs";
import {JSDOM} from "jsdom";
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const mermaid = (await import("mermaid")).default;
mermaid.initialize({});
const drawn = await mermaid.mermaidAPI.getDiagramFromText(fs.readFileSync(process.argv[2], "utf8"));
const line = (html) => {
  const text = document.createElement("div");
  text.innerHTML = html.replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";").split("<br>")[0];
  return text.textContent;
};
const names = new Map([...drawn.db.getVertices().values()].map((vertex) => [vertex.id, line(vertex.text)]));
console.log(JSON.stringify(drawn.db.getEdges().map((edge) => [names.get(edge.start), line(edge.text), names.get(edge.end)])));
"""


def mermaid(graph):
    pedigree("export", "mermaid", "--all", "-o", "lineage.mmd", graph)
    # Modules are looked for where the script is.
    with tempfile.NamedTemporaryFile("w", dir=BESIDES[0], suffix=".mjs", encoding="utf-8") as script:
        script.write(READER)
        script.flush()
        run = subprocess.run(["node", script.name, "lineage.mmd"], check=False, capture_output=True, text=True)
    expect(run.returncode == 0, f"mermaid reads it:\n{run.stderr}")
    return {tuple(arrow) for arrow in json.loads(run.stdout)}


def losses():
    """What docs/interop/plain.md lists as lost, format by format: a word of each of these is in the graph, and in none of the format's text."""
    graph = full()
    ours = facts(graph)
    said = pedigree("show", "--format", "json", "--all", graph)
    # A place, a step of a witness path, what is said of an asset, an asset that nothing flows to or from, a column.
    words = {"places": {file for _, file, _ in ours["places"]}, "witness paths": {"returned by", "passed to"}, "properties": {"anna"},
             "witnesses": {"DERIVED", "DECLARED"}, "subtypes": {"AGGREGATION", "IDENTITY"}, "columns": {"ldl_hdl"}, "confidence": {"MODELED", "ASSUMED"},
             "assets without a flow": {"unread.csv"}}
    lost = {"dot": {"columns", "confidence", "witnesses", "places", "witness paths", "properties", "subtypes"},
            "mermaid": {"columns", "confidence", "witnesses", "places", "witness paths", "properties", "subtypes"},
            "graphml": {"subtypes", "witnesses", "places", "witness paths", "properties"},
            "prov": {"subtypes", "witnesses", "places", "witness paths", "properties"},
            "csv": {"places", "witness paths", "properties", "assets without a flow"}}
    for form, gone in lost.items():
        text = pedigree("export", form, "--all", graph)
        for what, some in words.items():
            for word in some:
                expect(what == "properties" or word in said, f"the graph has {word}")
                expect((word not in text) == (what in gone), f"{form} {'loses' if what in gone else 'keeps'} {what}: {word}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("odd.jsonl", "w", encoding="utf-8") as file:
            file.write(ODD)
        pedigree("import", "openlineage", "-o", "odd.graph", "odd.jsonl")
        # The CSV itself, by Python's reader.
        expect(pairs("odd.graph") == {(("file", 'x, "y" & <z>\\.csv'), 'a "b" & <c>', ("s3://ü", "k -> l; m | n"))}, "CSV keeps odd names")
        for graph in (GRAPH, "odd.graph"):
            expected = pairs(graph)
            shown = {tuple(end if isinstance(end, str) else end[1] if end[0] == "file" else "/".join(end) for end in pair) for pair in expected}
            found = graphml(graph, "lineage.graphml")
            expect(found == links(graph), f"GraphML has each flow: {found ^ links(graph)}")
            found = provenance(graph, "lineage.json")
            expect(found == links(graph), f"PROV-JSON has each flow: {found ^ links(graph)}")
            pedigree("export", "dot", "--all", "-o", "lineage.dot", graph)
            drawn = pydot.graph_from_dot_file("lineage.dot")
            expect(drawn is not None and len(drawn) == 1, "DOT is read")
            found = dot(drawn[0])
            expect(found == shown, f"DOT has each arrow: {found ^ shown}")
            found = mermaid(graph)
            expect(found == shown, f"Mermaid has each arrow: {found ^ shown}")
        losses()
        print(f"GraphML, PROV-JSON, DOT and Mermaid of {len(pairs(GRAPH))} flows read by networkx, prov, pydot and mermaid, and equal; odd names too")


if __name__ == "__main__":
    main()

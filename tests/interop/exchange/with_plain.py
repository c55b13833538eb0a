#!/usr/bin/env python3
"""Plain formats, each read by others' libraries: GraphML by networkx, PROV-JSON by prov, DOT by pydot."""
# needs: networkx==3.6.1
# needs: prov==3.2.3
# needs: pydot==4.0.1

import os
import tempfile

import networkx
import prov.model
import pydot

from pedigree import GRAPH, edges, expect, pedigree

# Names that each format has to write in another way.
ODD = """{"job":{"namespace":"pedigree","name":"a \\"b\\" & <c>"},"inputs":[{"namespace":"file","name":"x, \\"y\\" & <z>\\\\.csv"}],"outputs":[{"namespace":"s3://\\u00fc","name":"k -> l; m | n"}]}
"""


def pairs(graph):
    return {((e["from_namespace"], e["from_name"]), e["job"], (e["to_namespace"], e["to_name"])) for e in edges(graph)}


def graphml(graph, path):
    pedigree("export", "graphml", "--all", "-o", path, graph)
    read = networkx.read_graphml(path, force_multigraph=True)
    names = {node: (data["namespace"], data["name"]) for node, data in read.nodes(data=True)}
    return {(names[source], data["job"], names[target]) for source, target, data in read.edges(data=True)}


def provenance(graph, path):
    pedigree("export", "prov", "--all", "-o", path, graph)
    document = prov.model.ProvDocument.deserialize(path, format="json")

    def said(record, name):
        return next(str(value) for key, value in record.attributes if str(key) == name)

    entities = {str(e.identifier): (said(e, "ped:namespace"), said(e, "ped:name")) for e in document.get_records(prov.model.ProvEntity)}
    jobs = {str(a.identifier): said(a, "prov:label") for a in document.get_records(prov.model.ProvActivity)}
    found = {(entities[said(d, "prov:usedEntity")], jobs[said(d, "prov:activity")], entities[said(d, "prov:generatedEntity")])
             for d in document.get_records(prov.model.ProvDerivation)}
    used = {(entities[said(u, "prov:entity")], jobs[said(u, "prov:activity")]) for u in document.get_records(prov.model.ProvUsage)}
    expect({(source, job) for source, job, _ in found} <= used, "what is derived from is used")
    # Whether it is PROV at all: its own statement of it.
    expect(document.get_provn().startswith("document"), "it can be said in PROV-N")
    return found


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("odd.jsonl", "w", encoding="utf-8") as file:
            file.write(ODD)
        pedigree("import", "openlineage", "-o", "odd.graph", "odd.jsonl")
        for graph in (GRAPH, "odd.graph"):
            expected = pairs(graph)
            found = graphml(graph, "lineage.graphml")
            expect(found == expected, f"GraphML has each flow: {found ^ expected}")
            found = provenance(graph, "lineage.json")
            expect(found == expected, f"PROV-JSON has each flow: {found ^ expected}")
            pedigree("export", "dot", "--all", "-o", "lineage.dot", graph)
            drawn = pydot.graph_from_dot_file("lineage.dot")
            expect(drawn is not None and len(drawn) == 1, "DOT is read")
            expect(len(drawn[0].get_edges()) >= len({(source, target) for source, _, target in expected}), "DOT has each arrow")
        print(f"GraphML, PROV-JSON and DOT of {len(pairs(GRAPH))} flows read by networkx, prov and pydot, and equal; "
              "odd names too. Mermaid has no reader outside a browser")


if __name__ == "__main__":
    main()

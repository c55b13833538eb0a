#!/usr/bin/env python3
"""Atlan: our entities parsed by pyatlan's models without loss, and read back equal; its lineage answers read."""
# needs: pyatlan==11.6.0

import http.server
import json
import os
import tempfile
import threading

from pyatlan.model.assets import AIModel, AIModelVersion, Asset, Column, ColumnProcess, File, Process, Table
from pyatlan.model.lineage import LineageResponse

from losses import OF_CODE, expect_lost, facts, full
from pedigree import GRAPH, edges, ends, expect, pedigree

TYPES = {one.__name__: one for one in (AIModel, AIModelVersion, Column, ColumnProcess, File, Process, Table)}


REFERENCES = ("inputs", "outputs", "process", "table", "aiModel")


class Server(http.server.BaseHTTPRequestHandler):
    """Takes entities that name only what is there or comes with them."""
    entities = {}

    def do_POST(self):
        expect(self.path == "/api/meta/entity/bulk" and self.headers["authorization"] == "Bearer key", f"a request to {self.path}")
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.entities.update({(e["typeName"], e["attributes"]["qualifiedName"]): e for e in body["entities"]})
        for entity in body["entities"]:
            for name in REFERENCES:
                named = entity["attributes"].get(name, [])
                for one in named if isinstance(named, list) else [named]:
                    key = one["typeName"], one["uniqueAttributes"]["qualifiedName"]
                    expect(key in self.entities, f"{key} is there before it is named")
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def sent():
    """What arrives where we send it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["ATLAN_API_KEY"] = "key"
    pedigree("export", "atlan", GRAPH, "--to", f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    return list(Server.entities.values())


def through_pyatlan(entities):
    """As its models write what they have parsed, to back.json."""
    through = []
    for entity in entities:
        parsed = TYPES[entity["typeName"]].parse_obj(entity)
        back = json.loads(parsed.json(by_alias=True, exclude_unset=True))
        # Each member has its field: nothing is left over and nothing lost.
        expect(back["attributes"].keys() == entity["attributes"].keys(),
               f"pyatlan knows all of {entity['typeName']}: {set(entity['attributes']) ^ set(back['attributes'])}")
        expect({k: v for k, v in back["attributes"].items() if k not in REFERENCES} ==
               {k: v for k, v in entity["attributes"].items() if k not in REFERENCES},
               f"pyatlan keeps {entity['attributes']['qualifiedName']}")
        through.append(back)
    with open("back.json", "w", encoding="utf-8") as file:
        json.dump({"entities": through}, file)


def losses():
    """What docs/interop/atlan.md says is lost, and nothing else."""
    through_pyatlan(json.loads(pedigree("export", "atlan", full()))["entities"])
    pedigree("import", "atlan", "-o", "lost.graph", "back.json")
    ours = facts("full.graph")
    note = ("file", "data/release.txt")  # which a job reads, and of which nothing is made
    tables = {(namespace, name) for namespace, name, kind in ours["kinds"] if kind == "TABLE"}

    def said_of(properties):
        return "".join(line + "\n" for line in properties.splitlines() if line.startswith(("    owner:", "    description:")))

    kept = {
        "assets": ours["assets"] - {note}, "reads and writes": {one for one in ours["reads and writes"] if one[2] != note},
        "kinds": {(*key, kind if kind in ("TABLE", "MODEL") else "DATASET") for *key, kind in ours["kinds"] if tuple(key) != note}
                 | {(*key, "DATASET") for key in ours["assets of no kind"] if key not in tables},
        "columns": {(*key, column) for *key, column in ours["columns"] if tuple(key) in tables},
        "columns of flows": {one for one in ours["columns of flows"] if one[1] in tables and one[3] in tables and one[2] and one[4]},
        "properties": {(name, said_of(what)) for name, what in ours["properties"] if name != note[1] and said_of(what)},
        **{what: {(*flow, json.dumps(of_all)) for flow in ours["flows"]}
           for what, of_all in (("subtypes", "TRANSFORMATION"), ("confidence", "MODELED"), ("witnesses", ["DECLARED"]))}}
    expect_lost("full.graph", "lost.graph", OF_CODE | {"transforms", "owners of jobs", "assets of no kind", "assets that no job touches",
                                                       "jobs that touch nothing"},
                "Atlan", gone={what: ours[what] - said for what, said in kept.items()}, new=kept)
    expect(all(ours[what] - said for what, said in kept.items()), "of each something is lost")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        entities = json.loads(pedigree("export", "atlan", GRAPH))["entities"]
        expect(sent() == entities, "what we send is what we write")
        through_pyatlan(entities)
        pedigree("import", "atlan", "-o", "back.graph", "back.json")

        # What Atlan keeps: which asset is made of which, by which job; columns between tables.
        def pairs(rows):
            return {(e["from_namespace"], e["from_name"], e["job"], e["to_namespace"], e["to_name"]) for e in rows}

        exported = [e for e in edges(GRAPH) if e["to_kind"] != "LOG" and e["from_kind"] != "LOG"]
        shown = {(e["from_namespace"], e["from_name"]) for e in exported}
        theirs = edges("back.graph")
        expect(pairs(theirs) <= pairs(exported), f"no flow too many: {pairs(theirs) - pairs(exported)}")
        missing = pairs(exported) - pairs(theirs)
        expect(not missing, f"no flow is missing: {missing}")
        columns = {(e["from_name"], e["from_column"], e["to_name"], e["to_column"]) for e in exported
                   if e["from_kind"] == e["to_kind"] == "TABLE" and e["from_column"] and e["to_column"]}
        kept = {(e["from_name"], e["from_column"], e["to_name"], e["to_column"]) for e in theirs if e["from_column"]}
        expect(kept == columns, f"columns of tables, and no others: {kept ^ columns}")
        # Lost: confidence, transforms. docs/interop/atlan.md says so.
        expect({e["confidence"] for e in theirs} == {"MODELED"} and {e["transforms"] for e in theirs} == {""}, "what is lost is lost")
        expect(shown, "there is something")
        losses()

        # Creators and answers of Atlan's own.
        orders, totals = (Table.ref_by_qualified_name(f"default/snowflake/1699999999/DB/RAW/{name}") for name in ("ORDERS", "TOTALS"))
        process = Process.creator(name="sum", connection_qualified_name="default/snowflake/1699999999", inputs=[orders],
                                  outputs=[totals], process_id="p1")
        with open("theirs.json", "w", encoding="utf-8") as file:
            file.write('{"entities": [' + process.json(by_alias=True, exclude_unset=True) + "]}")
        pedigree("import", "atlan", "-o", "theirs.graph", "theirs.json")
        space = "atlan/default/snowflake/1699999999"
        expect(ends("theirs.graph") == {(space, "DB.RAW.ORDERS", "", space, "DB.RAW.TOTALS", "")}, f"{ends('theirs.graph')}")
        lineage = {"baseEntityGuid": "g1", "lineageDirection": "BOTH", "lineageDepth": 3, "limit": 10, "offset": 0,
                   "hasMoreUpstreamVertices": False, "hasMoreDownstreamVertices": False, "vertexChildrenInfo": {},
                   "guidEntityMap": {
                       "g1": {"typeName": "Table", "guid": "g1", "attributes": {"name": "A", "qualifiedName": "default/snowflake/1/D/S/A"}},
                       "g2": {"typeName": "Table", "guid": "g2", "attributes": {"name": "B", "qualifiedName": "default/snowflake/1/D/S/B"}},
                       "p": {"typeName": "Process", "guid": "p", "attributes": {"name": "load", "qualifiedName": "default/snowflake/1/load"}}},
                   "relations": [{"fromEntityId": "g1", "toEntityId": "g2", "processId": "p", "relationshipId": "r"}]}
        expect(isinstance(LineageResponse.parse_obj(lineage).guid_entity_map["g1"], Asset), "pyatlan takes it for an answer")
        with open("lineage.json", "w", encoding="utf-8") as file:
            json.dump(lineage, file)
        pedigree("import", "atlan", "-o", "lineage.graph", "lineage.json")
        space = "atlan/default/snowflake/1"
        expect(ends("lineage.graph") == {(space, "D.S.A", "", space, "D.S.B", "")}, f"{ends('lineage.graph')}")
        print(f"{len(entities)} entities parsed by pyatlan without loss, and sent; flows equal when read back; its processes and lineage read")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The open-source server of Unity Catalog: tables, a volume, a model and its version made there by its API, and what it lists read.

A trace from a model of ours goes on to its tables by where they lie. Its server has no lineage that ours could go out to."""
# wants jars: io.unitycatalog:unitycatalog-server:0.6.0

import json
import os
import sys
import tempfile

from pedigree import BESIDES, ends, expect, job_ends, pedigree
from servers import ask, free_port, server

NOT_REACHABLE = 77  # to exchange_test.py
HIBERNATE = """hibernate.connection.driver_class=org.h2.Driver
hibernate.connection.url=jdbc:h2:file:./h2db;DB_CLOSE_DELAY=-1
hibernate.hbm2ddl.auto=update
"""
# A C++ job that trains on what a table and a volume hold.
TRAIN = {"job": {"namespace": "pedigree", "name": "train"},
         "inputs": [{"namespace": "file", "name": "/lake/people"}, {"namespace": "file", "name": "/lake/files"}],
         "outputs": [{"namespace": "file", "name": "/runs/1/model"}]}


def column(name, position):
    return {"name": name, "type_text": "int", "type_name": "INT", "position": position, "nullable": True, "comment": "of " + name,
            "type_json": json.dumps({"name": name, "type": "integer", "nullable": True, "metadata": {}})}


def fill(api):
    within = {"catalog_name": "main", "schema_name": "raw"}
    ask(api + "catalogs", {"name": "main", "storage_root": "file:///lake/root"})
    ask(api + "schemas", {"name": "raw", "catalog_name": "main"})
    ask(api + "tables", {**within, "name": "people", "table_type": "EXTERNAL", "data_source_format": "DELTA", "comment": "who they are",
                         "columns": [column("id", 0), column("age", 1)], "storage_location": "file:///lake/people"})
    ask(api + "tables", {**within, "name": "other", "table_type": "EXTERNAL", "data_source_format": "PARQUET",
                         "columns": [column("id", 0)], "storage_location": "s3://lake/other"})
    ask(api + "volumes", {**within, "name": "files", "volume_type": "EXTERNAL", "storage_location": "file:///lake/files"})
    ask(api + "models", {**within, "name": "risk", "comment": "of default"})
    ask(api + "models/versions", {**within, "model_name": "risk", "source": "file:///runs/1/model", "run_id": "r1"})


def main():
    if not BESIDES:
        print("unitycatalog-server is not in the registry")
        return NOT_REACHABLE
    with tempfile.TemporaryDirectory(dir=os.path.expanduser("~")) as folder:
        os.chdir(folder)
        os.makedirs("etc/conf")
        for name, content in (("server.properties", "server.env=test\nserver.authorization=disable\n"), ("hibernate.properties", HIBERNATE)):
            with open("etc/conf/" + name, "w", encoding="utf-8") as file:
                file.write(content)
        port = free_port()
        api = f"http://127.0.0.1:{port}/api/2.1/unity-catalog/"
        with server(["java", "-cp", BESIDES[0], "io.unitycatalog.server.UnityCatalogServer", "-p", str(port)], "log", api + "catalogs"):
            fill(api)
            where = "?catalog_name=main&schema_name=raw"
            listed = {"tables": "tables" + where, "volumes": "volumes" + where, "models": "models" + where,
                      "versions": "models/main.raw.risk/versions"}
            alone = {"one": "tables/main.raw.people", "two": "tables/main.raw.other", "volume": "volumes/main.raw.files",
                     "model": "models/main.raw.risk", "version": "models/main.raw.risk/versions/1"}
            for name, path in {**listed, **alone}.items():
                with open(name + ".json", "w", encoding="utf-8") as file:
                    json.dump(ask(api + path), file)
        with open("model.json", encoding="utf-8") as file:
            place = json.load(file)["storage_location"].removeprefix("file://")
        pedigree("import", "unity", "-o", "listed.graph", *(name + ".json" for name in listed))
        same = {("unity", "main.raw.people", "file", "/lake/people"), ("unity", "main.raw.other", "s3://lake", "other"),
                ("unity", "main.raw.files", "file", "/lake/files"), ("unity", "main.raw.risk", "file", place),
                ("unity", "main.raw.risk/1", "file", "/runs/1/model")}
        found = {(e[0], e[1], e[3], e[4]) for e in ends("listed.graph") if e[0] == "unity" and not e[2] and "/versions/" not in e[4]}
        expect(found == same, f"what is listed, and where it is: {found ^ same}")
        pedigree("import", "unity", "-o", "alone.graph", *(name + ".json" for name in alone))
        expect(job_ends("alone.graph") == job_ends("listed.graph"), "what is asked for alone is as it is listed")
        shown = json.loads(pedigree("show", "--format", "json", "listed.graph"))
        kinds = {asset["name"]: asset["kind"] for asset in shown["assets"] if asset["namespace"] == "unity"}
        expect(kinds == {"main.raw.people": "TABLE", "main.raw.other": "TABLE", "main.raw.files": "DATASET", "main.raw.risk": "MODEL",
                         "main.raw.risk/1": "MODEL"}, f"their kinds: {kinds}")
        columns = {tuple(asset["columns"]) for asset in shown["assets"] if asset["name"] == "main.raw.people"}
        expect(columns == {("age", "id")}, f"the columns of a table: {columns}")

        with open("train.json", "w", encoding="utf-8") as file:
            json.dump(TRAIN, file)
        pedigree("import", "openlineage", "-o", "train.graph", "train.json")
        pedigree("link", "-o", "all.graph", "train.graph", "listed.graph")
        traced = pedigree("trace", "all.graph", "unity/main.raw.risk/1", "--up")
        expect("main.raw.people" in traced and "main.raw.files" in traced and "other" not in traced,
               f"a trace crosses from the version to the table and the volume:\n{traced}")
        print("what a real server lists, and what it says of one, read: tables with columns, a volume, a model, its version; "
              "one trace crosses, by where they lie")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Unity Catalog: our requests sent by the official SDK to a server on loopback, and what that lists read back equal."""
# needs: databricks-sdk==0.162.0
# needs: jsonschema==4.26.0
# needs: PyYAML==6.0.3

import csv
import http.server
import json
import os
import tempfile
import threading
import urllib.parse

import jsonschema
import yaml
from databricks.sdk import WorkspaceClient
from databricks.sdk.service import catalog

from losses import OF_CODE, expect_foreign, expect_lost, expect_unsaid, facts, full
from pedigree import GRAPH, SCHEMAS, ends, expect, job_ends, pedigree


class Server(http.server.BaseHTTPRequestHandler):
    """Keeps what is created, and lists it: only what the SDK's types have goes in and out."""
    metadata, lineage = {}, []

    def answer(self, body, status=200):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.endswith("/external-metadata"):
            if body["name"] in self.metadata:
                return self.answer({"error_code": "ALREADY_EXISTS", "message": body["name"]}, 409)
            self.metadata[body["name"]] = body
        else:
            for end in (body["source"], body["target"]):
                name = end.get("external_metadata", {}).get("name")
                if name and name not in self.metadata:
                    return self.answer({"error_code": "RESOURCE_DOES_NOT_EXIST", "message": name}, 404)
            if "external_metadata" not in body["source"] and "external_metadata" not in body["target"]:
                return self.answer({"error_code": "INVALID_PARAMETER_VALUE", "message": "no external metadata"}, 400)
            if any(one["source"] == body["source"] and one["target"] == body["target"] for one in self.lineage):
                return self.answer({"error_code": "ALREADY_EXISTS", "message": "lineage"}, 409)
            self.lineage.append(body)
        return self.answer(body)

    def do_GET(self):
        if "external-metadata" in self.path:
            return self.answer({"external_metadata": list(self.metadata.values())})
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(self.path).query))
        name = query.get("object_info.external_metadata.name")
        side = "target" if query.get("lineage_direction") == "UPSTREAM" else "source"
        return self.answer({"external_lineage_relationships": [
            {"external_lineage_info": one} for one in self.lineage
            if one[side].get("external_metadata", {}).get("name") == name]})

    def log_message(self, *_):
        pass


# What the open-source server lists, by its own description of its API.
LISTINGS = {
    "tables": ("TableInfo", {"name": "t", "catalog_name": "main", "schema_name": "raw", "table_type": "EXTERNAL",
                             "storage_location": "s3://lake/t", "columns": [{"name": "a", "type_text": "int", "position": 0}],
                             "view_dependencies": {"dependencies": [{"table": {"table_full_name": "main.raw.source"}}]}}),
    "volumes": ("VolumeInfo", {"name": "v", "catalog_name": "main", "schema_name": "raw", "full_name": "main.raw.v",
                               "storage_location": "s3://lake/v"}),
    "registered_models": ("RegisteredModelInfo", {"name": "m", "catalog_name": "main", "schema_name": "raw",
                                                  "full_name": "main.raw.m", "storage_location": "s3://lake/m"}),
    "model_versions": ("ModelVersionInfo", {"model_name": "m", "catalog_name": "main", "schema_name": "raw", "version": 3,
                                            "source": "s3://runs/m", "run_id": "r1", "storage_location": "s3://lake/m/3"}),
}


def open_source():
    """Listings that are as the open-source server's API says; each is the same as its location."""
    with open(os.path.join(SCHEMAS, "unitycatalog", "openapi.yaml"), encoding="utf-8") as file:
        api = yaml.safe_load(file)
    for key, (schema, content) in LISTINGS.items():
        known = api["components"]["schemas"][schema]["properties"]
        expect(set(content) <= set(known), f"{schema} has {set(content) - set(known)}")
        jsonschema.Draft7Validator({"$ref": f"#/components/schemas/{schema}", "components": api["components"]}).validate(content)
        with open(key + ".json", "w", encoding="utf-8") as file:
            json.dump({key: [content]}, file)
    pedigree("import", "unity", "-o", "listed.graph", *(key + ".json" for key in LISTINGS))
    expected = {("main.raw.t", "t"), ("main.raw.v", "v"), ("main.raw.m", "m"), ("main.raw.m/3", "m/3"), ("main.raw.m/3", "m")}
    found = {(e[1], e[4]) for e in ends("listed.graph") if e[0] == "unity"}
    expect(("unity", "main.raw.source", "", "unity", "main.raw.t", "") in ends("listed.graph"), "what a view is made of")
    expect(found - {("main.raw.source", "main.raw.t"), ("main.raw.t", "main.raw.source")} == expected, f"what is listed, and where it is: {found}")


def there_and_back(client, graph):
    """By the official SDK to the server, and what that then lists into back.graph. The requests."""
    Server.metadata.clear()
    Server.lineage.clear()
    requests = [json.loads(line) for line in pedigree("export", "unity", graph).splitlines()]
    for request in requests:
        # The types drop what they do not know, so that it would not come back.
        if request["path"].endswith("/external-metadata"):
            said = catalog.ExternalMetadata.from_dict(request["body"])
            expect(said.as_dict() == request["body"], f"the SDK knows all of {request['body']}")
            client.external_metadata.create_external_metadata(said)
        else:
            said = catalog.CreateRequestExternalLineage.from_dict(request["body"])
            expect(said.as_dict() == request["body"], f"the SDK knows all of {request['body']}")
            client.external_lineage.create_external_lineage_relationship(said)
    names = [one.name for one in client.external_metadata.list_external_metadata()]
    with open("metadata.json", "w", encoding="utf-8") as file:
        json.dump({"external_metadata": [one.as_dict() for one in client.external_metadata.list_external_metadata()]}, file)
    with open("lineage.json", "w", encoding="utf-8") as file:
        for name in names:
            of = catalog.ExternalLineageObject(external_metadata=catalog.ExternalLineageExternalMetadata(name=name))
            listed = client.external_lineage.list_external_lineage_relationships(of, catalog.LineageDirection.DOWNSTREAM)
            json.dump({"external_lineage_relationships": [one.as_dict() for one in listed]}, file)
    pedigree("import", "unity", "-o", "back.graph", "lineage.json", "metadata.json")
    return requests


def losses(client):
    """What docs/interop/unity.md says is lost, and nothing else: of the code's graph, too, what no flow touches."""
    there_and_back(client, full())
    note = ("file", "data/release.txt")
    expect_lost("full.graph", "back.graph", OF_CODE | {"assets that no job touches", "jobs that touch nothing"}, "Unity Catalog",
                gone={"assets": {note}, "kinds": {(*note, "DATASET")},
                      "reads and writes": {("//examples/clinic/ingest:ingest", "READS", note)},
                      "properties": {(name, what) for name, what in facts("full.graph")["properties"] if name == note[1]}})
    # As for those who drop our properties.
    for name in ("lineage", "metadata"):
        with open(name + ".json", encoding="utf-8") as file:
            text = file.read()
        answers, at = [], 0
        while at < len(text):
            answer, at = json.JSONDecoder().raw_decode(text, at)
            for one in answer.get("external_metadata", []):
                del one["properties"]
            for one in answer.get("external_lineage_relationships", []):
                del one["external_lineage_info"]["properties"]
            answers.append(answer)
        with open(f"plain_{name}.json", "w", encoding="utf-8") as file:
            file.writelines(json.dumps(one) for one in answers)
    pedigree("import", "unity", "-o", "plain.graph", "plain_lineage.json", "plain_metadata.json")
    expect_foreign("full.graph", "plain.graph", "Unity Catalog without our properties", {"jobs"}, {"MODELED"})
    whole = {(one, other) for _, _, one, _, other in facts("full.graph")["columns of flows"] if not one or not other}
    kept = {(one, other) for _, _, one, _, other in facts("plain.graph")["columns of flows"]}
    expect(whole and kept and all(one and other for one, other in kept), f"columns that are named at one end alone are lost: {kept}")


def rows():
    """What docs/interop/unity.md says is lost of the system tables and of what is listed."""
    row = {"event_time": "2017-03-04T05:06:07Z", "event_date": "2017-03-04", "created_by": "anna-of-the-lake", "statement_id": "c0ffee17",
           "entity_metadata": {"job_info": {"job_id": "c0ffee18"}}, "entity_type": "JOB", "entity_id": "42",
           "source_table_full_name": "main.raw.a", "source_type": "TABLE", "target_table_full_name": "main.raw.b", "target_type": "TABLE"}
    with open("rows.json", "w", encoding="utf-8") as file:
        json.dump(row, file)
    with open("rows.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, row)
        writer.writeheader()
        writer.writerow({**row, "entity_metadata": json.dumps(row["entity_metadata"])})
    for name in ("rows.json", "rows.csv"):
        pedigree("import", "unity", "-o", "rows.graph", name)
        expect(ends("rows.graph") == {("unity", "main.raw.a", "", "unity", "main.raw.b", "")}, f"{name}: {ends('rows.graph')}")
        expect_unsaid(name, "rows.graph", *(str(row[key]) for key in ("event_date", "created_by", "statement_id")), "c0ffee18")
    # Who may do what, and which tags there are, other answers say, which are none that is read.
    for name, answer in (("grants", catalog.GetPermissionsResponse(privilege_assignments=[
            catalog.PrivilegeAssignment(principal="bob", privileges=[catalog.Privilege.SELECT])])),
                         ("tags", catalog.ListEntityTagAssignmentsResponse(tag_assignments=[
                             catalog.EntityTagAssignment(entity_name="main.raw.a", entity_type="tables", tag_key="pii")]))):
        with open(name + ".json", "w", encoding="utf-8") as file:
            json.dump(answer.as_dict(), file)
        refused = pedigree("import", "unity", "-o", "x.graph", name + ".json", status=2)
        expect(name + ".json:1: neither lineage, metadata nor objects of Unity Catalog" in refused, refused)


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = WorkspaceClient(host=f"http://127.0.0.1:{server.server_port}", token="x", auth_type="pat")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        requests = there_and_back(client, GRAPH)
        expect(job_ends("back.graph") == job_ends(GRAPH, noise=False), "our graph comes back equal")
        # The same over HTTP by ourselves, and once more: what is there already does no harm.
        kept = dict(Server.metadata), list(Server.lineage)
        Server.metadata.clear()
        Server.lineage.clear()
        os.environ["DATABRICKS_TOKEN"] = "x"
        for _ in range(2):
            pedigree("export", "unity", GRAPH, "--to", f"http://127.0.0.1:{server.server_port}")
            expect((Server.metadata, Server.lineage) == kept, "what we send is what the SDK sent")
        losses(client)
        server.shutdown()

        rows()
        open_source()
        # A table of the catalog with the types that the SDK lists.
        table = catalog.TableInfo(catalog_name="main", schema_name="raw", name="t", full_name="main.raw.t",
                                  storage_location="s3://lake/t", columns=[catalog.ColumnInfo(name="a", type_text="int")],
                                  created_at=1488603967171, created_by="anna-of-the-lake", properties={"team": "of-the-lake"})
        with open("tables.json", "w", encoding="utf-8") as file:
            json.dump({"tables": [table.as_dict()]}, file)
        pedigree("import", "unity", "-o", "tables.graph", "tables.json")
        expect(("unity", "main.raw.t", "", "s3://lake", "t", "") in ends("tables.graph"), "a table and its location")
        expect_unsaid("tables.json", "tables.graph", "1488603967171", "anna-of-the-lake", "of-the-lake")
        print(f"{len(requests)} requests taken by the SDK, and sent by ourselves; equal when what it lists is read back, but for what its page lists; listings "
              "as the open-source server's API describes them read")


if __name__ == "__main__":
    main()

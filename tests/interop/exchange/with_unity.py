#!/usr/bin/env python3
"""Unity Catalog: our requests sent by the official SDK to a server on loopback, and what that lists read back equal."""
# needs: databricks-sdk==0.162.0

import http.server
import json
import os
import tempfile
import threading
import urllib.parse

from databricks.sdk import WorkspaceClient
from databricks.sdk.service import catalog

from pedigree import GRAPH, ends, expect, job_ends, pedigree


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


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = WorkspaceClient(host=f"http://127.0.0.1:{server.server_port}", token="x", auth_type="pat")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        requests = [json.loads(line) for line in pedigree("export", "unity", GRAPH).splitlines()]
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
        # The same over HTTP by ourselves, and once more: what is there already does no harm.
        kept = dict(Server.metadata), list(Server.lineage)
        Server.metadata.clear()
        Server.lineage.clear()
        os.environ["DATABRICKS_TOKEN"] = "x"
        for _ in range(2):
            pedigree("export", "unity", GRAPH, "--to", f"http://127.0.0.1:{server.server_port}")
            expect((Server.metadata, Server.lineage) == kept, "what we send is what the SDK sent")
        server.shutdown()
        pedigree("import", "unity", "-o", "back.graph", "lineage.json", "metadata.json")
        expect(job_ends("back.graph") == job_ends(GRAPH, noise=False), "our graph comes back equal")

        # A table of the catalog with the types that the SDK lists.
        table = catalog.TableInfo(catalog_name="main", schema_name="raw", name="t", full_name="main.raw.t",
                                  storage_location="s3://lake/t", columns=[catalog.ColumnInfo(name="a", type_text="int")])
        with open("tables.json", "w", encoding="utf-8") as file:
            json.dump({"tables": [table.as_dict()]}, file)
        pedigree("import", "unity", "-o", "tables.graph", "tables.json")
        expect(("unity", "main.raw.t", "", "s3://lake", "t", "") in ends("tables.graph"), "a table and its location")
        print(f"{len(requests)} requests taken by the SDK, and sent by ourselves; equal when what it lists is read back")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Marquez: its server is not in the registry under the name that it was published by (marquez-api), so a stand-in of the
API that it documents takes what we send: events at /api/v1/lineage, one a request. Not reachable, and no pass."""
# needs: jsonschema==4.26.0

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

from pedigree import GRAPH, SCHEMAS, edges, expect, pedigree

NOT_REACHABLE = 77  # to exchange_test.py


def schema():
    with open(os.path.join(SCHEMAS, "openlineage", "OpenLineage.json"), encoding="utf-8") as file:
        resource = referencing.Resource.from_contents(json.load(file))
    return jsonschema.Draft202012Validator(
        {"$ref": resource.id()}, registry=referencing.Registry().with_resource(resource.id(), resource))


class Marquez(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    events, problems, validator = [], [], None

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            expect(self.path == "/api/v1/lineage" and self.headers["Content-Type"] == "application/json", self.path)
            self.validator.validate(event)
            # As its Java classes take them: a ZonedDateTime, a URI.
            datetime.datetime.fromisoformat(event["eventTime"].replace("Z", "+00:00"))
            expect(urllib.parse.urlparse(event["producer"]).scheme != "", "the producer is a URI")
            self.events.append(event)
        except (jsonschema.ValidationError, SystemExit, ValueError) as problem:
            self.problems.append(str(problem))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    Marquez.validator = schema()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Marquez)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        said = pedigree("export", "openlineage", "--all", GRAPH, "--to", f"http://127.0.0.1:{server.server_port}")
        expect(not Marquez.problems, f"each event is one that Marquez takes: {Marquez.problems[:1]}")
        expect(said.startswith(f"sent {len(Marquez.events)} events "), said)
        with open("events.json", "w", encoding="utf-8") as file:
            json.dump(Marquez.events, file)
        pedigree("import", "openlineage", "-o", "back.graph", "events.json")
        expect(edges("back.graph") == edges(GRAPH), "what was sent is our graph")
    print("marquez-api is not in the registry; a stand-in of its documented API took every event, and they come back equal")
    return NOT_REACHABLE


if __name__ == "__main__":
    sys.exit(main())

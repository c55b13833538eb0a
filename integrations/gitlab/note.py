#!/usr/bin/env python3
"""Puts a comment into the merge request that this pipeline is of: note.py COMMENT.MD

One note, kept up to date: the first that begins with the comment's first line, a hidden marker, is replaced; without one, one is
added. GITLAB_TOKEN is a token that may do so: a project's access token with the scope `api` and the role Reporter, as a masked
variable. (The job's own token may not write notes.) Without it nothing is done, and said. The other variables are GitLab's.
Exit status 1, with one line, where GitLab does not take it.
"""

import json
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT = 60  # seconds, for each request


class Refused(Exception):
    pass


class StayHere(urllib.request.HTTPRedirectHandler):
    """The token goes to nobody else."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return None


class Notes:
    def __init__(self, environment):
        def variable(name):
            if not environment.get(name):
                raise Refused(f"{name} is not set: is this the pipeline of a merge request?")
            return environment[name]

        project = urllib.parse.quote(variable("CI_MERGE_REQUEST_PROJECT_ID"), safe="")
        request = urllib.parse.quote(variable("CI_MERGE_REQUEST_IID"), safe="")
        self.address = f"{variable('CI_API_V4_URL')}/projects/{project}/merge_requests/{request}/notes"
        self.token = environment["GITLAB_TOKEN"]
        # GitLab names the certificate of a server of one's own.
        trusted = ssl.create_default_context(cafile=environment.get("CI_SERVER_TLS_CA_FILE") or None)
        self.opener = urllib.request.build_opener(StayHere, urllib.request.HTTPSHandler(context=trusted))

    def call(self, method, path="", content=None):
        """The answer, and its headers."""
        address = self.address + path
        request = urllib.request.Request(address, method=method, headers={"PRIVATE-TOKEN": self.token, "Accept": "application/json"})
        if content is not None:
            request.data = json.dumps(content).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with self.opener.open(request, timeout=TIMEOUT) as answer:
                return json.load(answer), answer.headers
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {address}: {error.code} {error.reason}{self.reason(error)}") from error
        except ValueError as error:  # of what is no JSON, too
            raise Refused(f"{method} {address}: the answer is not GitLab's: {error}") from error
        except OSError as error:
            raise Refused(f"{method} {address}: {getattr(error, 'reason', error)}") from error

    @staticmethod
    def reason(error):
        """What GitLab says of it."""
        try:
            said = json.loads(error.read(4096))
            return f": {said.get('message') or said.get('error')}".replace("\n", " ")
        except (ValueError, AttributeError, OSError):
            return ""

    def all(self):
        page = "1"
        while page:
            notes, headers = self.call("GET", f"?per_page=100&order_by=created_at&sort=asc&page={page}")
            if not isinstance(notes, list) or not all(isinstance(note, dict) for note in notes):
                raise Refused(f"GET {self.address}: the answer is not GitLab's: no list of notes")
            yield from notes
            page = headers.get("X-Next-Page", "").strip()

    def put(self, body):
        marker = body.split("\n", 1)[0]
        for note in self.all():
            if note.get("system") or not str(note.get("body", "")).startswith(marker):
                continue
            if note["body"] == body:
                return f"note {note['id']} says so already"
            self.call("PUT", f"/{note['id']}", {"body": body})
            return f"note {note['id']} is up to date"
        note, _ = self.call("POST", content={"body": body})
        return f"note {note.get('id')} is new"


def main():
    if not os.environ.get("GITLAB_TOKEN"):
        print("note.py: no GITLAB_TOKEN: the comment is not in the merge request, only among the artifacts")
        return 0
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            body = file.read()
        # GitLab leaves out white space at the end.
        print(f"note.py: {Notes(os.environ).put(body.rstrip())}")
        return 0
    except (Refused, OSError) as error:
        print(f"note.py: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

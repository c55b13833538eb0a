#!/usr/bin/env python3
"""integrations/gitlab/note.py against a server of GitLab's notes on this machine: note_test.py NOTE.PY"""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

NOTE = os.path.abspath(sys.argv[1])
MARKER = "<!-- pedigree-lineage-diff -->"
PATH = "/api/v4/projects/5/merge_requests/3/notes"
PAGE = 100


class GitLab(http.server.BaseHTTPRequestHandler):
    """The notes of one merge request: https://docs.gitlab.com/api/notes/#merge-requests"""

    def answer(self, status, content, **headers):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one(self, method):
        server = self.server
        url = urllib.parse.urlsplit(self.path)
        server.calls.append(method)
        content = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")
        if method in server.answers:
            return self.answer(*server.answers[method])
        if self.headers.get("PRIVATE-TOKEN") != "secret":
            return self.answer(401, {"message": "401 Unauthorized"})
        if method == "GET" and url.path == PATH:
            query = dict(urllib.parse.parse_qsl(url.query))
            page, size = int(query["page"]), int(query["per_page"])
            shown = server.notes[(page - 1) * size:page * size]
            more = str(page + 1) if page * size < len(server.notes) else ""
            return self.answer(200, shown, X_Next_Page=more)
        if method == "POST" and url.path == PATH:
            server.notes.append({"id": 1000 + len(server.notes), "system": False, "body": content["body"]})
            return self.answer(201, server.notes[-1])
        for note in server.notes:
            if method == "PUT" and url.path == f"{PATH}/{note['id']}":
                note["body"] = content["body"]
                return self.answer(200, note)
        return self.answer(404, {"message": "404 Not found"})

    def do_GET(self):  # noqa: N802
        self.handle_one("GET")

    def do_POST(self):  # noqa: N802
        self.handle_one("POST")

    def do_PUT(self):  # noqa: N802
        self.handle_one("PUT")

    def log_message(self, *_):
        pass


class Note(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitLab)
        self.server.notes, self.server.calls, self.server.answers = [], [], {}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.variables = {
            "GITLAB_TOKEN": "secret",
            "CI_API_V4_URL": f"http://127.0.0.1:{self.server.server_port}/api/v4",
            "CI_MERGE_REQUEST_PROJECT_ID": "5",
            "CI_MERGE_REQUEST_IID": "3",
            "no_proxy": "*",
        }

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()

    def put(self, text="two flows"):
        comment = pathlib.Path(self.folder.name, "comment.md")
        comment.write_text(f"{MARKER}\n### {text}: “ä”\n", encoding="utf-8")
        return subprocess.run([sys.executable, NOTE, comment], env={"PATH": os.environ["PATH"], **self.variables},
                              capture_output=True, text=True, check=False)

    def people(self, count):
        return [{"id": i, "system": False, "body": f"Looks good, says {i}. {MARKER}"} for i in range(count)]

    def assert_refused(self, result, words):
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("note.py: "), result.stderr)
        self.assertIn(words, result.stderr)
        self.assertNotIn("secret", result.stderr)

    def test_one_note_that_is_kept_up_to_date(self):
        self.server.notes = self.people(2)
        first = self.put()
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertEqual(self.server.notes[2]["body"], f"{MARKER}\n### two flows: “ä”")
        again = self.put("nothing")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual([note["body"] for note in self.server.notes[:2]], [note["body"] for note in self.people(2)])
        self.assertEqual(self.server.notes[2]["body"], f"{MARKER}\n### nothing: “ä”")
        self.assertEqual(len(self.server.notes), 3)
        self.assertEqual(self.server.calls, ["GET", "POST", "GET", "PUT"])

    def test_what_it_says_already_is_not_written_again(self):
        self.put()
        self.put()
        self.assertEqual(self.server.calls, ["GET", "POST", "GET"])

    def test_it_is_found_on_whatever_page(self):
        self.server.notes = self.people(2 * PAGE) + [{"id": 777, "system": False, "body": f"{MARKER}\nold"}] + self.people(3)
        result = self.put()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.server.calls, ["GET", "GET", "GET", "PUT"])
        self.assertEqual(self.server.notes[2 * PAGE]["body"], f"{MARKER}\n### two flows: “ä”")

    def test_a_note_of_the_system_is_left_alone(self):
        self.server.notes = [{"id": 1, "system": True, "body": f"{MARKER} was changed"}]
        self.put()
        self.assertEqual(self.server.calls, ["GET", "POST"])

    def test_without_a_token_nothing_is_done_and_said(self):
        del self.variables["GITLAB_TOKEN"]
        result = self.put()
        self.assertEqual(result.returncode, 0)
        self.assertIn("no GITLAB_TOKEN", result.stdout)
        self.assertEqual(self.server.calls, [])

    def test_outside_a_merge_request(self):
        del self.variables["CI_MERGE_REQUEST_IID"]
        self.assert_refused(self.put(), "CI_MERGE_REQUEST_IID is not set: is this the pipeline of a merge request?")

    def test_what_gitlab_refuses(self):
        for method, status, content, words in (
            ("GET", 401, {"message": "401 Unauthorized"}, "401 Unauthorized: 401 Unauthorized"),
            ("GET", 403, {"error": "insufficient_scope"}, "403 Forbidden: insufficient_scope"),
            ("POST", 400, {"message": {"note": ["is too long"]}}, "400 Bad Request: {'note': ['is too long']}"),
            ("GET", 502, b"<html>Bad gateway</html>", "502 Bad Gateway\n"),
            ("GET", 200, b"<html>Sign in</html>", "the answer is not GitLab's"),
            ("GET", 200, {"message": "hello"}, "no list of notes"),
        ):
            with self.subTest(method=method, status=status, content=content):
                self.server.answers = {method: (status, content)}
                self.assert_refused(self.put(), words)
                self.assertEqual(self.server.notes, [])
        self.server.answers = {"PUT": (403, {"message": "403 Forbidden"})}
        self.server.notes = [{"id": 1, "system": False, "body": f"{MARKER}\nof another bot"}]
        self.assert_refused(self.put(), "/notes/1: 403 Forbidden")
        self.assertEqual(len(self.server.notes), 1)

    def test_the_token_is_not_taken_elsewhere(self):
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitLab) as other:
            other.notes, other.calls, other.answers = [], [], {}
            threading.Thread(target=other.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{other.server_port}{PATH}"
            for status in (301, 302, 307, 308):
                self.server.answers = {"GET": (status, {})}
                handler = GitLab.answer

                def redirect(self, code, content, _handler=handler, **headers):
                    _handler(self, code, content, Location=address, **headers)

                GitLab.answer = redirect
                try:
                    self.assert_refused(self.put(), f"{status} ")
                finally:
                    GitLab.answer = handler
            self.assertEqual(other.calls, [])
            other.shutdown()

    def test_nobody_answers(self):
        self.server.shutdown()
        self.server.server_close()
        self.assert_refused(self.put(), "Connection refused")

    def test_no_comment(self):
        result = subprocess.run([sys.executable, NOTE, "missing.md"], env={"PATH": os.environ["PATH"], **self.variables},
                                capture_output=True, text=True, check=False)
        self.assert_refused(result, "missing.md")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)

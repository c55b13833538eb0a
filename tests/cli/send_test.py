#!/usr/bin/env python3
"""Sending over HTTP, against a server of this test's own on loopback: what it gets, when it is asked again, and what
the command says when it fails.

usage: send_test.py PEDIGREE
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

PEDIGREE = os.path.abspath(sys.argv[1])
SECRET = "t0ps3cret-token"
EVENT = {"job": {"namespace": "pedigree", "name": "train"}, "inputs": [{"namespace": "file", "name": "train.csv"}],
         "outputs": [{"namespace": "file", "name": "model.json"}]}


class Server(http.server.ThreadingHTTPServer):
    """Answers as `answers` says, in turn, then 201; keeps what it got."""

    daemon_threads = True

    def __init__(self, *answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.got = list(answers), []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body, time.monotonic()))
        answer = self.server.answers.pop(0) if self.server.answers else 201
        if answer == "hang up":
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        if answer == "wait":
            time.sleep(3)
            answer = 201
        status, headers, text = answer if isinstance(answer, tuple) else (answer, {}, b"")
        if text == "echo":
            text = json.dumps(dict(self.headers)).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        try:
            self.end_headers()
            self.wfile.write(text)
        except BrokenPipeError:
            pass  # it waited no longer

    def log_message(self, *_):
        pass


def environment(**more):
    kept = {k: v for k, v in os.environ.items() if not re.search("proxy|AWS|PEDIGREE_|OPENLINEAGE", k, re.IGNORECASE)}
    return {**kept, **more}


def command(*arguments, **variables):
    return subprocess.run([PEDIGREE, *arguments], check=False, capture_output=True, text=True, env=environment(**variables))


def signature(headers, path, body, key, region, service):
    """What AWS's Signature Version 4 (General Reference, "Create a signed request") is of this."""
    signed = re.search("SignedHeaders=([^,]+)", headers["Authorization"])[1].split(";")
    lower = {name.lower(): value for name, value in headers.items()}
    canonical = "\n".join(["POST", path, "", *(f"{name}:{' '.join(lower[name].split())}" for name in signed), "",
                           ";".join(signed), hashlib.sha256(body).hexdigest()])
    stamp = lower["x-amz-date"]
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    step = ("AWS4" + key).encode()
    for part in (*scope.split("/"), text):
        step = hmac.new(step, part.encode(), hashlib.sha256).digest()
    return signed, step.hex()


class SendTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        events, cls.graph = os.path.join(cls.folder.name, "events.json"), os.path.join(cls.folder.name, "all.graph")
        with open(events, "w", encoding="utf-8") as file:
            json.dump(EVENT, file)
        made = command("import", "openlineage", "-o", cls.graph, events)
        assert made.returncode == 0, made.stderr
        cls.events = command("export", "openlineage", cls.graph).stdout.encode().splitlines()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def send(self, url, *arguments, status=0, **variables):
        run = command("export", "openlineage", self.graph, "--to", url, *arguments, **variables)
        self.assertEqual(run.returncode, status, run.stderr + run.stdout)
        self.assertNotIn(SECRET, run.stderr + run.stdout)
        return run.stderr if status else run.stdout

    def write(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def test_each_event_is_a_request_as_the_file_has_it(self):
        server = Server()
        self.assertEqual(self.send(server.url), f"sent {len(self.events)} events to {server.url}\n")
        self.assertEqual([body for _, _, body, _ in server.got], self.events)
        for path, headers, _, _ in server.got:
            self.assertEqual(path, "/api/v1/lineage")
            self.assertEqual(headers["Content-Type"], "application/json")
            self.assertNotIn("Authorization", headers)

    def test_a_path_of_ones_own_is_kept(self):
        server = Server()
        self.send(server.url + "/events/x?y=1")
        self.assertEqual(server.got[0][0], "/events/x?y=1")

    def test_what_may_pass_is_tried_again(self):
        for trouble in (429, 500, 503, "hang up"):
            server = Server(trouble, trouble)
            self.send(server.url)
            self.assertEqual(len(server.got), len(self.events) + 2, trouble)
            first, second, third = (when for _, _, _, when in server.got[:3])
            self.assertGreater(second - first, 0.45)
            self.assertGreater(third - second, 0.9, "the second wait is longer")

    def test_it_waits_as_long_as_the_server_asks(self):
        server = Server((429, {"Retry-After": "2"}, b""))
        self.send(server.url)
        self.assertGreater(server.got[1][3] - server.got[0][3], 1.9)

    def test_it_gives_up(self):
        server = Server(*[(503, {}, b"busy\n\x1b[31mtoday")] * 9)
        self.assertEqual(self.send(server.url, "--retries", "1", status=2),
                         f"pedigree: POST {server.url}/api/v1/lineage: event 1: status 503: busy  [31mtoday (tried 2 times)\n")
        self.assertEqual(len(server.got), 2)

    def test_what_will_not_pass_is_said_at_once(self):
        for trouble in (400, 401, 403, 404, 301):
            server = Server(201, (trouble, {"Location": "http://127.0.0.1:1/"}, b"no"))
            error = self.send(server.url, status=2)
            self.assertEqual(error, f"pedigree: POST {server.url}/api/v1/lineage: event 2: status {trouble}: no\n")
            self.assertEqual(len(server.got), 2)

    def test_nobody_listens(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            error = self.send(f"http://127.0.0.1:{free.getsockname()[1]}", "--retries", "1", status=2)
        self.assertRegex(error, r"event 1: Failed to connect to 127.0.0.1 .*\(tried 2 times\)")

    def test_a_server_that_does_not_answer(self):
        server = Server("wait")
        self.assertIn("timed out", self.send(server.url, "--timeout", "1", "--retries", "0", status=2))

    def test_what_the_server_says_is_cut(self):
        server = Server((400, {}, b"x" * 100_000))
        self.assertLess(len(self.send(server.url, status=2)), 600)

    def test_a_token(self):
        for variables in ({"PEDIGREE_TOKEN": SECRET}, {"OPENLINEAGE_API_KEY": SECRET},
                          {"PEDIGREE_TOKEN": SECRET, "OPENLINEAGE_API_KEY": "other"}):
            server = Server()
            self.send(server.url, **variables)
            self.assertEqual(server.got[0][1]["Authorization"], "Bearer " + SECRET)

    def test_a_token_from_a_file_comes_before_the_environments(self):
        server = Server()
        self.send(server.url, "--credentials", self.write("token", f"token = {SECRET}\n"), PEDIGREE_TOKEN="other")
        self.assertEqual(server.got[0][1]["Authorization"], "Bearer " + SECRET)

    def test_a_user_and_a_password(self):
        server = Server()
        self.send(server.url, PEDIGREE_USER="anna", PEDIGREE_PASSWORD=SECRET)
        self.assertEqual(server.got[0][1]["Authorization"],
                         "Basic " + base64.b64encode(f"anna:{SECRET}".encode()).decode())

    def test_no_secret_is_shown_even_if_the_server_does(self):
        for variables in ({"PEDIGREE_TOKEN": SECRET}, {"PEDIGREE_USER": "anna", "PEDIGREE_PASSWORD": SECRET}):
            server = Server((403, {}, "echo"))
            error = self.send(server.url, status=2, **variables)
            self.assertIn("status 403", error)
            self.assertNotIn(server.got[0][1]["Authorization"].split()[1], error)

    def test_a_url_with_a_password_is_refused(self):
        error = self.send(f"https://anna:{SECRET}@localhost/x", status=2)
        self.assertIn("credentials are not taken from a URL", error)

    def test_credentials_do_not_leave_without_tls(self):
        error = self.send("http://192.0.2.1/x", status=2, PEDIGREE_TOKEN=SECRET)
        self.assertEqual(error, "pedigree: http://192.0.2.1/x: credentials go over https only\n")

    def test_requests_are_signed_for_aws(self):
        for token in ("", "session-token-1"):
            file = self.write("aws", "[default]\naws_access_key_id = AKIDEXAMPLE\n" + f"aws_secret_access_key = {SECRET}\n" +
                              (f"aws_session_token = {token}\n" if token else ""))
            server = Server()
            self.send(server.url + "/prod/lineage", "--sign", "execute-api", "--credentials", file, AWS_REGION="eu-west-1")
            path, headers, body, _ = server.got[0]
            signed, expected = signature(headers, path, body, SECRET, "eu-west-1", "execute-api")
            self.assertIn("Credential=AKIDEXAMPLE/", headers["Authorization"])
            self.assertTrue(headers["Authorization"].endswith("Signature=" + expected), headers)
            self.assertLessEqual({"host", "x-amz-date"}, set(signed))
            if token:
                self.assertEqual(headers["X-Amz-Security-Token"], token)
                self.assertIn("x-amz-security-token", signed)

    def test_signing_without_a_key(self):
        self.assertIn("requests are to be signed for AWS's x", self.send("https://localhost", "--sign", "x", status=2))

    def test_wrong_usage(self):
        for arguments, error in (
                (["dvc", self.graph, "--to", "http://localhost"], "there is no server to send dvc to: only of "),
                (["openlineage", self.graph, "--to", "http://localhost", "-o", "x"], "either -o writes it or --to sends it"),
                (["openlineage", self.graph, "--retries", "3"], "--retries is for sending"),
                (["openlineage", self.graph, "--to", "x", "--timeout", "0"], "--timeout 1 or more"),
                (["openlineage", self.graph, "--to", "gopher://localhost"], "no URL to send to"),
                # What a system has no place for is not passed over.
                (["unity", self.graph, "x.ledger"], "a LEDGER has nowhere to go in unity: only in openlineage, dvc, mlflow, "),
                (["csv", self.graph, "--time", "2026-01-01T00:00:00Z"], "--time has nowhere to go in csv: only in openlineage"),
                (["dvc", self.graph, "--policy", "x"], "--policy has nowhere to go in dvc: only in openlineage"),
                (["dbt", self.graph, "--source-url", "x"], "--source-url has nowhere to go in dbt"),
                (["openlineage", self.graph, "--policy", "x"], "its verdicts go with runs, and no LEDGER is given"),
                (["openlineage", self.graph, "--time", "today"], "--time: 'today' is no time as RFC 3339 has it"),
                (["openlineage", self.graph, "--time", "2026-13-01T00:00:00Z"], "is no time as RFC 3339 has it"),
                (["openlineage", self.graph, "--time", "2026-01-01T00:00:00"], "is no time as RFC 3339 has it")):
            run = command("export", *arguments)
            self.assertEqual(run.returncode, 2)
            self.assertIn(error, run.stderr)

    def test_the_time_of_what_has_none(self):
        for time in ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.25Z", "2026-01-01T00:00:00+01:00"):
            run = command("export", "openlineage", self.graph, "--time", time)
            self.assertEqual(json.loads(run.stdout.splitlines()[0])["eventTime"], time)
        run = command("export", "openlineage", self.graph, SOURCE_DATE_EPOCH="1700000000")
        self.assertEqual(json.loads(run.stdout.splitlines()[0])["eventTime"], "2023-11-14T22:13:20Z")
        for epoch in ("soon", "17e8", "", "99999999999999"):
            run = command("export", "openlineage", self.graph, SOURCE_DATE_EPOCH=epoch)
            self.assertEqual((run.returncode, run.stdout), (2, ""))
            self.assertIn("SOURCE_DATE_EPOCH: '" + epoch + "' is ", run.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

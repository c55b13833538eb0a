#!/usr/bin/env python3
"""The ward and the assistant under observation: programs whose data also goes over the network.

usage: networked_test.py PEDIGREE OBSERVER PROGRAM WARD_GRAPH PATIENTS MODEL BROKER PUBLISH FEATURES SCORE
                         ASSISTANT_GRAPH INDEX ASK PAGE...

What goes through files is confirmed; of what does not, the verdict says that only the program could tell.
"""

import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

PEDIGREE, OBSERVER, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:4])
WARD, PATIENTS, MODEL, BROKER = (os.path.abspath(path) for path in sys.argv[4:8])
WARD_PROGRAMS = [os.path.abspath(path) for path in sys.argv[8:11]]
ASSISTANT, INDEX, ASK = (os.path.abspath(path) for path in sys.argv[11:14])
PAGES = [os.path.abspath(path) for path in sys.argv[14:]]


class Vendor(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"role": "assistant", "content": "yes"}}]}).encode())

    def log_message(self, *_):
        pass


class Observed(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name in ("out", "data"):
            os.mkdir(os.path.join(self.folder, name))
        self.variables = {}

    def call(self, *arguments, status=0):
        result = subprocess.run([PEDIGREE, *arguments], cwd=self.folder, capture_output=True, text=True, check=False,
                                env={**os.environ, "PEDIGREE_OBSERVER": OBSERVER, **self.variables})
        self.assertEqual(result.returncode, status, result.stdout + result.stderr)
        return result.stdout

    def observe(self, ledger, *command, job=None):
        env = [part for name in self.variables for part in ("--env", name)]
        self.call("run", "--quiet", *env, *(["--job", job] if job else []), "--ledger", ledger, "--", *command)
        return ledger

    def verify(self, graph, *arguments, status=0):
        return json.loads(self.call("verify", "--format", "json", graph, *arguments, status=status))

    def check(self, graph, ledgers, elsewhere):
        seen = self.verify(graph, *ledgers)
        self.assertEqual(seen["gaps"], [])
        verdicts = {}
        for use in seen["assets"]:
            verdicts.setdefault(use["verdict"], set()).add(use["namespace"].split(":")[0])
            if use["verdict"] != "CONFIRMED":
                self.assertTrue(use["reason"], use)
        self.assertEqual(set(verdicts) - {"CONFIRMED", "NOT_EXERCISED", "UNVERIFIABLE"}, set())
        self.assertEqual(verdicts["UNVERIFIABLE"], elsewhere)
        self.assertLessEqual({"file", "sqlite"}, verdicts["CONFIRMED"])
        self.assertEqual({flow["verdict"] for flow in seen["flows"]} - {"CONFIRMED", "NOT_EXERCISED", "UNVERIFIABLE"}, set())
        self.assertGreater(sum(flow["verdict"] == "CONFIRMED" for flow in seen["flows"]), 10)
        return seen

    def check_findings(self, graph, ledgers, job, changed, again):
        """A planted file is UNDECLARED; a file that changed, DRIFTED."""
        with open(os.path.join(self.folder, "extra.csv"), "w", encoding="utf-8") as file:
            file.write("planted\n")
        planted = self.observe("planted.ledger", PROGRAM, "calls", "extra.csv", "out/leak.csv", job=job)
        seen = self.verify(graph, *ledgers, planted, status=1)
        self.assertEqual({(use["name"], use["access"]) for use in seen["assets"] if use["verdict"] == "UNDECLARED"},
                         {("extra.csv", "reads"), ("out/leak.csv", "writes")})
        self.call("lock", graph, *ledgers, "-o", "lineage.lock")
        self.verify(graph, "--lock", "lineage.lock", *ledgers)
        with open(os.path.join(self.folder, changed), "a", encoding="utf-8") as file:
            file.write("\n")
        seen = self.verify(graph, "--lock", "lineage.lock", again(), status=1)
        self.assertEqual([use["name"] for use in seen["assets"] if use["verdict"] == "DRIFTED"], [changed])

    def test_the_ward(self):
        shutil.copy(PATIENTS, os.path.join(self.folder, "data/patients.csv"))
        shutil.copy(MODEL, os.path.join(self.folder, "data/model.json"))
        broker = subprocess.Popen([BROKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(broker.communicate, timeout=30)
        self.variables = {"WARD_BROKERS": broker.stdout.readline().strip()}
        ledgers = [self.observe(os.path.basename(program) + ".ledger", program) for program in WARD_PROGRAMS]
        self.check(WARD, ledgers, {"kafka", "env"})
        self.check_findings(WARD, ledgers, "score", "data/model.json",
                            lambda: self.observe("again.ledger", WARD_PROGRAMS[2]))

    def test_the_assistant(self):
        vendor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
        threading.Thread(target=vendor.serve_forever, daemon=True).start()
        self.addCleanup(vendor.server_close)
        self.addCleanup(vendor.shutdown)
        self.variables = {"ASSISTANT_URL": f"http://127.0.0.1:{vendor.server_port}/v1/chat/completions"}
        for i, page in enumerate(PAGES[:3]):
            shutil.copy(page, os.path.join(self.folder, f"page{i}.md"))
        with open(os.path.join(self.folder, "questions.txt"), "w", encoding="utf-8") as file:
            file.write("What is a site?\n")
        ledgers = [self.observe("index.ledger", INDEX, *(f"page{i}.md" for i in range(len(PAGES[:3])))),
                   self.observe("ask.ledger", ASK, "questions.txt")]
        # A URL out of the environment is no file, whatever the graph takes it for.
        seen = self.check(ASSISTANT, ledgers, {"http", "env", "file"})
        unverifiable = {use["name"] for use in seen["assets"] if use["verdict"] == "UNVERIFIABLE" and use["namespace"] == "file"}
        self.assertEqual(unverifiable, {"{env:ASSISTANT_URL}"})
        self.check_findings(ASSISTANT, ledgers, "ask", "questions.txt",
                            lambda: self.observe("again.ledger", ASK, "questions.txt"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

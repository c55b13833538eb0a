#!/usr/bin/env python3
"""Runs the assistant on real pages, with a server on this machine that stands in for the vendor's.

usage: pipeline_test.py INDEX ASK PAGE...
"""

import http.server
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

INDEX, ASK = (os.path.abspath(p) for p in sys.argv[1:3])
PAGES = [os.path.abspath(p) for p in sys.argv[3:]]


class Vendor(http.server.BaseHTTPRequestHandler):
    """Answers each prompt with how long it is, and keeps what it was sent."""

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, request))
        prompt = request["messages"][0]["content"]
        reply = self.server.reply or json.dumps(
            {"choices": [{"message": {"role": "assistant", "content": f"{len(prompt)} characters"}}]})
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(reply.encode())

    def log_message(self, *_):
        pass


class Pipeline(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "out").mkdir()
        self.vendor = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
        self.vendor.requests, self.vendor.status, self.vendor.reply = [], 200, None
        threading.Thread(target=self.vendor.serve_forever, daemon=True).start()
        self.addCleanup(self.vendor.server_close)
        self.addCleanup(self.vendor.shutdown)
        self.url = f"http://127.0.0.1:{self.vendor.server_port}/v1/chat/completions"

    def run_in_folder(self, *command):
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=120,
                              env={**os.environ, "ASSISTANT_URL": self.url})

    def index(self):
        done = self.run_in_folder(INDEX, *PAGES)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def ask(self, *questions):
        (self.folder / "questions.txt").write_text("\n".join(questions) + "\n")
        return self.run_in_folder(ASK, "questions.txt")

    def rows(self, sql):
        database = sqlite3.connect(self.folder / "out/assistant.db")
        self.addCleanup(database.close)
        return database.execute(sql).fetchall()

    def test_chunks_are_stored_with_page_and_heading(self):
        self.index()
        chunks = self.rows("SELECT id, page, heading, text FROM chunks ORDER BY id")
        self.assertGreater(len(chunks), len(PAGES))
        self.assertEqual([c[0] for c in chunks], list(range(1, len(chunks) + 1)))
        self.assertEqual({c[1] for c in chunks}, set(PAGES))
        for _, page, heading, text in chunks:
            content = pathlib.Path(page).read_text()
            self.assertIn(heading, content)
            self.assertIn(text.split()[0], content)

    def test_a_question_gets_the_chunks_nearest_to_it_and_its_answer_is_stored(self):
        self.index()
        chunks = self.rows("SELECT page, heading, text FROM chunks ORDER BY id")
        page, _, text = chunks[len(chunks) // 2]
        done = self.ask(text)
        self.assertEqual(done.returncode, 0, done.stderr)
        [(path, request)] = self.vendor.requests
        self.assertEqual(path, "/v1/chat/completions")
        prompt = request["messages"][0]["content"]
        # What is asked in a chunk's own words finds that chunk first, among three.
        self.assertTrue(prompt.split("\n\n", 1)[1].startswith(f"[{page}] {text}"), prompt)
        self.assertEqual(sum(f"[{p}] {t}" in prompt for p, _, t in chunks), 3)
        self.assertTrue(prompt.endswith("Question: " + text))
        self.assertEqual(self.rows("SELECT question, answer FROM answers"), [(text, f"{len(prompt)} characters")])
        self.assertEqual(done.stdout, f"{len(prompt)} characters\n")

    def test_indexing_twice_is_the_same(self):
        self.index()
        first = self.rows("SELECT * FROM chunks")
        vectors = (self.folder / "out/chunks.hnsw").read_bytes()
        self.index()
        self.assertEqual(self.rows("SELECT * FROM chunks"), first)
        self.assertEqual((self.folder / "out/chunks.hnsw").read_bytes(), vectors)

    def test_a_vendor_that_fails_is_an_error_and_no_answer(self):
        self.index()
        self.vendor.status = 500
        done = self.ask("What is a site?")
        self.assertEqual((done.returncode, done.stderr), (1, f"ask: {self.url}: HTTP status 500\n"))
        self.vendor.status, self.vendor.reply = 200, "{}"
        done = self.ask("What is a site?")
        self.assertEqual((done.returncode, done.stderr), (1, f"ask: {self.url}: no answer in {{}}\n"))
        self.assertEqual(self.rows("SELECT count(*) FROM answers"), [(0,)])

    def test_wrong_input_is_one_clear_line(self):
        done = self.run_in_folder(INDEX, "nowhere.md")
        self.assertEqual((done.returncode, done.stderr), (1, "index: nowhere.md: cannot open\n"))
        done = self.run_in_folder(ASK, "nowhere.txt")
        self.assertEqual((done.returncode, done.stderr), (1, "ask: nowhere.txt: cannot open\n"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)

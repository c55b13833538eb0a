#!/usr/bin/env python3
"""Programs that do to files whatever programs do, under observation: they behave as without, and the ledger claims nothing wrong.

usage: faults_test.py PEDIGREE OBSERVER PROGRAM

PEDIGREE_FAULTS=full kills 200 times, and writes 100,000 files, instead of a few.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PEDIGREE, OBSERVER, PROGRAM = (os.path.abspath(path) for path in sys.argv[1:4])
FULL = os.environ.get("PEDIGREE_FAULTS") == "full"
WHOLE = ("BYTES_READ", "BYTES_WRITTEN", "FILE_AT_CLOSE", "CACHED", "FILE_BEFORE_WRITE")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Faults(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR")))
        self.ledger = os.path.join(self.folder, "l.ledger")
        self.data = bytes(random.Random(1).randrange(256) for _ in range(100003))
        self.write("in", self.data)

    def tearDown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(os.fsencode(self.folder), os.fsencode(name))

    def write(self, name, data):
        with open(self.path(name), "wb") as file:
            file.write(data)

    def content(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def run_bare(self, *arguments, **options):
        return subprocess.run(arguments, cwd=self.folder, capture_output=True, timeout=600, **options)

    def environment(self):
        return {**os.environ, "PEDIGREE_OBSERVER": OBSERVER}

    def observe(self, *arguments, status=0, **options):
        if os.path.exists(self.ledger):
            os.remove(self.ledger)
        result = self.run_bare(
            PEDIGREE, "run", "--quiet", "--ledger", self.ledger, "--", *arguments, env=self.environment(), **options
        )
        self.assertEqual(result.returncode, status, result)
        return result

    def records(self):
        result = self.run_bare(PEDIGREE, "show", "--format", "json", self.ledger)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def accesses(self, name=None):
        found = [r["access"] for r in self.records() if "access" in r]
        if name is None:
            return found
        path = os.path.join(self.folder, name)
        return [a for a in found if a.get("name") == path and "error" not in a]

    def one(self, name, mode=None):
        found = [a for a in self.accesses(name) if mode is None or a["mode"] == mode]
        self.assertEqual(len(found), 1, (name, found))
        return found[0]

    def did(self, action, *names, **options):
        return self.observe(PROGRAM, action, *names, **options)

    # ---- The program is as without

    def test_output_status_and_signals_are_the_programs(self):
        for command in (
            ("sh", "-c", "echo out; echo err >&2; exit 3"),
            (PROGRAM, "failing"),
            (PROGRAM, "numbers", "in"),
            (PROGRAM, "pipe", "x"),
            ("sh", "-c", "cat; wc -c < in"),
        ):
            bare = self.run_bare(*command, input=b"some\n")
            seen = self.observe(*command, status=bare.returncode, input=b"some\n")
            self.assertEqual((seen.stdout, seen.stderr), (bare.stdout, bare.stderr), command)

    def test_death_by_a_signal_is_passed_on(self):
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV):
            self.observe("sh", "-c", "kill -%d $$" % number, status=-number)
            end = [r["end"] for r in self.records() if "end" in r]
            self.assertEqual(end[0]["signal"], number)

    def test_signals_sent_to_run_reach_the_program(self):
        process = subprocess.Popen(
            [PEDIGREE, "run", "--quiet", "--ledger", self.ledger, "--", "sh", "-c",
             "trap 'echo caught; exit 5' USR1; echo ready; while :; do sleep 0.05; done"],
            cwd=self.folder, env=self.environment(), stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGUSR1)
        self.assertEqual(process.communicate(timeout=60)[0], "caught\n")
        self.assertEqual(process.returncode, 5)

    def test_what_is_not_there_is_said_as_a_shell_says_it(self):
        self.observe("/no/such/program", status=127)
        self.observe(self.path("in"), status=126)

    def test_a_ledger_that_cannot_be_made_does_not_stop_the_program(self):
        result = self.run_bare(PEDIGREE, "run", "--ledger", "/no/such/folder/l", "--", PROGRAM, "calls", "in", "out",
                               env=self.environment())
        self.assertEqual(result.returncode, 0)
        self.assertIn(b"the program runs unobserved", result.stderr)
        self.assertEqual(self.content("out"), self.data)

    def test_a_ledger_is_never_overwritten(self):
        self.write("l.ledger", b"precious")
        result = self.run_bare(PEDIGREE, "run", "--ledger", self.ledger, "--", "true", env=self.environment())
        self.assertEqual(result.returncode, 2)
        self.assertEqual(self.content("l.ledger"), b"precious")

    # ---- Digests

    def check_copy(self, action, read_how, written_how):
        self.did(action, "in", "out")
        self.assertEqual(self.content("out"), self.data, action)
        read, written = self.one("in")["read"], self.one("out")["written"]
        self.assertIn(read["how"], read_how, action)
        self.assertIn(written["how"], written_how, action)
        for digest in (read, written):
            self.assertEqual((digest["value"], digest["size"]), (sha256(self.data), len(self.data)), action)

    def test_bytes_that_pass_in_sequence_are_hashed_as_they_pass(self):
        for action in ("calls", "streams", "twice", "close-all", "replace"):
            self.check_copy(action, ["BYTES_READ"], ["BYTES_WRITTEN"])
        self.check_copy("direct", ["BYTES_READ"], ["BYTES_WRITTEN"])

    def test_other_ways_are_hashed_at_close(self):
        for action in ("stdio", "mapping", "kernel"):
            self.check_copy(action, ["FILE_AT_CLOSE", "CACHED"], ["FILE_AT_CLOSE"])
        self.check_copy("pieces", ["BYTES_READ"], ["FILE_AT_CLOSE"])

    def test_appending_gives_the_file_as_it_is_then(self):
        self.did("append", "in")
        access = self.one("in")
        self.assertEqual((access["mode"], access["written"]["how"]), ("WRITE", "FILE_AT_CLOSE"))
        self.assertEqual(access["written"]["value"], sha256(self.data + b"more\n"))

    def test_a_file_is_hashed_before_what_was_read_is_overwritten(self):
        self.did("update", "in")
        access = self.one("in")
        self.assertEqual(access["mode"], "READ_WRITE")
        self.assertEqual(access["read"]["value"], sha256(self.data))
        self.assertEqual(access["written"]["value"], sha256(self.content("in")))

    def test_a_file_that_changes_is_not_claimed(self):
        self.did("appended", "in")
        read = self.one("in", "READ")["read"]
        self.assertEqual(read, {"how": "CHANGED_DURING_RUN"})

    def test_a_file_that_is_replaced_is_what_was_read(self):
        self.did("replaced", "in")
        self.assertEqual(self.one("in", "READ")["read"]["value"], sha256(self.data))
        self.assertEqual(self.content("in"), b"replaced\n")

    def test_deleted_while_open(self):
        self.did("read-deleted", "in")
        self.assertEqual(self.one("in", "READ")["read"]["value"], sha256(self.data))
        self.did("write-deleted", "gone")
        self.assertEqual(self.one("gone", "WRITE")["written"]["value"], sha256(b"gone"))
        self.assertEqual(len([a for a in self.accesses("gone") if a["mode"] == "DELETE"]), 1)

    def test_sparse_files(self):
        self.did("sparse", "hole")
        self.assertEqual(self.one("hole")["written"]["value"], sha256(self.content("hole")))

    def test_links_lead_to_the_file(self):
        self.did("links", "in")
        self.assertEqual(self.one("in.soft")["resolved"], os.path.join(self.folder, "in"))
        hard, soft = self.one("in.hard"), self.one("in.soft")
        self.assertEqual(hard["file"]["inode"], soft["file"]["inode"])
        self.assertEqual(hard["read"]["value"], sha256(self.data))

    def test_a_rename_over_a_file(self):
        self.did("rename-over", "in")
        self.assertEqual(self.one("in.tmp", "WRITE")["written"]["value"], sha256(b"fresh"))
        self.assertEqual(self.one("in.tmp", "RENAME")["new_name"], os.path.join(self.folder, "in"))

    def test_an_opening_that_two_processes_share_claims_no_sequence(self):
        self.did("fork", "in")
        for access in self.accesses("in"):
            if "value" in access.get("read", {}) and access["read"]["how"] in WHOLE:
                self.assertEqual(access["read"]["value"], sha256(self.data))

    def test_threads_that_share_an_opening(self):
        self.did("one-file", "in")
        read = self.one("in")["read"]
        self.assertIn(read["how"], WHOLE)
        self.assertEqual(read["value"], sha256(self.data))

    def test_names_are_bytes(self):
        name = b"new\nline \xff\xfe"
        self.write(name, b"x")
        self.observe("sh", "-c", 'cat "$1" > /dev/null', "sh", self.path(name))
        names = [a["name"] for a in self.accesses()]
        self.assertTrue(any("new\nline " in n for n in names), names)

    def test_fifos_pass(self):
        os.mkfifo(self.path("fifo"))
        result = self.observe("sh", "-c", "cat fifo & echo through > fifo; wait")
        self.assertEqual(result.stdout, b"through\n")

    # ---- Processes

    def test_children_are_observed_with_whatever_environment(self):
        for command in (
            ("sh", "-c", "cat in | cat > /dev/null; exit 0"),
            ("env", "-i", "/bin/cat", "in"),
            ("python3", "-c", "import subprocess; subprocess.run(['/bin/cat', 'in'], env={}, stdout=subprocess.DEVNULL)"),
            ("python3", "-c", "import os; os.system('cat in > /dev/null')"),
            ("python3", "-c", "import os; os.spawnv(os.P_WAIT, '/bin/cat', ['cat', 'in'])"),
        ):
            self.observe(*command)
            values = [a["read"]["value"] for a in self.accesses("in") if "value" in a.get("read", {})]
            self.assertEqual(values, [sha256(self.data)], command)

    def test_many_processes_and_threads_write_one_ledger(self):
        processes = 64 if FULL else 16
        self.observe("sh", "-c", "for i in $(seq %d); do %s threads t & done; wait" % (processes, PROGRAM))
        written = [a for a in self.accesses() if a["mode"] == "WRITE" and "/t." in a["name"]]
        self.assertEqual(len(written), processes * 8 * 20)
        for access in written:
            self.assertEqual(access["written"]["value"], sha256(self.content(access["name"])))

    def test_very_many_files(self):
        count = 100000 if FULL else 3000
        os.mkdir(self.path("d"))
        self.did("many", "d", str(count))
        written = [a for a in self.accesses() if a["mode"] == "WRITE" and "/d/" in a["name"]]
        self.assertEqual(len(written), count)

    def test_killed_at_any_moment_the_ledger_is_valid(self):
        os.mkdir(self.path("d"))
        dice = random.Random(7)
        total = 0
        for _ in range(200 if FULL else 12):
            if os.path.exists(self.ledger):
                os.remove(self.ledger)
            process = subprocess.Popen(
                [PEDIGREE, "run", "--quiet", "--ledger", self.ledger, "--", PROGRAM, "loop", "d"],
                cwd=self.folder, env=self.environment(), start_new_session=True)
            time.sleep(0.05 + dice.random() * 0.2)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if not os.path.exists(self.ledger) or os.path.getsize(self.ledger) < 100:
                continue  # before the run's record
            records = self.records()
            total += len(records)
            self.assertFalse(any("end" in r or "process_end" in r for r in records))
            # Each record is of a file that was closed, and of all its bytes.
            for access in (r["access"] for r in records if "access" in r):
                if access["mode"] == "WRITE" and "written" in access:
                    self.assertEqual(access["written"]["value"], sha256(b"x" * access["written"].get("size", 0)))
        self.assertGreater(total, 100)

    def test_a_killed_process_has_no_end(self):
        self.observe("sh", "-c", "%s abort out; exit 0" % PROGRAM)
        ids = {r["process"]["id"] for r in self.records() if "process" in r}
        ended = {r["process_end"]["process"] for r in self.records() if "process_end" in r}
        self.assertEqual(len(ids - ended), 1)
        text = self.run_bare(PEDIGREE, "show", self.ledger).stdout.decode()
        self.assertIn("did not end in order", text)

    def test_a_static_program_is_said(self):
        self.write("static.c", b"int main(void) { return 4; }\n")
        if self.run_bare("clang-19", "-static", "-o", "static", "static.c").returncode != 0:
            self.skipTest("no static libc here")
        result = self.observe("./static", status=4)
        self.assertIn(b"a static program", result.stderr)
        self.observe("sh", "-c", "./static", status=4)
        losses = [r["loss"] for r in self.records() if "loss" in r]
        self.assertEqual([loss["why"] for loss in losses], ["STATIC_BINARY"])

    def test_a_full_disk(self):
        small = self.path("small")
        os.mkdir(small)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("mounting takes rights")
        try:
            self.ledger = os.path.join(self.folder, "small", "l.ledger")
            os.mkdir(self.path("d"))
            self.did("many", "d", "2000")
            self.assertEqual(len(os.listdir(self.path("d"))), 2000)
            records = self.records()
            # What did not fit is lost; the last record may fit again, and then it is said how many were.
            if any("end" in r for r in records):
                self.assertIn("LEDGER_WRITE_FAILED", [r["loss"]["why"] for r in records if "loss" in r])
            self.assertGreater(len(records), 50)
        finally:
            subprocess.run(["umount", small], check=True)

    def test_secrets_are_masked(self):
        self.observe("sh", "-c", "exit 0", "--password", "hunter2", "--api-key=abc123", "postgres://u:pw123@h/d")
        text = json.dumps(self.records())
        for secret in ("hunter2", "abc123", "pw123"):
            self.assertNotIn(secret, text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

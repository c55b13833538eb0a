#!/usr/bin/env python3
"""Programs that do to files whatever programs do, under observation: they behave as without, and the ledger claims nothing wrong.

usage: faults_test.py PEDIGREE OBSERVER PROGRAM [seccomp|ptrace]

By preloading, or by a tracer from outside.

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
TRACE = sys.argv[4] if len(sys.argv) > 4 else ""
OPTIONS = ["--trace=" + TRACE] if TRACE else []
FULL = os.environ.get("PEDIGREE_FAULTS") == "full"
WHOLE = ("BYTES_READ", "BYTES_WRITTEN", "FILE_AT_CLOSE", "CACHED", "FILE_BEFORE_WRITE")
# System calls that go through no function of libc that could be seen.
OWN_CALLS = rb"""
#include <fcntl.h>
#include <sys/syscall.h>
static long call(long n, long a, long b, long c, long d) {
  long r;
#if defined(__x86_64__)
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
#else
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  r = x0;
#endif
  return r;
}
"""
# Ends with 4.
STATIC = OWN_CALLS + rb"""
int main(int argc, char** argv) {
  static char buffer[7000];
  long in = call(SYS_openat, AT_FDCWD, (long)argv[1], O_RDONLY, 0), n;
  long out = call(SYS_openat, AT_FDCWD, (long)argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  while ((n = call(SYS_read, in, (long)buffer, sizeof buffer, 0)) > 0) call(SYS_write, out, (long)buffer, n, 0);
  return in < 0 || out < 0 ? 5 : 4;
}
"""
# A ring of io_uring that is there to the end; 5 where the kernel has none for us.
RING = OWN_CALLS + rb"""
int main() {
  static char how[256];
  return call(SYS_io_uring_setup, 4, (long)how, 0, 0) < 0 ? 5 : 0;
}
"""
# As liburing, whose calls are its own.
RING_LIBRARY = b"int io_uring_queue_init(unsigned n, void* ring, unsigned flags) { return 0; }"
RING_BY_LIBRARY = b"int io_uring_queue_init(unsigned, void*, unsigned); int main() { return io_uring_queue_init(4, 0, 0); }"
# What Go's linker leaves in a program.
OF_GO = rb"""
static const struct { int name_size, size, type; char name[4], content[4]; } note
    __attribute__((section(".note.go.buildid"), aligned(4), used)) = {4, 4, 4, "Go\0", "id"};
int main() { return 0; }
"""
# Standard output is another file from some point on, and libc has the end of it.
REDIRECT = rb"""
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(int argc, char** argv) {
  int out = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(out, 1);
  dup2(out, 2);
  close(out);
  printf("one\n");
  fflush(stdout);
  system("echo two");
  printf("three\n");
  return 0;
}
"""


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
            PEDIGREE, "run", *OPTIONS, "--quiet", "--ledger", self.ledger, "--", *arguments,
            env=self.environment(), **options
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
            [PEDIGREE, "run", *OPTIONS, "--quiet", "--ledger", self.ledger, "--", "sh", "-c",
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

    def test_a_folder_that_cannot_be_written_to_does_not_stop_the_program(self):
        os.mkdir(self.path("fixed"))
        mounted = self.run_bare("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", "fixed")
        if mounted.returncode != 0:
            self.skipTest("mounting takes rights")
        try:
            result = self.run_bare(PEDIGREE, "run", *OPTIONS, "--ledger", "fixed/l", "--", PROGRAM, "calls", "in", "out",
                                   env=self.environment())
            self.assertEqual(result.returncode, 0)
            self.assertIn(b"fixed/l: Read-only file system: the program runs unobserved", result.stderr)
            self.assertEqual(self.content("out"), self.data)
        finally:
            subprocess.run(["umount", self.path("fixed")], check=True)

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
        for action in ("mapping", "kernel"):
            self.check_copy(action, ["FILE_AT_CLOSE", "CACHED"], ["FILE_AT_CLOSE"])
        # libc's buffers are nothing special to who sees the calls behind them.
        self.check_copy("stdio", ["BYTES_READ" if TRACE else "FILE_AT_CLOSE"],
                        ["BYTES_WRITTEN" if TRACE else "FILE_AT_CLOSE"])
        self.check_copy("pieces", ["BYTES_READ"], ["FILE_AT_CLOSE"])
        # From outside one sees libc's threads read and write, in whatever order.
        self.check_copy("list", ["BYTES_READ", "FILE_AT_CLOSE", "CACHED"] if TRACE else ["FILE_AT_CLOSE", "CACHED"],
                        ["BYTES_WRITTEN", "FILE_AT_CLOSE"] if TRACE else ["FILE_AT_CLOSE"])

    def test_large_files_are_hashed_side_by_side_where_that_is_allowed(self):
        contents = {f"shard{i}": bytes([i]) * (5 << 20) + self.data for i in range(5)}
        for name, content in contents.items():
            self.write(name, content)
        self.observe("env", "PEDIGREE_HASH_THREADS=3", PROGRAM, "map", *contents)
        for name, content in contents.items():
            read = self.one(name)["read"]
            self.assertEqual((read["how"], read["value"]), ("FILE_AT_CLOSE", sha256(content)), name)
        # Nobody is given threads who did not ask.
        refused = self.run_bare(PEDIGREE, "run", "--hash-threads=-1", "--", "true")
        self.assertEqual(refused.returncode, 2, refused)

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

    def test_a_run_within_a_run_has_a_ledger_of_its_own(self):
        def touched():
            return {(os.path.basename(a["name"]), a["mode"]) for a in self.accesses()
                    if os.path.basename(a["name"]) in ("first", "second", "third")}

        inner = os.path.join(self.folder, "inner.ledger")
        self.observe("sh", "-c", f"cat in >first; {PEDIGREE} run --quiet --ledger {inner} -- sh -c 'cat first >second'; cat second >third")
        outer = self.records()[0]["run"]["id"]
        # From outside all processes are seen.
        own = {("first", "READ"), ("second", "WRITE")}
        self.assertEqual(touched(), {("first", "WRITE"), ("second", "READ"), ("third", "WRITE")} | (own if TRACE else set()))
        self.ledger = inner
        self.assertEqual(touched(), own)
        self.assertEqual(self.records()[0]["run"]["parent_run"], [outer])

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
        for i in range(200 if FULL else 12):
            if os.path.exists(self.ledger):
                os.remove(self.ledger)
            process = subprocess.Popen(
                [PEDIGREE, "run", *OPTIONS, "--quiet", "--ledger", self.ledger, "--", PROGRAM, "loop", "d"],
                cwd=self.folder, env=self.environment(), start_new_session=True)
            # Half of them from the beginning on, half once there is something to lose.
            while i % 2 and (not os.path.exists(self.ledger) or os.path.getsize(self.ledger) < 5000):
                time.sleep(0.001)
            time.sleep(dice.random() * 0.25)
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

    def test_what_a_killed_process_had_closed_is_recorded(self):
        names = ["f%d" % i for i in range(50)]
        self.observe("sh", "-c", "%s burst %s & %s burst other; wait; exit 0" % (PROGRAM, " ".join(names), PROGRAM))
        for name in names:
            self.assertEqual(self.one(name)["written"]["value"], sha256(name.encode()))
        made = os.stat(self.ledger)
        self.assertFalse([f for f in os.listdir("/dev/shm") if f.startswith("pedigree-%d-%d-" % (made.st_dev, made.st_ino))])

    @unittest.skipIf(TRACE, "nothing is left behind")
    def test_what_a_killed_run_left_behind_is_no_other_runs(self):
        def left_behind(made):
            begins = "pedigree-%d-%d-" % (made.st_dev, made.st_ino)
            return ["/dev/shm/" + f for f in os.listdir("/dev/shm") if f.startswith(begins)]

        os.mkdir(self.path("d"))
        process = subprocess.Popen(
            [PEDIGREE, "run", "--quiet", "--ledger", self.ledger, "--", PROGRAM, "loop", "d"],
            cwd=self.folder, env=self.environment(), start_new_session=True)
        while not os.path.exists(self.ledger) or not left_behind(os.stat(self.ledger)):
            time.sleep(0.001)
        time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        files = left_behind(os.stat(self.ledger))
        with open(files[0], "rb") as file:
            content = file.read()
        for file in files:
            os.remove(file)
        # File systems use an inode again, sooner or later.
        for _ in range(50):
            self.write("l.ledger", b"")
            made = os.stat(self.ledger)
            os.remove(self.ledger)
            with open(os.open("/dev/shm/pedigree-%d-%d-%d" % (made.st_dev, made.st_ino, process.pid), os.O_CREAT | os.O_WRONLY, 0o600),
                      "wb") as file:
                file.write(content)
            self.observe("true")
            found = left_behind(made)
            for file in found:
                os.remove(file)
            if os.stat(self.ledger).st_ino == made.st_ino:
                self.assertEqual(found, [])
                self.assertFalse([a for a in self.accesses() if "/d/" in a["name"]])
                return
        self.skipTest("inodes are not used again here")

    @unittest.skipIf(TRACE, "seen from outside, it has one")
    def test_a_killed_process_has_no_end(self):
        self.observe("sh", "-c", "%s abort out; exit 0" % PROGRAM)
        ids = {r["process"]["id"] for r in self.records() if "process" in r}
        ended = {r["process_end"]["process"] for r in self.records() if "process_end" in r}
        self.assertEqual(len(ids - ended), 1)
        text = self.run_bare(PEDIGREE, "show", self.ledger).stdout.decode()
        self.assertIn("did not end in order", text)

    @unittest.skipIf(TRACE, "seen from outside")
    def test_a_static_program_is_said(self):
        self.static_program()
        result = self.observe("./static", "in", "out", status=4)
        self.assertIn(b"a static program", result.stderr)
        self.observe("sh", "-c", "./static in out", status=4)
        losses = [r["loss"] for r in self.records() if "loss" in r]
        self.assertEqual([loss["why"] for loss in losses], ["STATIC_BINARY"])

    def losses(self):
        return [(r["loss"]["why"], r["loss"].get("detail", "")) for r in self.records() if "loss" in r]

    def compile(self, name, source, *options):
        self.write(name + ".c", source)
        self.assertEqual(self.run_bare("clang-19", "-w", *options, "-o", name, name + ".c").returncode, 0)

    @unittest.skipIf(TRACE, "seen from outside")
    def test_a_program_in_go_is_said(self):
        self.compile("go", OF_GO)
        result = self.observe("./go")
        self.assertIn(b"a program in Go", result.stderr)
        self.observe("sh", "-c", "./go; exit 0")
        self.assertEqual(self.losses(), [("RAW_SYSCALL", "./go")])

    def test_a_ring_is_said_however_it_was_made(self):
        self.compile("libring.so", RING_LIBRARY, "-shared", "-fPIC")
        self.compile("library", RING_BY_LIBRARY, "./libring.so")
        self.compile("ring", RING)
        if self.run_bare("./ring").returncode != 0:
            self.skipTest("no io_uring here")
        self.did("ring")
        self.assertEqual(self.losses(), [("IO_URING", "io_uring_setup")])
        self.observe("./ring")
        self.assertEqual(self.losses(), [("IO_URING", "io_uring_setup" if TRACE else "a ring is open")])
        if not TRACE:  # for it makes none
            self.observe("./library")
            self.assertEqual(self.losses(), [("IO_URING", "io_uring_queue_init")])

    @unittest.skipIf(TRACE, "the tracer has no such limit")
    def test_what_a_limit_of_file_sizes_keeps_from_the_ledger_is_said(self):
        def what_is_lost_is_said():
            records = self.records()
            lost = [int(r["loss"]["count"]) for r in records if r.get("loss", {}).get("why") == "LEDGER_WRITE_FAILED"]
            seen = len(self.accesses("in"))
            self.assertLess(seen, 20)
            self.assertGreaterEqual(sum(lost), 20 - seen)

        result = self.observe("sh", "-c", "ulimit -f 1; for i in $(seq 20); do cat in; done")
        self.assertEqual(result.stdout, self.data * 20)
        what_is_lost_is_said()
        # Where the limit is that of `pedigree run` as well, it may be that not even what is lost can be in the ledger.
        os.remove(self.ledger)
        result = self.run_bare("sh", "-c", "ulimit -f 1; exec \"$@\"", "sh", PEDIGREE, "run", "--quiet", "--ledger", self.ledger,
                               "--", "sh", "-c", "for i in $(seq 20); do cat in; done", env=self.environment())
        self.assertEqual((result.returncode, result.stdout), (0, self.data * 20))
        if any("end" in r for r in self.records()):
            what_is_lost_is_said()
        else:
            self.assertIn(b"takes no more", result.stderr)

    def test_a_file_that_is_made_is_written_though_nothing_passes(self):
        self.did("make", "new")
        access = self.one("new")
        self.assertEqual((access["mode"], access["written"]["value"]), ("WRITE", sha256(b"")))

    def test_what_is_open_when_the_last_thread_ends_is_recorded(self):
        self.did("end-after-main", "out")
        self.assertEqual(self.one("out")["written"]["value"], sha256(b"left open"))

    def static_program(self):
        """Copies a file by system calls of its own, with no libc's function for them."""
        self.write("static.c", STATIC)
        if self.run_bare("clang-19", "-static", "-o", "static", "static.c").returncode != 0:
            self.skipTest("no static libc here")

    # ---- From outside

    @unittest.skipUnless(TRACE, "only from outside")
    def test_a_static_program_is_observed(self):
        self.static_program()
        for command in (("./static", "in", "out"), ("sh", "-c", "./static in out"), ("env", "-i", "./static", "in", "out")):
            result = self.observe(*command, status=4)
            self.assertEqual((result.stdout, result.stderr), (b"", b""))
            self.assertEqual(self.one("in")["read"], {"how": "BYTES_READ", "algorithm": "sha256",
                                                      "value": sha256(self.data), "size": len(self.data)})
            self.assertEqual(self.one("out")["written"]["how"], "BYTES_WRITTEN")
            self.assertEqual(self.one("out")["written"]["value"], sha256(self.data))
            self.assertFalse([r for r in self.records() if "loss" in r])

    @unittest.skipUnless(TRACE, "only from outside")
    def test_what_a_killed_process_had_open_is_recorded(self):
        self.observe("sh", "-c", "%s abort out; exit 0" % PROGRAM)
        self.assertEqual(self.one("out")["written"]["value"], sha256(b"x"))
        self.assertIn(9, [r["process_end"].get("signal") for r in self.records() if "process_end" in r])

    @unittest.skipUnless(TRACE and os.geteuid() == 0, "takes rights")
    def test_a_program_with_other_rights_keeps_them(self):
        self.static_program()
        os.chmod(self.folder, 0o777)
        try:
            os.chown(self.path("static"), 65534, 65534)
        except OSError as error:
            self.skipTest("no other user here: %s" % error)
        os.chmod(self.path("static"), 0o4755)
        self.run_bare("./static", "in", "bare")
        self.observe("./static", "in", "out", status=4)
        # Somebody else's, unless the file system gives no rights to anybody's programs.
        self.assertEqual(os.stat(self.path("out")).st_uid, os.stat(self.path("bare")).st_uid)
        self.assertEqual(self.one("out")["written"]["value"], sha256(self.data))

    @unittest.skipUnless(TRACE, "only from outside")
    def test_who_is_traced_already_is_observed_by_preloading(self):
        inner = os.path.join(self.folder, "inner.ledger")
        result = self.observe(PEDIGREE, "run", *OPTIONS, "--quiet", "--ledger", inner, "--", "cat", "in")
        self.assertEqual(result.stdout, self.data)
        self.assertIn(b"cannot trace", result.stderr)
        self.assertIn(b"observed by preloading", result.stderr)
        self.ledger = inner
        self.assertEqual(self.one("in")["observer"], "INTERPOSER")

    def test_a_stopped_program_stops_and_goes_on(self):
        process = subprocess.Popen(
            [PEDIGREE, "run", *OPTIONS, "--quiet", "--ledger", self.ledger, "--", "sh", "-c",
             "echo $$; read line; cat in > out; exit 6"],
            cwd=self.folder, env=self.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        pid = int(process.stdout.readline())
        os.kill(pid, signal.SIGSTOP)
        for _ in range(1000):
            with open("/proc/%d/stat" % pid) as stat:
                state = stat.read().rsplit(")", 1)[1].split()[0]
            if state in "Tt":
                break
            time.sleep(0.01)
        self.assertIn(state, "Tt")
        process.stdin.write("go\n")
        process.stdin.flush()
        os.kill(pid, signal.SIGCONT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 6)
        self.assertEqual(self.one("in")["read"]["value"], sha256(self.data))

    def test_a_timer_that_is_faster_than_observing_does_not_stop_the_program(self):
        self.did("timer", "in", "out")
        self.assertEqual(self.content("out"), self.data)
        self.assertEqual(self.one("in")["read"]["value"], sha256(self.data))

    def test_a_fault_that_the_program_handles_again_and_again_is_its_own(self):
        self.did("fault")

    def test_exec_out_of_a_thread(self):
        self.did("exec-in-thread", "/bin/cat", "in")
        self.assertEqual(self.one("in")["read"]["value"], sha256(self.data))
        starts = [r["process"] for r in self.records() if "process" in r]
        self.assertEqual(len({p["pid"] for p in starts}), 1)

    def test_what_was_read_is_said_before_there_is_another_program(self):
        self.write("other", b"other")
        self.did("exec-with-open", "/bin/cat", "in", "other")
        self.assertEqual(self.one("in")["read"]["value"], sha256(self.data))
        self.assertEqual(self.one("other")["read"]["value"], sha256(b"other"))

    def test_an_end_at_once_writes_no_streams_out(self):
        for command in ("%s exit-at-once >out", "%s exit-at-once | cat >out"):
            self.observe("sh", "-c", command % PROGRAM)
            self.assertEqual(self.content("out"), b"once\n")

    def test_standard_output_that_became_a_file_is_claimed_as_it_is_in_the_end(self):
        # In C: what C++'s streams are made of writes stdout out by itself.
        self.write("redirect.c", REDIRECT)
        self.assertEqual(self.run_bare("clang-19", "-w", "-o", "redirect", "redirect.c").returncode, 0)
        self.observe("./redirect", "out")
        self.assertEqual(self.content("out"), b"one\ntwo\nthree\n")
        written = [a for a in self.accesses("out") if "written" in a]
        self.assertEqual(max(written, key=lambda a: a["closed"])["written"]["value"], sha256(self.content("out")))

    def test_a_file_that_is_named_later_has_its_name(self):
        self.did("name-later", "out")
        unnamed = self.one("out", "RENAME") if self.accesses("out") else [a for a in self.accesses() if a["mode"] == "RENAME"][0]
        self.assertEqual(unnamed["new_name"], os.path.join(self.folder, "out"))
        written = [a for a in self.accesses() if a["mode"] == "WRITE" and a["resolved"] == unnamed["name"]]
        self.assertEqual([a["written"]["value"] for a in written], [sha256(b"named later")])

    def test_descriptors_that_come_from_others_are_known(self):
        self.did("pass-descriptor", "in")
        values = [a["read"]["value"] for a in self.accesses("in") if "read" in a]
        self.assertEqual(values, [sha256(self.data)])

    def test_a_child_that_shares_memory_is_another_process(self):
        self.write("other", b"other")
        self.did("share-memory", "in")
        access = self.one("in")
        self.assertEqual((access["read"]["how"], access["read"]["value"]), ("BYTES_READ", sha256(self.data)))
        self.assertEqual(int(access["bytes_read"]), len(self.data))

    def test_children_by_vfork_among_threads(self):
        self.did("vfork-among-threads", "in")
        read = [a["read"] for a in self.accesses("in")]
        self.assertEqual([r["value"] for r in read], [sha256(self.data)] * 800)

    def test_two_openings_that_write_one_file_claim_no_sequence(self):
        self.did("write-twice", "out")
        last = max(self.accesses("out"), key=lambda a: a["closed"])
        self.assertEqual((last["written"]["how"], last["written"]["value"]), ("FILE_AT_CLOSE", sha256(b"bbaa")))

    def test_a_file_that_is_cut_off_was_not_read_to_its_end(self):
        self.did("read-cut-off", "in")
        read = self.one("in", "READ")["read"]
        self.assertEqual((read["how"], read["value"]), ("PARTIAL", sha256(self.data[:1000])))

    def test_a_folder_in_the_place_of_another_has_its_own_name(self):
        self.did("folders-anew", os.path.join(self.folder, "d"))
        names = [(a["name"], a["mode"]) for a in self.accesses() if "resolved" not in a]
        for folder in ("d0", "d1", "d2"):
            for file in ("a", "b"):
                self.assertIn((os.path.join(self.folder, folder, file), "WRITE"), names)
        self.assertIn((os.path.join(self.folder, "moved/a"), "READ"), names)

    def test_memory_is_no_file(self):
        self.did("memory")
        self.assertFalse([a for a in self.accesses() if "memfd" in a["name"] + a.get("resolved", "")])

    def test_a_child_that_outlives_the_program_goes_on(self):
        # It has closed what it was given, so that nobody waits for it.
        self.observe("sh", "-c", "(while [ ! -e go ]; do sleep 0.02; done; cat in > late.tmp; mv late.tmp late)"
                     " > /dev/null 2>&1 < /dev/null & exit 0")
        self.write("go", b"")
        for _ in range(1000):
            if os.path.exists(self.path("late")):
                break
            time.sleep(0.01)
        self.assertEqual(self.content("late"), self.data)

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

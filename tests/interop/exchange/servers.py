"""Servers of others, each on a port of its own of this machine alone, for as long as they are asked."""

import contextlib
import glob
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

from pedigree import expect


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def ask(url, body=None):
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


@contextlib.contextmanager
def server(command, log, asked, **more):
    """The process, once `asked` (a URL) answers."""
    with open(log, "w", encoding="utf-8") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, **more)
    try:
        deadline, up = time.monotonic() + 600, False
        while not up:
            with contextlib.suppress(OSError):
                ask(asked)
                up = True
            if not up and (process.poll() is not None or time.monotonic() > deadline):
                with open(log, encoding="utf-8") as file:
                    expect(False, f"{command[0]} comes up:\n{file.read()[-3000:]}")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def postgres_programs():
    """Where Debian has them; None if this machine has none."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    return folders[-1] if folders else None


@contextlib.contextmanager
def postgres():
    """A PostgreSQL of its own, empty: its socket's folder and its port, and what runs its programs. User: postgres."""
    programs = postgres_programs()
    # It does not run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder, port = tempfile.mkdtemp(), free_port()

    def run(program, *arguments, **more):
        made = subprocess.run([*user, os.path.join(programs, program), *arguments], check=False, capture_output=True, text=True,
                              cwd=folder, **more)
        expect(made.returncode == 0, f"{program} succeeds:\n{made.stdout}{made.stderr}")
        return made.stdout

    try:
        if user:
            shutil.chown(folder, "postgres")
        data = os.path.join(folder, "data")
        run("initdb", "-D", data, "-A", "trust", "-U", "postgres")
        # Its output stays open as long as it runs.
        subprocess.run([*user, os.path.join(programs, "pg_ctl"), "-D", data, "-w", "-l", os.path.join(folder, "log"), "-o",
                        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}", "start"],
                       check=True, stdout=subprocess.DEVNULL, cwd=folder)
        try:
            yield folder, port, run
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)

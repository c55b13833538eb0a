#!/usr/bin/env python3
"""Runs a pipeline that crosses dbt, a C++ program, MLflow and a schedule, and joins what each says of it to one graph.

usage: run.py --pedigree P --graph LINEAGE.graph --train TRAIN --out DIR [--cache DIR]

GRAPH is what the compiler derived from TRAIN's source. Everything else is made here: DIR holds the run, and in the end all.graph,
all.html and trace.txt. Exit status 3: the packages of dbt, OpenLineage or MLflow could not be had.
"""

import argparse
import contextlib
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "interop", "exchange"))
from environments import environment

PACKAGES = {
    "schedule": ["openlineage-python==1.54.0"],
    "dbt": ["dbt-core==1.10.23", "dbt-duckdb==1.10.1", "openlineage-dbt==1.54.0"],
    "mlflow": ["mlflow==3.17.2"],
}
UNTRIED = 3
# As OpenLineage's events of dbt name the database, which dbt's own files do not.
WAREHOUSE = "duckdb://out/warehouse.duckdb"


@contextlib.contextmanager
def mlflow_server(python, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log_name = f"http://127.0.0.1:{port}", os.path.join(folder, "mlflow.log")
    with open(log_name, "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [python, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
             "--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "artifacts"],
            cwd=folder, stdout=log, stderr=log, start_new_session=True, env={**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"})
    try:
        deadline, up = time.monotonic() + 600, False
        while not up:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(url + "/health", timeout=5):
                    up = True
            if not up and (server.poll() is not None or time.monotonic() > deadline):
                sys.exit(f"run.py: MLflow's server does not come up: see {log_name}")
            time.sleep(0.2)
        yield url
    finally:
        os.killpg(server.pid, 15)
        server.wait()


def run(folder, *command, **more):
    shown = " ".join(shlex.quote(os.path.basename(c) if os.path.isabs(c) else c) for c in command)
    print(f"$ {shown}", flush=True)
    done = subprocess.run(command, cwd=folder, check=False, **more)
    if done.returncode != 0:
        sys.exit(f"run.py: exit status {done.returncode}: {shown}")
    return done


def main():
    parser = argparse.ArgumentParser()
    for name in ("pedigree", "graph", "train", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--cache", default=os.path.join(
        os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")), "pedigree", "exchange"))
    args = parser.parse_args()
    pedigree, train = os.path.abspath(args.pedigree), os.path.abspath(args.train)
    graph, out = os.path.abspath(args.graph), os.path.abspath(args.out)

    pythons = {}
    for name, packages in PACKAGES.items():
        pythons[name] = environment(args.cache, packages)
        if pythons[name] is None:
            print(f"run.py: cannot be had: {', '.join(packages)}")
            return UNTRIED

    if os.path.exists(out):
        sys.exit(f"run.py: {args.out} is there already; every run has a folder of its own")
    for folder in ("landing", "data", "out"):
        os.makedirs(os.path.join(out, folder))
    shutil.copy(os.path.join(HERE, "../clinic/data/patients.csv"), os.path.join(out, "landing"))
    shutil.copytree(os.path.join(HERE, "dbt"), os.path.join(out, "dbt"))
    with open(os.path.join(out, "openlineage.yml"), "w", encoding="utf-8") as file:
        file.write("transport: {type: file, log_file_path: dbt_events.jsonl, append: true}\n")

    # The tasks, as their schedule starts them: dbt tells OpenLineage, the C++ program is observed.
    dbt = os.path.join(os.path.dirname(pythons["dbt"]), "dbt-ol")
    with mlflow_server(pythons["mlflow"], out) as url:
        def command(*words):
            return " ".join(shlex.quote(w) for w in words)
        run(out, pythons["schedule"], os.path.join(HERE, "schedule.py"), "schedule_events.jsonl",
            "fetch=cp landing/patients.csv data/patients.csv",
            "build=" + command("env", "OPENLINEAGE_CONFIG=openlineage.yml", "OPENLINEAGE_NAMESPACE=dbt",
                               "PATH=" + os.path.dirname(dbt) + ":" + os.environ["PATH"],
                               dbt, "--no-send-anonymous-usage-stats", "build", "--project-dir", "dbt", "--profiles-dir", "dbt"),
            "train=" + command(pedigree, "run", "--job", "train", "--ledger", "train.ledger", "--", train),
            "register=" + command(pythons["mlflow"], os.path.join(HERE, "register.py"), url, "mlflow"))

    # What each says, as a graph; then all of it as one.
    run(out, pedigree, "import", "openlineage", "-o", "events.graph", "schedule_events.jsonl", "dbt_events.jsonl")
    # The events of dbt say which column goes where; its manifest, which tables are which files.
    run(out, pedigree, "import", "dbt", "--names", "-o", "dbt.graph", "--asset-namespace", WAREHOUSE, "dbt/target/manifest.json")
    run(out, pedigree, "import", "mlflow", "-o", "mlflow.graph", "mlflow/run.json", "mlflow/models.json", "mlflow/versions.json")
    run(out, pedigree, "verify", graph, "train.ledger")
    run(out, pedigree, "merge", "-o", "train.graph", graph, "train.ledger")
    run(out, pedigree, "link", "-o", "all.graph", "train.graph", "dbt.graph", "events.graph", "mlflow.graph")
    with open(os.path.join(out, "all.html"), "w", encoding="utf-8") as page:
        run(out, pedigree, "show", "all.graph", "--format", "html", stdout=page)
    traced = run(out, pedigree, "trace", "all.graph", "mlflow/models:/progression/1", "--up", "--columns",
                 stdout=subprocess.PIPE, text=True).stdout
    with open(os.path.join(out, "trace.txt"), "w", encoding="utf-8") as file:
        file.write(traced)
    print(traced, end="")
    print(f"\nThe graph is {args.out}/all.graph, the page {args.out}/all.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Measures import: exchange_bench.py PEDIGREE

Logs of 100,000 events of OpenLineage, what reads the largest graph that comes of them, and files that mean harm, each to each importer.
Prints CPU time and peak memory; fails where a log takes more than 10 s or 1 GiB, or a file that means harm is taken, is no one-line error, or
takes more than 10 s or 1.5 GiB.
"""

import json
import os
import subprocess
import sys
import tempfile

EVENTS = 100_000
SECONDS = 10
LOG_MIB = 1024
MIB = 1536
# One for each form that an importer reads; the form goes by the file's name where it matters.
FORMS = (("openlineage", "e.jsonl"), ("dbt", "manifest.json"), ("dvc", "dvc.yaml"), ("dvc", "dvc.lock"), ("mlflow", "runs.json"),
         ("fivetran", "lineage.csv"), ("fivetran", "lineage.json"), ("fivetran", "dump.sql"), ("pachyderm", "p.json"),
         ("sagemaker", "s.json"), ("unity", "u.csv"), ("unity", "u.json"), ("kubeflow", "p.yaml"), ("kubeflow", "p.json"),
         ("atlan", "a.json"), ("feast", "registry.db"), ("tecton", "dump.json"))


def run(command):
    """Exit status, CPU seconds, peak memory in MiB, and what it said."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said.read().decode()


def dataset(number, columns, made_of=()):
    facets = {"schema": {"_producer": "https://x", "_schemaURL": "https://x",
                         "fields": [{"name": f"column_{i}", "type": "string"} for i in range(columns)]}}
    if made_of:
        facets["columnLineage"] = {"_producer": "https://x", "_schemaURL": "https://x", "fields": {
            f"column_{i}": {"inputFields": [
                {"namespace": "postgres://db:5432", "name": f"shop.public.table_{source}", "field": f"column_{i}",
                 "transformations": [{"type": "DIRECT", "subtype": "IDENTITY"}]} for source in made_of]}
            for i in range(columns)}}
    return {"namespace": "postgres://db:5432", "name": f"shop.public.table_{number}", "facets": facets}


def plan(kilobytes):
    """What a producer tells of its query, which nobody else reads: a tree."""
    node = {"class": "org.apache.spark.sql.catalyst.expressions.AttributeReference", "num-children": 0, "name": "column_1",
            "dataType": "string", "nullable": True, "metadata": {}, "exprId": {"id": 17, "jvmId": "4f2d0c4e"}, "qualifier": []}
    return {"plan": [node] * (kilobytes * 1024 // len(json.dumps(node, separators=(",", ":"))))}


def events(jobs, columns, ballast):
    """Runs of two events each, of so many jobs in turn, each of which makes a table of two others."""
    facet = plan(ballast)
    for number in range(EVENTS):
        run_number, state = divmod(number, 2)
        job = run_number % jobs
        sources = (2 * job, 2 * job + 1)
        yield {
            "eventTime": "2026-01-01T00:00:00Z", "eventType": "COMPLETE" if state else "START", "producer": "https://example.com",
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": {"runId": f"0190b5a8-0000-7000-8000-{run_number:012}", "facets": {"spark.logicalPlan": facet}},
            "job": {"namespace": "shop", "name": f"job_{job}"},
            "inputs": [dataset(source, columns) for source in sources],
            "outputs": [dataset(10_000_000 + job, columns, sources)]}


def measure_logs(pedigree, folder):
    print(f"\n| log of {EVENTS:,} events | MB | CPU, s | peak, MiB | within {SECONDS} s, {LOG_MIB} MiB |\n|---|---|---|---|---|")
    good = True
    for name, shape in (("1,000 jobs in turn, tables of 10 columns", (1_000, 10, 0)),
                        ("the same, with 4 KB of a facet that is passed over in each event", (1_000, 10, 4)),
                        ("50,000 jobs of one run, tables of 10 columns", (50_000, 10, 0))):
        log = f"{folder}/events.jsonl"
        with open(log, "w", encoding="utf-8") as file:
            for event in events(*shape):
                json.dump(event, file, separators=(",", ":"))
                file.write("\n")
        results = [run([pedigree, "import", "openlineage", "-o", f"{folder}/x.graph", log]) for _ in range(3)]
        status, took, memory, said = min(results, key=lambda result: result[1])
        if status != 0:
            sys.exit(said)
        fits = took <= SECONDS and memory <= LOG_MIB
        good = good and fits
        print(f"| {name} | {os.path.getsize(log) / 1e6:.0f} | {took:.2f} | {memory:.0f} | {'yes' if fits else 'NO'} |", flush=True)
        os.unlink(log)
    return good


def measure_reading(pedigree, graph):
    """What is done with a graph of 1,000,000 flows: measure_logs leaves it."""
    print(f"\n| a graph of {os.path.getsize(graph) / 1e6:.0f} MB | CPU, s | peak, MiB |\n|---|---|---|")
    other = graph + ".other"
    for name, command in (("trace", ["trace", graph, "shop.public.table_10000017", "--up"]), ("show", ["show", graph]),
                          ("flows --format jsonl", ["flows", "--format", "jsonl", graph]),
                          ("link, with itself", ["link", "-o", other, graph, graph]),
                          ("export csv", ["export", "csv", graph]), ("export openlineage", ["export", "openlineage", graph])):
        results = [run([pedigree, *command]) for _ in range(2)]
        status, took, memory, said = min(results, key=lambda result: result[1])
        if status != 0:
            sys.exit(f"{name}: {said}")
        print(f"| {name} | {took:.2f} | {memory:.0f} |", flush=True)


def sparse(path, begin):
    with open(path, "wb") as file:
        file.write(begin)
        file.truncate(10 << 30)


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def measure_harm(pedigree, folder):
    print(f"\n| {len(FORMS)} forms, each | CPU, s, longest | peak, MiB, largest | refused within {SECONDS} s, {MIB} MiB |\n|---|---|---|---|")
    good = True
    for name, make in (
            ("10 GB of zeros", lambda path: sparse(path, b"")),
            ("10 GB of one text", lambda path: sparse(path, b'{"a": "')),
            ("10 GB that a message claims", lambda path: write(path, b"\x0a\x80\x80\x80\xa0\x25 and that is all")),
            ("1,000,000 lists in one another", lambda path: write(path, b"[" * 1_000_000)),
            ("1,000,000 objects in one another", lambda path: write(path, b'{"a":' * 1_000_000)),
            ("a key twice", lambda path: write(path, b'{"a": 1, "a": 2}')),
            ("no UTF-8", lambda path: write(path, b'{"a\xff\xfe": "\xc0\x80"}')),
            ("members that must be there are not", lambda path: write(path, b'{"job": {}, "entities": [{}], "stages": 3}'))):
        longest = largest = 0
        fits = True
        for system, file in FORMS:
            path = f"{folder}/{file}"
            make(path)
            status, took, memory, said = run([pedigree, "import", system, "-o", f"{folder}/x.graph", path])
            os.unlink(path)
            longest, largest = max(longest, took), max(largest, memory)
            if status != 2 or said.count("\n") != 1 or file not in said or took > SECONDS or memory > MIB:
                fits = False
                print(f"{system} {file}: exit status {status}, {took:.2f} s, {memory:.0f} MiB: {said[:300]}", file=sys.stderr)
        good = good and fits
        print(f"| {name} | {longest:.2f} | {largest:.0f} | {'yes' if fits else 'NO'} |", flush=True)
    return good


def main():
    with tempfile.TemporaryDirectory() as folder:
        good = measure_logs(sys.argv[1], folder)
        measure_reading(sys.argv[1], f"{folder}/x.graph")
        good = measure_harm(sys.argv[1], folder) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

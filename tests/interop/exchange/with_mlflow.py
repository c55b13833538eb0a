#!/usr/bin/env python3
"""MLflow: our runs and models sent to a real server, read with its own client, and imported again equal; and what its
own client made read."""
# needs: mlflow==3.17.2

import contextlib
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
os.environ["MLFLOW_ENABLE_ASYNC_TRACE_LOGGING"] = "false"
import mlflow
import mlflow.data
import pandas

from losses import OF_CODE, expect_unsaid, facts, full
from pedigree import edges, ends, expect, pedigree

# A program that makes a model of a column and counts by another, one that reads the model, and one that has nothing to do with it.
EVENTS = [
    {"job": {"namespace": "pedigree", "name": "train", "facets": {"ownership": {"owners": [{"name": "anna"}]}, "lineage": {"entries": [
        {"type": "DATASET", "namespace": "file", "name": "model.json",
         "inputs": [{"type": "DATASET", "namespace": "file", "name": "train.csv", "field": "age",
                     "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}]},
                    {"type": "DATASET", "namespace": "postgres://db:5432", "name": "shop.public.labels",
                     "transformations": [{"type": "INDIRECT", "subtype": "JOIN"}]}]}]}}},
     "inputs": [{"namespace": "file", "name": "train.csv", "facets": {
         "schema": {"fields": [{"name": "age", "type": "long"}]}, "ownership": {"owners": [{"name": "bob"}]},
         "symlinks": {"identifiers": [{"namespace": "hive", "name": "core.train", "type": "TABLE"}]}}},
                {"namespace": "postgres://db:5432", "name": "shop.public.labels"},
                {"namespace": "file", "name": "unused.csv"}],
     "outputs": [{"namespace": "file", "name": "model.json", "facets": {"datasetType": {"datasetType": "MODEL"}}}]},
    {"job": {"namespace": "pedigree", "name": "score"}, "inputs": [{"namespace": "file", "name": "model.json"}],
     "outputs": [{"namespace": "file", "name": "scores.csv"}]},
    {"job": {"namespace": "pedigree", "name": "tidy"}, "inputs": [{"namespace": "file", "name": "raw.csv"}],
     "outputs": [{"namespace": "file", "name": "train.csv"}]},
]
# What says of itself the same parameter twice, as the SDK that is in every observed process does.
PROGRAM = """
import ctypes
sdk = ctypes.CDLL(None)
sdk.pedigree_parameter(b"depth", b"3")
sdk.pedigree_parameter(b"depth", b"4")
sdk.pedigree_metric(b"auc", ctypes.c_double(0.5), ctypes.c_int64(2), b"")
open("model.json", "w").write(open("train.csv").read())
"""
OURS = {("file", "train.csv", "age"): "AGGREGATION", ("postgres://db:5432", "shop.public.labels", ""): "JOIN"}


@contextlib.contextmanager
def server():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open("server.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
             "--backend-store-uri", "sqlite:///mlflow.db", "--artifacts-destination", "artifacts"],
            stdout=log, stderr=log, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline, up = time.monotonic() + 600, False
        while not up:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(url + "/health", timeout=5):
                    up = True
            expect(up or (process.poll() is None and time.monotonic() < deadline),
                   "the server comes up:\n" + open("server.log", encoding="utf-8").read())
            time.sleep(0.2)
        yield url
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def ask(url, path, body=None):
    request = urllib.request.Request(f"{url}/api/2.0/mlflow/{path}", None if body is None else json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def write(name, text):
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def into(graph, model):
    """What the runs of the graph say reaches that model of MLflow's, and how."""
    return {(e["from_namespace"], e["from_name"], e["from_column"]): e["subtype"] for e in edges(graph)
            if e["to_name"] == "models:/" + model and re.fullmatch(r"mlflow/[\w-]+", e["job"])}


def answers(url, experiment):
    # A search leaves out the models that a run reads.
    found = json.loads(ask(url, "runs/search", {"experiment_ids": [experiment]}))["runs"]
    write("runs.json", "\n".join(ask(url, "runs/get?run_id=" + run["info"]["run_id"]) for run in found))
    write("models.json", ask(url, "logged-models/search", {"experiment_ids": [experiment]}))
    write("versions.json", ask(url, "model-versions/search"))
    return "runs.json", "models.json", "versions.json"


def traces(url):
    """An application that retrieves and asks, traced by MLflow's decorators: in the client's words and in the server's."""
    span = mlflow.entities.SpanType

    @mlflow.trace(span_type=span.RETRIEVER)
    def find(_):
        return [mlflow.entities.Document("Metformin lowers blood sugar.", {"doc_uri": "docs/metformin.md"}, "1"),
                mlflow.entities.Document("Insulin lowers it, too, and faster.", {"doc_uri": "s3://kb/insulin.md"}, "2")]

    @mlflow.trace(span_type=span.CHAT_MODEL)
    def chat(messages):
        return {"model": "gpt-x", "choices": [{"message": {"role": "assistant", "content": f"{len(messages)}"}}]}

    @mlflow.trace(span_type=span.TOOL)
    def tool_of_clinic(dose):
        return dose

    @mlflow.trace(span_type=span.AGENT)
    def agent_of_clinic(dose):
        return tool_of_clinic(dose)

    @mlflow.trace(span_type=span.RERANKER)
    def reranker_of_clinic(documents):
        return documents

    @mlflow.trace(span_type=span.CHAIN)
    def ask(question):
        mlflow.update_current_trace(user="anna-of-clinic", metadata={"mlflow.trace.cost": json.dumps({"total_cost": 0.171717})})
        agent_of_clinic("17125 units")
        return chat([{"role": "user", "content": f"{reranker_of_clinic(find(question))[0].page_content} {question}"}])

    experiment = mlflow.set_experiment("answers").experiment_id
    ask("What lowers the blood sugar?")
    trace = mlflow.search_traces(locations=[experiment], return_type="list")[0]
    mlflow.log_feedback(trace_id=trace.info.trace_id, name="rating-of-clinic", value=True)
    trace = mlflow.get_trace(trace.info.trace_id)
    write("client.json", trace.to_json())
    answer = urllib.request.urlopen(f"{url}/api/3.0/mlflow/traces/get?trace_id={trace.info.trace_id}", timeout=60).read().decode()
    write("server.json", answer)
    app = f"ask of experiment {experiment}"
    expected = {("file", "docs/metformin.md", "MODELED"), ("s3://kb", "insulin.md", "ASSUMED"), ("llm", "gpt-x", "MODELED"),
                ("mlflow", f"questions to {app}", "MODELED")}
    for said in ("client.json", "server.json"):
        pedigree("import", "mlflow", "-o", "traces.graph", said)
        found = {(e["from_namespace"], e["from_name"], e["confidence"]) for e in edges("traces.graph")
                 if e["to_name"] == f"answers of {app}"}
        expect(found == expected, f"{said}: what reaches the answers: {found}")
        # What was asked, found and answered, other spans, users, feedback, costs, times.
        expect_unsaid(said, "traces.graph", "What lowers the blood sugar?", "lowers blood sugar", "tool_of_clinic", "17125 units", "agent_of_clinic",
                      "reranker_of_clinic", "anna-of-clinic", "rating-of-clinic", "171717", *times(said))


def times(path):
    """When the spans of a trace began."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    found = re.findall(r'"start_time_unix_nano": ?"?(\d+)', text)
    expect(found, f"{path} has times")
    return found


def bounds(url):
    """Of a model of more columns than a tag takes, only which asset of ours it is comes back."""
    write("wide.jsonl", json.dumps({"job": {"namespace": "pedigree", "name": "widen", "facets": {"lineage": {"entries": [
        {"type": "DATASET", "namespace": "file", "name": "wide.json", "inputs": [
            {"type": "DATASET", "namespace": "file", "name": "wide.csv", "field": f"column_{number}",
             "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}]} for number in range(200)]}]}}},
        "outputs": [{"namespace": "file", "name": "wide.json", "facets": {"datasetType": {"datasetType": "MODEL"}}}]}))
    pedigree("import", "openlineage", "-o", "wide.graph", "wide.jsonl")
    pedigree("export", "mlflow", "--namespace", "wide", "wide.graph", "--to", url, "--timeout", "300")
    client = mlflow.MlflowClient()
    experiment = client.get_experiment_by_name("wide").experiment_id
    run, = client.search_runs([experiment])
    model = client.get_run(run.info.run_id).outputs.model_outputs[0].model_id
    expect(all(len(tag) <= 5000 for tag in run.data.tags.values()), "no tag is longer than MLflow takes")
    pedigree("import", "mlflow", "-o", "back.graph", *answers(url, experiment))
    found = {(e["from_name"], e["from_column"], e["to_name"], e["subtype"], e["confidence"]) for e in edges("back.graph")
             if e["to_name"] in ("models:/" + model, "wide.json")}
    expect(found == {("wide.csv", "", "models:/" + model, "TRANSFORMATION", "ASSUMED"), ("wide.json", "", "models:/" + model, "IDENTITY", "MODELED"),
                     ("models:/wide_json/1", "", "models:/" + model, "IDENTITY", "MODELED")}, f"what comes back of 200 columns: {found}")


def losses(runs, model):
    """What docs/interop/mlflow.md says is lost on the way to the server and back, and nothing else. `runs`: of MLflow's, by name."""
    train, score = (f"mlflow/{runs[name].info.run_id}" for name in ("train", "score"))
    raw, labels, made = ("file", "train.csv"), ("postgres://db:5432", "shop.public.labels"), ("file", "model.json")
    logged, version = ("mlflow", f"models:/{model}"), ("mlflow", "models:/model_json/1")
    copies = {(f"{job} logs", made, logged) for job in (train, score)}

    def each(flows, what):
        return {(*flow, json.dumps(what)) for flow in flows}

    flows = copies | {(train, raw, logged), (train, labels, logged)}
    ours, theirs = facts("ours.graph"), facts("back.graph")
    digest = theirs["properties"] - {("train.csv", '    column {\n      name: "age"\n      type: "long"\n    }\n')}
    expect(len(theirs["properties"]) == 3 and {name for name, _ in digest} == {"/".join(logged), "/".join(version)},
           f"owners of assets are lost, columns and digests of models kept: {theirs['properties']}")
    expected = {
        # Not: what a run wrote that is no model, the job that has none, what the run did not read.
        "assets": {raw, labels, made, logged, version}, "jobs": {train, score, f"{train} logs", f"{score} logs"},
        "kinds": {(*raw, "DATASET"), (*made, "MODEL"), (*logged, "MODEL"), (*version, "MODEL")}, "assets of no kind": {labels},
        "aliases": {(logged, version), (version, logged)}, "columns": {(*raw, "age")}, "owners of jobs": set(),
        "reads and writes": {(score, "READS", logged), (train, "READS", raw), (train, "READS", labels), (train, "WRITES", logged), (train, "WRITES", version)}
                            | {(job, "READS", one) for job, one, _ in copies} | {(job, "WRITES", to) for job, _, to in copies},
        "flows": flows, "columns of flows": {(train, raw, "age", logged, "")},
        "subtypes": each(copies, "IDENTITY") | each([(train, raw, logged)], "AGGREGATION") | each([(train, labels, logged)], "JOIN"),
        "confidence": each(flows, "MODELED"), "witnesses": each(flows, ["OBSERVED"])}
    for what, said in expected.items():
        expect(ours[what] and theirs[what] == said, f"{what} are kept and lost: {sorted(theirs[what] ^ said)[:3]}")
    shown = pedigree("show", "--format", "txtpb", "back.graph")
    expect(runs["train"].data.params == {"depth": "3"} and runs["train"].data.metrics == {"auc": 0.5}, "of a parameter that is set twice the first is kept")
    for word in ("depth", "auc", runs["train"].data.tags["pedigree.run"], str(runs["train"].info.start_time)):
        expect(word not in shown, f"{word} of the run is lost on import:\n{shown}")
    # Of code, which has places and paths.
    pedigree("export", "mlflow", "-o", "code.json", full())
    pedigree("import", "mlflow", "-o", "code.graph", "code.json")
    ours, theirs = facts("full.graph"), facts("code.graph")
    for what in OF_CODE | {"assets that no job touches", "jobs that touch nothing", "owners of jobs"}:
        expect(ours[what] and not theirs[what], f"{what} are lost: {theirs[what]}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write("events.jsonl", "\n".join(map(json.dumps, EVENTS)))
        pedigree("import", "openlineage", "-o", "ours.graph", "events.jsonl")
        write("train.csv", "age\n30\n")
        pedigree("run", "--job", "train", "--ledger", "train.ledger", "--", sys.executable, "-c", PROGRAM)
        sha256 = hashlib.sha256(b"age\n30\n").hexdigest()

        # As a file: what MLflow would answer.
        pedigree("export", "mlflow", "-o", "file.json", "ours.graph")
        pedigree("import", "mlflow", "-o", "file.graph", "file.json")
        expect(into("file.graph", "m-1") == OURS, f"the file comes back: {ends('file.graph')}")

        with server() as url:
            said = pedigree("export", "mlflow", "ours.graph", "train.ledger", "--to", url, "--timeout", "300")
            expect(said.startswith("sent 2 runs and 1 model to "), said)
            mlflow.set_tracking_uri(url)
            client = mlflow.MlflowClient()
            experiment = client.get_experiment_by_name("pedigree").experiment_id
            runs = {run.info.run_name: client.get_run(run.info.run_id) for run in client.search_runs([experiment])}
            expect(set(runs) == {"train", "score"}, f"a run each: {set(runs)}")
            train = runs["train"]
            expect(train.info.status == "FINISHED" and train.info.end_time >= train.info.start_time > 0, "its times")
            read = {i.dataset.name: i for i in train.inputs.dataset_inputs}
            expect(set(read) == {"train.csv"}, f"the run read what its ledger says: {set(read)}")
            expect({t.key: t.value for t in read["train.csv"].tags}["sha256"] == sha256, "with its digest")
            expect(json.loads(read["train.csv"].dataset.schema)["mlflow_colspec"][0]["name"] == "age", "and its columns")
            expect(mlflow.data.get_source(read["train.csv"].dataset).uri == "train.csv", "MLflow knows its source")
            output = train.outputs.model_outputs[0].model_id
            model = client.get_logged_model(output)
            expect(str(model.status).endswith("READY") and model.tags["sha256"] == sha256, f"the model: {model}")
            expect(runs["score"].inputs.model_inputs[0].model_id == output, "score reads the model that train made")
            version = client.get_model_version("model_json", "1")
            expect((version.run_id, version.source, version.tags["sha256"]) == (train.info.run_id, "models:/" + output, sha256),
                   f"the version: {version}")
            pedigree("import", "mlflow", "-o", "back.graph", *answers(url, experiment))
            expect(into("back.graph", output) == OURS, f"our flows come back: {ends('back.graph')}")
            losses(runs, output)
            pedigree("link", "-o", "all.graph", "ours.graph", "back.graph")
            traced = pedigree("trace", "all.graph", "scores.csv", "--up")
            expect("train.csv" in traced, f"graphs join:\n{traced}")
            traced = pedigree("trace", "all.graph", "mlflow/models:/model_json/1", "--up")
            expect("train.csv" in traced and "labels" in traced, f"a trace crosses from the version:\n{traced}")
            expect("unused" not in traced, f"and brings nothing that does not reach it:\n{traced}")
            # Again: another run, another version.
            pedigree("export", "mlflow", "ours.graph", "train.ledger", "--to", url, "--timeout", "300")
            expect(client.get_model_version("model_json", "2").run_id != train.info.run_id, "a second version")

            # What MLflow's own client makes.
            theirs = mlflow.set_experiment("theirs").experiment_id
            with mlflow.start_run(run_name="fit") as run:
                frame = pandas.DataFrame({"age": [30]})
                mlflow.log_input(mlflow.data.from_pandas(frame, source="train.csv", name="people"), context="training")
                mlflow.log_param("depth-of-fit", 17125)
                mlflow.log_metric("auc-of-fit", 0.90625)
                mlflow.set_tag("team", "of-the-clinic")
                made = mlflow.initialize_logged_model(name="risk")
                mlflow.finalize_logged_model(made.model_id, "READY")
                client.log_outputs(run.info.run_id, [mlflow.entities.LoggedModelOutput(made.model_id, 0)])
            client.create_registered_model("risk")
            client.create_model_version("risk", f"models:/{made.model_id}", run.info.run_id, model_id=made.model_id)
            pedigree("import", "mlflow", "-o", "theirs.graph", *answers(url, theirs))
            expect(into("theirs.graph", made.model_id) == {("file", "train.csv", ""): "TRANSFORMATION"},
                   f"their run: {ends('theirs.graph')}")
            traced = pedigree("trace", "theirs.graph", "mlflow/models:/risk/1", "--up")
            expect("train.csv" in traced, f"a trace from their version:\n{traced}")

            with open("runs.json", encoding="utf-8") as file:
                said = json.load(file)["run"]
            dataset = said["inputs"]["dataset_inputs"][0]["dataset"]
            expect_unsaid("runs.json", "theirs.graph", "depth-of-fit", "17125", "auc-of-fit", "0.90625", "of-the-clinic", "mlflow.user",
                          str(said["info"]["start_time"]), dataset["digest"])
            bounds(url)
            traces(url)

        error = pedigree("export", "mlflow", "ours.graph", "--to", url, "--retries", "0", status=2)
        expect("Failed to connect" in error, error)
        print("runs, datasets, models and versions sent, read by the client, imported equal but for what its page lists; the client's own runs and traces read; one trace crosses")


if __name__ == "__main__":
    main()

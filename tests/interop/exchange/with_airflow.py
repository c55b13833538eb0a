#!/usr/bin/env python3
"""Airflow: the events that its own provider sends of a real DAG, read: what a task moved, and which DAG ran it."""
# needs: apache-airflow==3.3.2
# needs: apache-airflow-providers-openlineage==2.20.3
# needs: apache-airflow-providers-common-io==1.11.0
# needs: apache-airflow-providers-standard==1.21.0

import json
import os
import subprocess
import sys
import tempfile

from pedigree import edges, expect, pedigree

DAG = '''
import datetime

from airflow.providers.common.io.operators.file_transfer import FileTransferOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

with DAG("nightly", start_date=datetime.datetime(2026, 1, 1), schedule=None):
    begin = BashOperator(task_id="begin", bash_command="true")
    fetch = FileTransferOperator(task_id="fetch", src="file://FOLDER/raw.csv", dst="file://FOLDER/patients.csv")
    begin >> fetch
'''


def main():
    # Not where temporary files are, which are noise.
    with tempfile.TemporaryDirectory(dir=os.path.expanduser("~")) as folder:
        os.chdir(folder)
        os.mkdir("dags")
        for name, content in (("raw.csv", "id,age\n1,30\n"), ("dags/nightly.py", DAG.replace("FOLDER", folder))):
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)
        airflow = os.path.join(os.path.dirname(sys.executable), "airflow")
        environment = {**os.environ, "AIRFLOW_HOME": folder, "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                       "AIRFLOW__CORE__DAGS_FOLDER": folder + "/dags", "AIRFLOW__OPENLINEAGE__NAMESPACE": "airflow",
                       "AIRFLOW__OPENLINEAGE__TRANSPORT": json.dumps(
                           {"type": "file", "log_file_path": folder + "/events.jsonl", "append": True})}
        for arguments in (("db", "migrate"), ("dags", "test", "nightly")):
            run = subprocess.run([airflow, *arguments], check=False, capture_output=True, text=True, env=environment)
            expect(run.returncode == 0, f"airflow {' '.join(arguments)} succeeds:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
        pedigree("import", "openlineage", "-o", "airflow.graph", "events.jsonl")
        found = {(os.path.basename(e["from_name"]), os.path.basename(e["to_name"]), e["job"], e["witnesses"])
                 for e in edges("airflow.graph")}
        expect(found == {("raw.csv", "patients.csv", "airflow/nightly.fetch", "OBSERVED")}, f"what the task moved: {found}")
        jobs = pedigree("show", "--format", "markdown", "airflow.graph")
        expect(jobs.count("started by airflow/nightly\n") == 2, f"each task's DAG is said:\n{jobs}")
        expect("## airflow/nightly\n" in jobs and "## airflow/nightly.begin\n" in jobs, f"what moves nothing is a job too:\n{jobs}")

        # A C++ job that reads what was fetched, by the name that Airflow's provider gives it.
        source = next(e["to_name"] for e in edges("airflow.graph"))
        with open("train.json", "w", encoding="utf-8") as file:
            json.dump({"job": {"namespace": "pedigree", "name": "train"}, "inputs": [{"namespace": "file", "name": source}],
                       "outputs": [{"namespace": "file", "name": "model.onnx"}]}, file)
        pedigree("import", "openlineage", "-o", "train.graph", "train.json")
        pedigree("link", "-o", "all.graph", "train.graph", "airflow.graph")
        traced = pedigree("trace", "all.graph", "model.onnx", "--up")
        expect("raw.csv" in traced and "airflow/nightly.fetch" in traced, f"a trace crosses from the model to the raw file:\n{traced}")
        with open("events.jsonl", encoding="utf-8") as file:
            print(f"{len(file.readlines())} events of a real DAG read, with what started what; one trace crosses")


if __name__ == "__main__":
    main()

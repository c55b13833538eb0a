#!/usr/bin/env python3
"""The pipeline's schedule: four tasks, one after the other, and the OpenLineage events that Airflow sends of them.

usage: schedule.py EVENTS.jsonl TASK=COMMAND...

It stands in for Airflow (apache-airflow-providers-openlineage), which is large to install and slow to start. The events have the
facets that its listener gives them; a shell task has no datasets, since Airflow knows none of it, and a transfer of files has
its two. An event each is sent where a task starts and where it ends, with the schedule's own run as parent; dbt's events get their
task as parent, as Airflow's documentation has one pass it on.
"""

import os
import subprocess
import sys
from datetime import datetime, timezone

from openlineage.client import OpenLineageClient, event_v2
from openlineage.client.facet_v2 import job_type_job, nominal_time_run, parent_run, processing_engine_run, source_code_job
from openlineage.client.transport.file import FileConfig, FileTransport
from openlineage.client.uuid import generate_new_uuid

NAMESPACE, DAG = "airflow", "progression"
# As FileTransferOperator says it.
DATASETS = {"fetch": (["landing/patients.csv"], ["data/patients.csv"])}


def now():
    return datetime.now(timezone.utc).isoformat()


class Schedule:
    def __init__(self, events):
        self.client = OpenLineageClient(transport=FileTransport(FileConfig(log_file_path=events, append=True)))
        self.run = str(generate_new_uuid())
        self.started = now()

    def send(self, state, run, name, kind, run_facets=None, job_facets=None, inputs=(), outputs=()):
        self.client.emit(event_v2.RunEvent(
            eventType=state, eventTime=now(), producer="https://airflow.apache.org",
            run=event_v2.Run(run, facets={
                "nominalTime": nominal_time_run.NominalTimeRunFacet(self.started),
                "processing_engine": processing_engine_run.ProcessingEngineRunFacet("3.3.2", "Airflow", "2.20.3"),
                **(run_facets or {})}),
            job=event_v2.Job(NAMESPACE, name, facets={
                "jobType": job_type_job.JobTypeJobFacet("BATCH", "AIRFLOW", kind), **(job_facets or {})}),
            inputs=[event_v2.InputDataset("file", path) for path in inputs],
            outputs=[event_v2.OutputDataset("file", path) for path in outputs]))

    def task(self, name, command):
        run = str(generate_new_uuid())
        inputs, outputs = DATASETS.get(name, ((), ()))
        about = {
            "run_facets": {"parent": parent_run.ParentRunFacet(
                run=parent_run.Run(self.run), job=parent_run.Job(NAMESPACE, DAG),
                root=parent_run.Root(run=parent_run.RootRun(self.run), job=parent_run.RootJob(NAMESPACE, DAG)))},
            "job_facets": {} if inputs else {"sourceCode": source_code_job.SourceCodeJobFacet("bash", command)},
            "inputs": inputs, "outputs": outputs}
        self.send(event_v2.RunState.START, run, f"{DAG}.{name}", "TASK", **about)
        environment = {**os.environ, "OPENLINEAGE_PARENT_ID": f"{NAMESPACE}/{DAG}.{name}/{run}"}
        done = subprocess.run(["bash", "-c", command], check=False, env=environment).returncode
        state = event_v2.RunState.COMPLETE if done == 0 else event_v2.RunState.FAIL
        self.send(state, run, f"{DAG}.{name}", "TASK", **about)
        return done == 0


def main():
    schedule = Schedule(sys.argv[1])
    schedule.send(event_v2.RunState.START, schedule.run, DAG, "DAG")
    fine = True
    for task in sys.argv[2:]:
        name, _, command = task.partition("=")
        fine = fine and schedule.task(name, command)
    schedule.send(event_v2.RunState.COMPLETE if fine else event_v2.RunState.FAIL, schedule.run, DAG, "DAG")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

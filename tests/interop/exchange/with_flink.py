#!/usr/bin/env python3
"""Flink: the events that OpenLineage's own listener sends of a real job, read.

Its tables of files have an empty namespace there, and the name of Flink's catalog: what else they are called, a symlink says."""
# needs: apache-flink-libraries==2.1.3
# needs jar: io.openlineage:openlineage-flink:1.53.0

import glob
import json
import os
import subprocess
import sys
import tempfile

from pedigree import BESIDES, edges, expect, pedigree
from servers import free_port

JOB = """
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

public class Job {
  public static void main(String[] arguments) throws Exception {
    var configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
    var tables = TableEnvironment.create(
        EnvironmentSettings.newInstance().inBatchMode().withConfiguration(configuration).build());
    for (String name : new String[] {"people", "adults"}) {
      tables.executeSql("CREATE TABLE " + name + " (id INT, age INT) WITH ('connector' = 'filesystem', 'path' = 'file://"
          + arguments[0] + "/" + name + "', 'format' = 'csv')");
    }
    tables.executeSql("INSERT INTO adults SELECT id, age FROM people WHERE age > 17").await();
    // The cluster says that it is done once it is, and would be asked on and on.
    Path events = Path.of(arguments[0], "events.jsonl");
    for (int i = 0; i < 600; ++i) {
      String said = Files.exists(events) ? Files.readString(events) : "";
      if (said.contains("COMPLETE") && said.contains("START")) break;
      Thread.sleep(100);
    }
    System.exit(0);
  }
}
"""
CONFIGURATION = """
execution.attached: true
execution.job-status-changed-listeners: io.openlineage.flink.listener.OpenLineageJobStatusChangedListenerFactory
openlineage.transport.type: file
openlineage.transport.location: {}/events.jsonl
openlineage.job.namespace: flink
openlineage.flink.enableDetachedJobTracking: true
rest.port: {}
"""
# What Flink's table is, and a C++ job that trains on it.
OURS = """{"dataset":{"namespace":"file","name":"adults","facets":{"symlinks":{"identifiers":[{"namespace":"","name":"default_catalog.default_database.adults","type":"TABLE"}]}}}}
{"job":{"namespace":"pedigree","name":"train"},"inputs":[{"namespace":"file","name":"adults"}],"outputs":[{"namespace":"file","name":"model.onnx"}]}
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, content in (("people", "1,30\n2,7\n"), ("Job.java", JOB), ("ours.jsonl", OURS),
                              ("config.yaml", CONFIGURATION.format(folder, free_port()))):
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)
        library = os.path.join(os.path.dirname(os.path.dirname(sys.executable)), "lib", "python*", "site-packages", "pyflink", "lib")
        opens = [f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in ("lang", "util", "net")]
        run = subprocess.run(["java", *opens, "-cp", ":".join(glob.glob(library + "/*.jar") + BESIDES), "Job.java", folder],
                             check=False, capture_output=True, text=True)
        expect(run.returncode == 0, f"the job runs:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
        expect(glob.glob("adults/*"), "and writes")
        with open("events.jsonl", encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        # Two processes' listeners say it, in whichever order.
        expect({"START", "COMPLETE"} <= {e["eventType"] for e in events} and len({e["run"]["runId"] for e in events}) == 1,
               f"one run, from its start to its end: {events}")
        pedigree("import", "openlineage", "-o", "flink.graph", "events.jsonl")
        table = "default_catalog.default_database."
        job = "flink/insert-into_" + table + "adults"
        found = {(e["from_namespace"], e["from_name"], e["job"], e["to_namespace"], e["to_name"], e["confidence"], e["witnesses"])
                 for e in edges("flink.graph")}
        expect(found == {("", table + "people", job, "", table + "adults", "ASSUMED", "OBSERVED")}, f"the job's flow: {found}")
        shown = json.loads(pedigree("show", "--format", "json", "flink.graph"))
        expect({tuple(asset["columns"]) for asset in shown["assets"]} == {("age", "id")}, f"the tables' columns: {shown['assets']}")

        pedigree("import", "openlineage", "-o", "ours.graph", "ours.jsonl")
        pedigree("link", "-o", "all.graph", "ours.graph", "flink.graph")
        traced = pedigree("trace", "all.graph", "model.onnx", "--up")
        expect(table + "people" in traced, f"a trace crosses from the model to Flink's source:\n{traced}")
        print(f"{len(events)} events of a real job read, from START to COMPLETE (they have no columns' lineage); one trace crosses, by a symlink")


if __name__ == "__main__":
    main()

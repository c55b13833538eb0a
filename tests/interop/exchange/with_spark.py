#!/usr/bin/env python3
"""Spark: the events that OpenLineage's own listener sends of a real job, read; a trace that crosses it."""
# needs: pyspark==3.5.8
# needs jar: io.openlineage:openlineage-spark_2.12:1.53.0

import os
import subprocess
import sys
import tempfile

from pedigree import BESIDES, edges, expect, pedigree

JOB = '''
import os
import sys
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = (SparkSession.builder.master("local[1]").appName("features").config("spark.ui.enabled", "false")
         .config("spark.sql.shuffle.partitions", "1").config("spark.jars", sys.argv[1])
         .config("spark.extraListeners", "io.openlineage.spark.agent.OpenLineageSparkListener")
         .config("spark.openlineage.transport.type", "file")
         .config("spark.openlineage.transport.location", os.getcwd() + "/events.jsonl")
         .config("spark.openlineage.namespace", "spark").config("spark.openlineage.parentJobNamespace", "airflow")
         .config("spark.openlineage.parentJobName", "nightly.features")
         .config("spark.openlineage.parentRunId", "0190b5a8-0000-7000-8000-000000000000")
         .getOrCreate())
people = spark.read.option("header", True).csv("people.csv")
trips = spark.read.option("header", True).csv("trips.csv")
(people.join(trips, "id").where(F.col("age") > 17).groupBy("id")
 .agg(F.avg("length").alias("mean_length"), F.max("age").alias("age")).write.parquet("features.parquet"))
spark.stop()
'''


def main():
    # Not where temporary files are, which are noise.
    with tempfile.TemporaryDirectory(dir=os.path.expanduser("~")) as folder:
        os.chdir(folder)
        for name, content in (("people.csv", "id,age\n1,30\n2,40\n"), ("trips.csv", "id,length\n1,3.5\n2,7\n"), ("job.py", JOB)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)
        run = subprocess.run([sys.executable, "job.py", BESIDES[0]], check=False, capture_output=True, text=True,
                             env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"})
        expect(run.returncode == 0, f"the job runs:\n{run.stderr[-5000:]}")
        pedigree("import", "openlineage", "-o", "spark.graph", "events.jsonl")
        found = {(os.path.basename(e["from_name"]), e["from_column"], os.path.basename(e["to_name"]), e["to_column"], e["influence"])
                 for e in edges("spark.graph")}
        expected = {("trips.csv", "length", "features.parquet", "mean_length", "DIRECT"),
                    ("people.csv", "age", "features.parquet", "age", "DIRECT")}
        expect(expected <= found, f"the columns' lineage: {found}")
        expect(("people.csv", "age", "features.parquet", "mean_length", "DIRECT") not in found, "and no other")
        expect(any(source == "people.csv" and column == "age" and influence == "INDIRECT"
                   for source, column, _, _, influence in found), f"what filters is said: {found}")
        jobs = pedigree("show", "--format", "markdown", "spark.graph")
        expect("started by airflow/nightly.features" in jobs, f"what started it is said:\n{jobs}")

        # A C++ job that trains on what Spark wrote.
        with open("train.json", "w", encoding="utf-8") as file:
            file.write(f'{{"job":{{"namespace":"pedigree","name":"train"}},"inputs":[{{"namespace":"file",'
                       f'"name":"{os.path.realpath("features.parquet")}"}}],"outputs":[{{"namespace":"file","name":"model.onnx"}}]}}')
        pedigree("import", "openlineage", "-o", "train.graph", "train.json")
        pedigree("link", "-o", "all.graph", "train.graph", "spark.graph")
        traced = pedigree("trace", "--all", "all.graph", "model.onnx", "--up")
        expect("trips.csv" in traced and "people.csv" in traced, f"a trace crosses from the model to the raw files:\n{traced}")
        # What comes back from our own events is the same graph.
        with open("ours.jsonl", "w", encoding="utf-8") as file:
            file.write(pedigree("export", "openlineage", "--all", "spark.graph"))
        pedigree("import", "openlineage", "-o", "back.graph", "ours.jsonl")
        expect(edges("back.graph") == edges("spark.graph"), "it comes back equal")
        with open("events.jsonl", encoding="utf-8") as file:
            print(f"{len(file.readlines())} events of a real job read, with columns; one trace crosses; equal when read back")


if __name__ == "__main__":
    main()

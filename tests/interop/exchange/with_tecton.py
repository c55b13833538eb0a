#!/usr/bin/env python3
"""Tecton: what its SDK makes of a repository read, and our tags taken by its objects and read back.

Its service needs an account; what `tecton dump` prints is made by the SDK alone, by the same function."""
# needs: tecton==1.2.13
# What it imports and its package does not ask for, and the last that takes the numpy it asks for.
# needs: pyarrow==18.1.0
# needs: pytz==2026.6

import json
import os
import re
import subprocess
import sys
import tempfile

from losses import expect_unsaid
from pedigree import edges, ends, expect, job_ends, pedigree, tags_of_view

FEATURES = '''
import json
import os
from datetime import datetime, timedelta

from tecton import *
from tecton.types import Field, Float64, Int64, String, Timestamp

TAGS = {"feature_views": {}, "feature_services": {}}
if os.path.exists("feature_tags.json"):
    with open("feature_tags.json", encoding="utf-8") as file:
        TAGS = json.load(file)


def tags(view, feature=None):
    said = TAGS["feature_views"].get(view, {})
    return (said if feature is None else said.get("features", {}).get(feature, {})).get("tags", {})


def parse(rows):
    return rows


trips = BatchSource(name="trips", owner="anna", tags={"pii": "true"},
                    batch_config=FileConfig(uri="data/trips.parquet", file_format="parquet", timestamp_field="ts"))
users = BatchSource(name="users", batch_config=HiveConfig(database="core", table="users", timestamp_field="ts"))
unity = BatchSource(name="unity", batch_config=UnityConfig(catalog="main", schema="core", table="users", timestamp_field="ts"))
redshift = BatchSource(name="redshift", batch_config=RedshiftConfig(endpoint="h:5439/dw", table="t", timestamp_field="ts"))
bigquery = BatchSource(name="bigquery", batch_config=BigQueryConfig(project_id="p", dataset="d", table="t", location="US",
                                                                   timestamp_field="ts"))
snowflake = BatchSource(name="snowflake", batch_config=SnowflakeConfig(
    database="DB", schema="PUBLIC", table="T", timestamp_field="ts", url="https://x.snowflakecomputing.com"))
asked = BatchSource(name="asked", batch_config=RedshiftConfig(endpoint="h:5439/dw", query="select 1", timestamp_field="ts"))
clicks = StreamSource(
    name="clicks", batch_config=HiveConfig(database="core", table="clicks", timestamp_field="ts"),
    stream_config=KafkaConfig(kafka_bootstrap_servers="k:9092", topics="clicks", post_processor=parse, timestamp_field="ts"))
driver = Entity(name="driver", join_keys=[Field("driver_id", Int64)], tags={"pii": "true"}, description="who drives")


@spark_batch_config()
def made_by(spark):
    return spark.read.csv("x.csv")


made = BatchSource(name="made", batch_config=made_by)
SINCE = datetime(2026, 1, 1)
DAY = timedelta(days=1)


@transformation(mode="spark_sql")
def clean(rows):
    return f"SELECT * FROM {rows}"


@transformation(mode="spark_sql")
def joined(left, right, least):
    return f"SELECT * FROM {left} JOIN {right} WHERE n > {least}"


@batch_feature_view(sources=[trips, users], entities=[driver], mode="pipeline", timestamp_field="ts", feature_start_time=SINCE,
                    batch_schedule=DAY, owner="bob", description="of a day", tags={"team": "ml", **tags("driver_stats")},
                    online_store=RedisConfig(primary_endpoint="redis-of-features:6379", authentication_token="x"),
                    offline_store=OfflineStoreConfig(staging_table_format=DeltaConfig(subdirectory_override="delta-of-features"),
                                                     publish_full_features=True, publish_start_time=datetime(2017, 3, 4)),
                    features=[Attribute("rate", Float64, tags={"sensitive": "true", **tags("driver_stats", "rate")}),
                              Attribute("trips", Int64, tags=tags("driver_stats", "trips"))])
def driver_stats(trips, users):
    return joined(clean(trips), users, const(3))


@stream_feature_view(source=clicks, entities=[driver], mode="spark_sql", timestamp_field="ts", feature_start_time=SINCE,
                     batch_schedule=DAY, aggregation_interval=timedelta(hours=1),
                     features=[Aggregate(input_column=Field("n", Float64), function="mean", time_window=timedelta(days=17), name="mean_n")])
def click_means(clicks):
    return f"SELECT * FROM {clicks}"


@batch_feature_view(sources=[snowflake], entities=[driver], mode="pandas", timestamp_field="ts", feature_start_time=SINCE,
                    batch_schedule=DAY,
                    features=[Embedding(input_column=Field("text", String), model="sentence-transformers/all-MiniLM-L6-v2", name="emb")])
def texts(snowflake):
    return snowflake


@batch_feature_view(sources=[unity, redshift, bigquery, asked, made], entities=[driver], mode="spark_sql", timestamp_field="ts",
                    feature_start_time=SINCE, batch_schedule=DAY, features=[Attribute("x", Float64)])
def tables(unity, redshift, bigquery, asked, made):
    return f"SELECT * FROM {unity}, {redshift}, {bigquery}, {asked}, {made}"


@resource_provider(owner="dora-of-the-providers")
def client_of_a_service(context):
    return {}


servers = FeatureServerGroup(name="servers_of_features", scaling_config=ProvisionedScalingConfig(desired_nodes=17))
filled = FeatureTable(name="filled", entities=[driver], features=[Attribute("y", Float64)], timestamp_field="ts")
request = RequestSource(schema=[Field("bonus", Float64)])


@realtime_feature_view(sources=[request, driver_stats[["rate"]]], mode="python", features=[Attribute("boosted", Float64)])
def boosted(request, driver_stats):
    return {"boosted": request["bonus"] + driver_stats["rate"]}


ratio = RealtimeFeatureView(name="ratio", sources=[driver_stats, request],
                            features=[Calculation(name="of_bonus", expr="driver_stats.rate / request_source.bonus")])
score = FeatureService(name="score", owner="carl", online_serving_enabled=False,
                       tags=TAGS["feature_services"].get("score", {}).get("tags", {}),
                       features=[driver_stats[["rate"]], click_means.with_name("clicks"), ratio])
'''
DUMP = """
from tecton import repo_utils
from tecton.cli.engine import dump_local_state
dump_local_state(repo_utils.get_tecton_objects_skip_validation(None)[0])
"""
# A C++ job that makes the source, and one that trains on the features.
EVENTS = """{"job":{"namespace":"pedigree","name":"ingest"},"inputs":[{"namespace":"file","name":"trips.csv"}],"outputs":[{"namespace":"file","name":"data/trips.parquet"}]}
{"job":{"namespace":"pedigree","name":"train"},"inputs":[{"namespace":"tecton","name":"service/score"}],"outputs":[{"namespace":"file","name":"model.onnx","facets":{"datasetType":{"datasetType":"MODEL"}}}]}
"""


def dump():
    run = subprocess.run(
        [sys.executable, "-c", DUMP], check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": ".", "TECTON_BATCH_COMPUTE_MODE": "spark", "COLUMNS": "1000000"})
    expect(run.returncode == 0, f"Tecton's SDK takes the repository:\n{run.stdout[-3000:]}{run.stderr}")
    with open("tecton.json", "w", encoding="utf-8") as file:
        # As the page says: sed '1s/^[^{]*//'
        file.write(re.sub(r"^[^{]*", "", run.stdout))
    pedigree("import", "tecton", "-o", "tecton.graph", "tecton.json")


def flows():
    view, service = ("tecton", "driver_stats"), ("tecton", "service/score")
    expected = set()

    def made(name, sources, columns):
        expected.update((*source, "", "tecton", name, column) for source in sources for column in columns)

    made("driver_stats", [("file", "data/trips.parquet"), ("hive", "core.users")], ["rate", "trips", "driver_id"])
    made("click_means", [("hive", "core.clicks"), ("kafka://k:9092", "clicks")], ["mean_n", "driver_id"])
    made("texts", [("snowflake://x", "DB.PUBLIC.T")], ["emb", "driver_id"])
    made("texts", [("llm", "sentence-transformers/all-MiniLM-L6-v2")], ["emb"])
    made("tables", [("unity", "main.core.users"), ("redshift://h:5439", "dw.t"), ("bigquery", "p.d.t"),
                    ("tecton", "source/asked"), ("tecton", "source/made")], ["x", "driver_id"])
    made("boosted", [("tecton", "source/request of boosted")], ["boosted"])
    expected.update({(*view, "rate", "tecton", "boosted", "boosted"), (*view, "rate", "tecton", "ratio", "of_bonus"),
                     ("tecton", "source/request of ratio", "bonus", "tecton", "ratio", "of_bonus"),
                     (*view, "rate", *service, "driver_stats__rate"), ("tecton", "click_means", "mean_n", *service, "clicks__mean_n"),
                     ("tecton", "ratio", "of_bonus", *service, "ratio__of_bonus")})
    return expected


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, content in ((".tecton", ""), ("repo.yaml", ""), ("features.py", FEATURES), ("events.jsonl", EVENTS)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)
        dump()
        expect(ends("tecton.graph") == flows(), f"the repository's flows: {ends('tecton.graph') ^ flows()}")
        expect({e["confidence"] for e in edges("tecton.graph") if e["to_name"] == "ratio"} == {"MODELED"},
               "an expression says what it is made of")
        expect({e["confidence"] for e in edges("tecton.graph") if e["to_name"] == "boosted"} == {"ASSUMED"},
               "what a function makes is assumed")
        shown = pedigree("flows", "tecton.graph")
        expect("features.py:" in shown, f"places are in the repository:\n{shown}")

        # What docs/interop/tecton.md says is lost: functions' code, schedules, windows, compute, stores, what is published and since when,
        # resource providers, server groups.
        expect_unsaid("tecton.json", "tecton.graph", "SELECT * FROM", "return rows", "86400s", "1468800s", "m6a.2xlarge", "redis-of-features",
                      "delta-of-features", "2017-03-04", "client_of_a_service", "dora-of-the-providers", "servers_of_features")
        # And workspaces: what two of them call alike is one.
        with open("tecton.json", encoding="utf-8") as file, open("other.json", "w", encoding="utf-8") as copy:
            copy.write(file.read())
        pedigree("import", "tecton", "-o", "both.graph", "tecton.json", "other.json")
        expect(job_ends("both.graph") == job_ends("tecton.graph"), "objects of one name are one")

        tags_of_view("tecton", "rate", ("feature_views", "driver_stats"))
        dump()
        expect(ends("tecton.graph") == flows(), "the flows are as they were")
        back = {}
        for event in map(json.loads, pedigree("export", "openlineage", "tecton.graph").splitlines()):
            for tag in event.get("dataset", {}).get("facets", {}).get("tags", {}).get("tags", []):
                back.setdefault((event["dataset"]["name"], tag.get("field")), set()).add(tag["key"].partition("=")[0])
        for end in (("driver_stats", None), ("driver_stats", "rate"), ("service/score", None)):
            expect({"pedigree.models", "pedigree.sources"} <= back.get(end, set()), f"Tecton's objects keep our tags of {end}: {back}")
        print("what Tecton's SDK makes of a repository read; what its page lists is lost; our tags taken and read back; one trace crosses. "
              "Its service was not asked: it needs an account")


if __name__ == "__main__":
    main()

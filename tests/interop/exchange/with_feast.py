#!/usr/bin/env python3
"""Feast: the registry of a real `feast apply` read, and our tags applied to it and read back."""
# needs: feast==0.67.0

import os
import subprocess
import sys
import tempfile

from feast.protos.feast.core.Registry_pb2 import Registry

from losses import expect_unsaid, said
from pedigree import edges, ends, expect, pedigree, tags_of_view

STORE = """project: shop
registry: data/registry.db
provider: local
online_store: {type: sqlite, path: data/online.db}
entity_key_serialization_version: 3
"""
FEATURES = '''
import json
import os
from datetime import timedelta

import pandas
from feast import Entity, FeatureService, FeatureView, Field, FileSource, Project, RequestSource, ValueType
from feast.on_demand_feature_view import on_demand_feature_view
from feast.permissions.action import AuthzedAction
from feast.permissions.permission import Permission
from feast.permissions.policy import RoleBasedPolicy
from feast.types import Float64, Int64

TAGS = {"feature_views": {}, "feature_services": {}}
if os.path.exists("feature_tags.json"):
    with open("feature_tags.json", encoding="utf-8") as file:
        TAGS = json.load(file)["shop"]


def tags(view, feature=None):
    said = TAGS["feature_views"].get(view, {})
    return (said if feature is None else said.get("features", {}).get(feature, {})).get("tags", {})


driver = Entity(name="driver", join_keys=["driver_id"], value_type=ValueType.INT64, tags={"pii": "true"}, description="who drives")
stats = FileSource(name="stats", path="data/stats.parquet", timestamp_field="ts", field_mapping={"rate": "conv_rate"})
view = FeatureView(name="driver_stats", entities=[driver], ttl=timedelta(days=17), source=stats, owner="anna",
                   tags={"team": "ml", **tags("driver_stats")},
                   schema=[Field(name="conv_rate", dtype=Float64, tags={"sensitive": "true", **tags("driver_stats", "conv_rate")}),
                           Field(name="trips", dtype=Int64, tags=tags("driver_stats", "trips"))])
asked = RequestSource(name="asked", schema=[Field(name="bonus", dtype=Float64)])


@on_demand_feature_view(sources=[view, asked], schema=[Field(name="boosted", dtype=Float64)])
def boosted(inputs: pandas.DataFrame) -> pandas.DataFrame:
    out = pandas.DataFrame()
    out["boosted"] = inputs["conv_rate"] + inputs["bonus"]
    return out


score = FeatureService(name="score", features=[view[["conv_rate"]], boosted], owner="bob")
project = Project(name="shop", description="all that is sold")
permission = Permission(name="readers", types=[FeatureView], policy=RoleBasedPolicy(roles=["reader-of-stats"]), actions=[AuthzedAction.READ_ONLINE])
'''
DATA = '''
import datetime
import pandas
pandas.DataFrame({"driver_id": [1], "rate": [0.5], "trips": [3],
                  "ts": [datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)]}).to_parquet("data/stats.parquet")
'''
# A C++ job that makes the source, and one that trains on the features.
EVENTS = """{"job":{"namespace":"pedigree","name":"ingest","facets":{"lineage":{"entries":[{"type":"DATASET","namespace":"file","name":"data/stats.parquet","fields":{"rate":{"inputs":[{"type":"DATASET","namespace":"file","name":"trips.csv","field":"accepted"}]}}}]}}}}
{"job":{"namespace":"pedigree","name":"train"},"inputs":[{"namespace":"feast","name":"shop/driver_stats"}],"outputs":[{"namespace":"file","name":"model.onnx","facets":{"datasetType":{"datasetType":"MODEL"}}}]}
"""


def feast(*arguments):
    run = subprocess.run([os.path.join(os.path.dirname(sys.executable), "feast"), *arguments], check=False, capture_output=True,
                         text=True, env={**os.environ, "FEAST_USAGE": "False"})
    expect(run.returncode == 0, f"feast {' '.join(arguments)} succeeds:\n{run.stdout}{run.stderr}")


def losses():
    """What docs/interop/feast.md says is lost: the registry has it, and the graph does not."""
    registry = Registry()
    with open("data/registry.db", "rb") as file:
        registry.ParseFromString(file.read())
    view, = registry.feature_views
    function, = registry.on_demand_feature_views
    interval, = view.meta.materialization_intervals
    store, = registry.infra.infra_objects
    project, = registry.projects
    permission, = registry.permissions
    shown = said("feast.graph")
    # A saved dataset, and what others are held to by it, which need a service of their own to be made.
    saved = registry.saved_datasets.add()
    saved.spec.name, saved.spec.project = "scored", "shop"
    saved.spec.features.append("driver_stats:conv_rate")
    saved.spec.storage.file_storage.uri = "data/scored.parquet"
    reference = registry.validation_references.add(name="as-it-was", reference_dataset_name="scored", project="shop", description="held to it")
    reference.ge_profiler.profiler.body = b"profile-of-expectations"
    with open("saved.db", "wb") as file:
        file.write(registry.SerializeToString())
    pedigree("import", "feast", "-o", "saved.graph", "saved.db")
    expect(ends("saved.graph") - ends("feast.graph") == {("feast", "shop/driver_stats", "conv_rate", "file", "data/scored.parquet", "conv_rate")},
           f"a saved dataset: {ends('saved.graph') - ends('feast.graph')}")
    expect_unsaid("saved.db", "saved.graph", "as-it-was", "held to it", "profile-of-expectations")
    for lost in (view.meta.created_timestamp.seconds, interval.end_time.seconds, view.spec.ttl.seconds, store.sqlite_table.path, project.spec.description,
                 permission.spec.policy.role_based_policy.roles[0], "pandas.DataFrame()", view.spec.version):
        expect(lost and str(lost) not in shown, f"the registry's {lost} is lost")
    expect("pandas.DataFrame()" in function.spec.feature_transformation.user_defined_function.body_text, "the code is in the registry")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.mkdir("data")
        for name, content in (("feature_store.yaml", STORE), ("features.py", FEATURES), ("events.jsonl", EVENTS)):
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)
        subprocess.run([sys.executable, "-c", DATA], check=True)
        feast("apply")
        feast("materialize", "2026-01-01T00:00:00", "2026-01-02T00:00:00")
        pedigree("import", "feast", "-o", "feast.graph", "data/registry.db")
        view, service = ("feast", "shop/driver_stats"), ("feast", "shop/service/score")
        source = ("file", "data/stats.parquet")
        expected = {(*source, "rate", *view, "conv_rate"), (*source, "trips", *view, "trips"),
                    (*source, "driver_id", *view, "driver_id"),
                    (*view, "conv_rate", "feast", "shop/boosted", ""), (*view, "trips", "feast", "shop/boosted", ""),
                    ("feast", "shop/source/asked", "", "feast", "shop/boosted", ""),
                    (*view, "conv_rate", *service, "conv_rate"), ("feast", "shop/boosted", "boosted", *service, "boosted")}
        expect(ends("feast.graph") == expected, f"the registry's flows: {ends('feast.graph')}")
        expect({e["confidence"] for e in edges("feast.graph") if e["to_name"] == "shop/boosted"} == {"ASSUMED"},
               "what a function of theirs makes is assumed")

        losses()
        tags_of_view("feast", "conv_rate", ("shop", "feature_views", "driver_stats"))
        feast("apply")
        pedigree("import", "feast", "-o", "tagged.graph", "data/registry.db")
        expect(ends("tagged.graph") == expected, "the flows are as they were")
        shown = pedigree("export", "openlineage", "tagged.graph")
        expect("pedigree.models=model.onnx" in shown, f"Feast keeps our tags:\n{shown}")
        print("the registry of a real feast apply read; what its page lists is lost; our tags applied and read back; one trace crosses")


if __name__ == "__main__":
    main()

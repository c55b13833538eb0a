#!/usr/bin/env python3
"""dbt: a real project with DuckDB, its artifacts read, and our exposure taken by dbt; a trace that goes on to what Fivetran loads."""
# needs: dbt-core==1.10.23
# needs: dbt-duckdb==1.10.1

import json
import os
import subprocess
import sys
import tempfile

import duckdb

from losses import expect_unsaid
from pedigree import ends, expect, pedigree

FILES = {
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\nseed-paths: [seeds]\n",
    "profiles.yml": "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb}\n",
    "seeds/people.csv": "id,age\n1,30\n2,40\n",
    "models/adults.sql": "select id, age from {{ ref('people') }} where age > 17\n",
    "models/ages.sql": "{{ config(materialized='table') }} select avg(age) as mean from {{ ref('adults') }}\n",
    "models/totals.sql": "select sum(total) as total from {{ source('raw', 'orders') }}\n",
    "models/named_v2.sql": "select id from {{ ref('people') }}\n",
    "models/schema.yml": "version: 2\nsources: [{name: raw, schema: raw, tables: [{name: orders}]}]\nmodels:\n  - name: adults\n    columns: [{name: age, description: in years}]\n"
                         "  - name: named\n    versions: [{v: 2}]\n",
    # What is lost of a project: tests, macros, groups, `meta`, metrics and semantic models, which want a table of days.
    "models/lost.yml": "version: 2\ngroups: [{name: group-of-anna, owner: {name: anna}}]\nmodels:\n"
                       "  - name: ages\n    config: {group: group-of-anna, meta: {ticket: meta-of-anna}}\n    columns: [{name: mean, data_tests: [not_null]}]\n"
                       "  - name: days\n    time_spine: {standard_granularity_column: date_day}\n    columns: [{name: date_day, granularity: day}]\n"
                       "semantic_models:\n  - name: semantics_of_people\n    model: ref('adults')\n    defaults: {agg_time_dimension: born}\n"
                       "    entities: [{name: person, type: primary, expr: id}]\n    dimensions: [{name: born, type: time, expr: current_date, type_params: {time_granularity: day}}]\n"
                       "    measures: [{name: measure_of_age, agg: average, expr: age}]\n"
                       "metrics: [{name: metric_of_age, label: Age, type: simple, type_params: {measure: measure_of_age}}]\n",
    "models/days.sql": "{{ config(materialized='table') }} select date '2026-01-01' as date_day\n",
    "macros/odd.sql": "{% macro macro_of_anna() %} 1 {% endmacro %}\n",
    "tests/grown_up.sql": "select * from {{ ref('adults') }} where age < 18\n",
}

# The tables of Fivetran's platform connector, for the connection that loads the source.
LOADED = {
    "table_lineage.csv": "source_table_id,destination_table_id\n1,2\n",
    "source_table.csv": "id,connection_id,schema_id,name\n1,shop_pg,5,orders\n",
    "source_schema.csv": "id,name\n5,public\n",
    "destination_table.csv": "id,schema_id,name\n2,6,orders\n",
    "destination_schema.csv": "id,name\n6,raw\n",
}


def dbt(*arguments):
    run = subprocess.run([os.path.join(os.path.dirname(sys.executable), "dbt"), "--no-send-anonymous-usage-stats", *arguments,
                          "--profiles-dir", "."], check=False, capture_output=True, text=True)
    expect(run.returncode == 0, f"dbt {' '.join(arguments)} succeeds:\n{run.stdout}{run.stderr}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, content in {**FILES, **LOADED}.items():
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "w", encoding="utf-8") as file:
                file.write(content)
        with duckdb.connect("shop.duckdb") as database:
            database.execute("CREATE SCHEMA raw; CREATE TABLE raw.orders (total INTEGER); INSERT INTO raw.orders VALUES (3), (4)")
        dbt("build")
        results = "target/run_results.json"
        pedigree("import", "dbt", "-o", "results.graph", results)
        dbt("docs", "generate")
        pedigree("import", "dbt", "-o", "dbt.graph", "target/manifest.json", "target/catalog.json", results)
        table = "shop.main."
        expect(ends("dbt.graph") == {
            ("file", "seeds/people.csv", "", "duckdb", table + "people", ""),
            ("duckdb", table + "people", "", "duckdb", table + "adults", ""),
            ("duckdb", table + "adults", "", "duckdb", table + "ages", ""),
            ("duckdb", table + "people", "", "duckdb", table + "named_v2", ""),
            ("duckdb", "shop.raw.orders", "", "duckdb", table + "totals", "")}, f"the project's flows: {ends('dbt.graph')}")
        tables = {asset["name"]: asset["witnesses"] for asset in json.loads(pedigree("show", "--format", "json", "dbt.graph"))["assets"]
                  if asset["kind"] == "TABLE"}
        expect({name for name, said in tables.items() if set(said) == {"DECLARED", "OBSERVED"}} == {
            "shop.raw.orders", *(table + name for name in ("people", "adults", "ages", "totals", "named_v2", "days"))} and len(tables) == 7,
            f"what the manifest declares the catalog and the run have seen: {tables}")
        # What docs/interop/dbt.md says is lost; timings too.
        expect_unsaid("target/manifest.json", "dbt.graph", "age > 17", "grown_up", "not_null_ages_mean", "macro_of_anna", "metric_of_age", "measure_of_age",
                      "semantics_of_people", "group-of-anna", "meta-of-anna")
        with open(results, encoding="utf-8") as file:
            expect_unsaid(results, "dbt.graph", *(timing["started_at"] for timing in json.load(file)["results"][0]["timing"]))
        # A job that reads a model, from elsewhere.
        with open("events.json", "w", encoding="utf-8") as file:
            json.dump({"job": {"namespace": "pedigree", "name": "train", "facets": {
                "ownership": {"owners": [{"name": "anna"}]}, "lineage": {"entries": [
                    {"type": "DATASET", "namespace": "file", "name": "model.json", "inputs": [
                        {"type": "DATASET", "namespace": "duckdb", "name": table + "adults", "field": "age"},
                        {"type": "DATASET", "namespace": "duckdb", "name": table + "named_v2"}]}]}}},
                       "outputs": [{"namespace": "file", "name": "model.json", "facets": {"datasetType": {"datasetType": "MODEL"}}}]}, file)
        pedigree("import", "openlineage", "-o", "train.graph", "events.json")
        pedigree("link", "-o", "all.graph", "train.graph", "dbt.graph")
        traced = pedigree("trace", "all.graph", "model.json", "--up")
        expect("seeds/people.csv" in traced, f"a trace crosses from the model to the seed:\n{traced}")
        pedigree("export", "dbt", "-o", "models/pedigree_exposures.yml", "all.graph")
        dbt("parse")
        with open("target/manifest.json", encoding="utf-8") as file:
            exposure = json.load(file)["exposures"]["exposure.shop.train"]
        expect(set(exposure["depends_on"]["nodes"]) == {"model.shop.adults", "model.shop.named.v2"}, "dbt takes our exposure")
        expect((exposure["type"], exposure["owner"]["name"], exposure["meta"]["pedigree_columns"], exposure["meta"]["pedigree_models"]) ==
               ("ml", "anna", ["shop.main.adults.age"], ["model.json"]), f"with what it is, whose, and which columns it reads: {exposure}")
        # And back: who reads the model. What the job makes of it, dbt has no place for.
        pedigree("import", "dbt", "-o", "again.graph", "target/manifest.json", "target/catalog.json", results)
        shown = json.loads(pedigree("show", "--format", "json", "again.graph"))
        job = next(job for job in shown["jobs"] if job["name"] == "train")
        touched = [(site["access"], site["asset"]["namespace"], site["asset"]["name"]) for site in job["sites"]]
        expect(touched == [("READS", "duckdb", table + "adults"), ("READS", "duckdb", table + "named_v2")], f"our exposure comes back: {touched}")
        expect("Owner: anna" in pedigree("show", "--format", "markdown", "again.graph"), "with its owner")
        expect(ends("again.graph") == ends("dbt.graph"), "nothing else is different")
        # A name that dbt could take for a template comes back as it is.
        odd = "odd {{ 1 + 1 }} {% x %} {# y #}"
        with open("odd.json", "w", encoding="utf-8") as file:
            json.dump({"job": {"namespace": "pedigree", "name": odd, "facets": {"ownership": {"owners": [{"name": odd}]}}},
                       "inputs": [{"namespace": "duckdb", "name": table + "adults"}],
                       "outputs": [{"namespace": "file", "name": odd}]}, file)
        pedigree("import", "openlineage", "-o", "odd.graph", "odd.json")
        pedigree("link", "-o", "all.graph", "odd.graph", "dbt.graph")
        pedigree("export", "dbt", "-o", "models/pedigree_exposures.yml", "all.graph")
        dbt("parse")
        pedigree("import", "dbt", "-o", "again.graph", "target/manifest.json")
        jobs = {job["name"] for job in json.loads(pedigree("show", "--format", "json", "again.graph"))["jobs"]}
        expect(odd in jobs and "Owner: " + odd in pedigree("show", "--format", "markdown", "again.graph"), f"no template: {jobs}")
        # A job that reads what dbt makes of what Fivetran loads.
        with open("report.json", "w", encoding="utf-8") as file:
            json.dump({"job": {"namespace": "pedigree", "name": "report"}, "inputs": [{"namespace": "duckdb", "name": table + "totals"}],
                       "outputs": [{"namespace": "file", "name": "report.csv"}]}, file)
        pedigree("import", "openlineage", "-o", "report.graph", "report.json")
        pedigree("import", "fivetran", "--asset-namespace", "duckdb/shop", "-o", "fivetran.graph", *LOADED)
        pedigree("link", "-o", "all.graph", "report.graph", "dbt.graph", "fivetran.graph")
        traced = pedigree("trace", "all.graph", "report.csv", "--up")
        hops = [traced.find(hop) for hop in ("report <- ", "dbt/model.shop.totals <- ", "fivetran/shop_pg <- fivetran://shop_pg/public.orders")]
        expect(-1 < hops[0] < hops[1] < hops[2], f"a trace goes on through dbt to Fivetran's source:\n{traced}")
        print("manifest, catalog and run results of a real project read; dbt takes our exposure, and it comes back; one trace crosses, on to what Fivetran loads")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Kubeflow: our pipeline taken and compiled again by kfp, pipelines of its compiler read, and one run by its local runner."""
# needs: kfp==2.17.3

import os
import sys
import tempfile
from typing import List

from google.protobuf import json_format
from kfp import compiler, components, dsl, local
from kfp.dsl import Dataset, Input, Metrics, Model, Output
from kfp.pipeline_spec import pipeline_spec_pb2
import yaml

from losses import OF_CODE, expect_all_to_all, expect_foreign, expect_lost, expect_unsaid, facts, full
from pedigree import GRAPH, ends, expect, job_ends, pedigree


@dsl.component(base_image="python:3.11", packages_to_install=[])
def prepare(raw: str, out: Output[Dataset]):
    with open(out.path, "w") as file:
        file.write(raw)


@dsl.component(base_image="python:3.11", packages_to_install=[])
def train(data: Input[Dataset], rate: float, model: Output[Model], metrics: Output[Metrics]) -> str:
    with open(data.path) as source, open(model.path, "w") as file:
        file.write(source.read())
    return "done"


@dsl.component(base_image="python:3.11", packages_to_install=[])
def report(word: str) -> str:
    return word


@dsl.pipeline(name="inner")
def inner(data: Input[Dataset]) -> Model:
    return train(data=data, rate=0.1725).outputs["model"]


@dsl.component(base_image="python:3.11", packages_to_install=[])
def deploy(model: Input[Model]):
    print(model.uri)


@dsl.pipeline(name="shop")
def shop(raw: str = "x"):
    brought = dsl.importer(artifact_uri="gs://lake/raw.csv", artifact_class=Dataset, reimport=False)
    first = train(data=prepare(raw=raw).outputs["out"], rate=0.1)
    report(word=first.outputs["Output"])
    deploy(model=inner(data=brought.output).output).set_cpu_limit("17").set_memory_limit("170G")


@dsl.component(base_image="python:3.11", packages_to_install=[])
def split() -> List[str]:
    return ["a"]


@dsl.component(base_image="python:3.11", packages_to_install=[])
def merge(data: Input[List[Dataset]], everything: Output[Dataset]):
    pass


@dsl.component(base_image="python:3.11", packages_to_install=[])
def deploy_data(data: Input[Dataset], out: Output[Model]):
    pass


@dsl.pipeline
def picked() -> Dataset:
    coin = report(word="heads")
    with dsl.If(coin.output == "heads"):
        one = prepare(raw="one")
    with dsl.Else():
        other = prepare(raw="other")
    return dsl.OneOf(one.outputs["out"], other.outputs["out"])


@dsl.pipeline(name="loops")
def loops():
    with dsl.ParallelFor(split().output) as item:
        made = prepare(raw=item)
    merge(data=dsl.Collected(made.outputs["out"]))
    deploy_data(data=picked().output)


@dsl.pipeline(name="small")
def small(raw: str = "x"):
    train(data=prepare(raw=raw).outputs["out"], rate=0.1)


def run_small():
    local.init(runner=local.SubprocessRunner(use_venv=False), pipeline_root="out")
    small()


def quietly(what):
    """Without what it and its processes print, unless it fails."""
    sys.stdout.flush()
    kept = os.dup(1), os.dup(2)
    with open("log", "w+", encoding="utf-8") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        try:
            what()
            log.truncate(0)
        finally:
            sys.stdout.flush()
            os.dup2(kept[0], 1)
            os.dup2(kept[1], 2)
            log.seek(0)
            print(log.read(), end="")


def compiled(graph):
    """Our pipeline, and as kfp compiles it."""
    pedigree("export", "kubeflow", "-o", "pipeline.yaml", graph)
    with open("pipeline.yaml", encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    # Every member is one of the official message's.
    json_format.ParseDict(spec, pipeline_spec_pb2.PipelineSpec())
    loaded = components.load_component_from_file("pipeline.yaml")
    compiler.Compiler().compile(loaded, "again.yaml")
    return "pipeline.yaml", "again.yaml"


def losses():
    """What docs/interop/kubeflow.md says is lost, and nothing else."""
    for made in compiled(full()):
        pedigree("import", "kubeflow", "-o", "back.graph", made)
        expect_lost("full.graph", "back.graph", OF_CODE | {"aliases", "assets that no job touches", "jobs that touch nothing"}, made)
    with open("again.yaml", encoding="utf-8") as file:
        spec = yaml.safe_load(file)
    for component in spec["components"].values():
        for one in component.get("outputDefinitions", {}).get("artifacts", {}).values():
            one.pop("metadata", None)
        for one in component.get("inputDefinitions", {}).get("artifacts", {}).values():
            one.pop("description", None)
    with open("plain.yaml", "w", encoding="utf-8") as file:
        yaml.safe_dump(spec, file)
    pedigree("import", "kubeflow", "-o", "plain.graph", "plain.yaml")
    expect_foreign("full.graph", "plain.graph", "Kubeflow without our form", {"columns", "columns of flows", "jobs"}, {"ASSUMED"})
    expect_all_to_all("plain.graph", "Kubeflow")
    written = {asset for _, access, asset in facts("plain.graph")["reads and writes"] if access == "WRITES"}
    expect(written and all(namespace == "kfp" and name.startswith("pedigree/") for namespace, name in written),
           f"what tasks write is called as theirs: {written}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for made in compiled(GRAPH):
            pedigree("import", "kubeflow", "-o", "back.graph", made)
            expect(job_ends("back.graph") == job_ends(GRAPH, noise=False), f"our graph comes back equal by {made}")
        losses()

        compiler.Compiler().compile(shop, "shop.yaml")
        pedigree("import", "kubeflow", "-o", "shop.graph", "shop.yaml")
        expected = {("kfp", "shop/prepare/out", "", "kfp", f"shop/train/{key}", "") for key in ("model", "metrics", "Output")}
        expected |= {("gs://lake", "raw.csv", "", "kfp", f"shop/inner/train/{key}", "") for key in ("model", "metrics", "Output")}
        expected |= {("kfp", "shop/train/Output", "", "kfp", "shop/report/Output", "")}
        expect(ends("shop.graph") == expected, f"the compiler's pipeline: {ends('shop.graph')}")
        # Parameters that are settings, images, code, caching.
        expect_unsaid("shop.yaml", "shop.graph", "0.1725", "python:3.11", "file.write(source.read())", "enableCache", "170G")
        # What is for a platform stands in a document of its own, as kfp-kubernetes writes it.
        with open("shop.yaml", encoding="utf-8") as file, open("platform.yaml", "w", encoding="utf-8") as other:
            other.write(file.read() + "---\n")
            yaml.safe_dump({"platforms": {"kubernetes": {"deploymentSpec": {"executors": {"exec-deploy": {
                "secretAsVolume": [{"secretName": "secret-of-a-cluster", "mountPath": "/mnt"}]}}}}}}, other)
        pedigree("import", "kubeflow", "-o", "platform.graph", "platform.yaml")
        expect(ends("platform.graph") == expected, f"with a platform: {ends('platform.graph')}")
        expect_unsaid("platform.yaml", "platform.graph", "secret-of-a-cluster")
        traced = pedigree("show", "shop.graph", "--format", "json")
        expect("kfp/shop/deploy" in traced, "a task without outputs is there")

        compiler.Compiler().compile(loops, "loops.yaml")
        pedigree("import", "kubeflow", "-o", "loops.graph", "loops.yaml")
        found = {(end[1], end[4]) for end in ends("loops.graph")}
        branches = {f"loops/picked/condition-branches-1/condition-{n}/prepare{suffix}/out" for n, suffix in ((2, ""), (3, "-2"))}
        expected = {("loops/split/Output", "loops/for-loop-1/prepare/out"), ("loops/for-loop-1/prepare/out", "loops/merge/everything")}
        expected |= {("loops/picked/report/Output", branch) for branch in branches}
        expected |= {(branch, "loops/deploy-data/out") for branch in branches}
        expect(found == expected, f"loops, conditions, what is picked and collected: {found}")

        quietly(run_small)
        compiler.Compiler().compile(small, "small.yaml")
        pedigree("import", "kubeflow", "-o", "small.graph", "small.yaml")
        expect({end[4] for end in ends("small.graph")} == {"small/train/model", "small/train/metrics", "small/train/Output"},
               "the pipeline that ran")
        print("kfp takes and compiles our pipeline, equal when read back, but for what its page lists; its compiler's pipelines read, one run locally")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Pachyderm: our specifications against the official schema and in the official SDK's types; its own forms read back."""
# needs: jsonschema==4.26.0
# needs: pachyderm-sdk==2.12.2

import json
import os
import tempfile

import jsonschema
from pachyderm_sdk.api import pfs, pps

from losses import OF_CODE, expect_foreign, expect_lost, expect_unsaid, full
from pedigree import GRAPH, SCHEMAS, ends, expect, job_ends, pedigree


def validator(name):
    with open(os.path.join(SCHEMAS, "pachyderm", name + ".schema.json"), encoding="utf-8") as file:
        return jsonschema.Draft4Validator(json.load(file))


def documents(text):
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        document, end = decoder.raw_decode(text[at:].lstrip())
        at = len(text) - len(text[at:].lstrip()) + end
        yield document


def there_and_back(graph):
    """Through the SDK's own types and back, to back.graph: what pachctl would print of it."""
    specs = list(documents(pedigree("export", "pachyderm", graph)))
    official, through = validator("CreatePipelineRequest"), []
    for spec in specs:
        official.validate(spec)
        request = pps.CreatePipelineRequest().from_dict(spec)
        info = pps.PipelineInfo(pipeline=request.pipeline, details=pps.PipelineInfoDetails(
            transform=request.transform, input=request.input, description=request.description, metadata=request.metadata))
        through.append(json.loads(info.to_json()))
        validator("PipelineInfo").validate(through[-1])
    read(through, "back.graph")
    return through


def read(infos, graph):
    with open("back.json", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in infos)
    pedigree("import", "pachyderm", "-o", graph, "back.json")


def losses():
    """What docs/interop/pachyderm.md says is lost, and nothing else."""
    infos = there_and_back(full())
    expect_lost("full.graph", "back.graph", OF_CODE | {"aliases", "assets that no job touches", "jobs that touch nothing"}, "Pachyderm")
    for info in infos:
        del info["details"]["metadata"]["annotations"]["pedigree"]
    read(infos, "plain.graph")
    expect_foreign("full.graph", "plain.graph", "Pachyderm without the annotation", {"columns", "columns of flows", "assets"}, {"ASSUMED"})
    # It sees repositories: that of what a pipeline makes, whatever it makes, and of what none does.
    made = {"examples_clinic_ingest_ingest_3a2626e8", "people_csv_8146e878"}
    found = {(asset["namespace"], asset["name"]) for asset in json.loads(pedigree("show", "--format", "json", "plain.graph"))["assets"]}
    expect({namespace for namespace, _ in found} == {"pachyderm"} and {name for _, name in found} >= made, f"repositories: {found}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        specs = there_and_back(GRAPH)
        # Logs are not exported, and so not kept.
        expect(job_ends("back.graph") == job_ends(GRAPH, noise=False), "our graph comes back equal through the SDK")
        losses()

        # What Pachyderm says of itself.
        repo = pfs.Repo(name="orders", type="user", project=pfs.Project(name="default"))
        made = pfs.Repo(name="train", type="user", project=pfs.Project(name="default"))
        pipeline = pps.Pipeline(name="train", project=pfs.Project(name="default"))
        source = pps.Input(pfs=pps.PfsInput(repo="orders", branch="master", glob="/*"))
        commit = pfs.CommitInfo(
            commit=pfs.Commit(repo=made, id="c0ffee17", branch=pfs.Branch(repo=made, name="master")),
            origin=pfs.CommitOrigin(kind=pfs.OriginKind.AUTO),
            direct_provenance=[pfs.Commit(repo=repo, id="c0ffee16", branch=pfs.Branch(repo=repo, name="master"))])
        branch = pfs.BranchInfo(branch=pfs.Branch(repo=made, name="master"),
                                direct_provenance=[pfs.Branch(repo=repo, name="master")])
        job = pps.JobInfo(job=pps.Job(pipeline=pipeline, id="c0ffee17"), state=pps.JobState.JOB_SUCCESS,
                          details=pps.JobInfoDetails(input=source))
        info = pps.PipelineInfo(pipeline=pipeline, details=pps.PipelineInfoDetails(
            input=source, transform=pps.Transform(image="trainer:17"), resource_requests=pps.ResourceSpec(memory="17G")))
        for name, said, lost in (("CommitInfo", commit, ["c0ffee17", "c0ffee16"]), ("BranchInfo", branch, []),
                                 ("JobInfo", job, ["c0ffee17"]), ("PipelineInfo", info, ["trainer:17", "17G"])):
            text = said.to_json()
            validator(name).validate(json.loads(text))
            with open(name + ".json", "w", encoding="utf-8") as file:
                file.write(text)
            pedigree("import", "pachyderm", "-o", "theirs.graph", name + ".json")
            expect(ends("theirs.graph") == {("pachyderm", "orders", "", "pachyderm", "train", "")},
                   f"{name}: {ends('theirs.graph')}")
            # Ids of commits and jobs, transforms, resources.
            expect_unsaid(name + ".json", "theirs.graph", *lost)
        print(f"{len(specs)} specifications valid, equal when read back through the SDK's types, but for what its page lists; "
              "its pipelines, jobs, branches and commits read")


if __name__ == "__main__":
    main()

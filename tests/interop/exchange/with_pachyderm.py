#!/usr/bin/env python3
"""Pachyderm: our specifications against the official schema and in the official SDK's types; its own forms read back."""
# needs: jsonschema==4.26.0
# needs: pachyderm-sdk==2.12.2

import datetime
import json
import os
import tempfile

import jsonschema
from pachyderm_sdk.api import pfs, pps

from losses import OF_CODE, expect_all_to_all, expect_foreign, expect_lost, expect_unsaid, full
from pedigree import GRAPH, SCHEMAS, ends, expect, job_ends, pedigree


# Protobuf writes whole numbers of 64 bits as texts, which their schema does not say.
VALIDATOR = jsonschema.validators.extend(
    jsonschema.Draft4Validator, type_checker=jsonschema.Draft4Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, int) or isinstance(value, str) and value.isdigit()))


def validator(name):
    with open(os.path.join(SCHEMAS, "pachyderm", name + ".schema.json"), encoding="utf-8") as file:
        return VALIDATOR(json.load(file))


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
    expect_all_to_all("plain.graph", "Pachyderm")
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
        own = pfs.Repo(name="train", type="spec", project=pfs.Project(name="default"))
        begun = datetime.datetime(2017, 3, 4, 5, 6, 7, tzinfo=datetime.timezone.utc)
        commit = pfs.CommitInfo(
            commit=pfs.Commit(repo=made, id="c0ffee17", branch=pfs.Branch(repo=made, name="master")),
            origin=pfs.CommitOrigin(kind=pfs.OriginKind.AUTO), started=begun, size_bytes_upper_bound=17170017,
            details=pfs.CommitInfoDetails(size_bytes=17170018),
            direct_provenance=[pfs.Commit(repo=one, id="c0ffee16", branch=pfs.Branch(repo=one, name="master")) for one in (repo, own)])
        branch = pfs.BranchInfo(branch=pfs.Branch(repo=made, name="master"),
                                direct_provenance=[pfs.Branch(repo=repo, name="master")])
        job = pps.JobInfo(job=pps.Job(pipeline=pipeline, id="c0ffee17"), state=pps.JobState.JOB_SUCCESS, started=begun,
                          data_processed=17170019, data_skipped=17170020, stats=pps.ProcessStats(download_bytes=17170021),
                          details=pps.JobInfoDetails(input=source))
        info = pps.PipelineInfo(pipeline=pipeline, details=pps.PipelineInfoDetails(
            input=source, transform=pps.Transform(image="trainer:17"), resource_requests=pps.ResourceSpec(memory="17G")))
        for name, said, lost in (("CommitInfo", commit, ["c0ffee17", "c0ffee16", "17170017", "17170018", "2017-03-04"]),
                                 ("BranchInfo", branch, []),
                                 ("JobInfo", job, ["c0ffee17", "17170019", "17170020", "17170021", "2017-03-04"]),
                                 ("PipelineInfo", info, ["trainer:17", "17G"])):
            text = said.to_json()
            validator(name).validate(json.loads(text))
            with open(name + ".json", "w", encoding="utf-8") as file:
                file.write(text)
            pedigree("import", "pachyderm", "-o", "theirs.graph", name + ".json")
            expect(ends("theirs.graph") == {("pachyderm", "orders", "", "pachyderm", "train", "")},
                   f"{name}: {ends('theirs.graph')}")
            # Ids of commits and jobs, datums, sizes, times, transforms, resources.
            expect_unsaid(name + ".json", "theirs.graph", *lost)
        # Pachyderm's own repositories: beside what is somebody's they are no assets.
        with open("own.json", "w", encoding="utf-8") as file:
            for kind in ("spec", "meta"):
                of = pfs.Repo(name="train-" + kind, type=kind, project=pfs.Project(name="default"))
                file.write(pfs.CommitInfo(commit=pfs.Commit(repo=of, id="c0ffee18", branch=pfs.Branch(repo=of, name="master"))).to_json())
            file.write(commit.to_json())
        pedigree("import", "pachyderm", "-o", "own.graph", "own.json")
        expect_unsaid("own.json", "own.graph", "train-spec", "train-meta")
        print(f"{len(specs)} specifications valid, equal when read back through the SDK's types, but for what its page lists; "
              "its pipelines, jobs, branches and commits read")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""SageMaker: our requests validated and signed by botocore, sent to loopback; what that describes read back equal."""
# needs: botocore==1.44.5

import hashlib
import http.server
import json
import os
import re
import tempfile
import threading

import botocore.config
import botocore.session

from losses import OF_CODE, expect_foreign, expect_lost, expect_unsaid, facts, full
from pedigree import GRAPH, edges, expect, job_ends, pedigree

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"


class Server(http.server.BaseHTTPRequestHandler):
    """Keeps what is created under ARNs of its own making, as SageMaker does, and describes it."""
    entities, associations = {}, []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        operation = self.headers["x-amz-target"].removeprefix("SageMaker.")
        expect("AWS4-HMAC-SHA256" in self.headers["authorization"], "requests are signed")
        status = 200
        try:
            answer = getattr(self, operation)(body)
        except FileExistsError as there:
            status, answer = 400, {"__type": "ResourceInUse", "message": f"{there} already exists"}
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/x-amz-json-1.1")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def create(self, what, body):
        name = body[what + "Name"]
        arn = ARN + what.lower() + "/" + (hashlib.md5(name.encode()).hexdigest() if what == "Artifact" else name)
        if arn in self.entities:
            raise FileExistsError(arn)
        self.entities[arn] = (what, {**body, what + "Arn": arn})
        return {what + "Arn": arn}

    def CreateArtifact(self, body):
        return self.create("Artifact", body)

    def CreateAction(self, body):
        return self.create("Action", body)

    def CreateContext(self, body):
        return self.create("Context", body)

    def AddAssociation(self, body):
        for end in ("SourceArn", "DestinationArn"):
            expect(body[end] in self.entities, f"{body[end]} is there")
        if body in self.associations:
            raise FileExistsError("the association")
        self.associations.append(body)
        return {"SourceArn": body["SourceArn"], "DestinationArn": body["DestinationArn"]}

    def ListArtifacts(self, body):
        return {"ArtifactSummaries": [one for what, one in self.entities.values()
                                      if what == "Artifact" and one["Source"]["SourceUri"] == body["SourceUri"]]}

    def ListAssociations(self, _):
        return {"AssociationSummaries": self.associations}

    def QueryLineage(self, _):
        return {"Edges": self.associations, "Vertices": [{"Arn": arn, "LineageType": what} for arn, (what, _) in self.entities.items()]}

    def describe(self, arn):
        return {**self.entities[arn][1], "CreatedBy": {"UserProfileName": "anna-of-studio"}, "CreationTime": 1488628800}

    def DescribeTrialComponent(self, body):
        return {"TrialComponentName": body["TrialComponentName"], "TrialComponentArn": ARN + "experiment-trial-component/fit",
                "StartTime": 1488628800, "Parameters": {"depth-of-fit": {"NumberValue": 17.125}},
                "Metrics": [{"MetricName": "auc-of-fit", "Max": 0.90625}],
                "InputArtifacts": {"people": {"Value": "s3://lake/people.csv"}}, "OutputArtifacts": {"model": {"Value": "s3://lake/model"}}}

    def ListTags(self, _):
        return {"Tags": [{"Key": "team", "Value": "of-the-lake"}]}

    def DescribeArtifact(self, body):
        return self.describe(body["ArtifactArn"])

    def DescribeAction(self, body):
        return self.describe(ARN + "action/" + body["ActionName"])

    def DescribeContext(self, body):
        return self.describe(ARN + "context/" + body["ContextName"])

    def log_message(self, *_):
        pass


def strict(model, shape, value, where):
    """The patterns, which botocore knows and does not check."""
    if shape.type_name == "structure":
        for key, member in value.items():
            strict(model, shape.members[key], member, f"{where}.{key}")
    elif shape.type_name == "map":
        for key, member in value.items():
            strict(model, shape.value, member, f"{where}.{key}")
    elif shape.type_name == "list":
        for member in value:
            strict(model, shape.member, member, where)
    elif shape.type_name == "string":
        if shape.enum:
            expect(value in shape.enum, f"{where}: {value} is of {shape.enum}")
        pattern = shape.metadata.get("pattern", "")
        if pattern and "\\p" not in pattern:
            expect(re.fullmatch(pattern, value, re.DOTALL), f"{where}: '{value}' is as {pattern} says")
        expect(len(value) <= shape.metadata.get("max", len(value)), f"{where}: '{value}' is short enough")


def there_and_back(client, graph):
    """By botocore to the server, and in query.json and associations.json what it then answers. How many requests that were."""
    Server.entities.clear()
    Server.associations.clear()
    lines = pedigree("export", "sagemaker", "--source-version", "abc", graph).splitlines()
    arns = {}
    for line in lines:
        sent = json.loads(line)
        operation, request = sent["operation"], sent["request"]
        for end in ("SourceArn", "DestinationArn"):
            if end in request:
                request[end] = arns[request[end]]
        model = client.meta.service_model.operation_model(operation)
        strict(model, model.input_shape, request, operation)
        answer = client._make_api_call(operation, request)  # pylint: disable=protected-access
        if "as" in sent:
            arns[sent["as"]] = answer[operation.removeprefix("Create") + "Arn"]
    answers = [client.query_lineage()]
    for vertex in answers[0]["Vertices"]:
        if vertex["LineageType"] == "Artifact":
            answers.append(client.describe_artifact(ArtifactArn=vertex["Arn"]))
        elif vertex["LineageType"] == "Action":
            answers.append(client.describe_action(ActionName=vertex["Arn"].partition("/")[2]))
        else:
            answers.append(client.describe_context(ContextName=vertex["Arn"].partition("/")[2]))
    with open("query.json", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(one, default=str) + "\n" for one in answers)
    with open("associations.json", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(one, default=str) + "\n" for one in [client.list_associations(), *answers[1:]])
    return len(lines)


def losses(client):
    """What docs/interop/sagemaker.md says is lost, and nothing else."""
    there_and_back(client, full())
    for name in ("query.json", "associations.json"):
        pedigree("import", "sagemaker", "-o", "back.graph", name)
        expect_lost("full.graph", "back.graph", OF_CODE | {"assets that no job touches", "jobs that touch nothing"}, name,
                    new={"assets that no job touches": {("sagemaker", "pedigree")}})
    expect_unsaid("query.json", "back.graph", "anna-of-studio", "2017-03-04")
    # What an experiment says of a run: its times, parameters and metrics.
    with open("run.json", "w", encoding="utf-8") as file:
        json.dump(client.describe_trial_component(TrialComponentName="fit"), file, default=str)
    pedigree("import", "sagemaker", "-o", "run.graph", "run.json")
    flow, = edges("run.graph")
    expect((flow["from_name"], flow["job"], flow["to_name"], flow["witnesses"]) == ("people.csv", "sagemaker/fit", "model", "OBSERVED"), f"{flow}")
    expect_unsaid("run.json", "run.graph", "2017-03-04", "depth-of-fit", "17.125", "auc-of-fit", "0.90625")
    # Tags are in an answer of their own, which is not read.
    with open("tags.json", "w", encoding="utf-8") as file:
        json.dump(client.list_tags(ResourceArn=ARN + "action/fit"), file)
    refused = pedigree("import", "sagemaker", "-o", "tags.graph", "tags.json", status=2)
    expect("tags.json:1: neither associations, lineage nor the description of an entity" in refused, refused)
    with open("query.json", encoding="utf-8") as file:
        answers = [json.loads(line) for line in file]
    for answer in answers:
        answer.pop("Properties", None)
    with open("plain.json", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in answers)
    pedigree("import", "sagemaker", "-o", "plain.graph", "plain.json")
    expect_foreign("full.graph", "plain.graph", "SageMaker without our properties", {"columns", "columns of flows", "jobs"}, {"MODELED", "ASSUMED"})
    ours, theirs = facts("full.graph"), facts("plain.graph")
    context = ("sagemaker", "pedigree")
    said = {(to == context, json.loads(confidence)) for _, _, to, confidence in theirs["confidence"]}
    expect(said == {(False, "MODELED"), (True, "ASSUMED")}, f"how sure a flow is, and that into the context, which is data then: {said}")
    renamed = {("file", f"{namespace}/{name}") if namespace.startswith("sqlite:") else (namespace, name) for namespace, name in ours["assets"]}
    expect(ours["assets"] - theirs["assets"] and theirs["assets"] == renamed | {context}, f"namespaces that are no URI: {theirs['assets'] ^ renamed}")


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    session = botocore.session.Session()
    session.set_credentials("AKIAIOSFODNN7EXAMPLE", "secret")
    client = session.create_client("sagemaker", region_name="eu-west-1", endpoint_url=f"http://127.0.0.1:{server.server_port}",
                                   config=botocore.config.Config(parameter_validation=True, retries={"max_attempts": 1}))
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        requests = there_and_back(client, GRAPH)
        # The same over HTTP by ourselves, and once more: what is there already does no harm.
        kept = dict(Server.entities), list(Server.associations)
        Server.entities.clear()
        Server.associations.clear()
        os.environ.update(AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY="secret", AWS_REGION="eu-west-1")
        for _ in range(2):
            pedigree("export", "sagemaker", "--source-version", "abc", GRAPH, "--to", f"http://127.0.0.1:{server.server_port}")
            expect((Server.entities, Server.associations) == kept, "what we send is what botocore sent")
        for name in ("query.json", "associations.json"):
            pedigree("import", "sagemaker", "-o", "back.graph", name)
            expect(job_ends("back.graph") == job_ends(GRAPH, noise=False), f"our graph comes back equal by {name}")
        losses(client)
        server.shutdown()
        print(f"{requests} requests valid, signed and taken, by botocore and by ourselves; equal when read back by QueryLineage and "
              "ListAssociations, but for what its page lists")


if __name__ == "__main__":
    main()

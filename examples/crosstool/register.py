#!/usr/bin/env python3
"""Registers the C++ program's model in MLflow, by MLflow's own client.

usage: register.py TRACKING_URL ANSWERS_FOLDER

What the server then says of runs, logged models and registered versions goes to ANSWERS_FOLDER, for `pedigree import mlflow`.
The model's version has the SHA-256 of its bytes as a tag: by that it is known to be the file that the program wrote.
"""

import hashlib
import json
import os
import sys
import urllib.request

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
import mlflow
import mlflow.data
import pandas

URL, ANSWERS = sys.argv[1:3]
MODEL, FEATURES, METRICS = "out/model.json", "out/features.csv", "out/metrics.json"


def ask(path, body=None):
    request = urllib.request.Request(f"{URL}/api/2.0/mlflow/{path}", None if body is None else json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def main():
    with open(MODEL, "rb") as file:
        sha256 = hashlib.sha256(file.read()).hexdigest()
    with open(METRICS, encoding="utf-8") as file:
        metrics = json.load(file)
    mlflow.set_tracking_uri(URL)
    client = mlflow.MlflowClient()
    experiment = mlflow.set_experiment("progression").experiment_id
    with mlflow.start_run(run_name="train") as run:
        mlflow.log_input(mlflow.data.from_pandas(pandas.read_csv(FEATURES), source=FEATURES, name="features"), context="training")
        mlflow.log_metrics(metrics)
        mlflow.log_artifact(MODEL)
        model = mlflow.initialize_logged_model(name="progression")
        mlflow.finalize_logged_model(model.model_id, "READY")
        client.log_outputs(run.info.run_id, [mlflow.entities.LoggedModelOutput(model.model_id, 0)])
    if not client.search_registered_models("name = 'progression'"):
        client.create_registered_model("progression")
    version = client.create_model_version("progression", f"models:/{model.model_id}", run.info.run_id, tags={"sha256": sha256},
                                          model_id=model.model_id)
    os.makedirs(ANSWERS, exist_ok=True)
    answers = {"run.json": ask("runs/get?run_id=" + run.info.run_id),
               "models.json": ask("logged-models/search", {"experiment_ids": [experiment]}),
               "versions.json": ask("model-versions/search")}
    for name, text in answers.items():
        with open(os.path.join(ANSWERS, name), "w", encoding="utf-8") as file:
            file.write(text)
    print(f"register: progression, version {version.version}, in MLflow")


if __name__ == "__main__":
    main()

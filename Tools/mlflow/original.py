"""Tells MLflow of runs as a project does that trains by Keras or PyTorch and logs by hand, each epoch with its values.

original.py URI EXPERIMENT EXPECTED: writes to EXPECTED, as JSON, what it has told of each run.
"""
import json
import os
import random
import sys

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
import mlflow

uri, experiment, expected = sys.argv[1:]
mlflow.set_tracking_uri(uri)
mlflow.set_experiment(experiment)
dice = random.Random(1)
told = {}
for model in ["VGG16", "AlexNet"]:
    for scheduler, gamma in [("step", 0.1), ("cosine", None), ("exponential", 0.95)]:
        with mlflow.start_run(run_name=f"{model} {scheduler}"):
            mlflow.log_params({"model": model, "scheduler": scheduler, "batch_size": 32, "learning_rate": 0.001,
                               "classes": "['NORMAL', 'PNEUMONIA']"})
            if gamma:
                mlflow.log_param("gamma", gamma)
            rows = []
            for epoch in range(4):
                row = {f"{split}_{what}": dice.random() * (100 if what == "accuracy" else 1)
                       for split in ["train", "val", "test"] for what in ["loss", "accuracy"]}
                row["lr"] = 0.001 * 0.9 ** epoch
                row["epoch"] = epoch
                for key, value in row.items():
                    mlflow.log_metric(key, value, step=epoch)
                rows.append(row)
            told[f"{model}-{scheduler}"] = rows
with mlflow.start_run(run_name="was stopped"):
    mlflow.log_metric("train_loss", 1.0, step=0)
    mlflow.log_metric("train_accuracy", 10.0, step=0)
    mlflow.end_run("KILLED")
with mlflow.start_run(run_name="is something else"):
    mlflow.log_metric("rmse", 1.0)
with open(expected, "w") as file:
    json.dump(told, file)

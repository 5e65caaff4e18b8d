"""Runs a FAIR Universe `Model` class unchanged: one request is one pseudo-experiment.

Beside this file lie `model.py` with the class and whatever it imports, and `train/` with the training split's events.npy,
processes.npy, weights.npy, nuisances.npy and event_counts.npy, as they are downloaded. What the model prints goes to stderr,
since stdout is the protocol.
"""

import json
import os
import sys

import numpy as np
import pandas as pd

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.environ.get("MODEL_DIR", here))
from systematics import FEATURES, systematics  # noqa: E402

PROCESSES = np.array(["ztautau", "diboson", "ttbar", "htautau"])
train_folder = os.environ.get("TRAIN_DIR", os.path.join(here, "train"))
protocol, sys.stdout = sys.stdout, sys.stderr


def answer(line):
    print(json.dumps(line), file=protocol, flush=True)


def get_train_set(train_size=None, selected_indices=None):
    """The central simulation: features, labels, weights (expected events at mu = 1) and detailed_labels.

    A smaller set keeps the expected events: its weights grow.
    """
    load = lambda name: np.load(os.path.join(train_folder, name + ".npy"))
    counts = load("event_counts")
    nuisances = load("nuisances")
    central = np.repeat((nuisances == nuisances[0]).all(axis=1), counts)
    data = pd.DataFrame(load("events")[central], columns=FEATURES)
    data["weights"] = load("weights")[central]
    data["detailed_labels"] = PROCESSES[load("processes")[central]]
    data["labels"] = (data["detailed_labels"] == "htautau").astype(float)
    if selected_indices is None and train_size is not None:
        size = round(train_size * len(data)) if train_size < 1 else min(int(train_size), len(data))
        selected_indices = np.random.RandomState(42).permutation(len(data))[:size]
    if selected_indices is None:
        return data
    chosen = data.iloc[np.asarray(selected_indices)].reset_index(drop=True)
    chosen["weights"] *= data["weights"].sum() / chosen["weights"].sum()
    return chosen


def predict(model, events):
    test_set = {"data": pd.DataFrame(events, columns=FEATURES), "weights": np.ones(len(events))}
    result = model.predict(test_set)
    return np.array([result["mu_hat"], result["p16"], result["p84"]], dtype=np.float64)


def main():
    from model import Model

    model = Model(get_train_set=get_train_set, systematics=systematics)
    model.fit()
    answer({"ready": True, "views": ["events"]})
    for line in sys.stdin:
        request = json.loads(line)
        with open(request["output"], "wb") as file:
            np.save(file, predict(model, np.load(os.path.join(request["input"], "events.npy"))))
        answer({"id": request["id"]})


main()

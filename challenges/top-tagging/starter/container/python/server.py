"""Answers Unblind's requests with one score per jet: a window in the jet mass and an upper cut on tau32, with smooth edges.

Everything printed to stdout is the protocol; print what you want to read yourself to stderr.
"""

import json
import sys

import numpy as np


def answer(line):
    print(json.dumps(line), flush=True)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def score(jet):
    """jet: (jets, 9) float32: pt, eta, phi, mass, tau1, tau2, tau3, tau21, tau32. Returns (jets,) in [0, 1]."""
    mass, tau32 = jet[:, 3], jet[:, 8]
    return sigmoid((mass - 140) / 8) * sigmoid((210 - mass) / 8) * sigmoid((0.7 - tau32) / 0.06)


# Load weights here, before saying that you are ready.
answer({"ready": True, "views": ["jet"]})
for line in sys.stdin:
    request = json.loads(line)
    jet = np.load(request["input"] + "/jet.npy")
    np.save(request["output"], score(jet).astype(np.float32))
    answer({"id": request["id"]})

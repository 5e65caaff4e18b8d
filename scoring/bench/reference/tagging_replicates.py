"""The same with Poisson bootstrap weights. 4 replicates are run, and stand for 200."""

import numpy as np
from tagging import evaluate, prepare  # noqa: F401

REPLICATES = 4
STANDS_FOR = 200 / REPLICATES


def run(state):
    labels, scores = state
    generator = np.random.default_rng(0)
    for _ in range(REPLICATES):
        evaluate(labels, scores, generator.poisson(1, len(labels)).astype(float))

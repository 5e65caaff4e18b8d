"""One pseudo-experiment in the steps that FAIR Universe's reference takes: a Poisson number for each simulated row, rows repeated
and shuffled, then `systematics`."""

import numpy as np
import pandas as pd
import systematics


def prepare(folder):
    weights = np.load(f"{folder}/weights.npy")
    return systematics.prepare(folder), weights, np.random.RandomState(1)


def run(state):
    data, weights, generator = state
    counts = generator.poisson(weights)
    drawn = pd.DataFrame({name: np.repeat(data[name].to_numpy(), counts) for name in data.columns})
    drawn = drawn.sample(frac=1, random_state=generator).reset_index(drop=True)
    return systematics.run(drawn)

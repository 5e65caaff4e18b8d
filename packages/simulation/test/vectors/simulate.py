"""Simulated HiggsML events, and what numpy and pandas make of them in FAIR Universe's steps: a stand-in for its data.

/usr/bin/python3 packages/simulation/test/vectors/simulate.py    # Debian: python3-numpy python3-pandas
"""

import gzip
import json
import os
import sys

import numpy as np
import pandas as pd

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "../../../../scoring/bench/reference"))
import systematics  # noqa: E402

PROCESSES = ["ztautau", "diboson", "ttbar", "htautau"]
EXPECTED = 1_051_433


def events(count):
    """Primary features with their correlations left out: momenta fall, angles are even, a third has a jet and a fifth two."""
    random = np.random.RandomState(4)
    jets = random.choice([0, 1, 2, 3], count, p=[0.47, 0.33, 0.15, 0.05])
    falling = lambda start, scale: start + random.exponential(scale, count)
    eta = lambda: random.uniform(-2.4, 2.4, count)
    phi = lambda: random.uniform(-np.pi, np.pi, count)
    leading = falling(26, 40)
    subleading = 26 + (leading - 26) * random.uniform(size=count)
    jet = lambda values, least: np.where(jets >= least, values, systematics.UNDEFINED)
    columns = [
        falling(20, 25), eta(), phi(), falling(26, 20), eta(), phi(),
        jet(leading, 1), jet(eta(), 1), jet(phi(), 1), jet(subleading, 2), jet(eta(), 2), jet(phi(), 2),
        jets, np.where(jets > 0, leading, 0) + np.where(jets > 1, subleading, 0) + np.where(jets > 2, 30, 0),
        falling(0, 25), phi(),
    ]  # fmt: skip
    return pd.DataFrame(np.stack(columns, axis=1).round(3).astype(np.float32), columns=systematics.PRIMARY)


def nuisances(seed):
    random = np.random.RandomState(seed)
    clipped = lambda value, low, high: float(np.clip(value, low, high))
    return {
        "tes": clipped(random.normal(1, 0.01), 0.9, 1.1),
        "jes": clipped(random.normal(1, 0.01), 0.9, 1.1),
        "soft_met": clipped(random.lognormal(0, 1), 0, 5),
        "ttbar_scale": clipped(random.normal(1, 0.02), 0.8, 1.2),
        "diboson_scale": clipped(random.normal(1, 0.25), 0, 2),
        "bkg_scale": clipped(random.normal(1, 0.001), 0.99, 1.01),
    }


def experiment(table, weights, seed, mu):
    """One pseudo-experiment. `table` and `weights`: by process."""
    shift = nuisances(seed)
    background = shift["bkg_scale"]
    scale = {"ztautau": background, "diboson": shift["diboson_scale"] * background, "ttbar": shift["ttbar_scale"] * background, "htautau": mu}
    drawn, counts, stream = [], {}, seed
    for i, process in enumerate(PROCESSES):
        stream += i
        times = np.random.RandomState(stream).poisson(weights[process] * np.float32(scale[process]))
        counts[process] = {"total": int(times.sum()), "first10": times[:10].tolist()}
        drawn.append(table[process].loc[table[process].index.repeat(times)])
    data = pd.concat(drawn, ignore_index=True)
    order = np.arange(len(data))
    np.random.RandomState(seed).shuffle(order)
    systematics.TES, systematics.JES, systematics.SOFT_MET = shift["tes"], shift["jes"], shift["soft_met"]
    data = systematics.run(data.iloc[order].reset_index(drop=True))
    mean = lambda name: float(data[name].astype(float).mean())
    means = {"mean_had_pt": mean("had_pt"), "mean_met": mean("met"), "mean_mvis": mean("DER_mass_vis"), "mean_njets": mean("n_jets")}
    return {"set_mu": mu, **shift, "seed": seed, "counts": counts, "n_events": len(data), **means}


def save(name, array):
    os.makedirs(os.path.join(here, "simulated"), exist_ok=True)
    with gzip.GzipFile(os.path.join(here, "simulated", name + ".gz"), "wb", mtime=0) as file:
        np.save(file, np.ascontiguousarray(array))


def main():
    table = events(300)
    random = np.random.RandomState(5)
    processes = random.choice(4, len(table), p=[0.6, 0.03, 0.02, 0.35]).astype(np.uint8)
    # The reference removes only one of several soft jets: one event in 10^5 for which the engine's difference can be seen.
    soft = list(processes).index(PROCESSES.index("htautau"))
    table.loc[soft, ["jet_leading_pt", "jet_leading_eta", "jet_leading_phi"]] = [60, 0.5, 1]
    table.loc[soft, ["jet_subleading_pt", "jet_subleading_eta", "jet_subleading_phi"]] = [22, -0.5, 2]
    table.loc[soft, ["n_jets", "jet_all_pt"]] = [3, 103]
    weights = np.array([5500, 5400, 5600, 10.7])[processes] * random.uniform(0.9, 1.1, len(table))
    save("events.npy", systematics.derive(table.astype(float).round(3)).to_numpy())
    save("processes.npy", processes)
    save("weights.npy", weights)
    of = lambda i: processes == i
    tables = {process: table[of(i)] for i, process in enumerate(PROCESSES)}
    scaled = {process: (weights[of(i)] * EXPECTED / weights.sum()).astype(np.float32) for i, process in enumerate(PROCESSES)}
    test_set = {p: {"n": len(w), "sum_weights": float(w.sum(dtype=float)), "first10_weights": w[:10].astype(float).tolist()} for p, w in scaled.items()}
    calls = [experiment(tables, scaled, seed, mu) for seed, mu in ((31415, 1.2), (31416, 2.5))]
    with open(os.path.join(here, "simulated/expected.json"), "w") as file:
        json.dump({"test_set": test_set, "calls": calls}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()

"""Simulated stand-ins for third-party inputs, and what independent references say of them (numpy, scikit-learn, pandas).

/usr/bin/python3 scoring/test/vectors/simulate.py    # Debian: python3-numpy python3-pandas python3-sklearn
"""

import gzip
import json
import os
import sys

import numpy as np
import pandas as pd
from sklearn.metrics import balanced_accuracy_score
from sklearn.utils.class_weight import compute_sample_weight

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "../../bench/reference"))
import tagging  # noqa: E402
import trackml_score  # noqa: E402


def path_of(path):
    target = os.path.join(here, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    return target


def write_json(path, content):
    with open(path_of(path), "w") as file:
        json.dump(content, file, indent=1)
        file.write("\n")


def open_packed(path):
    """Without a time stamp, so that the same content gives the same bytes."""
    return gzip.GzipFile(path_of(path + ".gz"), "wb", mtime=0)


def write_npy(path, array):
    with open_packed(path) as file:
        np.save(file, array)


def write_csv(path, frame):
    with open_packed(path) as file:
        file.write(frame.to_csv(index=False).encode())


def taggers(jets=20_000):
    """Scores as a tagger of the landscape gives them: in float32, in float64, and in float32 with ties and a shifted calibration."""
    random = np.random.RandomState(1)
    labels = (random.uniform(size=jets) < 0.5).astype(np.uint8)
    score = lambda power: 1 / (1 + np.exp(power * (0.5 - labels) + 3 * random.normal(size=jets)))
    scores = {
        "sharp": score(9).astype(np.float32),
        "double": score(7),
        "tied": np.round(score(8) ** 1.5, 3).astype(np.float32),
    }
    write_npy("top-tagging/simulated/labels.npy", labels)
    expected = {}
    for name, values in scores.items():
        write_npy(f"top-tagging/simulated/{name}.npy", values)
        auc, r30, r50, ece = tagging.evaluate(labels, values)
        passing = (jets - int(labels.sum())) / r30
        accuracy = np.mean(np.rint(values) == labels)
        expected[name] = {"auc": auc, "acc": accuracy, "R30": r30, "R50": r50, "R30_stat_err": r30 / np.sqrt(passing), "ece15_positive": ece}
        balanced = compute_sample_weight("balanced", labels)
        expected[name]["balanced_acc"] = balanced_accuracy_score(labels, np.rint(values))
        expected[name]["balanced_ece15_positive"] = tagging.calibration_error(labels, values.astype(float), balanced)
    write_json("top-tagging/simulated/expected.json", {"taggers": expected})


ORDER = np.array([10, 8, 6, 5, 3, 3, 3, 5, 6.0])


def hit_weights(hits, particles):
    """As trackml-library takes them: order weight times pT weight, normalised over the event."""
    weights = np.zeros(len(hits))
    for particle_id, rows in hits.groupby("particle_id").groups.items():
        if particle_id == 0 or len(rows) < 4:
            continue
        particle = particles[particles.particle_id == particle_id].iloc[0]
        order = (hits.tz[rows] - particle.vz).abs().rank(method="first").to_numpy().astype(int) - 1
        profile = np.interp(np.linspace(0, 8, len(rows)), np.arange(9), ORDER)
        momentum = 0.2 + 0.8 * np.clip((np.hypot(particle.px, particle.py) - 0.5) / 2.5, 0, 1)
        weights[rows] = momentum * (profile / profile.sum())[order]
    return weights / weights.sum()


def event(count=120, noise=150):
    """Particles from one vertex in ten layers, and hits of nobody. 64-bit ids, as in TrackML."""
    random = np.random.RandomState(2)
    ids = 4503599627370496 * random.randint(1, 4000, count) + np.arange(count)
    pt, phi, slope = 0.3 + random.exponential(1, count), random.uniform(-np.pi, np.pi, count), random.normal(0, 1, count)
    nhits = random.randint(3, 11, count)
    vertex = {"vx": 0.02 * random.normal(size=count), "vy": 0.02 * random.normal(size=count), "vz": np.full(count, 3.25)}
    momentum = {"px": pt * np.cos(phi), "py": pt * np.sin(phi), "pz": pt * slope}
    particles = pd.DataFrame({"particle_id": ids, "particle_type": 211, **vertex, **momentum, "q": 1, "nhits": nhits})
    owner = np.repeat(np.arange(count), nhits)
    radius = 30 + 50.0 * np.concatenate([np.arange(n) for n in nhits])
    clean = {
        "particle_id": ids[owner],
        "tx": radius * np.cos(phi[owner]),
        "ty": radius * np.sin(phi[owner]),
        "tz": 3.25 + radius * slope[owner],
        **{f"t{name}": values[owner] for name, values in momentum.items()},
    }
    stray = {name: random.normal(0, 200, noise) for name in clean}
    stray["particle_id"] = np.zeros(noise, dtype=np.int64)
    hits = pd.DataFrame({name: np.concatenate([clean[name], stray[name]]) for name in clean})
    hits = hits.sample(frac=1, random_state=random).reset_index(drop=True).round(6)
    particles = particles.round(6)
    hits.insert(0, "hit_id", np.arange(1, len(hits) + 1))
    hits["weight"] = hit_weights(hits, particles)
    return hits, particles, random


def tracks():
    hits, particles, random = event()
    write_csv("trackml/simulated/event000000001-truth.csv", hits)
    write_csv("trackml/simulated/event000000001-particles.csv", particles)
    perfect = pd.factorize(hits.particle_id)[0] + 1
    moved = lambda share: np.where(random.uniform(size=len(hits)) < share, random.permutation(perfect), perfect)
    submissions = {
        "perfect": (perfect, hits.hit_id > 0),
        "shuffle20": (moved(0.2), hits.hit_id > 0),
        "merged": ((perfect + 1) // 2, hits.hit_id > 0),
        "missing10": (perfect, random.uniform(size=len(hits)) > 0.1),
    }
    expected = []
    for name, (track_id, kept) in submissions.items():
        rows = pd.DataFrame({"event_id": 1, "hit_id": hits.hit_id, "track_id": track_id})[kept]
        write_csv(f"trackml/simulated/{name}.csv", rows)
        score = lambda dtype: trackml_score.run((hits[["hit_id", "particle_id"]].assign(weight=hits.weight.astype(dtype)), rows[["hit_id", "track_id"]]))
        files = {"truth": "simulated/event000000001-truth.csv", "submission": f"simulated/{name}.csv", "rows": len(rows)}
        expected.append({**files, "score_f4_weights_as_reference_loader": float(score(np.float32)), "score_f8_weights": float(score(np.float64))})
    write_json("trackml/simulated/expected.json", expected)


def window(rows=4_000):
    """A cut on the Higgs mass, in the columns of the 2014 file: |m - 125| < 22 on weights brought to the full sample."""
    random = np.random.RandomState(3)
    signal = random.uniform(size=rows) < 0.3
    mass = np.where(signal, random.normal(120, 15, rows), 91 + random.exponential(120, rows)).round(3)
    mass[random.uniform(size=rows) < 0.1] = -999
    weight = np.where(signal, random.choice([0.0015, 0.0018], rows), random.uniform(0.5, 6, rows))
    label = np.where(signal, "s", "b")
    write_csv("higgsml/simulated/events.csv", pd.DataFrame({"EventId": 100000 + np.arange(rows), "DER_mass_MMC": mass, "Label": label, "KaggleWeight": weight}))
    total = {True: 691.988607711987, False: 410999.847321811}
    inside = np.abs(mass - 125) < 22
    plain = lambda wanted: float(weight[inside & (signal == wanted)].sum())
    rescaled = lambda wanted: plain(wanted) * total[wanted] / float(weight[signal == wanted].sum())
    s, b = rescaled(True), rescaled(False)
    ams = float(np.sqrt(2 * ((s + b + 10) * np.log(1 + s / (b + 10)) - s)))
    sums = {"s_kaggleweight": plain(True), "b_kaggleweight": plain(False), "s_rescaled": s, "b_rescaled": b}
    write_json("higgsml/simulated/expected.json", {"window": {"n_selected": int(inside.sum()), **sums, "ams": ams}})


taggers()
tracks()
window()

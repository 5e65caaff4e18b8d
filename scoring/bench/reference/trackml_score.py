"""The TrackML score of one event as trackml-library takes it: a pandas merge, a sort, and a loop over the rows."""

import numpy as np
import pandas as pd


def prepare(folder):
    load = lambda name: np.load(f"{folder}/{name}.npy")
    truth = pd.DataFrame({"hit_id": load("hitIds"), "particle_id": load("particleIds"), "weight": load("weights")})
    submission = pd.DataFrame({"hit_id": load("hitIds"), "track_id": load("trackIds")})
    return truth, submission


def run(state):
    truth, submission = state
    hits_of = truth["particle_id"].value_counts(sort=False)
    total = truth["weight"].sum()
    event = pd.merge(truth, submission, on="hit_id", how="left", validate="one_to_one")
    event = event.drop(columns="hit_id").sort_values(by=["track_id", "particle_id"])
    rows = []
    track = particle = None
    size = count = best_count = 0
    weight = best_weight = best = 0
    for hit in event.itertuples(index=False):
        if hit.track_id != track:
            if track is not None:
                if count > best_count:
                    best, best_count, best_weight = particle, count, weight
                rows.append((size, hits_of[best], best_count, best_weight / total))
            track, particle = hit.track_id, hit.particle_id
            size, count, weight, best_count = 1, 1, hit.weight, 0
            continue
        size += 1
        if hit.particle_id == particle:
            count += 1
            weight += hit.weight
            continue
        if count > best_count:
            best, best_count, best_weight = particle, count, weight
        particle, count, weight = hit.particle_id, 1, hit.weight
    if count > best_count:
        best, best_count, best_weight = particle, count, weight
    rows.append((size, hits_of[best], best_count, best_weight / total))
    tracks = pd.DataFrame.from_records(rows, columns=["size", "particle_hits", "majority", "weight"])
    good = (tracks["majority"] / tracks["size"] > 0.5) & (tracks["majority"] / tracks["particle_hits"] > 0.5)
    return tracks["weight"][good].sum()

"""Systematic shifts of FAIR Universe's events in pandas: tau and jet energy scale, soft missing momentum, cuts, derived features.

The formulas are those of the challenge of 2024 (arXiv:2410.02867), with this platform's treatment of events whose second jet is
removed: no jet is counted that has no momentum.
"""

import numpy as np
import pandas as pd

UNDEFINED = -25.0
PRIMARY = [
    "PRI_" + name
    for name in (
        "lep_pt lep_eta lep_phi had_pt had_eta had_phi jet_leading_pt jet_leading_eta jet_leading_phi "
        "jet_subleading_pt jet_subleading_eta jet_subleading_phi n_jets jet_all_pt met met_phi"
    ).split()
]
DERIVED = [
    "DER_" + name
    for name in (
        "mass_transverse_met_lep mass_vis pt_h deltaeta_jet_jet mass_jet_jet prodeta_jet_jet deltar_had_lep "
        "pt_tot sum_pt pt_ratio_lep_had met_phi_centrality lep_eta_centrality"
    ).split()
]
FEATURES = PRIMARY + DERIVED


def systematics(data, tes=1.0, jes=1.0, soft_met=0.0, seed=31415, cuts=True, **_scales):
    """The events under a shift, with derived features; other columns (labels, weights) stay with their events.

    Scales of yields are weights, not shifts, and are the caller's: they are taken and ignored.
    """
    others = data.drop(columns=[name for name in FEATURES if name in data])
    events = {name[4:]: data[name].to_numpy(np.float64) for name in PRIMARY}
    shift(events, tes, jes, soft_met, seed)
    kept = cut(events) if cuts else np.ones(len(data), bool)
    events = {name: values[kept] for name, values in events.items()}
    derived = derive(events)
    columns = {"PRI_" + name: values for name, values in events.items()}
    columns.update({"DER_" + name: values for name, values in derived.items()})
    result = pd.DataFrame({name: columns[name].astype(np.float32) for name in FEATURES})
    return pd.concat([result, others[kept].reset_index(drop=True)], axis=1)


def shift(e, tes, jes, soft_met, seed):
    """In place; the missing momentum takes the opposite of every change."""
    met_x, met_y = e["met"] * np.cos(e["met_phi"]), e["met"] * np.sin(e["met_phi"])
    met_x += (1 - tes) * e["had_pt"] * np.cos(e["had_phi"])
    met_y += (1 - tes) * e["had_pt"] * np.sin(e["had_phi"])
    e["had_pt"] = e["had_pt"] * tes
    for jet, least in (("jet_leading", 1), ("jet_subleading", 2)):
        exists = e["n_jets"] >= least
        pt, phi = e[jet + "_pt"] * exists, e[jet + "_phi"]
        met_x += (1 - jes) * pt * np.cos(phi)
        met_y += (1 - jes) * pt * np.sin(phi)
        e[jet + "_pt"] = np.where(exists, e[jet + "_pt"] * jes, e[jet + "_pt"])
    e["jet_all_pt"] = e["jet_all_pt"] * jes
    if soft_met > 0:
        generator = np.random.RandomState(seed)
        met_x += generator.normal(0, soft_met, len(met_x))
        met_y += generator.normal(0, soft_met, len(met_y))
    e["met"], e["met_phi"] = np.hypot(met_x, met_y), np.arctan2(met_y, met_x)
    for name in e:
        if name != "n_jets":
            e[name] = e[name].round(3)


def cut(e):
    """Removes soft jets in place; which events are kept."""
    soft = (e["n_jets"] > 1) & (e["jet_subleading_pt"] <= 26)
    e["jet_all_pt"] = np.where(
        soft, np.where(e["n_jets"] > 2, e["jet_leading_pt"], e["jet_all_pt"] - e["jet_subleading_pt"]), e["jet_all_pt"]
    )
    remove(e, "jet_subleading", soft, 1)
    soft = (e["n_jets"] > 0) & (e["jet_leading_pt"] <= 26)
    e["jet_all_pt"] = np.where(soft, e["jet_all_pt"] - e["jet_leading_pt"], e["jet_all_pt"])
    remove(e, "jet_leading", soft, 0)
    return (e["had_pt"] >= 26) & (e["lep_pt"] >= 20)


def remove(e, jet, soft, left):
    for part in ("pt", "eta", "phi"):
        e[f"{jet}_{part}"] = np.where(soft, UNDEFINED, e[f"{jet}_{part}"])
    e["n_jets"] = np.where(soft, left, e["n_jets"])


def derive(e):
    x, y = {}, {}
    for name, least in (("had", 0), ("lep", 0), ("jet_leading", 1), ("jet_subleading", 2)):
        exists = e["n_jets"] >= least
        x[name] = np.where(exists, e[name + "_pt"] * np.cos(e[name + "_phi"]), 0)
        y[name] = np.where(exists, e[name + "_pt"] * np.sin(e[name + "_phi"]), 0)
    x["met"], y["met"] = e["met"] * np.cos(e["met_phi"]), e["met"] * np.sin(e["met_phi"])
    length = lambda names: np.hypot(sum(x[name] for name in names), sum(y[name] for name in names))

    def mass(a, b):
        angle = np.cosh(e[a + "_eta"] - e[b + "_eta"]) - np.cos(e[a + "_phi"] - e[b + "_phi"])
        return np.sqrt(np.maximum(0, 2 * e[a + "_pt"] * e[b + "_pt"] * angle))

    two = e["n_jets"] >= 2
    pair = lambda values: np.where(two, values, UNDEFINED)
    eta1, eta2 = e["jet_leading_eta"], e["jet_subleading_eta"]
    squared = np.where(eta1 == eta2, 1e-4, (eta1 - eta2) ** 2)
    turn = np.abs(np.mod(e["lep_phi"] - e["had_phi"] + 3 * np.pi, 2 * np.pi) - np.pi)
    transverse = 2 * e["lep_pt"] * e["met"] * (1 - np.cos(e["lep_phi"] - e["met_phi"]))
    return {
        "mass_transverse_met_lep": np.sqrt(np.maximum(0, transverse)),
        "mass_vis": mass("lep", "had"),
        "pt_h": length(["had", "lep", "met"]),
        "deltaeta_jet_jet": pair(np.abs(eta1 - eta2)),
        "mass_jet_jet": pair(mass("jet_leading", "jet_subleading")),
        "prodeta_jet_jet": pair(eta1 * eta2),
        "deltar_had_lep": np.hypot(e["lep_eta"] - e["had_eta"], turn),
        "pt_tot": length(["had", "lep", "met", "jet_leading", "jet_subleading"]),
        "sum_pt": e["had_pt"] + e["lep_pt"] + e["jet_all_pt"],
        "pt_ratio_lep_had": e["lep_pt"] / e["had_pt"],
        "met_phi_centrality": centrality(e),
        "lep_eta_centrality": pair(np.exp(-4 / squared * (e["lep_eta"] - (eta1 + eta2) / 2) ** 2)),
    }


def centrality(e):
    side = np.sign(np.sin(e["had_phi"] - e["lep_phi"]))
    a = np.sin(e["met_phi"] - e["lep_phi"]) * side
    b = np.sin(e["had_phi"] - e["met_phi"]) * side
    norm = np.hypot(a, b)
    return np.where(norm > 0, (a + b) / np.where(norm > 0, norm, 1), UNDEFINED)

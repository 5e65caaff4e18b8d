"""One systematic shift of a million events with cuts and derived features, in the steps that FAIR Universe's reference takes:
four-vectors of pandas columns in float32, rounding, dropping, one column per derived feature."""

import warnings
from copy import deepcopy

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")

PRIMARY = (
    "lep_pt lep_eta lep_phi had_pt had_eta had_phi jet_leading_pt jet_leading_eta jet_leading_phi "
    "jet_subleading_pt jet_subleading_eta jet_subleading_phi n_jets jet_all_pt met met_phi"
).split()
TES, JES, SOFT_MET = 1.01, 0.99, 1.0
UNDEFINED = -25


def prepare(folder):
    return pd.DataFrame(np.load(f"{folder}/rows.npy").reshape(-1, len(PRIMARY)), columns=PRIMARY)


class Vector:
    """A four-vector of columns; every operation leaves new columns and a new energy, as in the reference."""

    def __init__(self, pt, eta, phi, mass):
        self.px, self.py, self.pz = pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)
        self.e = self.energy(mass)

    def energy(self, mass):
        return np.sqrt(self.px**2 + self.py**2 + self.pz**2 + mass**2)

    def scaled_at_fixed_mass(self, factor):
        scaled = deepcopy(self)
        mass = np.sqrt(np.abs(self.e**2 - (self.px**2 + self.py**2 + self.pz**2)))
        scaled.px *= factor
        scaled.py *= factor
        scaled.pz *= factor
        scaled.e = scaled.energy(mass)
        return scaled

    def add(self, other):
        self.px += other.px
        self.py += other.py
        self.e += other.e
        self.pz = 0.0
        self.e = self.energy(0.0)


def shift(data):
    met = Vector(data.met, 0.0, data.met_phi, 0.0)
    data["had_pt"] *= TES
    met.add(Vector(data.had_pt, data.had_eta, data.had_phi, 0.8).scaled_at_fixed_mass((1 - TES) / TES))
    jets = (("jet_leading", 0), ("jet_subleading", 1))
    for jet, others in jets:
        data[f"{jet}_pt"] = np.where(data.n_jets > others, data[f"{jet}_pt"] * JES, data[f"{jet}_pt"])
    data["jet_all_pt"] *= JES
    for jet, others in jets:
        parts = (data[f"{jet}_{part}"].where(data.n_jets > others, other=0) for part in ("pt", "eta", "phi"))
        met.add(Vector(*parts, 0.0).scaled_at_fixed_mass((1 - JES) / JES))
    generator = np.random.RandomState(31415)
    met = deepcopy(met)
    met.px += generator.normal(0, SOFT_MET, len(data))
    met.py += generator.normal(0, SOFT_MET, len(data))
    data["met"], data["met_phi"] = np.sqrt(met.px**2 + met.py**2), np.arctan2(met.py, met.px)
    for name in PRIMARY:
        if name != "n_jets":
            data[name] = data[name].round(decimals=3)


def cut(data):
    data = data.drop(data[data.had_pt < 26].index)
    data.reset_index(drop=True, inplace=True)
    for jet in ("jet_subleading", "jet_leading"):
        soft = data[f"{jet}_pt"].between(0, 26)
        data.loc[soft, "jet_all_pt"] -= data[f"{jet}_pt"]
        for part in ("pt", "eta", "phi"):
            data.loc[soft, f"{jet}_{part}"] = UNDEFINED
        data.loc[soft, "n_jets"] -= 1
    return data.drop(data[data.lep_pt < 20].index)


def add_components(data):
    for name, least in (("had", 0), ("lep", 0), ("jet_leading", 1), ("jet_subleading", 2)):
        pt, eta, phi = (data[f"{name}_{part}"] for part in ("pt", "eta", "phi"))
        exists = data.n_jets >= least if least else 1
        data[f"x_{name}"], data[f"y_{name}"] = pt * np.cos(phi) * exists, pt * np.sin(phi) * exists
        data[f"z_{name}"], data[f"p_{name}"] = pt * np.sinh(eta) * exists, pt * np.cosh(eta) * exists
    data["x_met"], data["y_met"] = data.met * np.cos(data.met_phi), data.met * np.sin(data.met_phi)


def mass_squared(data, first, second):
    square = (data[f"p_{first}"] + data[f"p_{second}"]) ** 2
    return square - sum((data[f"{axis}_{first}"] + data[f"{axis}_{second}"]) ** 2 for axis in "xyz")


def length(data, names):
    return np.sqrt(sum(data[f"x_{name}"] for name in names) ** 2 + sum(data[f"y_{name}"] for name in names) ** 2)


def centrality(data, lep_phi):
    side = np.sign(np.sin(data.had_phi - lep_phi))
    a, b = np.sin(data.met_phi - lep_phi) * side, np.sin(data.had_phi - data.met_phi) * side
    norm = np.sqrt(a**2 + b**2)
    return (a + b) / (norm + (norm == 0)) * (norm != 0) + UNDEFINED * (norm == 0), norm == 0


def derive(data):
    add_components(data)
    two, fewer = data.n_jets >= 2, UNDEFINED * (data.n_jets < 2)
    square = (data.met + data.lep_pt) ** 2 - (data.x_met + data.x_lep) ** 2 - (data.y_met + data.y_lep) ** 2
    data["DER_mass_transverse_met_lep"] = np.sqrt(square * (square >= 0))
    data["DER_mass_vis"] = np.sqrt(mass_squared(data, "lep", "had"))
    data["DER_pt_h"] = length(data, ["had", "lep", "met"])
    data["DER_deltaeta_jet_jet"] = abs(data.jet_subleading_eta - data.jet_leading_eta) * two + fewer
    square = mass_squared(data, "jet_leading", "jet_subleading")
    data["DER_mass_jet_jet"] = np.sqrt(square * (square >= 0)) * two + fewer
    data["DER_prodeta_jet_jet"] = data.jet_leading_eta * data.jet_subleading_eta * two + fewer
    turn = np.abs(np.mod(data.lep_phi - data.had_phi + 3 * np.pi, 2 * np.pi) - np.pi)
    data["DER_deltar_had_lep"] = np.sqrt((data.lep_eta - data.had_eta) ** 2 + turn**2)
    data["DER_pt_tot"] = length(data, ["had", "lep", "met", "jet_leading", "jet_subleading"])
    data["DER_sum_pt"] = data.had_pt + data.lep_pt + data.jet_all_pt
    data["DER_pt_ratio_lep_had"] = data.lep_pt / data.had_pt
    data["DER_met_phi_centrality"], collinear = centrality(data, data.lep_phi)
    data.loc[collinear, "DER_met_phi_centrality"] = centrality(data, data.lep_phi + 1e-4)[0]
    square = (data.jet_leading_eta - data.jet_subleading_eta) ** 2
    middle = (data.jet_leading_eta + data.jet_subleading_eta) / 2
    between = lambda widened: np.exp(-4 / widened * (data.lep_eta - middle) ** 2) * two + fewer
    data["DER_lep_eta_centrality"] = between(square)
    data.loc[square == 0, "DER_lep_eta_centrality"] = between(square + 1e-4)
    for name in [name for name in data.columns if name[:2] in ("x_", "y_", "z_", "p_")]:
        del data[name]
    return data.astype(np.float32)


def run(state):
    data = state.copy()
    shift(data)
    data["weights"] = np.ones(len(data))
    data = cut(data)
    data.pop("weights")
    return derive(data)

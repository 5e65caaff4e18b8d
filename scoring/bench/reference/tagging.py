"""AUC, R30, R50 and ECE of the top-tagging landscape, with scikit-learn and numpy."""

import numpy as np
from sklearn.metrics import roc_auc_score, roc_curve


def prepare(folder):
    return np.load(f"{folder}/labels.npy"), np.load(f"{folder}/scores.npy")


def evaluate(labels, scores, weights=None):
    fpr, tpr, _ = roc_curve(labels, scores, sample_weight=weights, drop_intermediate=False)
    background = np.interp(np.linspace(0.05, 1, 476), tpr, fpr)
    auc = roc_auc_score(labels, scores, sample_weight=weights)
    return auc, 1 / background[125], 1 / background[225], calibration_error(labels, scores.astype(float), weights)


def calibration_error(labels, scores, weights):
    weights = np.ones(len(scores)) if weights is None else weights
    bins = np.clip(np.digitize(scores, np.linspace(0, 1, 16), right=True) - 1, 0, 14)
    count = np.bincount(bins, weights, 15)
    gap = np.abs(np.bincount(bins, weights * labels, 15) - np.bincount(bins, weights * scores, 15))
    return gap.sum() / count.sum()


def run(state):
    evaluate(*state)

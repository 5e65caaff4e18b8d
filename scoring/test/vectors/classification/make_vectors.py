#!/usr/bin/env python3
"""Makes cases.json beside this file: what scikit-learn and numpy say of small sets of class probabilities.

    python3 make_vectors.py        (scikit-learn 1.2.1, numpy 1.24.2)
"""
import itertools
import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, roc_auc_score, roc_curve
from sklearn.utils.class_weight import compute_sample_weight

EFFICIENCIES = [0.5, 0.8, 0.99]


def rejection(labels, p, signal, background, efficiency):
    """JetClass: one class against the background alone, the false-positive rate interpolated linearly (arXiv:2202.03772)."""
    chosen = (labels == signal) | (labels == background)
    if not (labels == signal).any() or not (labels == background).any():
        return None
    score = p[chosen, signal] / np.maximum(p[chosen, signal] + p[chosen, background], 1e-10)
    fpr, tpr, _ = roc_curve(labels[chosen] == signal, score)
    rate = np.interp(efficiency, tpr, fpr)
    return float(1 / rate) if rate > 0 else None


def equal_classes(labels):
    return compute_sample_weight("balanced", labels)


def calibration_error(labels, p, weights, bins=15):
    """Guo et al. (arXiv:1706.04599): bins (low, high] of the largest probability."""
    confidence = np.minimum(1, p.max(1) / p.sum(1))
    right = p.argmax(1) == labels
    edges = np.linspace(0, 1, bins + 1)
    error = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            w = weights[inside]
            error += w.sum() * abs(np.average(right[inside], weights=w) - np.average(confidence[inside], weights=w))
    return float(error / weights.sum())


def auc(labels, p):
    """Macro one-versus-one over the pairs of classes that have events, which is what scikit-learn does where it takes the numbers."""
    present = np.unique(labels)
    if len(present) < 2:
        return None
    areas = []
    for a, b in itertools.combinations(present, 2):
        pair = (labels == a) | (labels == b)
        areas.append((roc_auc_score(labels[pair] == a, p[pair, a]) + roc_auc_score(labels[pair] == b, p[pair, b])) / 2)
    if len(present) > 2 and np.allclose(1, p.sum(1)):
        assert np.isclose(np.mean(areas), roc_auc_score(labels, p, multi_class="ovo", labels=range(p.shape[1])), rtol=1e-14)
    return float(np.mean(areas))


def expected(labels, p, background):
    p = p.astype(np.float64)
    q = p / p.sum(1, keepdims=True)
    classes = range(p.shape[1])
    return {
        "accuracy": accuracy_score(labels, p.argmax(1), sample_weight=equal_classes(labels)),
        "plain_accuracy": accuracy_score(labels, p.argmax(1)),
        "auc": auc(labels, p),
        "log_loss": log_loss(labels, p, labels=classes),
        "brier": float(((q - np.eye(p.shape[1])[labels]) ** 2).sum(1).mean()),
        "ece": calibration_error(labels, p, equal_classes(labels)),
        "plain_ece": calibration_error(labels, p, np.ones(len(labels))),
        "confusion": confusion_matrix(labels, p.argmax(1), labels=classes).tolist(),
        "rejection": {
            str(k): {str(at): rejection(labels, p, k, background, at) for at in EFFICIENCIES} for k in classes if k != background
        },
    }


def softmax(logits):
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def draw(rng, events, classes, separation):
    labels = rng.integers(classes, size=events)
    return labels, softmax(separation * np.eye(classes)[labels] + rng.normal(size=(events, classes)))


def in_steps(p, steps):
    """Whole multiples of 1 / steps that add up to 1: many ties."""
    whole = np.floor(p * steps).astype(int)
    whole[np.arange(len(p)), p.argmax(1)] += steps - whole.sum(1)
    return whole / steps


def cases():
    rng = np.random.default_rng(20260601)
    labels, p = draw(rng, 120, 4, 1.5)
    yield "four classes in percent, with ties", labels, in_steps(p, 100), 0, "float64"
    yield "four classes in tenths, with many ties and zeros", labels, in_steps(p, 10), 2, "float64"
    labels, p = draw(rng, 24, 3, 2.0)
    yield "three classes in float32", labels, p.astype(np.float32), 1, "float32"
    labels, p = draw(rng, 50, 2, 1.0)
    yield "two classes", labels, in_steps(p, 1000), 0, "float64"
    labels, p = draw(rng, 40, 4, 1.5)
    yield "a class that has no event", np.where(labels == 2, 1, labels), in_steps(p, 100), 0, "float64"
    yield "a background that has no event", np.where(labels == 0, 3, labels), in_steps(p, 100), 0, "float64"
    yield "two of three classes have events", labels[:24] % 2, in_steps(draw(rng, 24, 3, 0.0)[1], 100), 1, "float64"
    yield "one class has all events", np.full(20, 1), in_steps(draw(rng, 20, 3, 1.0)[1], 100), 0, "float64"
    labels = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, 1])
    sure = np.eye(3)[[0, 1, 2, 1, 2, 0, 0, 1, 2, 2]]
    yield "sure of itself: zeros for the true class, and for signal and background at once", labels, sure, 0, "float64"
    labels, p = draw(rng, 24, 3, 1.5)
    yield "written with three decimals, so that sums are 0.999 or 1.001", labels, np.round(p, 3), 0, "float64"
    yield "softmax in half precision", labels, p.astype(np.float16).astype(np.float32), 0, "float32"


def main():
    out = {"source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", "cases": []}
    for name, labels, p, background, dtype in cases():
        case = {"name": name, "dtype": dtype, "background": background, "labels": labels.tolist()}
        # Of float32, the decimals that give back the same bits.
        case["probabilities"] = [[float(str(value)) for value in row] for row in p]
        case["expected"] = expected(labels, p, background)
        out["cases"].append(case)
    # Bootstrap replicates are integer weights: each event as often as its weight says.
    first = out["cases"][0]
    labels, p = np.array(first["labels"]), np.array(first["probabilities"])
    weights = np.random.default_rng(7).poisson(1, size=len(labels))
    again = np.repeat(np.arange(len(labels)), weights)
    out["weighted"] = {"case": first["name"], "weights": weights.tolist(), "expected": expected(labels[again], p[again], first["background"])}
    text = json.dumps(out, separators=(",", ":"), allow_nan=False)
    text = text.replace('{"name"', '\n{"name"').replace('"weighted"', '\n"weighted"')
    pathlib.Path(__file__).with_name("cases.json").write_text(text + "\n")


main()

"""Scores of 10 sets of 1,000 pseudo-experiments as FAIR Universe takes them: lists, numpy per set, a Python loop per experiment."""

import numpy as np


def prepare(folder):
    names = ("muHats", "deltaMuHats", "p16", "p84")
    mus = np.load(f"{folder}/mu.npy")
    columns = [np.load(f"{folder}/{name}.npy").reshape(len(mus), -1).tolist() for name in names]
    return mus, list(zip(*columns))


def quantile_score(mu, p16, p84):
    width = np.mean(np.abs(p84 - p16))
    coverage = np.mean((mu >= p16) & (mu <= p84))
    sigma = np.sqrt((1 - 0.6827) * 0.6827 * len(mu)) / len(mu)
    low, high = 0.6827 - 2 * sigma, 0.6827 + 2 * sigma
    penalty = 1
    if coverage < low:
        penalty = 1 + abs((coverage - low) / sigma) ** 4
    elif coverage > high:
        penalty = 1 + abs((coverage - high) / sigma) ** 3
    return width, coverage, -np.log((width + 1e-3) * penalty)


def rmse(mu, mu_hat, delta):
    return np.sqrt(np.mean((mu_hat - mu) ** 2) + np.mean(((mu_hat - mu) ** 2 - delta**2) ** 2))


def mae(mu, mu_hat, delta):
    return np.mean(np.abs(mu_hat - mu)) + np.mean(np.abs(np.abs(mu_hat - mu) - delta))


def run(state):
    mus, sets = state
    all_mu, all_p16, all_p84, rmses, maes = [], [], [], [], []
    for mu, (mu_hats, deltas, p16, p84) in zip(mus, sets):
        all_mu.extend(np.repeat(mu, len(p16)))
        all_p16.extend(p16)
        all_p84.extend(p84)
        rmses.append(np.mean([rmse(mu, m, d) for m, d in zip(mu_hats, deltas)]))
        maes.append(np.mean([mae(mu, m, d) for m, d in zip(mu_hats, deltas)]))
        quantile_score(np.repeat(mu, len(p16)), np.array(p16), np.array(p84))
    return np.mean(rmses), np.mean(maes), quantile_score(np.array(all_mu), np.array(all_p16), np.array(all_p84))

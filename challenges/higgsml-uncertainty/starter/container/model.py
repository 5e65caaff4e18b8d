"""A small example in the form of 2024: events in a window are counted, and the tau energy scale is in the interval."""

import numpy as np


class Model:
    def __init__(self, get_train_set=None, systematics=None):
        self.get_train_set = get_train_set
        self.systematics = systematics

    def fit(self):
        train = self.get_train_set()
        self.signal, self.background = self.expected(train)
        shifts = [self.expected(self.systematics(train, tes=tes)) for tes in (1.01, 0.99)]
        self.shift = [(up - down) / 2 for up, down in zip(*shifts)]

    def predict(self, test_set):
        count = self.selected(test_set["data"]).sum()
        mu_hat = max(0.0, (count - self.background) / self.signal)
        systematic = (self.shift[0] * mu_hat + self.shift[1]) / self.signal
        delta = np.hypot(np.sqrt(max(count, 1)) / self.signal, systematic)
        return {"mu_hat": mu_hat, "delta_mu_hat": delta, "p16": max(0.0, mu_hat - delta), "p84": mu_hat + delta}

    def selected(self, data):
        return (data["DER_mass_vis"] > 92) & (data["DER_mass_transverse_met_lep"] < 45)

    def expected(self, train):
        weights = train["weights"][self.selected(train)]
        signal = train["labels"][self.selected(train)] == 1
        return weights[signal].sum(), weights[~signal].sum()

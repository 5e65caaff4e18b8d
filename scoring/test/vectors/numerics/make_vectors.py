"""Writes cases.json: special functions and distance correlations at their extremes, in 60 digits or exact fractions.

Needs mpmath and numpy. The inputs are doubles, and exactly those; what is expected is rounded once, at the end.
"""

import json
from fractions import Fraction
from pathlib import Path

import mpmath as mp
import numpy as np

mp.mp.dps = 60
rng = np.random.default_rng(7)


def exact(fraction):
    return mp.mpf(fraction.numerator) / mp.mpf(fraction.denominator)


def log_gamma():
    points = [1e-300, 1e-100, 1e-17, 1e-3, 0.49, 0.5, 0.999999, 1.0000001, 1.5, 1.9999999, 2.0000001, 3, 15.9, 171, 1e4, 1e10, 1e100, 1e300]
    return [{"x": x, "expected": float(mp.loggamma(x))} for x in map(float, points)]


def stirling_error():
    points = [1e-10, 0.01, 0.5, 1, 2.5, 15.99, 16, 17.3, 100, 1e6, 1e15]
    exact_error = lambda x: mp.loggamma(x + 1) - (x + 0.5) * mp.log(x) + x - mp.log(2 * mp.pi) / 2
    return [{"x": x, "expected": float(exact_error(mp.mpf(x)))} for x in map(float, points)]


def poisson_deviance():
    pairs = [(0, 3), (1, 1e-300), (1, 1), (1, 1 + 1e-9), (1e6, 1e6 + 1e-3), (1e15, 1e15 + 1), (3, 1e12), (1e12, 3), (7, 9.09), (7, 9.11), (1e-5, 2e-5)]
    deviance = lambda n, m: m if n == 0 else n * mp.log(n / m) + m - n
    return [{"n": n, "mean": m, "expected": float(deviance(mp.mpf(n), mp.mpf(m)))} for n, m in ((float(n), float(m)) for n, m in pairs)]


# mpmath's own betainc loses its way for large parameters: the hypergeometric series, all of whose terms are positive and fall at last as x does.
def regularised_beta(x, a, b):
    if x > 0.5:
        return 1 - regularised_beta(1 - x, b, a)
    term = total = mp.mpf(1)
    for k in range(10_000_000):
        term *= (a + b + k) * x / (a + 1 + k)
        total += term
        if term < total * mp.mpf(10) ** -40:
            break
    return mp.exp(a * mp.log(x) + b * mp.log(1 - x) - mp.log(a) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)) * total


def incomplete_beta():
    points = [
        (1e-10, 1, 1e6), (1e-5, 3, 1e5), (0.5, 0.5, 0.5), (0.5, 1000, 1000), (0.49, 1e5, 1e5), (0.3, 2, 500), (0.999999, 1e6, 2), (1e-300, 0.01, 3),
        (0.01, 100, 10), (0.9, 5, 300), (0.6827, 683, 318), (1e-3, 1, 10000), (0.2, 30, 400), (0.5, 0.01, 0.02), (0.25, 2.5, 4e4), (0.683, 6.83e5, 3.17e5),
        (3e-9, 1, 1e9), (1e-7, 0.5, 5e7), (1 - 2.0**-50, 1e15, 3),
    ]
    return [
        {"x": x, "a": a, "b": b, "expected": float(regularised_beta(mp.mpf(x), mp.mpf(a), mp.mpf(b)))}
        for x, a, b in ((float(x), float(a), float(b)) for x, a, b in points)
    ]


def beta_quantile():
    """The bounds of Jeffreys, of Clopper and Pearson, and of Student's t: bisection, then the secant method."""
    one_sigma = 0.6826894921370859
    low, high = (1 - one_sigma) / 2, 1 - (1 - one_sigma) / 2
    points = [
        (high, 0.5, 1e3 + 0.5), (high, 0.5, 1e8 + 0.5), (low, 1.5, 1e6 - 0.5), (high, 3.5, 1e9 - 2.5), (low, 1e6 + 0.5, 0.5), (low, 7e5 + 0.5, 3e5 + 0.5),
        (low, 1, 1e7), (high, 1, 1e9), (0.975, 5, 1e4), (low, 0.5, 0.5), (one_sigma, 0.5, 0.5), (one_sigma, 0.5, 10), (one_sigma, 0.5, 5e6),
    ]

    def quantile(p, a, b):
        f = lambda x: regularised_beta(x, a, b) - p
        mean = a / (a + b)
        reach = 12 * mp.sqrt(mean * (1 - mean) / (a + b + 1))
        bottom, top = max(mean - reach, mp.mpf(10) ** -30), min(mean + reach, 1 - mp.mpf(10) ** -30)
        for _ in range(30):
            middle = mp.sqrt(bottom * top)
            bottom, top = (middle, top) if f(middle) < 0 else (bottom, middle)
        return float(mp.findroot(f, (bottom, top), solver="anderson", tol=mp.mpf(10) ** -60))

    return [
        {"p": p, "a": a, "b": b, "expected": quantile(mp.mpf(p), mp.mpf(a), mp.mpf(b))}
        for p, a, b in ((float(p), float(a), float(b)) for p, a, b in points)
    ]


def incomplete_gamma():
    points = [
        (0.5, 1e-12), (0.5, 0.1), (0.5, 50), (1, 1), (1, 700), (7.5, 1), (7.5, 7.5), (7.5, 30), (7.5, 300), (100, 80), (100, 100), (100, 160), (1e4, 1e4), (1e4, 1.05e4), (3, 1e-6),
    ]
    return [
        {"a": a, "x": x, "expected": float(mp.gammainc(a, x, mp.inf, regularized=True))} for a, x in ((float(a), float(x)) for a, x in points)
    ]


def kolmogorov():
    """P(D_n >= d) in exact fractions: Durbin's matrix, as Marsaglia, Tsang and Wang write it."""

    def survival(n, d):
        d = Fraction(d)
        k = int(n * d) + (0 if (n * d).denominator == 1 else 1)
        h = k - n * d
        size = 2 * k - 1
        mp.mp.dps = 200
        one = mp.mpf(1)
        H = mp.matrix(size, size)
        hh = exact(h)
        for i in range(size):
            for j in range(min(size, i + 2)):
                H[i, j] = one
        for i in range(size):
            H[i, 0] -= hh ** (i + 1)
            H[size - 1, i] -= hh ** (size - i)
        if 2 * hh > 1:
            H[size - 1, 0] += (2 * hh - 1) ** size
        for i in range(size):
            for j in range(size):
                if i - j + 1 > 0:
                    H[i, j] /= mp.factorial(i - j + 1)
        power, base, left = mp.eye(size), H, n
        while left:
            if left & 1:
                power = power * base
            left >>= 1
            if left:
                base = base * base
        result = 1 - power[k - 1, k - 1] * mp.factorial(n) / mp.mpf(n) ** n
        mp.mp.dps = 60
        return float(result)

    points = [(0.55, 1), (0.999, 2), (0.2, 4), (0.9, 12), (0.06, 40), (0.55, 40), (0.02, 200), (0.14, 200), (0.0015, 1000), (0.012, 1000), (0.0632, 1000)]
    return [{"d": d, "n": n, "expected": survival(n, d)} for d, n in points]


def ams():
    def value(s, b):
        s, b = mp.mpf(s), mp.mpf(b)
        return float(mp.sqrt(2 * ((s + b + 10) * mp.log(1 + s / (b + 10)) - s)))

    pairs = [(1e-12, 0), (1e-9, 1e3), (1e-5, 1e6), (1e-3, 10), (1, 1e9), (691.99, 411000), (200, 3000), (1e8, 0), (1e-4, 1e12), (-3, 10), (50, 200)]
    return [{"s": s, "b": b, "expected": value(s, b)} for s, b in ((float(s), float(b)) for s, b in pairs)]


def distance_correlation():
    def value(x, y, w):
        def centred(values):
            distances = [[abs(a - b) for b in values] for a in values]
            rows = [sum(w[j] * d for j, d in enumerate(row)) / total for row in distances]
            grand = sum(w[i] * row for i, row in enumerate(rows)) / total
            return [[d - rows[i] - rows[j] + grand for j, d in enumerate(row)] for i, row in enumerate(distances)]

        total = Fraction(sum(w))
        n = range(len(x))
        A, B = (centred([Fraction(v) for v in values]) for values in (x, y))
        mean = lambda P, Q: exact(sum(w[i] * w[j] * P[i][j] * Q[i][j] for i in n for j in n))
        return float(mean(A, B) / mp.sqrt(mean(A, A) * mean(B, B)))

    n = 40
    z = rng.normal(size=n)
    ones = np.ones(n, int)
    at = lambda index, large, values: np.where(np.arange(n) == index, large, values)
    x = at(17, 6e11, 10 + z)
    y = 10 + z + 0.3 * rng.normal(size=n)
    cases = {
        "one value of 6e11 among tens": (x, y, ones),
        "an outlier in each, of different pairs": (x, at(5, 6e11, y), ones),
        "the outlier is not drawn": (x, y, at(17, 0, ones)),
        "one of two outliers is not drawn": (at(3, 1e6, x), y, at(17, 0, ones)),
        "a wide log-normal distribution": (np.exp(8 * z), np.exp(8 * (z + rng.normal(size=n))), rng.poisson(1, n)),
        "fifth powers of Cauchy's distribution": (rng.standard_cauchy(n) ** 5, rng.standard_cauchy(n) ** 5, rng.poisson(1, n)),
        "values near the largest double": (z * 1e307, y * 1e306, ones),
        "values whose squares vanish": (np.exp(z) * 1e-300, y * 1e-250, ones),
        "a small spread about a large mean": (1e12 + z, 1e9 + y, ones),
        "two clusters far apart, one of them drawn": (np.where(z > 0, 1e13, 0) + y, z, np.where(z > 0, 0, 1)),
        "two clusters far apart, the other drawn": (np.where(z > 0, 1e13, 0) + y, z, np.where(z > 0, 1, 0)),
        "two clusters far apart": (np.where(z > 0, 1e13, 0) + y, z, ones),
    }
    plain = lambda values, kind: [kind(v) for v in values]
    return [
        {"name": name, "x": (xs := plain(a, float)), "y": (ys := plain(b, float)), "w": (ws := plain(w, int)), "expected": value(xs, ys, ws)}
        for name, (a, b, w) in cases.items()
    ]


cases = {
    function.__name__: function()
    for function in (
        log_gamma, stirling_error, poisson_deviance, incomplete_beta, beta_quantile, incomplete_gamma, kolmogorov, ams, distance_correlation,
    )
}
Path(__file__).with_name("cases.json").write_text(json.dumps(cases) + "\n")

"""Intervals of proportions and logistic recalibration by statsmodels."""

import warnings

import numpy as np
import statsmodels.api as sm
from statsmodels.stats.proportion import proportion_confint

from golden import save
from random_stream import noise


def doubles(name, *shape):
    return noise(f"proportions/{name}", *shape).astype(np.float64)


def write(name, tensors, **metadata):
    save(f"diagnostics/{name}", tensors, exact=tuple(tensors), **metadata)


def intervals():
    rows = []
    # Some images of a patient: the number of correct patients need not be whole.
    pairs = [(0, 1), (1, 1), (0, 20), (20, 20), (7, 20), (2.5, 10), (0, 624), (390, 390), (388, 390), (1, 3), (9999, 20000), (20000, 20000)]
    for count, images in pairs:
        row = [count / images, images]
        for method, alpha in [("beta", 0.05), ("wilson", 0.05), ("beta", 0.025)]:
            low, high = proportion_confint(count, images, alpha=alpha, method=method)
            # SciPy's quantile of an end of the range is not a number.
            row += [0 if count == 0 else low, 1 if count == images else high]
        rows.append(row)
    write("proportions", {"intervals": np.array(rows)})


def recalibration():
    """Cases: a usual one, ties, extreme probabilities, weights, a clear one, and few positives."""
    tensors, count = {}, 0
    for case, (images, skill, spread, shift, step) in enumerate([
            (200, 1.0, 1.0, 0.0, None), (60, 1.0, 2.5, 0.8, 0.1), (300, 0.5, 6.0, -1.0, None),
            (120, 1.5, 0.5, 0.3, None), (40, 3.0, 1.0, 0.0, None), (500, 1.0, 1.0, 2.0, None)]):
        truth = skill * doubles(f"recalibration-{case}/truth", images) * 2 - (2.0 if case == 5 else 0)
        labels = (doubles(f"recalibration-{case}/labels", images) < np.tanh(truth / 2)).astype(np.int64)
        labels[0], labels[1] = 1, 0
        score = 1 / (1 + np.exp(-(spread * truth + shift + 0.5 * doubles(f"recalibration-{case}/noise", images))))
        if step:
            score = np.clip(np.round(score / step) * step, 0.05, 0.95)
        weights = (1.5 + 1.5 * doubles(f"recalibration-{case}/weights", images)).astype(np.int64) if case == 3 else np.ones(images, np.int64)
        weights[:2] = 1
        logit = np.repeat(np.log(score) - np.log(1 - score), weights)
        repeated = np.repeat(labels, weights)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            line = sm.Logit(repeated, sm.add_constant(logit)).fit(disp=0, tol=1e-14, maxiter=200)
            large = sm.GLM(repeated, np.ones(len(logit)), family=sm.families.Binomial(), offset=logit).fit(tol=1e-14, maxiter=200)
        tensors |= {
            f"{case}.labels": labels, f"{case}.weights": weights, f"{case}.probabilities": np.stack([1 - score, score], axis=1),
            f"{case}.results": np.array([line.params[1], line.params[0], large.params[0]]),
        }
        count += 1
    write("recalibration", tensors, count=count)


intervals()
recalibration()

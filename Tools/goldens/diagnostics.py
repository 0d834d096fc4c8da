"""Statistics of diagnostic tests: areas by DeLong's formulas in NumPy, agreement and McNemar's test by statsmodels, decision
curves, predictive values and threshold rules by scikit-learn's counts, calibration by scikit-learn, SciPy and PyTorch."""

import warnings

import numpy as np
import torch
from scipy import optimize, stats
from sklearn import metrics as sk
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa

from golden import save
from random_stream import noise

warnings.filterwarnings("ignore")
NAN = float("nan")
Z = stats.norm.ppf(0.975)


def doubles(name, *shape):
    return noise(f"diagnostics/{name}", *shape).astype(np.float64)


def write(name, tensors, **metadata):
    save(f"diagnostics/{name}", tensors, exact=tuple(tensors), **metadata)


def softmax(logits):
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def binary(name, images, skill, step=None, rate=0.0):
    """Labels and probabilities of two classes; `rate` in [-1, 1] is larger for fewer positives; `step` makes ties."""
    labels = (doubles(f"{name}/labels", images) > rate).astype(np.int64)
    labels[0], labels[1] = 1, 0
    positive = 1 / (1 + np.exp(-(skill * (2 * labels - 1) + 2.5 * doubles(f"{name}/noise", images))))
    if step:
        positive = np.round(positive / step) * step
    return labels, np.stack([1 - positive, positive], axis=1)


# DeLong, DeLong and Clarke-Pearson's own example (1988): albumin, total protein, K-G score and outcome of 43 patients.
PATIENTS = np.array("""
    3.0 5.8 10 0  3.2 6.3 5 1  3.9 6.8 3 1  2.8 4.8 6 0  3.2 5.8 3 1  0.9 4.0 5 0  2.5 5.7 8 0  1.6 5.6 5 1  3.8 5.7 5 1
    3.7 6.7 6 1  3.2 5.4 4 1  3.8 6.6 6 1  4.1 6.6 5 1  3.6 5.7 5 1  4.3 7.0 4 1  3.6 6.7 4 0  2.3 4.4 6 1  4.2 7.6 4 0
    4.0 6.6 6 0  3.5 5.8 6 1  3.8 6.8 7 1  3.0 4.7 8 0  4.5 7.4 5 1  3.7 7.4 5 1  3.1 6.6 6 1  4.1 8.2 6 1  4.3 7.0 5 1
    4.3 6.5 4 1  3.2 5.1 5 1  2.6 4.7 6 1  3.3 6.8 6 0  1.7 4.0 7 0  3.7 6.1 5 1  3.3 6.3 7 1  4.2 7.7 6 1  3.5 6.2 5 1
    2.9 5.7 9 0  2.1 4.8 7 1  2.8 6.2 8 0  4.0 7.0 7 1  3.3 5.7 6 1  3.7 6.9 5 1  3.6 6.6 5 1""".split(), dtype=np.float64).reshape(-1, 4)


class Area:
    """DeLong's structural components from all pairs of a positive and a negative."""

    def __init__(self, labels, scores):
        positive, negative = scores[labels == 1], scores[labels == 0]
        pairs = (positive[:, None] > negative) + (positive[:, None] == negative) / 2
        self.area, self.of_positives, self.of_negatives = pairs.mean(), pairs.mean(1), pairs.mean(0)
        assert abs(self.area - sk.roc_auc_score(labels, scores)) < 1e-12

    def covariance(self, other):
        def one(a, b):
            return np.sum((a - a.mean()) * (b - b.mean())) / (len(a) - 1) / len(a) if len(a) > 1 else NAN

        return one(self.of_positives, other.of_positives) + one(self.of_negatives, other.of_negatives)

    def results(self):
        variance = self.covariance(self)
        half = Z * np.sqrt(variance)
        ends = [max(0, self.area - half), min(1, self.area + half)] if variance > 1e-20 else [NAN, NAN]
        return [self.area, variance, *ends]


def comparison(difference, variance):
    if not variance > 1e-20:
        return [difference, 0, 1] if abs(difference) < 1e-12 and variance == variance else [NAN] * 3
    return [difference, np.sqrt(variance), 2 * stats.norm.sf(abs(difference) / np.sqrt(variance))]


def delong():
    cases = [(PATIENTS[:, 3].astype(np.int64), score, 10 - PATIENTS[:, 2]) for score in (PATIENTS[:, 0], PATIENTS[:, 1])]
    for case, (images, skill, step) in enumerate([
        (30, 0.5, None), (60, 1.0, 0.1), (200, 0.3, None), (8, 1.0, None), (40, 0.0, 0.25), (500, 1.5, None), (700, 0.8, 0.02),
        (25, 3.0, None),
    ]):
        labels, first = binary(f"area-{case}", images, skill, step, rate=[0, 0.5, -0.6][case % 3])
        second = first[:, 1] + 0.4 * doubles(f"area-{case}/second", images)
        cases.append((labels, first[:, 1], np.round(second / step) * step if step else second))
    ramp = np.linspace(0.05, 0.95, 10)
    half = (np.arange(10) >= 5).astype(np.int64)
    cases += [
        (half, ramp, ramp), (half, ramp, ramp[::-1].copy()), (half, ramp, np.full(10, 0.5)), (half[4:], ramp[4:], ramp[4:] ** 2),
        (half[:6], ramp[:6], -ramp[:6]), (np.array([0, 1]), ramp[:2], ramp[1::-1].copy()), (1 - half, np.round(ramp), ramp),
        (half, np.array([0, 0, 1, 0, 0, 1, 1, 0, 1, 1.0]), ramp),
    ]
    tensors = {}
    for case, (labels, first, second) in enumerate(cases):
        one, other = Area(labels, first), Area(labels, second)
        next_labels, next_first, _ = cases[(case + 1) % len(cases)]
        next_one = Area(next_labels, next_first)
        tensors.update({
            f"{case}.labels": labels, f"{case}.first": first, f"{case}.second": second,
            f"{case}.results": np.array(one.results() + other.results()),
            f"{case}.paired": np.array(comparison(
                one.area - other.area, one.covariance(one) + other.covariance(other) - 2 * one.covariance(other))),
        })
        sum_of_both = one.covariance(one) + next_one.covariance(next_one)
        unpaired = comparison(one.area - next_one.area, sum_of_both) if sum_of_both > 1e-20 else [NAN] * 3
        tensors[f"{case}.unpaired"] = np.array(unpaired)
    write("delong", tensors, count=len(cases))


def agreement():
    tensors, lists = {}, []
    for case, (images, classes, kept) in enumerate([(20, 2, 0.5), (50, 3, 0.0), (200, 5, 0.7), (1000, 2, -0.9), (12, 4, 0.3)]):
        first = np.floor((doubles(f"kappa-{case}/first", images) + 1) / 2 * classes).astype(np.int64)
        other = np.floor((doubles(f"kappa-{case}/second", images) + 1) / 2 * classes).astype(np.int64)
        lists.append((first, np.where(doubles(f"kappa-{case}/kept", images) < kept, first, other)))
    lists += [
        (np.arange(9) % 3, np.arange(9) % 3), (np.array([0, 1, 0, 1]), np.array([1, 0, 1, 0])), (np.array([0]), np.array([1])),
        (np.array([0, 0, 1]), np.array([0, 0, 0])), (np.array([4, 9, 9, 4, 4]), np.array([9, 9, 9, 4, 4])),
        (np.array([0, 0]), np.array([0, 0])),
    ]
    for case, (first, second) in enumerate(lists):
        names = sorted(set(first) | set(second))
        table = sk.confusion_matrix(first, second, labels=names)
        result = cohens_kappa(table)
        value, variance = (result.kappa, max(0, result.var_kappa)) if len(names) > 1 else (NAN, NAN)
        assert len(names) == 1 or abs(value - sk.cohen_kappa_score(first, second)) < 1e-12
        spread = np.sqrt(variance) if not variance < 1e-12 else 0
        ends = [max(-1, value - Z * spread), min(1, value + Z * spread)] if spread > 0 else [NAN, NAN]
        tensors |= {f"{case}.first": first, f"{case}.second": second, f"{case}.results": np.array([value, spread, *ends])}
    pairs = [(0, 0), (1, 0), (0, 6), (3, 12), (25, 25), (40, 41), (300, 402), (5000, 5210), (0, 900)]
    for b, c in pairs:
        assert b + c == 0 or abs(mcnemar([[5, b], [c, 7]], exact=True).pvalue - stats.binomtest(b, b + c).pvalue) < 1e-12
    tensors["mcnemar"] = np.array([[b, c, mcnemar([[5, b], [c, 7]], exact=True).pvalue if b + c else 1] for b, c in pairs])
    write("agreement", tensors, count=len(lists))


def operating_points(labels, scores, weights):
    """Threshold, sensitivity and specificity if the class is never predicted, and from each probability on."""
    values = np.unique(scores[weights > 0])[::-1]
    uppers, lowers = np.concatenate([[1], values]), np.concatenate([values, [0]])
    rows = []
    for place, (upper, lower) in enumerate(zip(uppers, lowers)):
        middle = (upper + lower) / 2 if upper > lower or place else np.nextafter(1, 2)
        called = (scores >= middle).astype(int)
        w = {"sample_weight": weights}
        rows.append((middle, sk.recall_score(labels, called, **w), sk.recall_score(labels, called, pos_label=0, **w)))
    return rows


def chosen(rows, prevalence, kind, first, second):
    """The operating point that a rule chooses."""
    if kind == "sensitivity":
        return next((row for row in rows if row[1] >= first - 1e-12), (NAN,) * 3)
    if kind == "specificity":
        return next((row for row in rows[::-1] if row[2] >= first - 1e-12), (NAN,) * 3)
    if kind == "youden":
        score = [row[1] + row[2] for row in rows]
    else:
        score = [-first * (1 - row[2]) * (1 - prevalence) - second * (1 - row[1]) * prevalence for row in rows]
    equal = [row for row, value in zip(rows, score) if value >= max(score) - 1e-12 * max(first, second, 1)]
    return min(equal, key=lambda row: abs(row[0] - 0.5))


RULES = (
    [("youden", 0, 0)] + [("sensitivity", x, 0) for x in (0, 0.5, 0.8, 0.9, 0.95, 1, 1.5)]
    + [("specificity", x, 0) for x in (0, 0.5, 0.8, 0.9, 0.95, 1, 1.5)]
    + [("cost", a, b) for a, b in ((1, 1), (1, 10), (10, 1), (0, 1), (1, 0), (2.5, 7.5), (1000, 1))])


def decisions():
    tensors, cases = {}, []
    for case, (images, skill, step, weighted) in enumerate([
        (20, 1, None, False), (60, 0.5, 0.1, True), (150, 1.5, None, True), (40, 0, 0.25, False), (10, 2.5, None, False),
        (300, 1, None, False),
    ]):
        labels, probabilities = binary(f"decision-{case}", images, skill, step, rate=[0, 0.6, -0.5][case % 3])
        weights = (1.5 + 1.5 * doubles(f"decision-{case}/weights", images)).astype(np.int64) if weighted else np.ones(images, np.int64)
        weights[:2] = 1
        cases.append((labels, probabilities, weights))
    sure = np.array([0, 1, 1, 0, 1, 1, 0.0])
    cases.append((np.array([0, 1, 1, 0, 0, 1, 1]), np.stack([1 - sure, sure], axis=1), np.ones(7, np.int64)))
    cases.append((np.array([0, 1]), np.array([[0.75, 0.25], [0.25, 0.75]]), np.ones(2, np.int64)))
    thresholds = np.array([0.01, 0.05, 0.1, 0.25, 0.3, 0.5, 0.7, 0.75, 0.9, 0.99])
    for case, (labels, probabilities, weights) in enumerate(cases):
        score = probabilities[:, 1]
        rows, points, prevalence = [], operating_points(labels, score, weights), np.average(labels, weights=weights)
        for t in thresholds:
            def net_benefit(called):
                (_, false), (_, true) = sk.confusion_matrix(labels, called, sample_weight=weights, labels=[0, 1])
                return (true - false * t / (1 - t)) / weights.sum()

            rows.append([net_benefit((score >= t).astype(int)), net_benefit(np.ones_like(labels))])
        tensors |= {
            f"{case}.labels": labels, f"{case}.probabilities": probabilities, f"{case}.weights": weights,
            f"{case}.curve": np.array(rows),
            f"{case}.rules": np.array([chosen(points, prevalence, *rule) for rule in RULES]),
        }
    tensors["thresholds"] = thresholds
    tensors["rules"] = np.array([rule[1:] for rule in RULES], dtype=np.float64)
    # Precision of images that are weighted to the prevalence.
    rows = []
    for sensitivity, specificity, prevalence in [(0.9, 0.8, 0.5), (0.95, 0.9, 0.01), (0.6, 1, 0.2), (1, 0.7, 0.3), (0, 0, 0.5),
                                                 (0.5, 0.5, 0), (0.5, 0.5, 1), (0, 1, 0.4), (1, 0, 0.4), (0.123, 0.987, 1e-6)]:
        weights = [sensitivity * prevalence, (1 - sensitivity) * prevalence, (1 - specificity) * (1 - prevalence),
                   specificity * (1 - prevalence)]
        w = {"sample_weight": weights, "zero_division": NAN}
        values = [sk.precision_score([1, 1, 0, 0], [1, 0, 1, 0], pos_label=label, **w) for label in (1, 0)]
        rows.append([sensitivity, specificity, prevalence, *values])
    tensors["predictive"] = np.array(rows)
    write("decisions", tensors, count=len(cases), kinds=",".join(rule[0] for rule in RULES))


def temperature(logits, labels):
    """By LBFGS on the logits, and by SciPy's bounded search."""
    log_t = torch.zeros((), dtype=torch.float64, requires_grad=True)
    x, y = torch.from_numpy(logits), torch.from_numpy(labels)

    def loss():
        return torch.nn.functional.cross_entropy(x / log_t.exp(), y)

    optimizer = torch.optim.LBFGS([log_t], max_iter=500, tolerance_grad=1e-12, tolerance_change=0, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    optimizer.step(closure)
    found = float(log_t.exp())

    def derivative(beta):
        p = softmax(logits * beta)
        return np.mean((p * logits).sum(1) - logits[np.arange(len(labels)), labels])

    exact = 1 / optimize.brentq(derivative, 1 / 20, 1 / 0.05, xtol=1e-15, rtol=1e-14)
    assert abs(found - exact) < 1e-5 * exact, (found, exact)
    return found, exact


def platt(logits, labels, weights):
    """scikit-learn's parameters, and the same minimum by SciPy to the last digits."""
    found = _sigmoid_calibration(logits, labels, weights.astype(np.float64))
    positives, negatives = weights[labels == 1].sum(), weights[labels == 0].sum()
    target = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    columns = np.stack([logits, np.ones_like(logits)])

    def gradient(x):
        return columns @ (weights * (target - 1 / (1 + np.exp(x @ columns))))

    def hessian(x):
        p = 1 / (1 + np.exp(x @ columns))
        return (columns * (weights * p * (1 - p))) @ columns.T

    exact = optimize.root(gradient, found, jac=hessian, tol=1e-15).x
    assert np.abs(gradient(exact)).max() < 1e-9 * weights.sum(), gradient(exact)
    assert np.allclose(found, exact, rtol=1e-2, atol=1e-2), (found, exact)
    return *found, *exact


def calibration():
    tensors = {}
    cases = [(40, 2, 1, 1), (300, 3, 2, 3), (120, 5, 1, 0.4), (400, 2, 1.5, 4), (90, 2, 0, 1), (12, 2, 2, 1), (200, 8, 2, 2),
             (60, 2, 3, 18)]
    for case, (images, classes, skill, scale) in enumerate(cases):
        labels = np.floor((doubles(f"calibration-{case}/labels", images) + 1) / 2 * classes).astype(np.int64)
        labels[:classes] = np.arange(classes)
        logits = scale * (2.5 * doubles(f"calibration-{case}/noise", images, classes) + skill * np.eye(classes)[labels])
        weights = (1.5 + 1.5 * doubles(f"calibration-{case}/weights", images)).astype(np.int64) if case % 2 else np.ones(images, np.int64)
        weights[:classes] = 1
        if case == 4:  # ties
            logits = np.round(logits)
        probabilities = softmax(logits)
        if case == 7:  # exact 0 and 1, as single precision gives them
            probabilities = softmax(logits.astype(np.float32)).astype(np.float64)
            assert (probabilities == 0).any() and (probabilities == 1).any()
            logits = np.log(np.maximum(probabilities, 2.0**-149))
        repeated = np.repeat(np.arange(images), weights)
        found, exact = temperature(logits[repeated], labels[repeated])
        fresh = softmax(3 * scale * doubles(f"calibration-{case}/fresh", 30, classes))
        fresh[0], fresh[1] = np.eye(classes)[0], np.eye(classes)[1]
        fresh[2] = 1 / classes
        floor = np.log(np.maximum(fresh, 2.0**-149))
        tensors |= {
            f"{case}.labels": labels, f"{case}.probabilities": probabilities, f"{case}.weights": weights,
            f"{case}.temperature": np.array([found, exact]), f"{case}.fresh": fresh,
            f"{case}.temperature_fresh": softmax(floor / exact),
        }
        if classes > 2:
            continue
        positive = case // 2 % 2
        truth, score = (labels == positive).astype(np.int64), probabilities[:, positive]
        logit = logits[:, positive] - logits[:, 1 - positive]
        found_a, found_b, a, b = platt(logit, truth, weights)
        fresh_logit = floor[:, positive] - floor[:, 1 - positive]
        isotonic = IsotonicRegression(out_of_bounds="clip").fit(score, truth.astype(np.float64), sample_weight=weights)
        tensors |= {
            f"{case}.positive": np.array([positive]), f"{case}.platt": np.array([found_a, found_b, a, b]),
            f"{case}.platt_fresh": 1 / (1 + np.exp(a * fresh_logit + b)),
            f"{case}.isotonic": isotonic.predict(score), f"{case}.isotonic_fresh": isotonic.predict(fresh[:, positive]),
            f"{case}.knots": np.stack([isotonic.X_thresholds_, isotonic.y_thresholds_]),
        }
    write("calibration", tensors, count=len(cases))


def risk_coverage():
    tensors, count = {}, 0
    for case, (images, classes, step) in enumerate([(1, 2, None), (30, 3, None), (80, 2, 0.1), (200, 6, None), (20, 4, 1)]):
        labels = np.floor((doubles(f"coverage-{case}/labels", images) + 1) / 2 * classes).astype(np.int64)
        probabilities = softmax(2 * doubles(f"coverage-{case}/noise", images, classes) + np.eye(classes)[labels])
        if step:
            probabilities = np.round(probabilities / step) * step
            probabilities[:, 0] = 1 - probabilities[:, 1:].sum(1)
            probabilities = np.clip(probabilities, 0, 1)
            probabilities /= probabilities.sum(1, keepdims=True)
        weights = (1.5 + 1.5 * doubles(f"coverage-{case}/weights", images)).astype(np.int64) if case % 2 else np.ones(images, np.int64)
        weights[0] = 1
        confidence, wrong = probabilities.max(1), probabilities.argmax(1) != labels
        rows, confidences, wrongs = [], np.repeat(confidence, weights), np.repeat(wrong, weights)
        for level in np.unique(confidences)[::-1]:
            kept = confidences >= level
            rows.append([level, kept.mean(), wrongs[kept].mean()])
        ordered = np.sort(probabilities, axis=1)
        area = np.mean([wrongs[confidences >= level].mean() for level in confidences])
        tensors |= {
            f"{case}.labels": labels, f"{case}.probabilities": probabilities, f"{case}.weights": weights,
            f"{case}.curve": np.array(rows), f"{case}.area": np.array([area]),
            f"{case}.entropy": np.array([stats.entropy(row) for row in probabilities]),
            f"{case}.margin": ordered[:, -1] - ordered[:, -2],
        }
        count += 1
    write("coverage", tensors, count=count)


delong()
agreement()
decisions()
calibration()
risk_coverage()

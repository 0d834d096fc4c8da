"""Metrics of subgroups by scikit-learn, their bootstrap intervals by NumPy with the project's random numbers, and the
permutation test of a proportion by its exact distribution (SciPy)."""

import warnings

import numpy as np
from scipy import stats
from sklearn import metrics as sk

from golden import save
from random_stream import BOOTSTRAP, RandomStream, noise

warnings.filterwarnings("ignore")
NAN = float("nan")
REPLICATES = 300
OF_CLASS, OF_ALL, CALIBRATION = 10, 20, 100
METRICS = ["accuracy", "balanced_accuracy", "sensitivity", "specificity", "auroc", "ece"]


def doubles(name, *shape):
    return noise(f"subgroups/{name}", *shape).astype(np.float64)


def draws(patients):
    """The numbers of times that each replicate counts each patient, [REPLICATES, patients]."""
    rows = []
    for replicate in range(REPLICATES):
        words = RandomStream(0, BOOTSTRAP, index=replicate).words(patients).astype(np.uint64)
        chosen = (words * np.uint64(patients)) >> np.uint64(32)
        rows.append(np.bincount(chosen.astype(np.int64), minlength=patients))
    return np.array(rows, dtype=np.float64)


def calibration_error(labels, score, weights):
    predicted = (score > 0.5).astype(int)
    confidence = np.where(predicted == 1, score, 1 - score)
    bins = np.clip(np.ceil(confidence * 15 - 1e-12).astype(int) - 1, 0, 14)
    correct = predicted == labels
    total = 0.0
    for index in range(15):
        own = weights * (bins == index)
        if own.sum():
            total += abs((own * correct).sum() - (own * confidence).sum())
    return total / weights.sum()


def value(metric, labels, score, threshold, weights):
    kept = weights > 0
    labels, score, weights = labels[kept], score[kept], weights[kept]
    predicted = (score >= threshold).astype(int)
    both = len(set(labels)) == 2
    if not len(labels):
        return NAN
    if metric == "accuracy":
        return sk.accuracy_score(labels, predicted, sample_weight=weights)
    if metric == "balanced_accuracy":
        return sk.balanced_accuracy_score(labels, predicted, sample_weight=weights) if both else NAN
    if metric == "sensitivity":
        return sk.recall_score(labels, predicted, sample_weight=weights, zero_division=NAN)
    if metric == "specificity":
        return sk.recall_score(labels, predicted, pos_label=0, sample_weight=weights, zero_division=NAN)
    if metric == "auroc":
        return sk.roc_auc_score(labels, score, sample_weight=weights) if both else NAN
    return calibration_error(labels, score, weights)


def interval(values):
    values = np.array(values)
    known = values[np.isfinite(values)]
    if len(known) * 5 <= len(values) * 4:
        return [NAN, NAN]
    low, high = np.percentile(known, [2.5, 97.5])
    return [low, high] if high - low > 1e-12 else [NAN, NAN]


def sets(metric, labels, patients, own, rest):
    """The images of the metric in the subgroup and in the rest; None if they are too few."""
    def units(images):
        return len(set(patients[images]))

    classes = set(labels[own])
    only = classes.pop() if len(classes) == 1 else None
    if only is not None:
        if metric == ("sensitivity" if only == 1 else "specificity"):
            return (own if units(own) >= OF_CLASS else None), (rest & (labels == only) if units(rest & (labels == only)) >= OF_CLASS else None)
        if metric == "auroc":
            other = labels != only
            if units(own) < OF_CLASS or units(other) < OF_CLASS:
                return None, None
            same = rest & (labels == only)
            return own | other, same | other if units(same) >= OF_CLASS else None
        return None, None

    def enough(images):
        of = [units(images & (labels == label)) for label in (0, 1)]
        return {"accuracy": units(images) >= OF_ALL, "sensitivity": of[1] >= OF_CLASS, "specificity": of[0] >= OF_CLASS,
                "ece": units(images) >= CALIBRATION}.get(metric, min(of) >= OF_CLASS)

    if not enough(own):
        return None, None
    return own, rest if metric != "ece" and enough(rest) else None


def figures(labels, score, threshold, patients, attribute):
    counts = draws(patients.max() + 1)
    rows = []
    for level in sorted(set(attribute) - {-1}):
        own, rest = attribute == level, (attribute != level) & (attribute >= 0)
        for index, metric in enumerate(METRICS):
            first, second = sets(metric, labels, patients, own, rest)
            if first is None:
                continue

            def at(images, weights):
                return value(metric, labels[images], score[images], threshold, weights[images])

            ones = np.ones(len(labels))
            a = at(first, ones)
            samples_a = [at(first, row[patients]) for row in counts]
            row = [level, index, a, *interval(samples_a)] + [NAN] * 7
            if second is not None:
                b = at(second, ones)
                samples_b = [at(second, row_[patients]) for row_ in counts]
                both = np.isfinite(interval(samples_a)[0]) and np.isfinite(interval(samples_b)[0])
                gap = interval(np.array(samples_a) - samples_b) if both else [NAN, NAN]
                ratio = interval([x / y if y else NAN for x, y in zip(samples_a, samples_b)]) if both and b else [NAN, NAN]
                row[5:] = [b, a - b, *gap, a / b if b else NAN, *ratio]
            rows.append(row)
    return np.array(rows or [[NAN] * 12])


def exact(k, n, l, m):
    """The exact two-sided p-value of the difference of k of n and l of m under permutation."""
    hits = np.arange(0, n + 1)
    differences = np.abs(hits / n - (k + l - hits) / m)
    return stats.hypergeom.pmf(hits, n + m, k + l, n)[differences >= abs(k / n - l / m) - 1e-12].sum()


def cases():
    # Images, patients, levels, fraction without a value, ties, threshold, one class in the levels 0 and 1.
    for index, (images, people, levels, unknown, step, threshold, within) in enumerate([
        (240, 240, 2, 0.1, None, 0.5, False), (360, 150, 3, 0.2, 0.1, 0.35, False), (90, 90, 4, 0, None, 0.5, False),
        (300, 120, 2, 0.05, None, 0.6, True), (60, 60, 1, 0, None, 0.5, False), (50, 20, 2, 0, 0.5, 0.5, False),
    ]):
        name = f"{index}"
        patients = np.sort(np.floor((doubles(f"{name}/patients", images) + 1) / 2 * people).astype(np.int64))
        patients = np.unique(patients, return_inverse=True)[1] if people < images else np.arange(images)
        labels = (doubles(f"{name}/labels", patients.max() + 1)[patients] > -0.2).astype(np.int64)
        attribute = np.floor((doubles(f"{name}/attribute", patients.max() + 1)[patients] + 1) / 2 * levels).astype(np.int64)
        if within:  # Level 0 and 1 have positives only; the negatives have no value.
            attribute[labels == 0] = -1
        skill = np.where(attribute == 0, 0.4, 1.4)
        logits = skill * (2 * labels - 1) + 1.5 * doubles(f"{name}/noise", images)
        score = 1 / (1 + np.exp(-logits))
        if step:
            score = np.round(score / step) * step
        attribute[(doubles(f"{name}/unknown", images) + 1) / 2 < unknown] = -1
        yield name, labels, score, threshold, patients, attribute


tensors, count = {}, 0
for name, labels, score, threshold, patients, attribute in cases():
    tensors |= {
        f"{name}.labels": labels, f"{name}.score": score, f"{name}.threshold": np.array([threshold]),
        f"{name}.patients": patients, f"{name}.attribute": attribute,
        f"{name}.figures": figures(labels, score, threshold, patients, attribute),
    }
    count += 1
tables = [(10, 10, 80, 100), (20, 30, 38, 40), (15, 20, 30, 40), (12, 20, 39, 40), (30, 40, 20, 20), (11, 25, 30, 40)]
tensors["exact"] = np.array([[*table, exact(*table)] for table in tables])
save("diagnostics/subgroups", tensors, exact=tuple(tensors), count=count, replicates=REPLICATES)

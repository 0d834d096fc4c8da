"""Metrics of predictions by scikit-learn, for random and edge cases; NaN where one is not defined."""

import warnings

import numpy as np
from sklearn import metrics as sk

from golden import save
from measures_bins import calibration_error
from random_stream import BOOTSTRAP, TEST, RandomStream

warnings.filterwarnings("ignore")
NAN = float("nan")
MEASURES = [
    "accuracy", "balanced_accuracy", "sensitivity", "specificity", "precision", "f1", "mcc", "auroc",
    "average_precision", "log_loss", "brier", "ece",
]


def of_class(column, labels, predicted, probabilities, weights):
    truth, called, score = (labels == column).astype(int), (predicted == column).astype(int), probabilities[:, column]
    kept = weights > 0
    both = len(set(truth[kept])) == 2
    w = {"sample_weight": weights}
    return {
        "sensitivity": sk.recall_score(truth, called, zero_division=NAN, **w),
        "specificity": sk.recall_score(truth, called, pos_label=0, zero_division=NAN, **w),
        "precision": sk.precision_score(truth, called, zero_division=NAN, **w),
        "f1": sk.f1_score(truth, called, zero_division=NAN, **w),
        "mcc": sk.matthews_corrcoef(truth, called, **w),
        "auroc": sk.roc_auc_score(truth, score, **w) if both else NAN,
        "average_precision": sk.average_precision_score(truth, score, **w) if truth[kept].any() else NAN,
        "brier": float(np.average((score - truth) ** 2, weights=weights)),
        "ece": calibration_error(truth, score, weights),
    }


def of_all(labels, predicted, probabilities, weights, positive):
    classes = list(range(probabilities.shape[1]))
    w = {"sample_weight": weights}
    each = [of_class(c, labels, predicted, probabilities, weights) for c in classes]
    chosen = np.repeat(predicted, weights)
    confidence = np.repeat(probabilities[np.arange(len(labels)), predicted], weights)
    right = (np.repeat(labels, weights) == chosen).astype(int)
    ones = np.ones(len(right), dtype=int)
    values = {
        "accuracy": sk.accuracy_score(labels, predicted, **w),
        "balanced_accuracy": sk.balanced_accuracy_score(labels, predicted, **w),
        "mcc": sk.matthews_corrcoef(labels, predicted, **w),
        "log_loss": sk.log_loss(labels, probabilities, labels=classes, **w),
        "ece": calibration_error(right, confidence, ones),
    }
    if len(classes) == 2:
        values = each[positive] | values
        truth = (labels == positive).astype(int)
        values["brier"] = sk.brier_score_loss(truth, probabilities[:, positive], labels=[0, 1], pos_label=1, **w)
    else:
        values["brier"] = sk.brier_score_loss(labels, probabilities, labels=classes, **w)
        for name in ["sensitivity", "specificity", "f1", "auroc", "average_precision"]:
            values[name] = float(np.nanmean([e[name] for e in each])) if any(e[name] == e[name] for e in each) else NAN
        kept = weights > 0
        # A class that has images and was never predicted counts 0.
        there = sorted(set(labels[kept]) | set(predicted[kept]))
        values["precision"] = sk.precision_score(labels, predicted, labels=there, average="macro", zero_division=0, **w)
        if set(labels[kept]) == set(classes):
            macro = {"average": "macro", "zero_division": NAN, **w}
            assert close(values["sensitivity"], sk.recall_score(labels, predicted, labels=classes, **macro))
            assert close(values["f1"], sk.f1_score(labels, predicted, labels=classes, **macro))
            one_hot = np.eye(len(classes))[labels]
            assert close(values["auroc"], sk.roc_auc_score(one_hot, probabilities, average="macro", **w))
            assert close(values["average_precision"], sk.average_precision_score(one_hot, probabilities, average="macro", **w))
    return values, each


def close(a, b):
    return abs(a - b) < 1e-12


tensors, count = {}, 0


def record(labels, probabilities, positive=1, weights=None):
    global count
    labels, probabilities = np.asarray(labels), np.asarray(probabilities, dtype=np.float64)
    predicted = probabilities.argmax(1)
    weights = np.ones(len(labels), dtype=int) if weights is None else weights
    values, each = of_all(labels, predicted, probabilities, weights, positive)
    tensors.update({
        f"{count}.labels": labels.astype(np.int64), f"{count}.probabilities": probabilities,
        f"{count}.predicted": predicted.astype(np.int64), f"{count}.weights": weights.astype(np.int64),
        f"{count}.positive": np.array([positive], dtype=np.int64),
        f"{count}.values": np.array([values[name] for name in MEASURES], dtype=np.float64),
        f"{count}.classes": np.array([[e.get(name, NAN) for name in MEASURES] for e in each], dtype=np.float64),
    })
    if probabilities.shape[1] == 2 and (weights > 0).all() and len(set(labels)) == 2:
        curves(count, (labels == positive).astype(int), probabilities[:, positive], weights)
    count += 1


def curves(case, truth, score, weights):
    false, true, thresholds = sk.roc_curve(truth, score, sample_weight=weights, drop_intermediate=False)
    precision, recall, _ = sk.precision_recall_curve(truth, score, sample_weight=weights)
    tensors[f"{case}.roc"] = np.stack([false, true, np.minimum(thresholds, 9)], axis=1)
    tensors[f"{case}.pr"] = np.stack([recall[::-1], precision[::-1]], axis=1)


def softmax(logits):
    """In single precision, as networks give it."""
    e = np.exp((logits - logits.max(1, keepdims=True)).astype(np.float32))
    return (e / e.sum(1, keepdims=True)).astype(np.float64)


def draw(case, images, classes, skill, weighted=False):
    stream = RandomStream(3, TEST, name=f"measures/{case}")
    words = stream.words(images * (classes + 2))
    labels = (words[:images] % classes).astype(int)
    noise = words[images : images * (classes + 1)].reshape(images, classes) / 2.0**32
    weights = (words[images * (classes + 1) :] % 4).astype(int) if weighted else None
    return labels, softmax(4 * noise + skill * np.eye(classes)[labels]), weights


for case in range(30):
    classes = [2, 2, 3, 2, 5][case % 5]
    images = [7, 20, 33, 64, 120, 16][case % 6]
    labels, probabilities, weights = draw(case, images, classes, [0, 1, 2.5][case % 3], case % 2 == 1)
    record(labels, probabilities, positive=case % 4 // 2 if classes == 2 else 1, weights=weights)
for case in range(30, 36):  # ties
    labels, probabilities, weights = draw(case, 40, 2, 1, case % 2 == 1)
    first = np.round(probabilities[:, :1], 1)
    record(labels, np.concatenate([first, 1 - first], axis=1), weights=weights)
half = np.full((6, 2), 0.5)
record([0, 1, 1, 0, 1, 1], half)
record([0, 0, 0, 0, 0, 0], half)
record([1, 1, 1, 1, 1, 1], half, positive=0)
record([0], [[0.25, 0.75]])
record([1], [[0.25, 0.75]])
sure = np.eye(2)[[0, 1, 1, 0, 1]]
record([0, 1, 1, 0, 1], sure)
record([1, 0, 0, 1, 0], sure)
record([0, 1, 1, 1, 1], sure)
ramp = np.linspace(0.01, 0.99, 50)
record([0] * 20 + [1] * 30, np.stack([1 - ramp, ramp], axis=1))
record([1] * 20 + [0] * 30, np.stack([1 - ramp, ramp], axis=1))
edges = np.arange(0, 31) / 30
record([i % 2 for i in range(31)], np.stack([1 - edges, edges], axis=1))
labels, probabilities, _ = draw(100, 30, 4, 1)
record(np.where(labels == 3, 0, labels), probabilities)  # a class without images
record(np.zeros(30, dtype=int), probabilities)
record(labels, np.tile([0.1, 0.2, 0.3, 0.4], (30, 1)))
record([2, 1], [[0.2, 0.3, 0.5], [0.2, 0.3, 0.5]])
labels, probabilities, weights = draw(101, 60, 7, 2, True)
record(labels, probabilities, weights=weights)
save("measures/cases", tensors, exact=tuple(tensors), count=count, measures=",".join(MEASURES))

# Percentile intervals of accuracy and area from the images that the project's generator draws.
labels, probabilities, _ = draw(200, 90, 2, 1)
right = (labels == probabilities.argmax(1)).astype(float)
samples = []
for replicate in range(400):
    words = RandomStream(7, BOOTSTRAP, index=replicate).words(90).astype(np.uint64)
    drawn = np.bincount(((words * np.uint64(90)) >> np.uint64(32)).astype(int), minlength=90)
    samples.append((
        sk.accuracy_score(labels, probabilities.argmax(1), sample_weight=drawn),
        sk.roc_auc_score(labels, probabilities[:, 1], sample_weight=drawn)))
save(
    "measures/bootstrap", {
        "labels": labels.astype(np.int64), "probabilities": probabilities,
        "intervals": np.quantile(np.array(samples), [0.025, 0.975], axis=0).T,
    }, exact=("probabilities", "intervals"), seed=7, replicates=400)

"""The comparison of a model with three readers: metrics by scikit-learn, paired bootstrap intervals by NumPy with the project's
random numbers, McNemar's test, also within each class, Holm's correction and kappa by statsmodels."""

import warnings

import numpy as np
from scipy import stats
from sklearn import metrics as sk
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests

from golden import save
from random_stream import BOOTSTRAP, RandomStream, noise

warnings.filterwarnings("ignore")
NAN = float("nan")
IMAGES, REPLICATES, THRESHOLD = 120, 300, 0.35
OF_DECISIONS = ["accuracy", "balanced_accuracy", "sensitivity", "specificity", "precision", "f1", "mcc"]
OF_PROBABILITIES = ["auroc", "average_precision"]


def doubles(name, *shape):
    return noise(f"readers/{name}", *shape).astype(np.float64)


def draws():
    """The numbers of times that each replicate counts each image, [REPLICATES, IMAGES]."""
    rows = []
    for replicate in range(REPLICATES):
        words = RandomStream(0, BOOTSTRAP, index=replicate).words(IMAGES).astype(np.uint64)
        chosen = (words * np.uint64(IMAGES)) >> np.uint64(32)
        rows.append(np.bincount(chosen.astype(np.int64), minlength=IMAGES))
    return np.array(rows, dtype=np.float64)


def value(name, labels, score, called, weights):
    w = {"sample_weight": weights}
    return {
        "accuracy": lambda: sk.accuracy_score(labels, called, **w),
        "balanced_accuracy": lambda: sk.balanced_accuracy_score(labels, called, **w),
        "sensitivity": lambda: sk.recall_score(labels, called, **w),
        "specificity": lambda: sk.recall_score(labels, called, pos_label=0, **w),
        "precision": lambda: sk.precision_score(labels, called, **w),
        "f1": lambda: sk.f1_score(labels, called, **w),
        "mcc": lambda: sk.matthews_corrcoef(labels, called, **w),
        "auroc": lambda: sk.roc_auc_score(labels, score, **w),
        "average_precision": lambda: sk.average_precision_score(labels, score, **w),
    }[name]()


def kappa(first, second):
    result = cohens_kappa(sk.confusion_matrix(first, second, labels=[0, 1]))
    assert abs(result.kappa - sk.cohen_kappa_score(first, second)) < 1e-12
    half = stats.norm.ppf(0.975) * np.sqrt(result.var_kappa)
    return [result.kappa, max(-1, result.kappa - half), min(1, result.kappa + half)]


labels = (doubles("labels", IMAGES) > -0.2).astype(np.int64)


def scores(name, skill):
    return np.round(1 / (1 + np.exp(-(skill * (2 * labels - 1) + 2 * doubles(name, IMAGES)))), 4)


model = scores("model", 0.8)
# Decisions alone, probabilities alone, and probabilities with decisions at another threshold.
first, third = scores("first", 1.2), scores("third", 0.4)
readers = [
    (None, (first > 0.45).astype(np.int64)), (second := scores("second", 0.6), (second > 0.5).astype(np.int64)),
    (third, (third >= 0.6).astype(np.int64)),
]
ones, weights = np.ones(IMAGES), draws()
tensors = {"labels": labels, "model": model}
tests = {"mostProbable": [], "atThreshold": []}
within = {"mostProbable": [], "atThreshold": []}
for number, (score, decisions) in enumerate(readers):
    names = OF_DECISIONS + (OF_PROBABILITIES if score is not None else [])
    tensors[f"{number}.decisions"] = decisions
    if score is not None:
        tensors[f"{number}.probabilities"] = score
    tensors[f"{number}.metrics"] = np.array([value(name, labels, score, decisions, ones) for name in names])
    tensors[f"{number}.kappa"] = np.array(kappa(labels, decisions))
    for rule, called in [("mostProbable", (model > 0.5).astype(np.int64)), ("atThreshold", (model >= THRESHOLD).astype(np.int64))]:
        rows = []
        for name in names if rule == "mostProbable" else OF_DECISIONS:
            def difference(w):
                return value(name, labels, model, called, w) - value(name, labels, score, decisions, w)

            rows.append([difference(ones), *np.percentile([difference(w) for w in weights], [2.5, 97.5])])
        differences = np.array(rows)
        only_model = int(((called == labels) & (decisions != labels)).sum())
        only_other = int(((called != labels) & (decisions == labels)).sum())
        p = mcnemar([[0, only_model], [only_other, 0]], exact=True).pvalue
        tests[rule].append(p)
        rows = []
        for label in [1, 0]:
            own = labels == label
            first, second = (called == labels)[own], (decisions == labels)[own]
            table = [[(first & second).sum(), (first & ~second).sum()], [(~first & second).sum(), (~first & ~second).sum()]]
            rows.append([own.sum(), table[0][1], table[1][0]])
            within[rule].append(mcnemar(table, exact=True).pvalue)
        tensors[f"{number}.{rule}.classes"] = np.array(rows)
        tensors[f"{number}.{rule}.differences"] = differences
        tensors[f"{number}.{rule}.counts"] = np.array([(called == decisions).sum(), only_model, only_other])
        tensors[f"{number}.{rule}.kappa"] = np.array([kappa(called, decisions), kappa(labels, called)])
for rule, values in tests.items():
    tensors[f"{rule}.p"] = np.array([values, multipletests(values, method="holm")[1]])
    tensors[f"{rule}.classes.p"] = np.array([within[rule], multipletests(within[rule], method="holm")[1]])
save(
    "diagnostics/readers", tensors, exact=tuple(tensors), count=len(readers), replicates=REPLICATES, threshold=THRESHOLD,
    ofDecisions=",".join(OF_DECISIONS), ofProbabilities=",".join(OF_PROBABILITIES))

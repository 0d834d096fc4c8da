"""Out-of-fold predictions as one set, and the gain of an ensemble over its members: metrics by scikit-learn, intervals by NumPy
from the random streams of the program's bootstrap, tests by SciPy."""

import numpy as np
from scipy import stats
from sklearn import metrics as sk

from golden import save
from random_stream import BOOTSTRAP, RandomStream, noise

REPLICATES = 300
BINS = 15
Z = stats.norm.ppf(0.975)


def doubles(name, *shape):
    return noise(f"folds/{name}", *shape).astype(np.float64)


def probabilities(name, labels, skill):
    """Of the positive class, with ties."""
    return np.round(1 / (1 + np.exp(-(skill * (2 * labels - 1) + 2 * doubles(name, len(labels))))), 2)


def draws(clusters):
    """The images of each replicate; whole patients are drawn."""
    count = clusters.max() + 1
    for replicate in range(REPLICATES):
        words = RandomStream(0, BOOTSTRAP, index=replicate).words(count).astype(np.uint64)
        drawn = np.bincount(((words * np.uint64(count)) >> np.uint64(32)).astype(int), minlength=count)
        yield np.repeat(np.arange(len(clusters)), drawn[clusters])


def ece(labels, scores):
    confidence = np.maximum(scores, 1 - scores)
    correct = (scores > 0.5).astype(int) == labels
    bins = np.searchsorted(np.arange(1, BINS + 1) * (1 / BINS), confidence, "left")
    return sum(abs(np.sum(correct[bins == b]) - np.sum(confidence[bins == b])) for b in range(BINS)) / len(labels)


def figures(labels, scores):
    """The metrics in the order of the program."""
    called = (scores > 0.5).astype(int)
    return np.array([
        sk.accuracy_score(labels, called), sk.balanced_accuracy_score(labels, called), sk.recall_score(labels, called),
        sk.recall_score(labels, called, pos_label=0), sk.precision_score(labels, called), sk.f1_score(labels, called),
        sk.matthews_corrcoef(labels, called), sk.roc_auc_score(labels, scores), sk.average_precision_score(labels, scores),
        sk.log_loss(labels, np.stack([1 - scores, scores], 1)), sk.brier_score_loss(labels, scores), ece(labels, scores)])


def intervals(values):
    return np.percentile(np.array(values), [2.5, 97.5], axis=0).T.reshape(-1)


def delong(labels, scores):
    positive, negative = scores[labels == 1], scores[labels == 0]
    pairs = (positive[:, None] > negative) + (positive[:, None] == negative) / 2
    half = Z * np.sqrt(pairs.mean(1).var(ddof=1) / len(positive) + pairs.mean(0).var(ddof=1) / len(negative))
    return [max(0, pairs.mean() - half), min(1, pairs.mean() + half)]


# Out-of-fold predictions: 60 patients with two images each in five folds, two seeds.
PATIENTS, FOLDS = 60, 5
clusters = np.repeat(np.arange(PATIENTS), 2)
labels = (doubles("labels", PATIENTS) > -0.2).astype(np.int64)[clusters]
folds = clusters % FOLDS
# The networks of the folds have different scales, so the area of all folds is not the mean of theirs.
seeds = [np.round(probabilities(f"seed-{seed}", labels, 0.7) ** (1 + folds / 4), 2) for seed in (1, 2)]
assert all(0 < labels[folds == fold].mean() < 1 for fold in range(FOLDS))
of_folds = np.array([figures(labels[folds == fold], scores[folds == fold]) for scores in seeds for fold in range(FOLDS)])
drawn = [[figures(labels[index], scores[index]) for scores in seeds] for index in draws(clusters)]
pooled = np.array([figures(labels, scores) for scores in seeds])
called = (seeds[0] > 0.5).astype(int)
case = {
    "labels": labels, "folds": folds.astype(np.int64), "patients": clusters.astype(np.int64),
    "probabilities": np.array(seeds), "pooled": pooled, "first_intervals": intervals([values[0] for values in drawn]),
    "mean": pooled.mean(0), "mean_intervals": intervals([np.mean(values, 0) for values in drawn]),
    "folds_mean": of_folds.mean(0), "folds_std": of_folds.std(0, ddof=1),
    "confusion": sk.confusion_matrix(labels, called).reshape(-1).astype(np.int64), "delong": np.array(delong(labels, seeds[0])),
}
save("folds/out-of-fold", case, exact=tuple(case), replicates=REPLICATES)

# An ensemble of three members on 80 patients, some with two images.
clusters = np.concatenate([np.arange(80), np.arange(0, 40)])
clusters.sort()
labels = (doubles("ensemble/labels", 80) > 0).astype(np.int64)[clusters]
common = 2.2 * doubles("ensemble/common", len(labels)) + 0.5 * (2 * labels - 1)
scores_of_members = [1 / (1 + np.exp(-common - 0.5 * doubles(f"ensemble/{member}", len(labels)))) for member in range(3)]
# With ties, but with no mean of 0.5.
members = [0.007 + 0.98 * np.round(scores, 2) for scores in scores_of_members]
mean = np.mean(members, 0)


def gains(index):
    truth = labels[index]

    def values(scores):
        called = (scores[index] > 0.5).astype(int)
        return np.array([sk.accuracy_score(truth, called), sk.roc_auc_score(truth, scores[index])])

    return np.stack([values(mean), np.mean([values(scores) for scores in members], 0)])


assert np.abs(mean - 0.5).min() > 1e-9
samples = np.array([gains(index) for index in draws(clusters)])
correct = np.array([(scores > 0.5) == labels for scores in [mean, *members]]).astype(float)
differences = np.bincount(clusters, correct[0] - correct[1:].mean(0))
differing = differences[np.abs(differences) > 1e-12]
# Up to 20 patients, the program enumerates all signs, as SciPy does here.
assert 10 <= len(differing) <= 20
exact = stats.permutation_test((differing,), np.sum, permutation_type="samples", n_resamples=np.inf)
own = gains(np.arange(len(labels)))
areas = (samples[:, 0] - samples[:, 1])[:, 1]
case = {
    "labels": labels, "patients": clusters.astype(np.int64), "probabilities": np.array(members), "own": own.reshape(-1),
    "ensemble_intervals": intervals(samples[:, 0]), "gain_intervals": intervals(samples[:, 0] - samples[:, 1]),
    "p": np.array([exact.pvalue, 2 * stats.norm.sf(abs(own[0, 1] - own[1, 1]) / areas.std(ddof=1))]),
}
save("folds/ensemble", case, exact=tuple(case), replicates=REPLICATES)

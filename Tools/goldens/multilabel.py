"""Losses of several labels by PyTorch, metrics by scikit-learn, and the bootstrap over patients by NumPy."""

import warnings

import numpy as np
import torch
import torch.nn.functional as F
from sklearn import metrics as sk

from golden import double, save
from measures_bins import calibration_error
from random_stream import BOOTSTRAP, TEST, RandomStream, noise

warnings.filterwarnings("ignore")
NAN = float("nan")
IGNORED = 2


# Losses. A state is 0 (negative), 1 (positive) or 2 (ignored).

def focal(logits, target, alpha, gamma):
    """The formula of torchvision.ops.sigmoid_focal_loss; for mixed targets the sum of both kinds, weighted."""
    p = torch.sigmoid(logits)
    positive = -((1 - p) ** gamma) * F.logsigmoid(logits)
    negative = -(p**gamma) * F.logsigmoid(-logits)
    (a, b) = (1, 1) if alpha is None else (alpha, 1 - alpha)
    return a * target * positive + b * (1 - target) * negative


def asymmetric(logits, target, positive, negative, margin):
    """The formula of the authors' AsymmetricLoss, with the gradient of the focusing factors."""
    p = torch.sigmoid(logits)
    rest = (1 - p + margin).clamp(max=1) if margin > 0 else torch.sigmoid(-logits)
    losses = target * F.logsigmoid(logits) * (1 - p) ** positive
    return -(losses + (1 - target) * torch.log(rest) * (1 - rest) ** negative)


def loss_case(name, n, labels, bound=3, ignored=False, mixed=False, pos_weight=False, kind="bce", **settings):
    case = f"multilabel/loss-{name}"
    logits = noise(f"{case}/input", n, labels, bound=bound)
    words = RandomStream(3, TEST, name=case).words(2 * n * labels).reshape(2, n, labels)
    states = (words[0] % (3 if ignored else 2)).astype(np.int64)
    target, known = (states == 1).astype(np.float64), states != IGNORED
    tensors = {"input": logits, "states": states}
    if mixed:
        # Each row is mixed with the next one.
        fractions = np.linspace(0, 1, n).astype(np.float32)
        other = np.roll(target, -1, axis=0)
        target = fractions[:, None] * target + (np.float32(1) - fractions[:, None]) * other
        target = target.astype(np.float32).astype(np.float64)
        known = known & np.roll(known, -1, axis=0)
        tensors["fractions"] = fractions
    weight = None
    if pos_weight:
        tensors["pos_weight"] = noise(f"{case}/pos_weight", labels) * np.float32(2) + np.float32(3)
        weight = double(tensors["pos_weight"])
    leaf = double(logits, grad=True)
    target, mask = torch.from_numpy(target), torch.from_numpy(known.astype(np.float64))
    if kind == "bce":
        module = torch.nn.BCEWithLogitsLoss(pos_weight=weight, reduction="none")
        entries = module(leaf, target)
        if known.all():
            assert torch.equal(entries.mean(), torch.nn.BCEWithLogitsLoss(pos_weight=weight)(leaf, target))
    elif kind == "focal":
        entries = focal(leaf, target, settings.get("alpha"), settings["gamma"])
    else:
        entries = asymmetric(leaf, target, settings["positive"], settings["negative"], settings["margin"])
    loss = entries[mask > 0].sum() / mask.sum()
    loss.backward()
    save(case, tensors | {"output": loss, "input_gradient": leaf.grad}, kind=kind, **settings)


loss_case("bce", 6, 4)
loss_case("bce-masked", 6, 4, ignored=True)
loss_case("bce-pos-weight", 6, 4, ignored=True, pos_weight=True)
loss_case("bce-mixed", 6, 4, ignored=True, mixed=True, pos_weight=True)
loss_case("bce-extreme", 4, 3, bound=200)
loss_case("bce-single", 5, 1)
loss_case("focal", 6, 4, ignored=True, kind="focal", gamma=2.0, alpha=0.25)
loss_case("focal-half", 6, 4, kind="focal", gamma=0.5)
loss_case("focal-gamma0", 6, 4, kind="focal", gamma=0.0)
loss_case("focal-mixed", 6, 4, ignored=True, mixed=True, kind="focal", gamma=2.0, alpha=0.25)
loss_case("asymmetric", 8, 4, ignored=True, kind="asymmetric", positive=0.0, negative=4.0, margin=0.05)
loss_case("asymmetric-other", 8, 4, kind="asymmetric", positive=1.0, negative=2.5, margin=0.2)
loss_case("asymmetric-no-margin", 8, 4, kind="asymmetric", positive=1.0, negative=4.0, margin=0.0)
loss_case("asymmetric-mixed", 8, 4, mixed=True, kind="asymmetric", positive=1.0, negative=4.0, margin=0.05)


# Metrics of one label, whose images are those for which it is not ignored.
METRICS = [
    "auroc", "average_precision", "sensitivity_at_specificity_90", "specificity_at_sensitivity_90", "sensitivity",
    "specificity", "precision", "f1", "log_loss", "brier", "ece",
]
RATE = 0.9


def of_label(truth, score, called, weights, zero=NAN):
    kept = weights > 0
    if len(set(truth[kept])) < 2:
        return dict.fromkeys(METRICS, NAN)
    w = {"sample_weight": weights}
    false, true, _ = sk.roc_curve(truth, score, drop_intermediate=False, **w)
    return {
        "auroc": sk.roc_auc_score(truth, score, **w),
        "average_precision": sk.average_precision_score(truth, score, **w),
        "sensitivity_at_specificity_90": true[1 - false >= RATE - 1e-12].max(),
        "specificity_at_sensitivity_90": (1 - false[true >= RATE - 1e-12]).max(),
        "sensitivity": sk.recall_score(truth, called, **w),
        "specificity": sk.recall_score(truth, called, pos_label=0, **w),
        "precision": sk.precision_score(truth, called, zero_division=zero, **w),
        "f1": sk.f1_score(truth, called, **w),
        "log_loss": sk.log_loss(truth, score, labels=[0, 1], **w),
        "brier": sk.brier_score_loss(truth, score, **w),
        "ece": calibration_error(truth, score, weights),
    }


def close(a, b):
    return abs(a - b) < 1e-12


def all_of(states, scores, thresholds, weights):
    """The metrics of each label, their mean, and those of all entries together."""
    n, labels = states.shape
    called = (scores >= thresholds).astype(int)
    known = states != IGNORED
    evaluated = [c for c in range(labels) if {0, 1} <= set(states[:, c])]

    def rows(zero):
        return [
            of_label(states[k, c], scores[k, c], called[k, c], weights[k], zero)
            for c, k in enumerate(known.T)
        ]

    each, macro_rows = rows(NAN), rows(0.0)
    macro = {
        name: float(np.nanmean([macro_rows[c][name] for c in evaluated]))
        if any(macro_rows[c][name] == macro_rows[c][name] for c in evaluated) else NAN
        for name in METRICS
    }
    mask = known[:, evaluated]
    repeated = np.repeat(weights[:, None], len(evaluated), axis=1)[mask]
    micro = of_label(states[:, evaluated][mask], scores[:, evaluated][mask], called[:, evaluated][mask], repeated)
    correct = (called == states) | ~known
    there = known.any(1)
    exact = np.average(correct.all(1)[there], weights=weights[there]) if weights[there].sum() > 0 else NAN
    entry_weights = np.repeat(weights[:, None], labels, axis=1)[known]
    hamming = 1 - np.average(correct[known], weights=entry_weights) if entry_weights.sum() > 0 else NAN
    if labels > 1 and known.all() and len(evaluated) == labels and (weights > 0).all():
        # Without ignored entries these are scikit-learn's own functions of matrices.
        w = {"sample_weight": weights}
        for average, values in [("macro", macro), ("micro", micro)]:
            assert close(values["auroc"], sk.roc_auc_score(states, scores, average=average, **w))
            assert close(values["average_precision"], sk.average_precision_score(states, scores, average=average, **w))
            assert close(values["f1"], sk.f1_score(states, called, average=average, **w))
            assert close(values["precision"], sk.precision_score(states, called, average=average, zero_division=0, **w))
            assert close(values["sensitivity"], sk.recall_score(states, called, average=average, **w))
        assert close(exact, sk.accuracy_score(states, called, **w))
        assert close(hamming, sk.hamming_loss(states, called, **w))
    return each, macro, micro, exact, hamming


def draw(case, n, labels, ignored, rates=None, ties=False):
    words = RandomStream(3, TEST, name=f"multilabel/{case}").words(4 * n * labels).reshape(4, n, labels) / 2.0**32
    rates = np.linspace(0.15, 0.6, labels) if rates is None else np.asarray(rates)
    states = (words[0] < rates).astype(np.int64)
    logits = 3 * words[1] + 1.5 * states - 2.2
    scores = (1 / (1 + np.exp(-logits))).astype(np.float32).astype(np.float64)
    if ties:
        scores = np.round(scores, 1)
    states[words[2] < ignored] = IGNORED
    return states, scores


tensors, count = {}, 0


def record(states, scores, thresholds=None, weighted=False):
    global count
    n, labels = states.shape
    thresholds = np.full(labels, 0.5) if thresholds is None else np.asarray(thresholds)
    words = RandomStream(4, TEST, name=f"multilabel/weights/{count}").words(n)
    weights = (words % 4).astype(int) if weighted else np.ones(n, dtype=int)
    each, macro, micro, exact, hamming = all_of(states, scores, thresholds, weights)
    row = lambda values: [values[name] for name in METRICS]
    tensors.update({
        f"{count}.states": states, f"{count}.scores": scores, f"{count}.thresholds": thresholds,
        f"{count}.weights": weights.astype(np.int64), f"{count}.labels": np.array([row(e) for e in each]),
        f"{count}.macro": np.array(row(macro)), f"{count}.micro": np.array(row(micro)),
        f"{count}.rows": np.array([exact, hamming]),
    })
    count += 1


for case in range(12):
    n, labels = [40, 75, 120][case % 3], [3, 5, 14, 1][case % 4]
    states, scores = draw(case, n, labels, [0, 0.2, 0.6][case // 4], ties=case % 5 == 4)
    thresholds = np.linspace(0.3, 0.7, labels) if case % 2 else None
    record(states, scores, thresholds, weighted=case % 3 == 2)
states, scores = draw("absent", 50, 6, 0.1)
states[:, 0], states[:, 1], states[:, 2] = 0, 1, IGNORED  # one class, the other, none
states[states[:, 3] == 1, 3] = 0  # a label without positive images, with ignored ones
record(states, scores)
states, scores = draw("never", 60, 3, 0)
scores[:, 1] *= 0.4  # never predicted
record(states, scores)
states, scores = draw("rows", 30, 4, 0)
states[::3] = IGNORED  # images without a known label
record(states, scores, weighted=True)
save("multilabel/metrics", tensors, exact=tuple(tensors), count=count, metrics=",".join(METRICS))


# The bootstrap over patients, from the patients that the project's generator draws.
PATIENTS, REPLICATES = 60, 500
states, scores = draw("patients", 150, 4, 0.15, rates=[0.1, 0.3, 0.5, 0.2])
clusters = (RandomStream(5, TEST, name="multilabel/clusters").words(150) % PATIENTS).astype(np.int64)
clusters[:PATIENTS] = np.arange(PATIENTS)
names = ["auroc", "average_precision", "f1", "brier"]
samples = []
for replicate in range(REPLICATES):
    words = RandomStream(7, BOOTSTRAP, index=replicate).words(PATIENTS).astype(np.uint64)
    drawn = np.bincount(((words * np.uint64(PATIENTS)) >> np.uint64(32)).astype(int), minlength=PATIENTS)
    each, macro, micro, exact, hamming = all_of(states, scores, np.full(4, 0.5), drawn[clusters])
    samples.append([e[n] for e in each + [macro, micro] for n in names] + [exact, hamming])
samples = np.array(samples)
assert np.isnan(samples).sum(0).max() < REPLICATES // 5
tensors = {
    "states": states, "scores": scores, "clusters": clusters,
    "intervals": np.nanquantile(samples, [0.025, 0.975], axis=0).T.reshape(-1),
}
save(
    "multilabel/patients", tensors, exact=tuple(tensors), seed=7, replicates=REPLICATES, metrics=",".join(names))

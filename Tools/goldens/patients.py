"""The bootstrap over patients, by NumPy alone, on a set with the shape of the public chest X-rays' test split: 624 images of
428 patients, up to 9 each."""

import numpy as np

from golden import save
from random_stream import noise

PATIENTS, IMAGES, REPLICATES = 428, 624, 20_000

# Patients have as many images as the order of their noise gives: most one, a few up to nine.
order = np.argsort(noise("patients/sizes", PATIENTS))
sizes = np.ones(PATIENTS, dtype=int)
extra = IMAGES - PATIENTS
for place, patient in enumerate(order):
    more = min([8, 6, 5, 4, 3, 2, 2, 1][min(place // 12, 7)], extra)
    sizes[patient] += more
    extra -= more
assert sizes.sum() == IMAGES
clusters = np.repeat(np.arange(PATIENTS), sizes)
sick = noise("patients/sick", PATIENTS) > -0.3
labels = sick[clusters].astype(int)
# Images of one patient are alike: half of the noise is the patient's.
logits = (1.2 * (2 * labels - 1) + 1.1 * noise("patients/of-patient", PATIENTS).astype(np.float64)[clusters]
          + 0.8 * noise("patients/of-image", IMAGES).astype(np.float64))
scores = np.round(1 / (1 + np.exp(-logits)), 6)


def auroc(labels, scores):
    positive, negative = np.sort(scores[labels == 1]), np.sort(scores[labels == 0])
    below = np.searchsorted(negative, positive, "left")
    upto = np.searchsorted(negative, positive, "right")
    return (below + upto).sum() / 2 / len(positive) / len(negative)


def figures(index):
    truth, score = labels[index], scores[index]
    called = (score >= 0.5).astype(int)
    return [np.mean(called == truth), np.mean(called[truth == 1]), np.mean(called[truth == 0] == 0), auroc(truth, score)]


def intervals(draw):
    values = np.array([figures(draw()) for _ in range(REPLICATES)])
    return np.percentile(values, [2.5, 97.5], axis=0).T.reshape(-1)


random = np.random.default_rng(1)
members = [np.flatnonzero(clusters == patient) for patient in range(PATIENTS)]


def patients():
    return np.concatenate([members[patient] for patient in random.integers(0, PATIENTS, PATIENTS)])


draws = random.integers(0, PATIENTS, (8, PATIENTS))
of_draws = []
for row in draws:
    values = figures(np.concatenate([members[patient] for patient in row]))
    of_draws += [values[0], values[3]]
tensors = {
    "clusters": clusters.astype(np.int64), "labels": labels.astype(np.int64), "scores": scores,
    "by_patient": intervals(patients), "by_image": intervals(lambda: random.integers(0, IMAGES, IMAGES)),
    "draws": draws.reshape(-1).astype(np.int64), "of_draws": np.array(of_draws),
}
save("patients/cases", tensors, exact=tuple(tensors))

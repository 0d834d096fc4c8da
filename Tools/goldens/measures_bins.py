"""The calibration error by scikit-learn's calibration curve and NumPy's counts of its bins."""

import numpy as np
from sklearn.calibration import calibration_curve

BINS = 15


def calibration_error(truth, probability, weights):
    """scikit-learn's calibration curve, of images repeated by their weights, weighted by NumPy's counts of its bins."""
    truth, probability = np.repeat(truth, weights), np.repeat(probability, weights)
    share, mean = calibration_curve(truth, probability, n_bins=BINS) if len(set(truth)) == 2 else flat(truth, probability)
    edges = np.linspace(0, 1, BINS + 1)
    counts = np.bincount(np.searchsorted(edges[1:-1], probability), minlength=BINS)
    return float(np.sum(counts[counts > 0] * np.abs(share - mean)) / len(truth))


def flat(truth, probability):
    """The same where every truth is alike, which calibration_curve refuses."""
    bins = np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], probability)
    there = np.unique(bins)
    return (np.array([truth[bins == b].mean() for b in there]), np.array([probability[bins == b].mean() for b in there]))

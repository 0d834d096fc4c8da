"""Tests and intervals by SciPy and statsmodels."""

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

from golden import save
from random_stream import noise

tensors, count = {}, 0
for case, pairs in enumerate([2, 3, 3, 4, 5, 6, 7, 8, 10, 12, 14, 5, 6, 3]):
    first = 0.8 + 0.05 * noise(f"significance/first-{case}", pairs).astype(np.float64)
    second = first + 0.03 * (noise(f"significance/second-{case}", pairs) + case % 3 - 1).astype(np.float64)
    if case > 10:  # as accuracies of few images are, with ties and zeros
        first, second = np.round(first * 40) / 40, np.round(second * 40) / 40
    flips = stats.permutation_test(
        (first, second), lambda a, b, axis: np.mean(a - b, axis=axis), permutation_type="samples", vectorized=True,
        n_resamples=np.inf)
    interval = stats.t.interval(0.95, pairs - 1, loc=first.mean(), scale=stats.sem(first))
    tensors.update({
        f"{case}.first": first, f"{case}.second": second,
        f"{case}.results": np.array([
            stats.ttest_rel(first, second).pvalue, flips.pvalue, stats.ttest_ind(first, second, equal_var=False).pvalue,
            *interval]),
    })
    count += 1
for case, tests in enumerate([1, 2, 5, 27]):
    values = np.abs(noise(f"significance/holm-{case}", tests)).astype(np.float64) ** 4
    if tests > 2:
        values[1] = values[2]
    tensors[f"holm-{case}.probabilities"] = values
    tensors[f"holm-{case}.corrected"] = multipletests(values, method="holm")[1]
freedoms = [1, 2, 3, 5, 10, 30, 1000]
tensors["quantiles"] = np.array([[f, level, stats.t.ppf(1 - level / 2, f)] for f in freedoms for level in [0.05, 0.01, 0.5]])
save("significance/cases", tensors, exact=tuple(tensors), count=count, holm=4)

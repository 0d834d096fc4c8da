"""The steps that the peers' programs time."""

import time

# The first step compiles, and the second one may still choose kernels.
UNCOUNTED = 2


def step_times(step, count):
    """Seconds of each of `count` steps; without a count, of those that three seconds hold, at least 5 and at most 50."""
    for _ in range(UNCOUNTED):
        step()
    seconds = []
    while len(seconds) < count if count else len(seconds) < 5 or (sum(seconds) < 3 and len(seconds) < 50):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return seconds

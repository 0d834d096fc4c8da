"""Learning rates of epochs 0 to 99, base 0.1: PyTorch's schedulers where they exist, else the formula."""

import math
import warnings

import numpy as np
import torch
from torch.optim import lr_scheduler as torch_schedules

from golden import save

BASE, EPOCHS = 0.1, 100
warnings.filterwarnings("ignore", message="Detected call of")


def from_torch(make):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    schedule = make(optimizer)
    rates = []
    for _ in range(EPOCHS):
        rates.append(optimizer.param_groups[0]["lr"])
        schedule.step()
    return rates


def from_formula(formula):
    return [formula(epoch) for epoch in range(EPOCHS)]


def record(case, rates, kind, **parameters):
    save(
        f"schedules/{case}", {"rates": np.array(rates, dtype=np.float64)}, exact=("rates",),
        kind=kind, base=BASE, epochs=EPOCHS, **parameters)


record("constant", from_formula(lambda e: BASE), "constant")
for case, factor, every in [("step", 0.5, 1), ("step-other", 0.1, 30)]:
    rates = from_torch(lambda o: torch_schedules.StepLR(o, every, factor))
    record(case, rates, "step", factor=factor, every=every)
for case, minimum in [("cosine", 0.01), ("cosine-other", 0.001)]:
    rates = from_torch(lambda o: torch_schedules.CosineAnnealingLR(o, EPOCHS, minimum))
    record(case, rates, "cosine", minimum=minimum)
for case, rate in [("exponential", 0.95), ("exponential-other", 0.9)]:
    rates = from_torch(lambda o: torch_schedules.ExponentialLR(o, rate))
    record(case, rates, "exponential", rate=rate)
for case, power in [("polynomial", 2), ("polynomial-other", 1)]:
    rates = from_torch(lambda o: torch_schedules.PolynomialLR(o, EPOCHS, power))
    record(case, rates, "polynomial", power=power)
for case, rate in [("natural-exponential", 0.005), ("natural-exponential-other", 0.05)]:
    record(case, from_formula(lambda e: BASE * math.exp(-rate * e)), "naturalExponential", rate=rate)
for case, rate, every in [("staircase", 0.05, 1), ("staircase-other", 0.5, 10)]:
    rates = from_formula(lambda e: BASE * math.exp(-rate * ((1 + e) // every)))
    record(case, rates, "staircase", rate=rate, every=every)

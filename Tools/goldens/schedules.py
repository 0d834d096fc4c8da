"""Learning rates of epochs 0 to 99, base 0.1: PyTorch's schedulers where they exist, else the formula."""

import math
import warnings

import numpy as np
import torch
from torch.optim import lr_scheduler as torch_schedules

from golden import save
from random_stream import noise

BASE, EPOCHS = 0.1, 100
warnings.filterwarnings("ignore", message="Detected call of")


def from_torch(make, metric=None):
    """`metric` holds a value an epoch, for the schedulers that ask for it."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    schedule = make(optimizer)
    rates = []
    for epoch in range(EPOCHS):
        rates.append(optimizer.param_groups[0]["lr"])
        if epoch + 1 < EPOCHS:  # OneCycleLR counts its steps
            schedule.step(*([] if metric is None else [metric[epoch]]))
    return rates


def from_formula(formula):
    return [formula(epoch) for epoch in range(EPOCHS)]


def record(case, rates, kind, metric=None, **parameters):
    tensors = {"rates": np.array(rates, dtype=np.float64)}
    if metric is not None:
        tensors["metric"] = metric
    save(
        f"schedules/{case}", tensors, exact=tuple(tensors), kind=kind, base=BASE, epochs=EPOCHS,
        **parameters)


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
for case, share, divisor, final, anneal in [
    ("one-cycle", 0.3, 25, 1e4, "cosine"), ("one-cycle-linear", 0.3, 25, 1e4, "linear"),
    ("one-cycle-other", 0.123, 10, 100, "cosine"), ("one-cycle-down", 0.0, 25, 1e4, "linear"),
]:
    rates = from_torch(lambda o: torch_schedules.OneCycleLR(
        o, BASE, total_steps=EPOCHS, pct_start=share,
        anneal_strategy={"cosine": "cos"}.get(anneal, anneal),
        div_factor=divisor, final_div_factor=final, cycle_momentum=False))
    record(case, rates, "oneCycle", warmupFraction=share, divisor=divisor, finalDivisor=final, anneal=anneal)
for case, every, factor, minimum in [
    ("cosine-restarts", 10, 1, 0), ("cosine-restarts-doubling", 7, 2, 0.001), ("cosine-restarts-tripling", 1, 3, 0.01),
]:
    rates = from_torch(lambda o: torch_schedules.CosineAnnealingWarmRestarts(o, every, factor, minimum))
    record(case, rates, "cosineRestarts", every=every, factor=factor, minimum=minimum)
jitter = noise("schedules/metric", EPOCHS).astype(np.float64)
loss = np.exp(-np.arange(EPOCHS) / 8) + 0.1 * jitter
accuracy = np.round((1 - 0.5 * np.exp(-np.arange(EPOCHS) / 20) + 0.02 * jitter) * 64) / 64
for case, mode, metric, factor, patience, threshold, cooldown, minimum in [
    ("plateau", "min", loss, 0.1, 10, 1e-4, 0, 0), ("plateau-cooldown", "min", loss, 0.7, 2, 0.01, 3, 0.01),
    ("plateau-accuracy", "max", accuracy, 0.5, 3, 1e-4, 0, 0.002),
    ("plateau-impatient", "max", accuracy, 0.9, 0, 0, 1, 0),
]:
    rates = from_torch(lambda o: torch_schedules.ReduceLROnPlateau(
        o, mode, factor=factor, patience=patience, threshold=threshold, cooldown=cooldown, min_lr=minimum), metric)
    record(
        case, rates, "plateau", metric=metric, largerIsBetter=str(mode == "max").lower(), factor=factor,
        patience=patience, threshold=threshold, cooldown=cooldown, minimum=minimum)


def after_warmup(make, epochs, start):
    return from_torch(lambda o: torch_schedules.SequentialLR(
        o, [torch_schedules.LinearLR(o, start, total_iters=epochs), make(o)], milestones=[epochs]))


for case, make, kind, settings in [
    ("step", lambda o: torch_schedules.StepLR(o, 10, 0.5), "step", {"factor": 0.5, "every": 10}),
    ("cosine", lambda o: torch_schedules.CosineAnnealingLR(o, EPOCHS - 8, 0.001), "cosine", {"minimum": 0.001}),
    ("exponential", lambda o: torch_schedules.ExponentialLR(o, 0.95), "exponential", {"rate": 0.95}),
]:
    warmup = {"warmup.epochs": 8, "warmup.startFactor": 0.1}
    record(f"{case}-warmup", after_warmup(make, 8, 0.1), kind, **warmup, **settings)
constant = lambda o: torch_schedules.ConstantLR(o, 1, 0)
record("constant-warmup", after_warmup(constant, 5, 1 / 3), "constant", **{"warmup.epochs": 5})

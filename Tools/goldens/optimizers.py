"""Parameters after 1, 10 and 50 steps of PyTorch's optimizers and of Lion with given gradients, in double precision."""

import torch

from golden import double, save
from random_stream import noise

COUNT, STEPS = 37, 50
INITIAL = noise("optimizers/initial", COUNT)
GRADIENTS = noise("optimizers/gradients", STEPS, COUNT)


def record(case, make, kind, **settings):
    """`settings` are named as in torch; the metadata holds those that the case sets."""
    parameter = torch.nn.Parameter(double(INITIAL))
    optimizer = make([parameter], **settings)
    saved = {"initial": INITIAL, "gradients": GRADIENTS}
    for step in range(1, STEPS + 1):
        parameter.grad = double(GRADIENTS[step - 1])
        optimizer.step()
        if step in (1, 10, 50):
            saved[f"step{step}"] = parameter.detach().clone()
    flat = {}
    for key, value in settings.items():
        if key == "betas":
            flat["beta1"], flat["beta2"] = value
        else:
            flat[key] = str(value).lower()
    save(f"optimizers/{case}", saved, kind=kind, **flat)


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of Chen et al., Symbolic Discovery of Optimization Algorithms, 2023, which PyTorch lacks."""

    def __init__(self, parameters, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            first, second = group["betas"]
            for w in group["params"]:
                state = self.state[w]
                mean = state.get("mean", torch.zeros_like(w))
                move = (first * mean + (1 - first) * w.grad).sign() + group["weight_decay"] * w
                w -= group["lr"] * move
                state["mean"] = second * mean + (1 - second) * w.grad


sgd, rmsprop, adam, adamw = torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adam, torch.optim.AdamW
record("sgd", sgd, "sgd", lr=0.01)
record("sgd-momentum", sgd, "sgd", lr=0.05, momentum=0.9)
record("sgd-nesterov", sgd, "sgd", lr=0.05, momentum=0.9, nesterov=True)
record("sgd-weight-decay", sgd, "sgd", lr=0.05, momentum=0.9, weight_decay=0.01)
record("sgd-nesterov-weight-decay", sgd, "sgd", lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.01)
record("sgd-dampening", sgd, "sgd", lr=0.05, momentum=0.9, dampening=0.2)
record("rmsprop", rmsprop, "rmsprop", lr=0.01)
record("rmsprop-momentum", rmsprop, "rmsprop", lr=0.01, momentum=0.9)
record("rmsprop-centered", rmsprop, "rmsprop", lr=0.01, centered=True)
record("rmsprop-weight-decay", rmsprop, "rmsprop", lr=0.01, weight_decay=0.01)
record(
    "rmsprop-other", rmsprop, "rmsprop",
    lr=0.002, alpha=0.9, eps=1e-6, momentum=0.5, centered=True, weight_decay=0.001)
record("adam", adam, "adam", lr=0.001)
record("adam-weight-decay", adam, "adam", lr=0.01, weight_decay=0.01)
record("adam-other", adam, "adam", lr=0.01, betas=(0.8, 0.99), eps=1e-6)
record("adamw", adamw, "adamw", lr=0.001)
record("adamw-other", adamw, "adamw", lr=0.01, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1)
record("lion", Lion, "lion", lr=0.001)
record("lion-other", Lion, "lion", lr=0.01, betas=(0.8, 0.95), weight_decay=0.1)

"""Forward values and gradients of single operations, computed by PyTorch in double precision."""

import numpy as np
import torch
import torch.nn.functional as F

from golden import double, save
from resize import torchvision
from random_stream import noise


def record(case, function, tensors, **metadata):
    """Runs `function` on the named float arrays, back-propagates random gradients and saves it all."""
    leaves = {name: double(array, grad=True) for name, array in tensors.items()}
    output = function(**leaves)
    gradient = noise(f"{case}/output_gradient", *output.shape)
    output.backward(double(gradient))
    saved = dict(tensors)
    saved["output"] = output
    saved["output_gradient"] = gradient
    for name, leaf in leaves.items():
        saved[f"{name}_gradient"] = leaf.grad
    save(case, saved, **metadata)


def convolutions():
    #        name              N  C   H   W   K  k  s  p
    cases = [
        ("conv2d-k3p1", 2, 3, 7, 9, 8, 3, 1, 1),
        ("conv2d-k3p1-batch1", 1, 8, 6, 6, 8, 3, 1, 1),
        ("conv2d-k3s2p1", 3, 8, 9, 8, 16, 3, 2, 1),
        ("conv2d-k11s4p2", 2, 3, 35, 35, 64, 11, 4, 2),
        ("conv2d-k7s2p3", 1, 3, 21, 19, 16, 7, 2, 3),
        ("conv2d-k5p2", 3, 16, 7, 5, 32, 5, 1, 2),
        ("conv2d-k1s2", 2, 8, 7, 6, 8, 1, 2, 0),
        ("conv2d-k1", 3, 16, 5, 5, 24, 1, 1, 0),
        ("conv2d-k3p1-wide", 1, 32, 8, 8, 64, 3, 1, 1),
    ]
    for name, n, c, h, w, k, size, stride, padding in cases:
        case = f"ops/{name}"
        bound = 1 / np.sqrt(c * size * size)
        tensors = {
            "input": noise(f"{case}/input", n, c, h, w),
            "weight": noise(f"{case}/weight", k, c, size, size, bound=bound),
            "bias": noise(f"{case}/bias", k),
        }
        record(
            case,
            lambda input, weight, bias: F.conv2d(input, weight, bias, stride, padding),
            tensors, op="conv2d", kernel=size, stride=stride, padding=padding)


def linears():
    for name, n, inputs, outputs in [("linear", 3, 10, 7), ("linear-large", 5, 300, 130), ("linear-batch1", 1, 64, 2)]:
        case = f"ops/{name}"
        record(
            case, F.linear,
            {
                "input": noise(f"{case}/input", n, inputs),
                "weight": noise(f"{case}/weight", outputs, inputs, bound=1 / np.sqrt(inputs)),
                "bias": noise(f"{case}/bias", outputs),
            },
            op="linear")


def activations():
    case = "ops/relu"
    values = noise(f"{case}/input", 2, 5, 4, 3)
    values.reshape(-1)[::7] = 0  # the gradient at zero is zero
    record(case, F.relu, {"input": values}, op="relu")


def poolings():
    #        name                 N  C  H   W  k  s  p
    cases = [
        ("maxpool-k3s2", 2, 3, 9, 11, 3, 2, 0),
        ("maxpool-k3s2-even", 1, 16, 8, 6, 3, 2, 0),
        ("maxpool-k2s2", 3, 4, 8, 6, 2, 2, 0),
        ("maxpool-k2s2-odd", 2, 16, 7, 5, 2, 2, 0),
        ("maxpool-k3s2p1", 2, 8, 9, 12, 3, 2, 1),
    ]
    for name, n, c, h, w, size, stride, padding in cases:
        case = f"ops/{name}"
        # As after a ReLU: half are zero, and the rest are coarse, so that maxima tie.
        values = np.floor(np.maximum(noise(f"{case}/input", n, c, h, w), 0) * 4) / 4
        record(
            case, lambda input: F.max_pool2d(input, size, stride, padding),
            {"input": values.astype(np.float32)},
            op="maxPool2d", kernel=size, stride=stride, padding=padding)
    for name, h, w, output in [
        ("2to6", 2, 2, 6), ("1to6", 1, 1, 6), ("13to6", 13, 13, 6), ("7to6", 7, 7, 6), ("6to6", 6, 6, 6),
        ("5x9to7", 5, 9, 7), ("7to1", 7, 7, 1), ("4x5to1", 4, 5, 1),
    ]:
        case = f"ops/adaptive-avgpool-{name}"
        record(
            case, lambda input: F.adaptive_avg_pool2d(input, output),
            {"input": noise(f"{case}/input", 2, 8, h, w)}, op="adaptiveAveragePool2d", output=output)
    for name, h, w in [("avgpool-k2s2", 8, 6), ("avgpool-k2s2-odd", 7, 5)]:
        case = f"ops/{name}"
        record(
            case, lambda input: F.avg_pool2d(input, 2, 2),
            {"input": noise(f"{case}/input", 2, 8, h, w)}, op="averagePool2d", kernel=2, stride=2, padding=0)


def losses():
    for name, n, classes, weighted, smoothing in [
        ("cross-entropy", 6, 2, False, 0.0),
        ("cross-entropy-weighted", 6, 2, True, 0.0),
        ("cross-entropy-smoothed", 6, 5, False, 0.1),
        ("cross-entropy-weighted-smoothed", 6, 5, True, 0.1),
        ("cross-entropy-extreme", 4, 3, False, 0.0),
    ]:
        case = f"ops/{name}"
        bound = 200 if name.endswith("extreme") else 3
        logits = noise(f"{case}/input", n, classes, bound=bound)
        labels = np.arange(n, dtype=np.int64) * 3 % classes
        tensors = {"input": logits, "labels": labels}
        weights = None
        if weighted:
            tensors["class_weights"] = noise(f"{case}/class_weights", classes) + np.float32(1.25)
            weights = double(tensors["class_weights"])
        leaf = double(logits, grad=True)
        loss = F.cross_entropy(leaf, torch.from_numpy(labels), weights, label_smoothing=smoothing)
        loss.backward()
        tensors |= {"output": loss, "input_gradient": leaf.grad, "probabilities": torch.softmax(leaf, 1)}
        save(case, tensors, op="crossEntropy", labelSmoothing=smoothing)


def soft_losses():
    """Losses of rows of class probabilities, as mixed images have, and focal losses."""
    n, classes = 6, 4
    for name, weighted, smoothing, gamma, soft in [
        ("cross-entropy-soft", False, 0.0, None, True),
        ("cross-entropy-soft-weighted-smoothed", True, 0.1, None, True),
        ("focal", False, 0.0, 2.0, False),
        ("focal-weighted", True, 0.0, 0.5, False),
        ("focal-soft", True, 0.0, 2.0, True),
        ("focal-gamma0", True, 0.0, 0.0, False),
    ]:
        case = f"ops/{name}"
        logits = noise(f"{case}/input", n, classes, bound=3)
        labels = np.arange(n, dtype=np.int64) * 3 % classes
        others, shares = (labels + 1) % classes, np.linspace(0, 1, n)
        rows = np.zeros((n, classes))
        rows[np.arange(n), labels] += shares
        rows[np.arange(n), others] += 1 - shares
        rows = rows.astype(np.float32)
        tensors = {"input": logits, "labels": labels}
        weights = None
        if weighted:
            tensors["class_weights"] = noise(f"{case}/class_weights", classes) + np.float32(1.25)
            weights = double(tensors["class_weights"])
        if soft:
            tensors["targets"] = rows
        leaf = double(logits, grad=True)
        target = double(rows) if soft else torch.from_numpy(labels)
        if gamma is None:
            loss = F.cross_entropy(leaf, target, weights, label_smoothing=smoothing)
        else:
            loss = focal(leaf, target, weights, gamma)
        loss.backward()
        tensors |= {"output": loss, "input_gradient": leaf.grad}
        save(case, tensors, op="crossEntropy" if gamma is None else "focal", labelSmoothing=smoothing, gamma=gamma)


def focal(logits, target, weights, gamma):
    logarithm = torch.log_softmax(logits, 1)
    terms = -((1 - logarithm.exp()) ** gamma) * logarithm
    weights = torch.ones(logits.shape[1], dtype=torch.float64) if weights is None else weights
    if target.dtype == torch.int64:
        rows = terms.gather(1, target[:, None])[:, 0] * weights[target]
        return rows.sum() / weights[target].sum()
    return (terms * weights * target).sum() / len(target)


def sigmoid_focal():
    """torchvision's focal loss of the difference of two logits."""
    case = "ops/focal-sigmoid"
    logits = noise(f"{case}/input", 6, 2, bound=3)
    labels = np.arange(6, dtype=np.int64) % 2
    leaf = double(logits, grad=True)
    loss = torchvision.ops.sigmoid_focal_loss(
        leaf[:, 1] - leaf[:, 0], double(labels), alpha=-1, gamma=2, reduction="mean")
    loss.backward()
    save(
        case, {"input": logits, "labels": labels, "output": loss, "input_gradient": leaf.grad},
        op="focal", labelSmoothing=0.0, gamma=2.0)


def batch_norm_case(case, op, shape, training, finish=None, addends=()):
    """A batch norm, then `finish` of its output and of further inputs of the same shape, named by `addends`."""
    channels = shape[1]
    offset = noise(f"{case}/offset", 1, channels, 1, 1, bound=2)
    tensors = {
        "input": noise(f"{case}/input", *shape) + offset,
        "weight": noise(f"{case}/weight", channels) + np.float32(1.5),
        "bias": noise(f"{case}/bias", channels),
    } | {name: noise(f"{case}/{name}", *shape) for name in addends}
    statistics = {
        "running_mean": noise(f"{case}/running_mean", channels),
        "running_var": noise(f"{case}/running_var", channels) + np.float32(1.5),
    }
    mean, variance = (double(array) for array in statistics.values())
    leaves = {key: double(array, grad=True) for key, array in tensors.items()}
    output = F.batch_norm(
        leaves["input"], mean, variance, leaves["weight"], leaves["bias"], training, momentum=0.1, eps=1e-5)
    if finish:
        output = finish(output, *(leaves[name] for name in addends))
    gradient = noise(f"{case}/output_gradient", *shape)
    output.backward(double(gradient))
    saved = tensors | statistics | {"output": output, "output_gradient": gradient}
    saved |= {f"{key}_gradient": leaf.grad for key, leaf in leaves.items()}
    saved |= {"updated_running_mean": mean, "updated_running_var": variance}
    save(case, saved, op=op, training=str(training).lower(), momentum=0.1, epsilon=1e-5)


def relu(values):
    assert values.abs().min() > 1e-5, "an activation too near to the kink: rounding would decide its gradient"
    return F.relu(values)


def batch_norms():
    for name, shape, training in [
        ("batchnorm-train", (4, 8, 5, 3), True),
        ("batchnorm-train-wide", (2, 32, 4, 4), True),
        ("batchnorm-eval", (3, 16, 4, 5), False),
    ]:
        batch_norm_case(f"ops/{name}", "batchNorm2d", shape, training)
    for suffix, shape in [("", (4, 19, 5, 7)), ("-wide", (2, 32, 12, 12))]:
        batch_norm_case(f"ops/batchnorm-relu-train{suffix}", "batchNormReLU", shape, True, relu)
        batch_norm_case(
            f"ops/batchnorm-add-relu-train{suffix}", "batchNormAddReLU", shape, True,
            lambda output, other: relu(output + other), addends=["other"])


def joins():
    case = "ops/add"
    record(
        case, lambda input, other: input + other,
        {key: noise(f"{case}/{key}", 2, 8, 3, 5) for key in ("input", "other")}, op="add")
    case = "ops/concat"
    channels = {"input0": 3, "input1": 16, "input2": 8}
    record(
        case, lambda input0, input1, input2: torch.cat([input0, input1, input2], 1),
        {key: noise(f"{case}/{key}", 2, c, 4, 3) for key, c in channels.items()}, op="concat", axis=1)


convolutions()
linears()
activations()
poolings()
losses()
soft_losses()
sigmoid_focal()
batch_norms()
joins()

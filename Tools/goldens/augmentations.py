"""What torchvision makes of a picture, by operation and drawn parameters, for the augmentations of `Datasets`.

Each case holds `input` and `output`, [side, side, 3] U8, and the parameters as metadata.
"""

import importlib

import numpy
import torch

from golden import save
from resize import torchvision

v2 = importlib.import_module("torchvision.transforms.v2")
F = v2.functional
BILINEAR = torchvision.transforms.InterpolationMode.BILINEAR
SIDE = 24


def picture(side=SIDE):
    """Smooth, with an edge and a channel of its own range, so that every operation shows."""
    y, x, c = numpy.mgrid[:side, :side, :3]
    values = 128 + 80 * numpy.sin(x / 5 + c) + 60 * numpy.cos(y / 4 - c * x / 40)
    values = values * (0.55 + 0.15 * c) + 40 * ((x - 16) ** 2 + (y - 9) ** 2 < 30)
    return numpy.clip(values, 12, 243).astype(numpy.uint8)


def record(name, make, **parameters):
    """`make` is given the picture as a uint8 tensor [3, side, side]."""
    image = torch.from_numpy(picture()).permute(2, 0, 1).contiguous()
    output = make(image)
    if not isinstance(output, torch.Tensor):
        output = F.pil_to_tensor(output)
    save(
        f"augmentations/{name}",
        {"input": picture(), "output": output.permute(1, 2, 0).contiguous().numpy()}, **parameters)


def geometry():
    record("flip", F.horizontal_flip)
    for index, (angle, fill) in enumerate([(10.0, 0), (-37.5, 128), (171.0, 255)]):
        record(
            f"rotation-{index}", lambda image: F.rotate(image, angle, BILINEAR, fill=fill),
            angle=angle, fill=fill)
    # A scale of 1.1 gives many samples that lie halfway between two levels, where the last bit would decide.
    cases = [(0.0, (3, -5), 1.13, 0.0, 0), (12.0, (-2, 4), 0.85, 0.0, 100), (-8.0, (0, 0), 1.0, 15.0, 0)]
    for index, (angle, (right, down), scale, shear, fill) in enumerate(cases):
        record(
            f"affine-{index}",
            lambda image: F.affine(image, angle, [right, down], scale, [shear, 0.0], BILINEAR, fill=fill),
            angle=angle, right=right, down=down, scale=scale, shear=shear, fill=fill)
    for index, (top, left, height, width) in enumerate([(0, 0, 24, 24), (5, 3, 15, 19), (11, 13, 9, 7)]):
        record(
            f"crop-{index}",
            lambda image: F.resized_crop(F.to_pil_image(image), top, left, height, width, [SIDE, SIDE]),
            top=top, left=left, height=height, width=width)
    record(
        "cutout", lambda image: F.erase(image, 4, 10, 8, 12, torch.tensor(77, dtype=torch.uint8)),
        top=4, left=10, height=8, width=12, fill=77)


def tone():
    for index, factor in enumerate([0.0, 0.63, 1.4]):
        record(f"brightness-{index}", lambda image: F.adjust_brightness(image, factor), factor=factor)
        record(f"contrast-{index}", lambda image: F.adjust_contrast(image, factor), factor=factor)
    for index, gamma in enumerate([0.6, 1.0, 1.7]):
        record(f"gamma-{index}", lambda image: F.adjust_gamma(image, gamma), gamma=gamma)


def noise():
    """Noise that is given: torchvision's own steps after the draw."""
    rows = numpy.random.default_rng(1).normal(size=(SIDE, SIDE, 3)).astype(numpy.float32)
    drawn = torch.from_numpy(rows).permute(2, 0, 1).contiguous()
    keep = torch.randn_like
    torch.randn_like = lambda image, dtype=None: drawn
    try:
        image = torch.from_numpy(picture()).permute(2, 0, 1).contiguous()
        output = F.gaussian_noise(image, 0.0, 0.1)
    finally:
        torch.randn_like = keep
    save(
        "augmentations/noise",
        {"input": picture(), "noise": rows, "output": output.permute(1, 2, 0).contiguous().numpy()},
        sigma=0.1)


def rand_augment():
    """Every operation of torchvision's RandAugment at three magnitudes, both ways."""
    policy = v2.RandAugment(interpolation=BILINEAR, fill=0)
    for name, (magnitudes, signed) in policy._AUGMENTATION_SPACE.items():
        levels = magnitudes(31, SIDE, SIDE)
        for magnitude in [9, 27] if levels is not None else [9]:
            for sign in [1, -1] if signed else [1]:
                value = 0.0 if levels is None else sign * float(levels[magnitude])
                record(
                    f"rand-{name}-{magnitude}{'n' if sign < 0 else ''}",
                    lambda image: policy._apply_image_or_video_transform(
                        image, name, value, interpolation=BILINEAR, fill=policy._fill),
                    operation=name, magnitude=magnitude, negative=str(sign < 0).lower())


def mixing():
    """MixUp and CutMix of a batch of two, with the parameters given."""
    generator = numpy.random.default_rng(2)
    batch = torch.from_numpy(generator.normal(size=(2, 3, 16, 16)).astype(numpy.float32))
    labels = torch.nn.functional.one_hot(torch.tensor([0, 2]), 3).float()
    for name, transform, parameters in [
        ("mixup", v2.MixUp(num_classes=3), {"lam": 0.3}),
        ("cutmix", v2.CutMix(num_classes=3), {"box": (3, 5, 12, 9), "lam_adjusted": 1 - 36 / 256}),
    ]:
        marks = dict(parameters, labels=labels, batch_size=2)
        mixed = transform.transform(batch.clone(), marks)
        target = transform.transform(labels, marks)
        share = parameters.get("lam", parameters.get("lam_adjusted"))
        box = dict(zip(("left", "top", "right", "bottom"), parameters.get("box", ())))
        save(
            f"augmentations/mixing-{name}",
            {"input": batch, "output": mixed, "probabilities": target}, share=share, **box)


if __name__ == "__main__":
    geometry()
    tone()
    noise()
    rand_augment()
    mixing()

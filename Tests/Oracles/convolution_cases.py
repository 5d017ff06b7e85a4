"""Convolution: the input padded by numpy.pad, then torch's convolution, the kernel turned for true convolution."""

import itertools
import math

import numpy as np
import torch
from torch.nn import functional

from common import Draw, Topic, per_axis, reach, sides_of, tensors

BORDERS = {
    "zeros": "constant",
    "constant": "constant",
    "reflect": "reflect",
    "symmetric": "symmetric",
    "replicate": "edge",
    "circular": "wrap",
}
PADDINGS = ["valid", "same", "full", "number", "axes", "sides"]
OPERATIONS = ["crossCorrelation", "convolution"]
GREATEST_OUTPUT = 700
GREATEST_WORK = 60_000


def padded(image, sides, border, constant):
    """The last axes of `image` extended; NumPy's rules where the padding is wider than the image."""
    widths = [(0, 0)] * (image.ndim - len(sides)) + [tuple(side) for side in sides]
    value = {"constant_values": constant} if BORDERS[border] == "constant" else {}
    return np.pad(image, widths, mode=BORDERS[border], **value)


def expected(case):
    shapes = [case["input"], case["weights"]] + ([case["weights"][:1]] if case["bias"] else [])
    image, weights, *bias = tensors(case["seed"], *shapes)
    axes = weights.ndim - 2
    stride, dilation = per_axis(case["stride"], axes), per_axis(case["dilation"], axes)
    sides = sides_of(case["padding"], image.shape[-axes:], weights.shape[2:], stride, dilation)
    image = padded(image, sides, case["border"], case["constant"])
    if case["operation"] == "convolution":
        weights = np.flip(weights, tuple(range(2, weights.ndim))).copy()
    convolve = [functional.conv1d, functional.conv2d, functional.conv3d][axes - 1]
    return convolve(
        torch.from_numpy(image), torch.from_numpy(weights), torch.from_numpy(bias[0]) if bias else None,
        stride=stride, dilation=dilation, groups=case["groups"]).numpy()


def fits(case, greatest_output=GREATEST_OUTPUT, greatest_work=GREATEST_WORK):
    """Whether the window fits, and the case is small enough to be stored and to be run by the definition."""
    axes = len(case["weights"]) - 2
    size, kernel = case["input"][-axes:], case["weights"][2:]
    stride, dilation = per_axis(case["stride"], axes), per_axis(case["dilation"], axes)
    sides = sides_of(case["padding"], size, kernel, stride, dilation)
    room = [i + sum(p) - reach(k, d) for i, p, k, d in zip(size, sides, kernel, dilation)]
    if min(room) < 0:
        return False
    batch = case["input"][0] if len(case["input"]) == axes + 2 else 1
    output = batch * case["weights"][0] * math.prod(r // s + 1 for r, s in zip(room, stride))
    return output <= greatest_output and output * math.prod(case["weights"][1:]) <= greatest_work


def channels(draw):
    """Input channels, filters, groups."""
    kind = draw.below(4)
    if kind <= 1:
        return draw.of([1, 1, 2, 3, 4]), draw.of([1, 1, 2, 3, 5]), 1
    groups = draw.of([2, 3])
    if kind == 2:
        return groups * draw.between(1, 2), groups * draw.between(1, 2), groups
    return groups, groups * draw.between(1, 2), groups


def size(draw, axes):
    kind = draw.below(6)
    if kind == 0:
        return [1] * axes
    small = [draw.between(1, [24, 9, 6][axes - 1]) for _ in range(axes)]
    if kind <= 2:
        small[-1] = draw.between(*[(30, 80), (17, 40), (9, 20)][axes - 1])
    return small


def kernel(draw, axes):
    kind = draw.below(8)
    if kind == 0:
        return [1] * axes
    if kind <= 2:
        return [draw.of([1, 3, 3, 5, 7][: 6 - axes])] * axes
    if kind <= 4:
        return [draw.of([2, 4])] * axes
    return [draw.between(1, [9, 5, 4][axes - 1]) for _ in range(axes)]


def drawn(draw, axes, kind, border, operation, **fixed):
    in_channels, filters, groups = fixed.pop("channels", None) or channels(draw)
    batch = draw.of([[], [], [1], [2], [3]])
    window = fixed.pop("kernel", None) or kernel(draw, axes)
    image = fixed.pop("size", None) or size(draw, axes)
    return {
        "seed": draw.below(2**32),
        "input": fixed.pop("batch", batch) + [in_channels] + image,
        "weights": [filters, in_channels // groups] + window,
        "bias": bool(draw.below(2)),
        "stride": draw.amount(axes, 1, 3),
        "dilation": draw.amount(axes, 1, 3),
        "padding": draw.padding(kind, axes, 5),
        "border": border,
        "constant": draw.between(-512, 512) / 256 if border == "constant" else 0,
        "groups": groups,
        "operation": operation,
    } | fixed


def targeted(draw):
    """Where options meet, and the shapes on which fast code has its seams."""
    for border, operation, _ in itertools.product(BORDERS, OPERATIONS, range(4)):
        # `same` whose sides differ, under stride and dilation.
        while True:
            case = drawn(draw, 2, "same", border, operation,
                stride=[draw.between(2, 3), draw.between(2, 3)], dilation=[draw.between(2, 3), draw.between(2, 3)])
            sides = sides_of("same", case["input"][-2:], case["weights"][2:], case["stride"], case["dilation"])
            if fits(case) and all(before != after for before, after in sides):
                break
        yield case
        # Images of one, two, three or four pixels, padded by up to several times their size.
        yield drawn(draw, 2, "sides", border, operation, size=[draw.between(2, 4), draw.between(2, 4)],
            kernel=[draw.between(1, 3), draw.between(1, 3)], channels=(1, 1, 1), batch=[], dilation=1,
            padding=[[draw.between(5, 13), draw.between(0, 4)], [draw.between(0, 4), draw.between(5, 13)]])
        yield drawn(draw, 2, "number", border, operation, size=[1, 1], padding=draw.between(1, 4),
            kernel=[draw.between(1, 3), draw.between(1, 3)], channels=(2, 2, draw.between(1, 2)), dilation=1)
        # Even kernels over images of a few vectors and a rest.
        yield drawn(draw, 2, "same", border, operation, size=[draw.between(2, 6), draw.between(33, 70)], stride=1,
            kernel=[draw.of([2, 4, 6]), draw.of([2, 4, 6])], channels=(1, 1, 1), batch=[])
        # One channel, one stride: an image filter.
        yield drawn(draw, 2, draw.of(PADDINGS), border, operation, size=[draw.between(7, 9), draw.between(15, 70)],
            kernel=[draw.of([1, 3, 5, 7])] * 2, channels=(1, 1, 1), stride=1, dilation=1, batch=[])
    for border, (in_channels, filters, groups), window in itertools.product(
        ["zeros", "replicate"], [(17, 9, 1), (32, 16, 1), (40, 33, 1), (34, 6, 2)], [[1, 1], [3, 3], [2, 3]]
    ):
        # Many channels: blocks of a matrix product, with rests.
        yield drawn(draw, 2, "same", border, "crossCorrelation", size=[draw.between(3, 7), draw.between(5, 11)],
            kernel=window, channels=(in_channels, filters, groups), stride=draw.of([1, 1, 2]), dilation=1, batch=[])


def write(path):
    draw = Draw(20160323)
    topic = Topic()
    for axes, padding, border, operation, _ in itertools.product(
        [1, 2, 3], PADDINGS, BORDERS, OPERATIONS, range(4)
    ):
        case = drawn(draw, axes, padding, border, operation)
        while not fits(case):
            case = drawn(draw, axes, padding, border, operation)
        topic.add(case, expected(case))
    for case in targeted(draw):
        if fits(case, 4000, 1_500_000):
            topic.add(case, expected(case))
    topic.write(path)

"""Transposed convolution: torch's, uncropped, then cropped; `same` as the gradient of a `same` convolution."""

import itertools
import math

import numpy as np
import torch
from torch.nn import functional

from common import Draw, Topic, per_axis, reach, same_upper, sides_of, tensors
from convolution_cases import channels, kernel, size

PADDINGS = ["valid", "same", "full", "number", "axes", "sides"]


def gradient(image, weights, stride, dilation, groups):
    """Keras' `same`: what leads back from the `same` convolution of an input stride times as large (TensorFlow)."""
    axes = weights.ndim - 2
    batched = image if image.ndim == axes + 2 else image[None]
    forward_size = [i * s for i, s in zip(batched.shape[2:], stride)]
    sides = [same_upper(*values) for values in zip(forward_size, weights.shape[2:], stride, dilation)]
    forward = torch.zeros(
        (batched.shape[0], weights.shape[1] * groups, *forward_size), dtype=torch.float64, requires_grad=True)
    convolve = [functional.conv1d, functional.conv2d, functional.conv3d][axes - 1]
    flat = [amount for side in reversed(sides) for amount in side]
    output = convolve(
        functional.pad(forward, flat), torch.from_numpy(weights), stride=stride, dilation=dilation, groups=groups)
    (result,) = torch.autograd.grad(output, forward, torch.from_numpy(batched))
    return result.numpy() if image.ndim == axes + 2 else result.numpy()[0]


def cropped(image, weights, stride, dilation, groups, padding, output_padding):
    axes = weights.ndim - 2
    transpose = [functional.conv_transpose1d, functional.conv_transpose2d, functional.conv_transpose3d][axes - 1]
    whole = transpose(
        torch.from_numpy(image), torch.from_numpy(weights), stride=stride, dilation=dilation, groups=groups,
        output_padding=output_padding).numpy()
    if padding == "same":
        # ONNX's rule where there is output padding: it counts before the crop to stride times the input.
        totals = [
            max(reach(k, d) + a - s, 0)
            for k, d, a, s in zip(weights.shape[2:], dilation, output_padding, stride)]
        missing = [
            max(s - reach(k, d) - a, 0)
            for k, d, a, s in zip(weights.shape[2:], dilation, output_padding, stride)]
        whole = np.pad(whole, [(0, 0)] * (whole.ndim - axes) + [(0, m) for m in missing])
        sides = [[t // 2, t - t // 2] for t in totals]
    else:
        sides = sides_of(padding, image.shape[-axes:], weights.shape[2:], stride, dilation)
    inside = [slice(before, n - after) for (before, after), n in zip(sides, whole.shape[-axes:])]
    if any(cut.stop <= cut.start for cut in inside):
        return None
    return whole[(..., *inside)]


def expected(case):
    filters = case["weights"][1] * case["groups"]
    image, weights, *bias = tensors(
        case["seed"], case["input"], case["weights"], *([[filters]] if case["bias"] else []))
    axes = weights.ndim - 2
    stride, dilation = per_axis(case["stride"], axes), per_axis(case["dilation"], axes)
    output_padding = per_axis(case["outputPadding"], axes)
    result = cropped(image, weights, stride, dilation, case["groups"], case["padding"], output_padding)
    if case["padding"] == "same" and not any(output_padding):
        by_gradient = gradient(image, weights, stride, dilation, case["groups"])
        assert result.shape == by_gradient.shape and np.allclose(result, by_gradient, atol=1e-12), case
        result = by_gradient
    if result is not None and bias:
        result = result + bias[0].reshape([-1] + [1] * axes)
    return result


def drawn(draw, axes, padding):
    in_channels, filters, groups = channels(draw)
    stride, dilation = draw.amount(axes, 1, 4), draw.amount(axes, 1, 3)
    least = [max(s, d) for s, d in zip(per_axis(stride, axes), per_axis(dilation, axes))]
    output_padding = draw.of([0, min(least) - 1, [draw.below(n) for n in least]])
    image = [min(n, [40, 12, 5][axes - 1]) for n in size(draw, axes)]
    return {
        "seed": draw.below(2**32),
        "input": draw.of([[], [], [1], [2]]) + [in_channels] + image,
        "weights": [in_channels, filters // groups] + kernel(draw, axes),
        "bias": bool(draw.below(2)),
        "stride": stride,
        "dilation": dilation,
        "padding": draw.padding(padding, axes, 3),
        "outputPadding": output_padding,
        "groups": groups,
    }


def write(path):
    draw = Draw(20160324)
    topic = Topic()
    for axes, padding, repeat in itertools.product([1, 2, 3], PADDINGS, range(14)):
        while True:
            case = drawn(draw, axes, padding)
            # Half of the `same` cases have no output padding, so TensorFlow's rule is what judges them.
            if padding == "same" and repeat % 2 == 0:
                case["outputPadding"] = 0
            result = expected(case)
            if result is not None and result.size <= 600 and (
                math.prod(case["input"]) * math.prod(case["weights"][1:]) <= 60_000
            ):
                break
        topic.add(case, result)
    for axes, stride, kernel_size in itertools.product([1, 2, 3], [3, 4], [1, 2]):
        # `same` with a kernel narrower than the stride: what no input reaches is still stride times the input long.
        for output_padding in [0, 0, 1]:
            case = drawn(draw, axes, "same") | {"stride": stride, "dilation": 1, "outputPadding": output_padding}
            image = [draw.between(1, [9, 4, 2][axes - 1]) for _ in range(axes)]
            case["input"] = case["input"][:-axes] + image
            case["weights"] = case["weights"][:2] + [kernel_size] * axes
            result = expected(case)
            topic.add(case, result)
    topic.write(path)

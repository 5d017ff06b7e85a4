"""How many windows fit, and which size leads back, from torch's shape inference alone (meta tensors)."""

import torch
from torch.nn import functional

from common import Draw, Topic, reach


def write(path):
    draw = Draw(20160327)
    topic = Topic()
    for kind, count in [("convolution", 100), ("pooling", 50), ("ceiling", 250), ("transposed", 100)]:
        for _ in range(count):
            while True:
                i, k, s, d = draw.between(1, 60), draw.between(1, 9), draw.between(1, 9), draw.between(1, 4)
                p0, p1, a = draw.between(0, 9), draw.between(0, 9), 0
                if kind in ["pooling", "ceiling"]:
                    # torch pools with as much on both sides, at most half a window.
                    p0 = p1 = draw.between(0, k // 2)
                if kind == "transposed":
                    p1, a = p0, draw.below(max(s, d))
                    if (i - 1) * s + reach(k, d) - 2 * p0 + a >= 1:
                        break
                elif i + p0 + p1 >= reach(k, d):
                    break
            line = torch.empty((1, 1, i), device="meta")
            weights = torch.empty((1, 1, k), device="meta")
            if kind == "convolution":
                output = functional.conv1d(functional.pad(line, (p0, p1)), weights, stride=s, dilation=d)
            elif kind == "transposed":
                output = functional.conv_transpose1d(
                    line, weights, stride=s, dilation=d, padding=p0, output_padding=a)
            else:
                output = functional.max_pool1d(
                    line, k, stride=s, dilation=d, padding=p0, ceil_mode=kind == "ceiling")
            topic.add(
                {"kind": kind, "i": i, "k": k, "s": s, "d": d, "p": [p0, p1], "a": a, "o": output.shape[-1]}, [])
    topic.write(path)

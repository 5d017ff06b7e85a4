"""What all topics share: the numbers, the drawing of options, the arithmetic of sizes, and the files."""

import json
import math

import numpy as np


def numbers(seed, count):
    """SplitMix64's first `count` draws as multiples of 1/256 in [-1, 1): exact in Float32."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(55)).astype(np.int64) - 256) / 256.0


def tensors(seed, *shapes):
    """One tensor after the other from the same stream."""
    sizes = [math.prod(shape) for shape in shapes]
    parts = np.split(numbers(seed, sum(sizes)), np.cumsum(sizes)[:-1])
    return [part.reshape(shape) for part, shape in zip(parts, shapes)]


def ceil_div(a, b):
    return -(-a // b)


def reach(k, d):
    """How many positions a dilated kernel spans, counted off rather than computed."""
    return len(range(0, (k - 1) * d + 1))


def same_upper(i, k, s, d):
    """TensorFlow's rule: enough for ceil(i/s) windows, the odd one after."""
    total = max((ceil_div(i, s) - 1) * s + reach(k, d) - i, 0)
    return [total // 2, total - total // 2]


def sides_of(padding, size, kernel, stride, dilation):
    """[before, after] for each axis, from a padding as the cases spell it."""
    if padding == "valid":
        return [[0, 0] for _ in size]
    if padding == "same":
        return [same_upper(*values) for values in zip(size, kernel, stride, dilation)]
    if padding == "full":
        return [[reach(k, d) - 1] * 2 for k, d in zip(kernel, dilation)]
    if isinstance(padding, int):
        return [[padding, padding] for _ in size]
    return [[p, p] if isinstance(p, int) else list(p) for p in padding]


def per_axis(value, axes):
    return [value] * axes if isinstance(value, int) else list(value)


class Draw:
    """Options as a seeded die gives them."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def below(self, n):
        return int(self.rng.integers(n))

    def between(self, low, high):
        return int(self.rng.integers(low, high + 1))

    def of(self, choices):
        return choices[self.below(len(choices))]

    def amount(self, axes, low, high):
        """One number for all axes, or one each."""
        if self.below(3) < 2:
            return self.between(low, high)
        return [self.between(low, high) for _ in range(axes)]

    def padding(self, kind, axes, high):
        if kind == "number":
            return self.between(1, high)
        if kind == "axes":
            return [self.between(0, high) for _ in range(axes)]
        if kind == "sides":
            while True:
                sides = [[self.between(0, high), self.between(0, high)] for _ in range(axes)]
                if any(before != after for before, after in sides):
                    return sides
        return kind


class Topic:
    """Cases, and the numbers expected of them."""

    def __init__(self):
        self.cases = []
        self.blocks = []
        self.length = 0

    def add(self, case, expected):
        expected = np.asarray(expected, dtype=np.float64)
        self.cases.append(case | {"output": list(expected.shape), "offset": self.length})
        self.blocks.append(expected.astype("<f4").tobytes())
        self.length += expected.size

    def write(self, path):
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in self.cases)
        path.with_suffix(".json").write_text(f"[\n{lines}\n]\n")
        if self.length:
            path.with_suffix(".f32").write_bytes(b"".join(self.blocks))
        print(f"{path.name}: {len(self.cases)} cases, {self.length} numbers")

"""Which input positions an output unit reads, found by gradients: weights of one, so that nothing cancels out.

Maxima would send the gradient to a single place, so they are taken as means over the same windows. Units in the middle of
a large input see no padding: their regions are those of the network itself, and neighbours tell jump and start.
"""

import collections
import fractions
import json
import math

import torch
from torch import nn
from torch.nn import functional

from common import Draw, per_axis, reach
from network_builder import flow, pad, sides_of

CHAINS = 160
LEAST = 20


class Chain:
    """Layers in one or two dimensions on one channel, as YAML and as functions of x and its padding value."""

    def __init__(self, draw, axes):
        self.draw, self.axes = draw, axes
        self.items, self.steps, self.growth = [], [], 1
        self.drawn = collections.Counter([f"{axes}-D"])

    def run(self, x):
        for step in self.steps:
            x = step(x)
        return x

    def slide(self, x, k, s, d, sides):
        """A sum over windows, channels included."""
        weight = torch.ones(1, x.shape[1], *k, dtype=x.dtype)
        convolve = [functional.conv1d, functional.conv2d][self.axes - 1]
        return convolve(pad(x, sides), weight, stride=s, dilation=d)

    def window(self, options, size_key, dilates=True):
        axes, draw = self.axes, self.draw
        options[size_key] = draw.amount(axes, 1, 5)
        options["stride"] = draw.amount(axes, 1, 3) if draw.below(2) else 1
        if dilates and draw.below(3) == 0:
            options["dilation"] = draw.amount(axes, 2, 3)
            self.drawn["dilation"] += 1
        k, s = per_axis(options[size_key], axes), per_axis(options["stride"], axes)
        d = per_axis(options.get("dilation", 1), axes)
        kind = draw.of(["valid", "same", "full", "number", "sides"])
        options["padding"] = kind
        if kind == "number":
            options["padding"] = draw.between(1, 2)
        if kind == "sides":
            options["padding"] = [draw.between(0, 3) for _ in range(2 * axes)]
            self.drawn["asymmetric padding"] += 1
        if kind == "same":
            self.drawn["same"] += 1
        if max(s) > 1:
            self.drawn["stride"] += 1
        if any(b > a for a, b in zip(map(reach, k, d), s)):
            self.drawn["stride over kernel"] += 1
        return k, s, d, options["padding"]

    def conv(self):
        options = {"filters": 1}
        kind = self.draw.of(["conv", "conv", "max-pool", "average-pool", "depthwise-conv"])
        pools = kind.endswith("pool")
        k, s, d, padding = self.window(options, "size" if pools else "kernel", dilates=kind != "average-pool")
        if kind != "conv":
            del options["filters"]
        self.items.append(f"{kind}: {flow(options)}")
        self.steps.append(lambda x: self.slide(x, k, s, d, sides_of(padding, x.shape[2:], k, s, d)))
        self.drawn[kind] += 1

    def transposed(self):
        axes, draw = self.axes, self.draw
        options = {"filters": 1, "kernel": draw.amount(axes, 1, 4), "stride": draw.amount(axes, 1, 3)}
        k, s = per_axis(options["kernel"], axes), per_axis(options["stride"], axes)
        d = [1] * axes
        if draw.below(3) == 0:
            options["dilation"] = draw.between(2, 3)
            d = [options["dilation"]] * axes
        kind = draw.of(["valid", "number", "sides", "same"])
        padding = {"number": draw.between(1, 2), "sides": [draw.between(0, 2) for _ in range(2 * axes)]}.get(kind, kind)
        options["padding"] = padding
        extra = [draw.below(max(pair)) for pair in zip(s, d)]
        options["output-padding"] = extra
        transpose = [functional.conv_transpose1d, functional.conv_transpose2d][axes - 1]

        def step(x):
            weight = torch.ones(x.shape[1], 1, *k, dtype=x.dtype)
            whole = transpose(x, weight, stride=s, dilation=d, output_padding=extra)
            if kind == "same":
                totals = [n - i * st for n, i, st in zip(whole.shape[2:], x.shape[2:], s)]
                cut = [[max(t, 0) // 2, t - max(t, 0) // 2] for t in totals]
            else:
                cut = sides_of(padding, x.shape[2:], k, s, d)
            return pad(whole, [[-before, -after] for before, after in cut])

        self.items.append(f"conv-transpose: {flow(options)}")
        self.steps.append(step)
        self.growth *= math.lcm(*s)
        self.drawn["transposed"] += 1

    def upsample(self):
        factor = self.draw.amount(self.axes, 1, 3)
        mode = self.draw.of(["nearest", "bilinear"])
        torch_mode = mode if mode == "nearest" else ["linear", "bilinear"][self.axes - 1]
        factors = [float(f) for f in per_axis(factor, self.axes)]
        self.items.append(f"upsample: {flow({'factor': factor, 'mode': mode})}")
        self.steps.append(lambda x: functional.interpolate(x, scale_factor=factors, mode=torch_mode))
        self.growth *= math.lcm(*per_axis(factor, self.axes))
        self.drawn[f"upsample {mode}"] += 1

    def shuffle(self):
        if self.axes != 2:
            return self.upsample()
        self.items += ["conv: { filters: 4, kernel: 1 }", "pixel-shuffle: 2"]
        self.steps.append(lambda x: nn.PixelShuffle(2)(x.sum(dim=1, keepdim=True).expand(-1, 4, -1, -1)))
        self.growth *= 2
        self.drawn["pixel shuffle"] += 1

    def margin(self):
        amounts = [self.draw.between(0, 3) for _ in range(2 * self.axes)]
        sides = [amounts[2 * axis : 2 * axis + 2] for axis in range(self.axes)]
        if self.draw.below(2):
            self.items.append(f"zero-pad: {flow({'padding': amounts})}")
            self.steps.append(lambda x: pad(x, sides))
            self.drawn["zero pad"] += 1
        else:
            self.items.append(f"crop: {flow({'margin': amounts})}")
            self.steps.append(lambda x: pad(x, [[-b, -a] for b, a in sides]))
            self.drawn["crop"] += 1

    def residual(self):
        """Two branches of the same jump: what one unit sees of both."""
        k, d = self.draw.between(2, 5), self.draw.between(1, 2)
        name = f"branch{len(self.items)}"
        ones, axes = [1] * self.axes, self.axes
        self.items += [
            f"conv: {{ filters: 1, kernel: 1, name: {name} }}",
            f"conv: {{ filters: 1, kernel: {k}, dilation: {d}, padding: same }}", f"add: {name}"]
        self.steps.append(
            lambda x: x.sum(dim=1, keepdim=True) + self.slide(
                x, [k] * axes, ones, [d] * axes, sides_of("same", x.shape[2:], [k] * axes, ones, [d] * axes)))
        self.drawn["add"] += 1

    def relu(self):
        self.items.append("relu")
        self.steps.append(lambda x: x)
        self.drawn["relu"] += 1


def reads(chain, size, units):
    """For each unit (an index per axis), which input positions change it, as a mask over the input."""
    with torch.enable_grad():
        x = torch.ones(1, 1, *size, dtype=torch.float64, requires_grad=True)
        y = chain.run(x)
        masks = []
        for unit in units:
            (gradient,) = torch.autograd.grad(y[(0, slice(None), *unit)].sum(), x, retain_graph=True)
            masks.append((gradient[0, 0] != 0).numpy())
    return masks


def output_size(chain, size):
    return list(chain.run(torch.ones(1, 1, *size, dtype=torch.float64)).shape[2:])


def along(mask, axis):
    """The positions along one axis."""
    return [int(i) for i in mask.any(axis=tuple(a for a in range(mask.ndim) if a != axis)).nonzero()[0]]


def runs(positions):
    """[3, 4, 5, 8] as [[3, 3], [8, 1]]: where, and how many."""
    found = []
    for position in positions:
        if found and found[-1][0] + found[-1][1] == position:
            found[-1][1] += 1
        else:
            found.append([position, 1])
    return found


def axis_field(chain, size, axis):
    """Size, jump, start and padding from units in the middle, and the regions of two periods there."""
    output = output_size(chain, size)
    period = chain.growth
    first = (output[axis] // 2 // period) * period
    units = []
    for unit in range(first, first + 2 * period):
        place = [n // 2 for n in output]
        place[axis] = unit
        units.append(place)
    found = [along(mask, axis) for mask in reads(chain, size, units)]
    if not all(found):
        return None
    regions = [[positions[0], positions[-1]] for positions in found]
    advance = regions[period][0] - regions[0][0]
    jump = fractions.Fraction(advance, period)
    # Back to unit 0, whole periods at a time.
    low = regions[0][0] - advance * (first // period)
    high = regions[0][1] - advance * (first // period)
    return {
        "size": max(high - low + 1 for low, high in regions), "jump": float(jump), "start": (low + high) / 2,
        "padding": -low, "first": first, "regions": regions,
    }


def case(draw):
    """A chain, or nothing if it does not fit its input, or some unit reads nothing."""
    axes = draw.of([1, 1, 2])
    chain = Chain(draw, axes)
    moves = [chain.conv] * 6 + [
        chain.transposed, chain.transposed, chain.upsample, chain.shuffle, chain.margin, chain.residual, chain.relu]
    for _ in range(draw.between(2, 6)):
        draw.of(moves)()
    if chain.growth > 12:
        return None
    size = [draw.between(150, 260) if axes == 1 else draw.between(60, 90) for _ in range(axes)]
    try:
        output = output_size(chain, size)
    except (RuntimeError, ValueError):
        return None
    if min(output) < 2 * chain.growth + 1:
        return None
    fields = [axis_field(chain, size, axis) for axis in range(axes)]
    if not all(fields):
        return None
    for axis, field in enumerate(fields):
        # Far enough from the borders that no layer's padding is in sight.
        margin = min(min(low for low, _ in field["regions"]), size[axis] - 1 - max(high for _, high in field["regions"]))
        if margin < 12 + 4 * max(field["jump"], 1):
            return None
    middle = [n // 2 for n in output]
    supports = []
    for axis in range(axes):
        units = sorted({0, 1, output[axis] // 3, output[axis] // 2, output[axis] - 1})
        places = [middle[:axis] + [unit] + middle[axis + 1 :] for unit in units]
        supports.append(
            [[unit, runs(along(mask, axis))] for unit, mask in zip(units, reads(chain, size, places))])
    lines = [f"input: 1x{'x'.join(map(str, size))}", "layers:"] + [f"  - {item}" for item in chain.items]
    return chain, {"yaml": "\n".join(lines) + "\n", "fields": fields, "supports": supports}


def write(path):
    draw = Draw(20190913)
    drawn, cases = collections.Counter(), []
    holes = 0
    while len(cases) < CHAINS:
        found = case(draw)
        if found is None:
            continue
        chain, result = found
        cases.append(result)
        drawn += chain.drawn
        holes += any(len(runs) > 1 for axis in result["supports"] for _, runs in axis)
    drawn["holes"] = holes
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path.with_suffix(".json").write_text(f"[\n{lines}\n]\n")
    print(f"{path.name}: {len(cases)} chains; options drawn:")
    for option, count in sorted(drawn.items()):
        print(f"  {count:5} {option}")
    rare = [option for option, count in drawn.items() if count < LEAST]
    if rare:
        raise SystemExit(f"drawn less than {LEAST} times: {', '.join(sorted(rare))}")

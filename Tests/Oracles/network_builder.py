"""A network written down as YAML and built in torch at the same time: what comes out of each layer is torch's word."""

import math

import torch
from torch import nn
from torch.nn import functional

from common import reach, same_upper

torch.set_grad_enabled(False)


def flow(value):
    """A value as YAML writes it on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + " }"
    return str(value)


def dimensional(name, axes):
    return getattr(nn, f"{name}{axes}d")


def sides_of(padding, sizes, kernel, stride, dilation):
    """[before, after] of each axis, from a padding as the YAML spells it."""
    axes = len(sizes)
    if padding == "valid":
        return [[0, 0]] * axes
    if padding == "same":
        return [same_upper(*values) for values in zip(sizes, kernel, stride, dilation)]
    if padding == "full":
        return [[reach(k, d) - 1] * 2 for k, d in zip(kernel, dilation)]
    if isinstance(padding, int):
        return [[padding, padding]] * axes
    if len(padding) == 2 * axes:
        return [padding[2 * axis : 2 * axis + 2] for axis in range(axes)]
    return [[p, p] for p in padding]


def pad(x, sides, value=0.0):
    """Zeros around x; amounts below zero cut off."""
    return functional.pad(x, [amount for side in reversed(sides) for amount in side], value=value)


class LocallyConnected(nn.Module):
    """A dense layer for each place, on the values that the window shows there."""

    def __init__(self, x, filters, kernel, stride, dilation, bias):
        super().__init__()
        self.window = list(zip(kernel, stride, dilation))
        self.places = [
            [range(at, at + reach(k, d), d) for at in range(0, size - reach(k, d) + 1, s)]
            for size, (k, s, d) in zip(x.shape[2:], self.window)]
        count = math.prod(len(places) for places in self.places)
        taps = x.shape[1] * math.prod(kernel)
        self.dense = nn.ModuleList(nn.Linear(taps, filters, bias=bias) for _ in range(count))
        self.filters = filters

    def forward(self, x):
        patches = [x]
        for axis, places in enumerate(self.places):
            patches = [
                patch.index_select(axis + 2, torch.tensor(list(place))) for patch in patches for place in places]
        values = [dense(patch.flatten(1)) for dense, patch in zip(self.dense, patches)]
        return torch.stack(values, dim=-1).reshape(1, self.filters, *[len(places) for places in self.places])


class Multiplications:
    """Counts, by hooks, how often a weight is multiplied by something; a tap on padding counts."""

    def __init__(self):
        self.count = 0

    def watch(self, module):
        for part in module.modules():
            if isinstance(part, (nn.Conv1d, nn.Conv2d, nn.Conv3d)):
                part.register_forward_hook(lambda m, _, y: self.add(m.weight.numel() * math.prod(y.shape[2:])))
            elif isinstance(part, (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)):
                part.register_forward_hook(lambda m, x, _: self.add(m.weight.numel() * math.prod(x[0].shape[2:])))
            elif isinstance(part, nn.Linear):
                part.register_forward_hook(
                    lambda m, x, _: self.add(m.weight.numel() * math.prod(x[0].shape[1:-1])))
            elif isinstance(part, nn.LSTM):
                part.register_forward_hook(
                    lambda m, x, _: self.add(
                        (m.weight_ih_l0.numel() + m.weight_hh_l0.numel()) * x[0].shape[1]))

    def add(self, count):
        self.count += count


class Builder:
    """Layers one after another; `value` is what the last one gives."""

    def __init__(self, shape, layout="channels-first"):
        self.layout = layout
        self.value = self.input = torch.zeros(1, *shape)
        self.is_sequence = False
        self.items = []
        self.rows = []
        self.values = {}
        self.kinds = {}

    def written(self, shape):
        return shape[1:] + shape[:1] if self.layout == "channels-last" and not self.is_sequence else shape

    @property
    def shape(self):
        return list(self.value.shape[1:])

    def named(self, name):
        """The value of a layer; without a name, of the last one."""
        return self.value if name is None else self.input if name == "input" else self.values[name]

    def add(self, kind, options, run, *modules, name=None, reads=None, activation=None):
        """One layer: `run` turns what it reads into what it gives, with `modules`, which hold all of its weights."""
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        # A kind that ends in a digit keeps apart from its number.
        full = name or f"{kind}{'-' if kind[-1].isdigit() else ''}{self.kinds[kind]}"
        options = dict(options)
        if reads is not None:
            options["from"] = reads
        if activation is not None:
            options["activation"] = activation
        if name is not None:
            options["name"] = name
        self.items.append(f"{kind}: {flow(options)}" if options else kind)
        multiplications = Multiplications()
        for module in modules:
            module.eval()
            multiplications.watch(module)
        read = [self.named(name) for name in (reads if isinstance(reads, list) else [reads])]
        self.value = run(*read)
        self.values[full] = self.value
        parameters = sum(p.numel() for module in modules for p in module.parameters())
        self.rows.append([full, self.shape, parameters, multiplications.count])
        return full

    def yaml(self):
        lines = [f"input: {'x'.join(str(size) for size in self.written(list(self.input.shape[1:])))}"]
        if self.layout != "channels-first":
            lines.append(f"layout: {self.layout}")
        return "\n".join(lines + ["layers:"] + [f"  - {item}" for item in self.items]) + "\n"

    # Sliding windows, with the padding spelt out in zeros before the layer.

    def conv(self, filters, kernel, stride, padding, dilation, groups, bias, options, **more):
        source = self.named(more.get("reads"))
        axes, channels = source.dim() - 2, source.shape[1]
        sides = sides_of(padding, source.shape[2:], kernel, stride, dilation)
        module = dimensional("Conv", axes)(
            channels, filters, kernel, stride=stride, dilation=dilation, groups=groups, bias=bias)
        return self.add("conv", options, lambda x: module(pad(x, sides)), module, **more)

    def depthwise(self, kernel, stride, padding, dilation, multiplier, bias, options, filters=None, **more):
        """With `filters`: separable."""
        axes, channels = self.value.dim() - 2, self.value.shape[1]
        sides = sides_of(padding, self.value.shape[2:], kernel, stride, dilation)
        first = dimensional("Conv", axes)(
            channels, channels * multiplier, kernel, stride=stride, dilation=dilation, groups=channels,
            bias=bias and filters is None)
        if filters is None:
            return self.add("depthwise-conv", options, lambda x: first(pad(x, sides)), first, **more)
        second = dimensional("Conv", axes)(channels * multiplier, filters, 1, bias=bias)
        return self.add("separable-conv", options, lambda x: second(first(pad(x, sides))), first, second, **more)

    def transposed(self, filters, kernel, stride, padding, dilation, extra, groups, bias, options, **more):
        axes, channels = self.value.dim() - 2, self.value.shape[1]
        module = dimensional("ConvTranspose", axes)(
            channels, filters, kernel, stride=stride, dilation=dilation, groups=groups, bias=bias,
            output_padding=extra)

        def run(x):
            whole = module(x)
            if padding == "same":
                # ONNX: what is too much for stride x input is cut off, the odd one at the end.
                totals = [n - i * s for n, i, s in zip(whole.shape[2:], x.shape[2:], stride)]
                sides = [[max(t, 0) // 2, t - max(t, 0) // 2] for t in totals]
            else:
                sides = sides_of(padding, x.shape[2:], kernel, stride, dilation)
            return pad(whole, [[-before, -after] for before, after in sides])

        return self.add("conv-transpose", options, run, module, **more)

    def locally_connected(self, filters, kernel, stride, padding, dilation, bias, options, **more):
        sides = sides_of(padding, self.value.shape[2:], kernel, stride, dilation)
        module = LocallyConnected(pad(self.value, sides), filters, kernel, stride, dilation, bias)
        return self.add("locally-connected", options, lambda x: module(pad(x, sides)), module, **more)

    def pool(self, kind, kernel, stride, padding, dilation, ceil, count_padding, options, **more):
        axes = self.value.dim() - 2
        sides = sides_of(padding, self.value.shape[2:], kernel, stride, dilation)
        # torch rounds up only what it pads itself.
        own = [before for before, _ in sides] if ceil else 0
        around = [[0, 0]] * axes if ceil else sides
        if kind == "max-pool":
            module = dimensional("MaxPool", axes)(kernel, stride, own, dilation, ceil_mode=ceil)
            return self.add(kind, options, lambda x: module(pad(x, around, -math.inf)), **more)
        module = dimensional("AvgPool", axes)(kernel, stride, own, ceil_mode=ceil, count_include_pad=count_padding)
        return self.add(kind, options, lambda x: module(pad(x, around)), **more)

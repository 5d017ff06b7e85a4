"""Random networks, drawn with a seed: branches, every kind of layer and option, in one, two and three dimensions."""

import collections
import json
import math

import torch
from torch import nn
from torch.nn import functional

from common import Draw, per_axis, reach
from network_builder import Builder, dimensional, pad, sides_of

ACTIVATIONS = ["relu", "relu6", "leaky-relu", "elu", "gelu", "swish", "sigmoid", "tanh", "softplus", "softmax"]
PADDINGS = ["valid", "same", "full", "number", "axes", "sides"]
NETWORKS = 420
LEAST = 20


class Misfit(Exception):
    """What was drawn does not fit what is there; something else is drawn."""


class RandomNetwork:
    def __init__(self, draw):
        self.draw = draw
        self.drawn = collections.Counter()

    def note(self, *options):
        self.drawn.update(options)

    # What the layers have in common.

    def often(self, option, one_in=3):
        if self.draw.below(one_in):
            return False
        self.note(option)
        return True

    def weighted(self):
        """Options of layers with weights, beside their window."""
        more = {}
        if self.draw.below(4) == 0:
            self.note("fused activation")
            more["activation"] = self.draw.of(ACTIVATIONS)
        return more

    def bias(self, options):
        if self.draw.below(3):
            return True
        self.note("no bias")
        options["bias"] = False
        return False

    def padding(self, options, axes, kinds, high):
        kind = self.draw.of(kinds)
        if kind == "number":
            options["padding"] = self.draw.between(1, high)
        elif kind == "axes":
            options["padding"] = [self.draw.between(0, high) for _ in range(axes)]
        elif kind == "sides":
            options["padding"] = [self.draw.between(0, high) for _ in range(2 * axes)]
            if options["padding"][::2] == options["padding"][1::2]:
                options["padding"][0] += 1
        else:
            options["padding"] = kind
        return kind

    def window(self, options, size_key="kernel", kinds=PADDINGS, dilates=True, strides=3, largest=4):
        """(kernel, stride, padding, dilation) that fit the value; written into `options`."""
        axes = self.builder.value.dim() - 2
        sizes = self.builder.value.shape[2:]
        kernel = self.draw.amount(axes, 1, largest)
        stride = self.draw.amount(axes, 1, strides) if self.draw.below(2) else 1
        dilation = self.draw.amount(axes, 1, 3) if dilates and self.draw.below(3) == 0 else 1
        options[size_key] = kernel
        if stride != 1:
            options["stride"] = stride
        if dilation != 1:
            options["dilation"] = dilation
        kind = self.padding(options, axes, kinds, 2)
        k, s, d = per_axis(kernel, axes), per_axis(stride, axes), per_axis(dilation, axes)
        sides = sides_of(options["padding"], sizes, k, s, d)
        for size, (before, after), extent in zip(sizes, sides, map(reach, k, d)):
            if size + before + after < extent:
                raise Misfit
        names = {"sides": "asymmetric padding", "same": "same", "full": "full padding"}
        found = [names[kind]] if kind in names else []
        if kind == "same" and max(s) > 1:
            found.append("same with stride")
        if max(d) > 1:
            found.append("dilation")
            if max(s) > 1:
                found.append("dilation with stride")
        if max(s) > 1:
            found.append("stride")
        if len(set(k)) > 1:
            found.append("kernel per axis")
        return (k, s, options["padding"], d), found

    # Layers on an image.

    def conv(self, **more):
        builder, options = self.builder, {}
        channels = builder.value.shape[1]
        groups = self.draw.of([g for g in range(1, 5) if channels % g == 0])
        options["filters"] = groups * self.draw.between(1, 6)
        window, found = self.window(options)
        if groups > 1:
            found.append("groups")
            options["groups"] = groups
        bias = self.bias(options)
        builder.conv(options["filters"], *window, groups, bias, options, **self.weighted(), **more)
        self.note("conv", *found)

    def depthwise(self):
        options = {}
        window, found = self.window(options)
        multiplier = self.draw.of([1, 1, 2, 3])
        if multiplier > 1:
            options["multiplier"] = multiplier
            found.append("multiplier")
        bias = self.bias(options)
        if self.draw.below(2):
            self.builder.depthwise(*window, multiplier, bias, options, **self.weighted())
            self.note("depthwise", *found)
        else:
            options["filters"] = self.draw.between(1, 8)
            self.builder.depthwise(
                *window, multiplier, bias, options, filters=options["filters"], **self.weighted())
            self.note("separable", *found)

    def transposed(self):
        builder, options = self.builder, {}
        axes, channels = builder.value.dim() - 2, builder.value.shape[1]
        groups = self.draw.of([g for g in range(1, 4) if channels % g == 0])
        options["filters"] = groups * self.draw.between(1, 4)
        options["kernel"] = self.draw.amount(axes, 1, 4)
        options["stride"] = self.draw.amount(axes, 1, 3)
        if self.draw.below(4) == 0:
            options["dilation"] = self.draw.amount(axes, 1, 2)
        kind = self.padding(options, axes, PADDINGS, 2)
        if groups > 1:
            options["groups"] = groups
        k, s = per_axis(options["kernel"], axes), per_axis(options["stride"], axes)
        d = per_axis(options.get("dilation", 1), axes)
        extra = [0] * axes
        if kind != "same" and self.draw.below(2):
            extra = [self.draw.below(max(pair)) for pair in zip(s, d)]
            options["output-padding"] = extra if axes > 1 else extra[0]
        if kind != "same":
            sides = sides_of(options["padding"], builder.value.shape[2:], k, s, d)
            for i, stride, extent, a, (before, after) in zip(
                    builder.value.shape[2:], s, map(reach, k, d), extra, sides):
                if (i - 1) * stride + extent + a - before - after < 1:
                    raise Misfit
        if math.prod(i * x for i, x in zip(builder.value.shape[2:], s)) > 4000:
            raise Misfit
        bias = self.bias(options)
        builder.transposed(
            options["filters"], k, s, options["padding"], d, extra, groups, bias, options, **self.weighted())
        self.note("transposed")
        for name, drawn in [
                ("output padding", any(extra)), ("transposed same", kind == "same"),
                ("transposed asymmetric", kind == "sides"), ("transposed groups", groups > 1),
                ("transposed dilation", max(d) > 1)]:
            if drawn:
                self.note(name)

    def locally_connected(self):
        builder, options = self.builder, {}
        if math.prod(builder.value.shape[2:]) > 150:
            raise Misfit
        options["filters"] = self.draw.between(1, 4)
        window, found = self.window(options, kinds=["valid", "same", "sides"])
        bias = self.bias(options)
        builder.locally_connected(options["filters"], *window, bias, options, **self.weighted())
        self.note("locally connected", *found)

    def pool(self):
        builder, options = self.builder, {}
        axes = builder.value.dim() - 2
        kind = self.draw.of(["max-pool", "average-pool"])
        ceil = self.draw.below(3) == 0
        kinds = ["valid", "number", "axes"] if ceil else PADDINGS
        (k, s, padding, d), found = self.window(options, "size", kinds, dilates=kind == "max-pool")
        if "stride" not in options:
            if self.draw.below(2):
                s = k
            else:
                options["stride"] = 1
        if ceil:
            # torch: at most half a window on each side.
            if any(before > x // 2 for (before, _), x in zip(sides_of(padding, k, k, s, d), k)):
                raise Misfit
            # ... and its volumes' averages want the window inside the bare input.
            if axes == 3 and any(size < x for size, x in zip(builder.value.shape[2:], k)):
                raise Misfit
            options["ceil"] = True
            found.append("ceil")
        count_padding = True
        if kind == "average-pool" and self.draw.below(2):
            options["count-padding"] = count_padding = False
            found.append("padding not counted")
        if kind == "max-pool" and "dilation" in found:
            found.append("dilated pooling")
        builder.pool(kind, k, s, padding, d, ceil, count_padding, options)
        self.note("max pooling" if kind == "max-pool" else "average pooling", *found)

    def margin(self):
        builder, options = self.builder, {}
        axes = builder.value.dim() - 2
        if self.draw.below(2):
            self.padding(options, axes, ["number", "axes", "sides"], 3)
            sides = sides_of(options["padding"], [1] * axes, *[[1] * axes] * 3)
            builder.add("zero-pad", options, lambda x: pad(x, sides))
            self.note("zero pad")
        else:
            self.padding(options, axes, ["number", "axes", "sides"], 2)
            margin = options.pop("padding")
            sides = sides_of(margin, [1] * axes, *[[1] * axes] * 3)
            if any(size - before - after < 1 for size, (before, after) in zip(builder.value.shape[2:], sides)):
                raise Misfit
            builder.add("crop", {"margin": margin}, lambda x: pad(x, [[-b, -a] for b, a in sides]))
            self.note("crop")

    def upsample(self):
        builder, options = self.builder, {}
        axes = builder.value.dim() - 2
        mode = self.draw.of(["nearest", "bilinear"])
        torch_mode = mode if mode == "nearest" else ["linear", "bilinear", "trilinear"][axes - 1]
        if math.prod(builder.value.shape[2:]) > 500:
            raise Misfit
        if self.draw.below(3):
            factor = self.draw.amount(axes, 1, 3)
            options["factor"] = factor
            target = [i * f for i, f in zip(builder.value.shape[2:], per_axis(factor, axes))]
        else:
            target = [self.draw.between(1, 2 * i) for i in builder.value.shape[2:]]
            options["size"] = target
            self.note("upsample to a size")
        options["mode"] = mode
        module = nn.Upsample(size=target, mode=torch_mode)
        builder.add("upsample", options, module)
        self.note(f"upsample {mode}")

    def shuffle(self):
        builder = self.builder
        if builder.value.dim() != 4:
            raise Misfit
        factor = self.draw.of([2, 2, 3])
        channels, height, width = builder.shape
        if channels % (factor * factor) == 0 and self.draw.below(2):
            builder.add("pixel-shuffle", {"factor": factor}, nn.PixelShuffle(factor))
            self.note("pixel shuffle")
        elif self.draw.below(4) == 0 and channels * factor * factor <= 64 and min(height, width) > factor:
            # Cut to what the factor divides.
            margin = [0, height % factor, 0, width % factor]
            builder.add("crop", {"margin": margin}, lambda x: x[:, :, :height - margin[1], :width - margin[3]])
            builder.add("pixel-unshuffle", {"factor": factor}, nn.PixelUnshuffle(factor))
            self.note("pixel unshuffle")
        elif height % factor == 0 and width % factor == 0 and channels * factor * factor <= 64:
            builder.add("pixel-unshuffle", {"factor": factor}, nn.PixelUnshuffle(factor))
            self.note("pixel unshuffle")
        else:
            filters = factor * factor * self.draw.between(1, 2)
            self.plain_conv(filters)
            builder.add("pixel-shuffle", {"factor": factor}, nn.PixelShuffle(factor))
            self.note("pixel shuffle")

    def simple(self):
        builder = self.builder
        kind = self.draw.of(["batch-norm", "batch-norm", "local-response-norm", "dropout", "activation"])
        if kind == "batch-norm":
            norm = dimensional("BatchNorm", max(builder.value.dim() - 2, 1))(builder.value.shape[1])
            builder.add(kind, {}, norm, norm, **self.weighted())
            self.note("batch norm")
        elif kind == "local-response-norm":
            size = self.draw.between(1, 5)
            builder.add(kind, {"size": size}, nn.LocalResponseNorm(size))
            self.note("local response norm")
        elif kind == "dropout":
            builder.add(kind, {"rate": 0.5}, nn.Dropout(0.5).eval())
            self.note("dropout")
        else:
            builder.add(self.draw.of(ACTIVATIONS), {}, lambda x: x)
            self.note("activation")

    def permute(self):
        builder = self.builder
        rank = builder.value.dim() - 1
        axes = [int(axis) for axis in self.draw.rng.permutation(rank)]

        def run(x):
            last = builder.layout == "channels-last"
            written = x.movedim(1, -1) if last else x
            turned = written.permute(0, *[axis + 1 for axis in axes])
            return turned.movedim(-1, 1) if last else turned

        builder.add("permute", {"axes": [axis + 1 for axis in axes]}, run)
        self.note("permute")

    # Branches.

    def plain_conv(self, filters, **more):
        axes = self.builder.value.dim() - 2
        kernel = self.draw.of([1, 3])
        return self.builder.conv(
            filters, [kernel] * axes, [1] * axes, "same", [1] * axes, 1, True,
            {"filters": filters, "kernel": kernel, "padding": "same"}, **more)

    def fork(self):
        """The layer that branches start from: it needs a name, or is the last one."""
        self.branches += 1
        return self.builder.rows[-1][0] if self.builder.rows else "input"

    def merge(self, kind, reads, run, **options):
        self.builder.add(kind, options, run, reads=reads)

    def residual(self):
        builder = self.builder
        start, channels = self.fork(), builder.value.shape[1]
        for _ in range(self.draw.between(1, 2)):
            self.plain_conv(channels, activation="relu" if self.draw.below(2) else None)
        last = builder.rows[-1][0]
        if self.draw.below(2):
            self.merge("add", [last, start], lambda a, b: a + b)
        else:
            # One name: the previous layer and that one.
            previous = builder.value
            builder.add("add", {}, lambda x: previous + x, reads=start)
        self.note("add")

    def shortcut(self):
        """Option A: a subsampled shortcut, filled up with zero channels."""
        builder = self.builder
        axes, channels = builder.value.dim() - 2, builder.value.shape[1]
        if min(builder.value.shape[2:]) < 3 or len({(i + 1) // 2 * 2 - i for i in builder.value.shape[2:]}) > 1:
            raise Misfit
        start, filters = self.fork(), channels + self.draw.between(0, 4)
        builder.conv(
            filters, [3] * axes, [2] * axes, 1, [1] * axes, 1, False,
            {"filters": filters, "kernel": 3, "stride": 2, "padding": 1, "bias": False})

        def run(a, b):
            taken = b[(slice(None), slice(None), *[slice(None, None, 2)] * axes)]
            return a + functional.pad(taken, [0, 0] * axes + [0, filters - channels])

        self.merge("add", [builder.rows[-1][0], start], run, shortcut="zero-pad")
        self.note("zero-padded shortcut")

    def inception(self):
        builder = self.builder
        start = self.fork()
        ends = []
        for _ in range(self.draw.between(2, 4)):
            ends.append(self.plain_conv(
                self.draw.between(1, 5), reads=start, activation="relu" if self.draw.below(2) else None))
        if self.draw.below(2):
            ends.append(start)
        self.merge("concat", ends, lambda *values: torch.cat(values, dim=1))
        self.note("concat")

    def excitation(self):
        builder = self.builder
        start, channels = self.fork(), builder.value.shape[1]
        axes = builder.value.dim() - 2
        if self.draw.below(2):
            # A map for each channel, or one for all of them.
            gate = self.plain_conv(self.draw.of([1, channels]), activation="sigmoid")
            self.merge("multiply", [gate, start], lambda a, b: a * b)
        else:
            self.global_pool(name=f"squeeze{self.branches}", reads=start)
            gate = self.dense(channels)
            self.merge("multiply", [gate, start], lambda a, b: a[(..., *[None] * axes)] * b)
        self.note("multiply")

    # Layers that give vectors.

    def global_pool(self, **more):
        axes = list(range(2, self.builder.value.dim()))
        if self.draw.below(2):
            self.builder.add("global-average-pool", {}, lambda x: x.mean(dim=axes), **more)
        else:
            self.builder.add("global-max-pool", {}, lambda x: x.amax(dim=axes), **more)
        self.note("global pooling")

    def dense(self, units, **more):
        options = {"units": units}
        bias = self.bias(options)
        module = nn.Linear(self.builder.value.shape[-1], units, bias=bias)
        self.note("dense")
        return self.builder.add("dense", options, module, module, **self.weighted(), **more)

    def head(self):
        builder = self.builder
        choice = self.draw.below(5)
        if choice == 0:
            return
        if choice == 1:
            self.global_pool()
        elif choice == 2 and builder.value.dim() == 4 and min(builder.value.shape[2:]) >= 3:
            levels = [3, 2, 1][self.draw.below(2):]
            builder.add(
                "spatial-pyramid-pool", {"levels": levels},
                lambda x: torch.cat([functional.adaptive_max_pool2d(x, n).flatten(1) for n in levels], dim=1))
            self.note("spatial pyramid")
        else:
            builder.add("flatten", {}, lambda x: x.flatten(1))
            self.note("flatten")
        for _ in range(self.draw.between(0, 2)):
            self.dense(self.draw.between(1, 20))
        if self.draw.below(2):
            shape = [self.draw.between(1, 4) for _ in range(self.draw.between(2, 3))]
            self.dense(math.prod(shape))
            if self.draw.below(2):
                shape[0] = 0
            full = [builder.value.shape[1] // math.prod(n for n in shape if n) if n == 0 else n for n in shape]
            last = builder.layout == "channels-last"
            builder.add(
                "reshape", {"shape": shape},
                lambda x: x.reshape(1, *full).movedim(-1, 1) if last else x.reshape(1, *full))
            self.note("reshape")
            if len(shape) == 3 and builder.value.numel() < 200:
                self.attempt([self.conv, self.upsample])

    # Sequences.

    def recurrent(self):
        builder = self.builder
        for index in range(count := self.draw.between(1, 3)):
            options = {"units": self.draw.between(1, 12)}
            sequences = index < count - 1 or self.draw.below(3) == 0
            if sequences:
                options["return-sequences"] = True
                self.note("return sequences")
            turned = index == 0 and builder.layout == "channels-last"
            features = builder.value.shape[1] if turned else builder.value.shape[2]
            module = nn.LSTM(features, options["units"], batch_first=True)

            def run(x):
                states = module(x.transpose(1, 2) if turned else x)[0]
                return states if sequences else states[:, -1]

            builder.add("lstm", options, run, module)
            self.note("LSTM")
            if sequences and self.draw.below(3) == 0:
                self.dense(self.draw.between(1, 8))
        if self.draw.below(2):
            self.dense(self.draw.between(1, 8))

    # Whole networks.

    def attempt(self, moves):
        for _ in range(40):
            saved = (list(self.builder.items), list(self.builder.rows), dict(self.builder.values),
                     dict(self.builder.kinds), self.builder.value, self.branches, self.drawn.copy())
            try:
                self.draw.of(moves)()
                if max(self.builder.shape) > 200 or self.builder.value.numel() > 20_000:
                    raise Misfit
                return
            except Misfit:
                (self.builder.items, self.builder.rows, self.builder.values, self.builder.kinds,
                 self.builder.value, self.branches, self.drawn) = saved

    def network(self):
        self.branches = 0
        layout = "channels-last" if self.often("channels last", 8) else "channels-first"
        if self.draw.below(8) == 0:
            self.builder = Builder([self.draw.between(2, 12), self.draw.between(1, 8)], layout)
            self.recurrent()
            return self.builder
        axes = self.draw.of([1, 1, 2, 2, 2, 3])
        self.note(f"{axes}-D")
        sizes = [self.draw.between(5, [40, 22, 9][axes - 1]) for _ in range(axes)]
        self.builder = Builder([self.draw.between(1, 6), *sizes], layout)
        moves = (
            [self.conv] * 5 + [self.pool] * 3 + [self.simple] * 3
            + [self.depthwise, self.locally_connected, self.margin, self.upsample,
               self.permute, self.residual, self.shortcut, self.inception, self.excitation]
            + [self.transposed] * 3 + [self.shuffle] * 3)
        for _ in range(self.draw.between(3, 8)):
            self.attempt(moves)
        if not self.builder.rows:
            self.plain_conv(3)
        if axes == 1 and self.draw.below(4) == 0:
            self.recurrent()
        else:
            self.head()
        return self.builder


def write(path):
    torch.manual_seed(0)
    random = RandomNetwork(Draw(20150528))
    cases = []
    while len(cases) < NETWORKS:
        builder = random.network()
        cases.append({"yaml": builder.yaml(), "layers": builder.rows})
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path.with_suffix(".json").write_text(f"[\n{lines}\n]\n")
    layers = sum(len(case["layers"]) for case in cases)
    print(f"{path.name}: {len(cases)} networks, {layers} layers; options drawn:")
    for option, count in sorted(random.drawn.items()):
        print(f"  {count:5} {option}")
    rare = [option for option, count in random.drawn.items() if count < LEAST]
    missing = EXPECTED - set(random.drawn)
    if rare or missing:
        raise SystemExit(f"drawn less than {LEAST} times: {', '.join(sorted(rare) + sorted(missing))}")


EXPECTED = {
    "1-D", "2-D", "3-D", "add", "concat", "multiply", "zero-padded shortcut", "dilation", "groups", "ceil",
    "asymmetric padding", "same", "same with stride", "full padding", "transposed", "output padding",
    "transposed same", "transposed asymmetric", "transposed groups", "transposed dilation", "depthwise", "multiplier",
    "separable", "locally connected", "upsample nearest", "upsample bilinear", "upsample to a size", "pixel shuffle",
    "pixel unshuffle", "batch norm", "local response norm", "LSTM", "return sequences", "permute", "reshape",
    "flatten", "global pooling", "spatial pyramid", "dense", "zero pad", "crop", "dilated pooling",
    "padding not counted", "channels last", "fused activation", "no bias", "kernel per axis",
}

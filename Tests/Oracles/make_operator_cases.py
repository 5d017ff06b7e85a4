"""Recomputes Tests/ExecutionTests/Oracles/operators: the ONNX project's own backend node tests, for the operators that run.

    make_operator_cases.py                the small cases, which are committed
    make_operator_cases.py --all FOLDER   every case, also the operators spelled out as functions of others, for
                                          `OPERATOR_CASES=FOLDER swift test --filter OperatorCases`
    make_operator_cases.py --check        the same, run; prints passed of run per operator

`cases.jsonl` has one case per line, its nodes and where its tensors lie; `cases.bin` has the tensors end to end, each
once: floats as little-endian Float32, integers as Int64, truth values as bytes. Values stand for every float and integer
type of ONNX that fits them; cases that need others (strings, sequences, 8-bit floats, …) are counted, not written.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_model_tests

ROOT = pathlib.Path(__file__).parent.parent.parent
FOLDER = ROOT / "Tests" / "ExecutionTests" / "Oracles" / "operators"
NAMES = ROOT / "Sources" / "Execution" / "Operators" / "OperatorName.swift"
LARGEST = 96 * 1024  # bytes of one committed case

FLOATS = {"float32", "float16", "float64", "bfloat16"}
INTEGERS = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"}


class OutOfScope(Exception):
    pass


def operators():
    text = NAMES.read_text()
    return set(re.findall(r'case \w+ = "(\w+)"', text))


def array_of(value):
    if isinstance(value, onnx.TensorProto):
        value = numpy_helper.to_array(value)
    if isinstance(value, (list, tuple)) or value is None:
        raise OutOfScope("a sequence or optional value")
    return np.asarray(value)


class Store:
    def __init__(self):
        self.bytes = bytearray()
        self.places = {}

    def described(self, value):
        array = array_of(value)
        kind = str(array.dtype)
        if kind in FLOATS:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                stored, name = array.astype("<f4"), "float"
        elif kind in INTEGERS or kind == "uint64" and (array.size == 0 or array.max() < 2**63):
            stored, name = array.astype("<i8"), "integer"
        elif kind == "bool":
            stored, name = array.astype("u1"), "boolean"
        else:
            raise OutOfScope(f"{kind} elements")
        data = np.ascontiguousarray(stored).tobytes()
        if data not in self.places:
            self.bytes += b"\0" * (-len(self.bytes) % 8)
            self.places[data] = len(self.bytes)
            self.bytes += data
        return {"type": name, "of": kind, "shape": list(array.shape), "at": self.places[data]}


def attribute(value, store):
    A = onnx.AttributeProto
    if value.type == A.INT:
        return {"int": value.i}
    if value.type == A.FLOAT:
        return {"float": value.f}
    if value.type == A.STRING:
        return {"string": value.s.decode()}
    if value.type == A.INTS:
        return {"ints": list(value.ints)}
    if value.type == A.FLOATS:
        return {"floats": list(value.floats)}
    if value.type == A.STRINGS:
        return {"strings": [text.decode() for text in value.strings]}
    if value.type == A.TENSOR:
        return {"tensor": store.described(value.t)}
    raise OutOfScope("a graph or sparse tensor as attribute")


def described(name, model, inputs, outputs, tolerance, store):
    graph = model.graph
    opset = next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
    initializers = {tensor.name: tensor for tensor in graph.initializer}
    values = {tensor.name: store.described(tensor) for tensor in graph.initializer}
    given = [i.name for i in graph.input if len(inputs) == len(graph.input) or i.name not in initializers]
    for tensor, value in zip(given, inputs):
        values[tensor] = store.described(value)
    short = {"": ""}

    def renamed(names):
        return [short.setdefault(name, f"v{len(short)}") for name in names]

    nodes = [
        {
            "operator": node.op_type,
            "attributes": {a.name: attribute(a, store) for a in node.attribute},
            "inputs": renamed(node.input),
            "outputs": renamed(node.output),
        }
        for node in graph.node
    ]
    expected = {renamed([o.name])[0]: store.described(value) for o, value in zip(graph.output, outputs)}
    return {
        "name": name, "opset": opset, "nodes": nodes, "values": dict(zip(renamed(values), values.values())),
        "expected": expected, "relative": tolerance[0],
    }


def sets_on_disk(folder):
    """The input and output tensors of a model that lies in the package with its data."""
    for data in sorted(pathlib.Path(folder).glob("test_data_set_*")):
        def tensors(kind):
            files = sorted(data.glob(f"{kind}_*.pb"), key=lambda f: int(f.stem.split("_")[1]))
            return [onnx.load_tensor(str(file)) for file in files]
        yield tensors("input"), tensors("output")


def candidates():
    """Name, group, model, inputs, outputs, tolerances."""
    for case in load_model_tests(kind="node"):
        group = "expanded" if "_expanded" in case.name else "node"
        for inputs, outputs in case.data_sets:
            yield case.name, group, case.model, inputs, outputs, (case.rtol, case.atol)
    for kind in ("pytorch-operator", "pytorch-converted", "simple"):
        for case in load_model_tests(kind=kind):
            if not case.model_dir:
                continue
            model = onnx.load(str(pathlib.Path(case.model_dir) / "model.onnx"))
            for inputs, outputs in sets_on_disk(case.model_dir):
                yield case.name, kind, model, inputs, outputs, (case.rtol, case.atol)


def check(folder):
    command = "swift test -c release -Xswiftc -enable-testing --scratch-path .build-test --filter OperatorCasesTests"
    sys.exit(subprocess.run(command.split(), cwd=ROOT, env={**os.environ, "OPERATOR_CASES": folder}).returncode)


def write(folder, everything):
    folder.mkdir(parents=True, exist_ok=True)

    known = operators()
    store = Store()
    lines, counts, reasons = [], collections.defaultdict(collections.Counter), collections.Counter()
    for name, group, model, inputs, outputs, tolerance in candidates():
        unknown = {
            node.op_type for node in model.graph.node
            if node.op_type not in known or node.domain not in ("", "ai.onnx")
        }
        tested = model.graph.node[0].op_type if group == "node" and len(model.graph.node) == 1 else group
        if group == "node" and unknown or group == "expanded" and not everything:
            continue
        if unknown:
            counts[tested]["other operators"] += 1
            continue
        before = len(store.bytes), dict(store.places)
        try:
            case = described(name, model, inputs, outputs, tolerance, store)
        except OutOfScope as reason:
            counts[tested]["out of scope"] += 1
            reasons[f"{reason}"] += 1
            store.bytes, store.places = store.bytes[:before[0]], before[1]
            continue
        case["group"] = tested
        if not everything and len(store.bytes) - before[0] > LARGEST:
            counts[tested]["too large"] += 1
            store.bytes, store.places = store.bytes[:before[0]], before[1]
            continue
        counts[tested]["written"] += 1
        lines.append(json.dumps(case, separators=(",", ":")))
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "cases.bin").write_bytes(bytes(store.bytes))

    print(f"onnx {onnx.__version__}: {len(lines)} cases, {len(store.bytes)} bytes of tensors")
    for tested in sorted(counts):
        print(f"{tested:26}", ", ".join(f"{count} {what}" for what, count in counts[tested].items()))
    print("Out of scope:", ", ".join(f"{count} with {reason}" for reason, count in reasons.items()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", metavar="FOLDER", help="write every case, however large, into this folder")
    parser.add_argument("--check", action="store_true", help="run every case, and print passed of run")
    arguments = parser.parse_args()
    if arguments.check:
        with tempfile.TemporaryDirectory() as folder:
            write(pathlib.Path(folder), everything=True)
            check(folder)
    elif arguments.all:
        write(pathlib.Path(arguments.all), everything=True)
    else:
        write(FOLDER, everything=False)


if __name__ == "__main__":
    main()

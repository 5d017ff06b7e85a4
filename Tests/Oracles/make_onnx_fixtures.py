"""Makes the small ONNX models in Tests/FilesTests/Fixtures.

Needs numpy, ml_dtypes and onnx. What a tensor of onnx-types.onnx holds stands beside it in the same file, as float32 in
raw_data, named NAME/expected. Run it in any folder: python make_onnx_fixtures.py
"""

import pathlib

import ml_dtypes
import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper, numpy_helper

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "FilesTests" / "Fixtures"
FLOATS = [-2.5, 0.1, 0.0, 1e-7, 65504.0, float("-inf"), -0.0, 5.9604645e-08]


def save(model, name, check=True):
    if check:
        onnx.checker.check_model(model)
    (FOLDER / name).write_bytes(model.SerializeToString(deterministic=True))


def model(nodes, inputs, outputs, initializers=(), opsets=(("", 17),), ir=8, **more):
    graph = helper.make_graph(nodes, "graph", inputs, outputs, list(initializers), **more)
    imports = [helper.make_opsetid(domain, version) for domain, version in opsets]
    return helper.make_model(graph, opset_imports=imports, ir_version=ir, producer_name="fixtures")


def value(name, shape=(2, 4), type=T.FLOAT):
    return helper.make_tensor_value_info(name, type, shape)


# --- Every type of element in every storage --------------------------------------------------------------------------

TYPES = {
    T.FLOAT: (np.float32, "float_data"), T.DOUBLE: (np.float64, "double_data"),
    T.FLOAT16: (np.float16, "int32_data"), T.BFLOAT16: (ml_dtypes.bfloat16, "int32_data"),
    T.INT8: (np.int8, "int32_data"), T.INT16: (np.int16, "int32_data"), T.INT32: (np.int32, "int32_data"),
    T.INT64: (np.int64, "int64_data"), T.UINT8: (np.uint8, "int32_data"), T.UINT16: (np.uint16, "int32_data"),
    T.UINT32: (np.uint32, "uint64_data"), T.UINT64: (np.uint64, "uint64_data"), T.BOOL: (np.bool_, "int32_data"),
}


def values(dtype):
    if dtype == np.bool_:
        return np.array([[1, 0, 0, 1], [1, 1, 0, 0]], dtype)
    if np.issubdtype(dtype, np.integer):
        low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
        return np.array([[low, high, 0, 1], [2, high // 2, high - 1, low + 1]], dtype)
    with np.errstate(over="ignore"):
        return np.array(FLOATS, np.float64).astype(dtype).reshape(2, 4)


def typed(array, type, field, name):
    tensor = T(name=name, data_type=type, dims=array.shape)
    if array.dtype in (np.float16, ml_dtypes.bfloat16):
        array = array.view(np.uint16)
    if array.dtype == np.bool_:
        array = array.view(np.uint8)
    getattr(tensor, field).extend(array.reshape(-1).tolist())
    return tensor


def expected(name, array):
    tensor = T(name=name + "/expected", data_type=T.FLOAT, dims=array.shape)
    tensor.raw_data = array.astype("<f4").tobytes()
    return tensor


tensors = []
for type, (dtype, field) in TYPES.items():
    array, kind = values(dtype), T.DataType.Name(type).lower()
    raw = T(name=kind + "-raw", data_type=type, dims=array.shape)
    raw.raw_data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    tensors += [raw, expected(raw.name, array)]
    tensors += [typed(array, type, field, f"{kind}-typed"), expected(f"{kind}-typed", array)]
for name, array in [("scalar", np.float32(3.25)), ("empty", np.zeros((2, 0, 3), np.float32))]:
    tensors += [numpy_helper.from_array(np.asarray(array), name), expected(name, np.asarray(array))]
texts = T(name="texts", data_type=T.STRING, dims=[3], string_data=["cat".encode(), "Hündchen".encode(), b""])
tensors += [texts, T(name="nibbles", data_type=T.INT4, dims=[3], raw_data=b"\x21\x03")]
save(model([helper.make_node("Identity", ["scalar"], ["y"])], [], [value("y", [])], tensors, (("", 21),), 10),
     "onnx-types.onnx")

# --- Attributes, values, metadata --------------------------------------------------------------------------------------

nodes = [
    helper.make_node(
        "Everything", ["x", "", "w"], ["a", ""], name="first", domain="test.domain", f=1.5, i=-7, s="text",
        t=numpy_helper.from_array(np.arange(3, dtype=np.int64), "inner"), fs=[0.5, -0.25], ints=[1, -2, 3 << 40],
        ss=["a", "b"]),
    helper.make_node("Relu", ["a"], ["y"]),
]
rich = model(
    nodes, [value("x", ["batch", 3, None, 4])], [value("y", None)],
    [numpy_helper.from_array(np.ones((1, 2), np.float32), "w")], (("", 17), ("test.domain", 3)),
    value_info=[value("a", [1, 2], T.INT64)])
rich.graph.node[0].attribute.append(
    onnx.AttributeProto(name="ts", type=onnx.AttributeProto.TENSORS, tensors=[numpy_helper.from_array(np.ones(2))]))
rich.graph.node[0].attribute.sort(key=lambda attribute: attribute.name)
helper.set_model_props(rich, {"classes": "cat,dog", "mean": "0.5"})
save(rich, "onnx-rich.onnx", check=False)

# --- Old, nested, sparse, external -------------------------------------------------------------------------------------

w = numpy_helper.from_array(np.arange(4, dtype=np.float32), "w")
save(model([helper.make_node("Add", ["x", "w"], ["y"])], [value("x", [4]), value("w", [4])], [value("y", [4])], [w],
           (("ai.onnx", 7),), 3), "onnx-old.onnx")

branch = [
    helper.make_graph([helper.make_node(op, ["x"], ["y" + op])], op, [], [value("y" + op)]) for op in ("Relu", "Neg")]
save(model([helper.make_node("If", ["c"], ["y"], then_branch=branch[0], else_branch=branch[1])],
           [value("c", [], T.BOOL), value("x")], [value("y")]), "onnx-subgraph.onnx")

sparse = helper.make_sparse_tensor(
    numpy_helper.from_array(np.array([1, 2], np.float32), "scattered"),
    numpy_helper.from_array(np.array([0, 5], np.int64), "where"), [8])
save(model([helper.make_node("Identity", ["scattered"], ["y"])], [], [value("y", [8])], (), sparse_initializer=[sparse]),
     "onnx-sparse.onnx", check=False)

outside = []
data = b"\xff" * 16
for name, array in [("w", np.arange(8, dtype=np.float32).reshape(2, 4) / 8), ("n", np.array([-1, 2], np.int64))]:
    raw = array.tobytes()
    tensor = T(name=name, data_type=helper.np_dtype_to_tensor_dtype(array.dtype), dims=array.shape,
               data_location=T.EXTERNAL)
    for key, text in [("location", "onnx-external.bin"), ("offset", str(len(data))), ("length", str(len(raw)))]:
        tensor.external_data.add(key=key, value=text)
    data += raw + b"\xff" * 8
    outside.append(tensor)
(FOLDER / "onnx-external.bin").write_bytes(data)
save(model([helper.make_node("Add", ["x", "w"], ["s"]), helper.make_node("Reshape", ["s", "n"], ["y"])],
           [value("x")], [value("y", [4, 2])], outside), "onnx-external.onnx", check=False)
onnx.checker.check_model(str(FOLDER / "onnx-external.onnx"))

"""Recomputes Tests/ExecutionTests/Oracles/runtime: what ONNX Runtime says where the ONNX project's tests say nothing.

These are the meanings that operators had in earlier opsets, and combinations that the project's tests leave out. The
files are those of make_operator_cases.py. Cases that this ONNX Runtime cannot run are named and left out.
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from make_operator_cases import Store, described

FOLDER = pathlib.Path(__file__).parent.parent / "ExecutionTests" / "Oracles" / "runtime"
random = np.random.default_rng(7)


def floats(*shape, low=-2.0, high=2.0):
    return random.uniform(low, high, shape).astype(np.float32)


def ints(*values):
    return np.array(values, dtype=np.int64)


CASES = []


def case(name, operator, opset, inputs, outputs=1, **attributes):
    CASES.append((name, operator, opset, inputs, outputs, attributes))


def window_cases():
    image = floats(2, 4, 9, 11)
    weights, depthwise = floats(6, 2, 3, 3), floats(4, 1, 3, 2)
    bias = floats(6)
    for pad in ("SAME_UPPER", "SAME_LOWER", "VALID"):
        case(f"conv {pad}", "Conv", 11, [image, weights, bias], group=2, auto_pad=pad, strides=[2, 3])
        case(f"conv dilated {pad}", "Conv", 11, [image, depthwise], group=4, auto_pad=pad, dilations=[2, 2])
        case(f"max pool {pad}", "MaxPool", 12, [image], 2, auto_pad=pad, kernel_shape=[3, 2], strides=[2, 2])
        case(f"average pool {pad}", "AveragePool", 11, [image], auto_pad=pad, kernel_shape=[4, 3], strides=[3, 2])
        case(f"lp pool {pad}", "LpPool", 11, [image], auto_pad=pad, kernel_shape=[2, 3], strides=[2, 2], p=3)
        case(f"transposed {pad}", "ConvTranspose", 11, [image, floats(4, 3, 3, 4)], auto_pad=pad, strides=[2, 3])
    case("conv 1-D", "Conv", 1, [floats(1, 3, 20), floats(5, 3, 4), floats(5)], pads=[2, 1], strides=[2])
    case("conv 3-D", "Conv", 1, [floats(1, 2, 6, 7, 8), floats(3, 2, 2, 3, 2)], pads=[1, 0, 1, 0, 1, 1])
    case("transposed groups", "ConvTranspose", 1, [image, floats(4, 2, 3, 3), floats(4)], group=2, strides=[2, 2],
         pads=[1, 1, 1, 1], output_padding=[1, 1])
    case("transposed shape", "ConvTranspose", 11, [image, floats(4, 3, 3, 3)], strides=[2, 2], output_shape=[18, 22])
    case("transposed dilated", "ConvTranspose", 11, [image, floats(4, 3, 3, 3)], dilations=[2, 3], pads=[0, 1, 2, 1])
    for opset in (10, 12):
        case(f"max pool ceiling {opset}", "MaxPool", opset, [image], 2, kernel_shape=[3, 3], strides=[2, 2],
             ceil_mode=1, pads=[1, 1, 1, 1])
    case("max pool columns", "MaxPool", 12, [image], 2, kernel_shape=[2, 2], storage_order=1)
    case("max pool dilated", "MaxPool", 12, [image], 2, kernel_shape=[2, 3], dilations=[3, 2], strides=[2, 1])
    case("max pool 1-D", "MaxPool", 8, [floats(2, 3, 13)], 2, kernel_shape=[3], strides=[2])
    case("max pool 3-D", "MaxPool", 8, [floats(1, 2, 6, 5, 7)], 2, kernel_shape=[2, 2, 3], strides=[2, 1, 2])
    case("average pool 1", "AveragePool", 1, [image], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    case("average pool counting", "AveragePool", 7, [image], kernel_shape=[3, 3], pads=[1, 1, 1, 1],
         count_include_pad=1)
    case("lp pool 1", "LpPool", 2, [image], kernel_shape=[3, 3], p=1)
    case("global lp pool", "GlobalLpPool", 2, [image], p=3)
    case("regions", "MaxRoiPool", 1, [image, np.array(
        [[0, 0, 0, 10, 8], [1, 3, 2, 9, 4], [1, 8, 7, 20, 16], [0, 5, 5, 5, 5]], dtype=np.float32)],
        pooled_shape=[3, 2], spatial_scale=0.75)
    for opset in (10, 16):
        case(f"region align {opset}", "RoiAlign", opset, [image, np.array(
            [[0, 0, 10, 8], [3, 2, 9, 4], [8, 7, 20, 16]], dtype=np.float32), ints(0, 1, 1)],
            output_height=3, output_width=2, spatial_scale=0.5, sampling_ratio=0)


def activation_cases():
    x = floats(3, 4, 5, low=-6, high=6)
    for name in ("Elu", "Selu", "LeakyRelu", "HardSigmoid", "Softplus", "Softsign", "Sigmoid", "Tanh", "Relu"):
        case(f"{name} 6", name, 6, [x])
    case("celu", "Celu", 12, [x], alpha=0.7)
    case("mish", "Mish", 18, [x])
    case("clip 6", "Clip", 6, [x], min=-1.5, max=2.0)
    case("clip 6 without", "Clip", 6, [x])
    case("clip 11 upper only", "Clip", 11, [x, None, np.float32(1.0)])
    case("prelu 7", "PRelu", 7, [x, floats(4, 1)])
    for name in ("Softmax", "LogSoftmax", "Hardmax"):
        for axis in (0, 1, 2):
            case(f"{name} 1 axis {axis}", name, 1, [x], axis=axis)
            case(f"{name} 13 axis {axis}", name, 13, [x], axis=axis)
        case(f"{name} 11", name, 11, [x], axis=-1)
        case(f"{name} default", name, 11, [x])
    case("exp", "Exp", 6, [np.array([-200, -104, -100, -88, -1, 0, 1e-8, 1, 88, 88.8, 100, np.inf, -np.inf],
                                    dtype=np.float32)])


def elementwise_cases():
    a, b = floats(2, 3, 4, 5), floats(3, 4)
    for name in ("Add", "Sub", "Mul", "Div"):
        case(f"{name} 7", name, 7, [a, floats(4, 1)])
        case(f"{name} integers", name, 7, [ints(7, -8, 9), ints(2, 3, -4)])
    case("pow", "Pow", 7, [floats(2, 3, low=0.5), floats(3)])
    case("pow square", "Pow", 12, [a, np.array(2, dtype=np.float32)])
    case("maximum of three", "Max", 8, [a, floats(5), floats(4, 1)])
    case("minimum of three", "Min", 8, [floats(4, 1), a, floats(5)])
    case("mean of three", "Mean", 8, [floats(4, 1), a, floats(5)])
    case("where", "Where", 9, [floats(4, 1) > 0, a, floats(2, 1, 1, 5)])
    case("modulo", "Mod", 10, [ints(7, -7, 7, -7), ints(3, 3, -3, -3)])
    case("modulo floats", "Mod", 10, [floats(6), floats(6)], fmod=1)
    case("round", "Round", 11, [np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4], dtype=np.float32)])
    case("erf", "Erf", 9, [floats(40, low=-4, high=4)])
    _ = b


def matrix_cases():
    case("gemm 6", "Gemm", 7, [floats(20, 30), floats(30, 17), floats(17)], alpha=0.5, beta=2.0)
    case("gemm both transposed", "Gemm", 9, [floats(30, 20), floats(17, 30), floats(20, 1)], transA=1, transB=1)
    case("gemm one row", "Gemm", 11, [floats(1, 300), floats(77, 300)], transB=1)
    case("product rows", "MatMul", 9, [floats(3, 50), floats(50, 600)])
    case("product column", "MatMul", 9, [floats(40, 50), floats(50, 1)])
    case("product batch", "MatMul", 9, [floats(2, 1, 30, 50), floats(3, 50, 40)])
    case("product vectors", "MatMul", 9, [floats(50), floats(4, 50, 3)])
    case("einsum", "Einsum", 12, [floats(2, 3, 4), floats(2, 4, 5)], equation="bij,bjk->bik")
    case("einsum diagonal", "Einsum", 12, [floats(4, 4)], equation="ii->i")
    case("einsum ellipsis", "Einsum", 12, [floats(2, 3, 4), floats(4, 5)], equation="...ij,jk")


def shape_cases():
    x = floats(2, 3, 4, 5)
    case("slice 1", "Slice", 1, [x], starts=[1, -3], ends=[9, -1], axes=[2, 3])
    case("slice backwards", "Slice", 10, [x, ints(-1, 3), ints(-10, 0), ints(3, 2), ints(-2, -1)])
    case("split 2", "Split", 2, [x], 2, axis=3, split=[2, 3])
    case("split 11 equal", "Split", 11, [x], 2, axis=2)
    case("split 18 uneven", "Split", 18, [x], 2, axis=3, num_outputs=2)
    case("squeeze 1", "Squeeze", 1, [floats(1, 3, 1, 2)], axes=[0, 2])
    case("squeeze 11", "Squeeze", 11, [floats(1, 3, 1, 2)])
    case("unsqueeze 11", "Unsqueeze", 11, [x], axes=[-1, 0])
    case("reshape 5", "Reshape", 5, [x, ints(0, -1, 10)])
    case("pad 2", "Pad", 2, [x], mode="reflect", pads=[0, 0, 2, 3, 0, 0, 1, 2])
    case("pad 2 cropping", "Pad", 2, [x], pads=[0, 0, -1, 3, 0, -1, 1, -2], value=2.5)
    case("pad 11 edge", "Pad", 11, [x, ints(0, 1, 2, 3, 0, 0, 1, 2)], mode="edge")
    case("pad 13 value", "Pad", 13, [x, ints(0, 1, 2, 3, 0, 0, 1, 2), np.float32(-3)])
    case("concat 4", "Concat", 4, [x, floats(2, 1, 4, 5)], axis=1)
    case("depth to space 1", "DepthToSpace", 1, [floats(2, 8, 3, 4)], blocksize=2)
    case("space to depth", "SpaceToDepth", 1, [floats(2, 3, 4, 6)], blocksize=2)
    case("tile", "Tile", 6, [x, ints(1, 2, 1, 3)])
    case("expand", "Expand", 8, [floats(3, 1), ints(2, 1, 6)])
    case("gather scalar", "Gather", 1, [x, np.array(2, dtype=np.int64)], axis=3)
    case("gather matrix", "Gather", 11, [x, np.array([[0, -1], [2, 1]], dtype=np.int64)], axis=2)
    case("transpose", "Transpose", 1, [x], perm=[2, 0, 3, 1])
    case("flatten", "Flatten", 9, [x], axis=2)
    case("top 1", "TopK", 1, [x], 2, k=2, axis=2)
    case("top 11 smallest", "TopK", 11, [x, ints(3)], 2, axis=1, largest=0)
    case("dropout 7", "Dropout", 7, [x], ratio=0.5)
    case("cast to integer", "Cast", 9, [floats(9, low=-9, high=9)], to=TensorProto.INT64)
    case("cast to byte", "Cast", 9, [ints(1, 255, 256, 257, -1)], to=TensorProto.UINT8)
    case("range down", "Range", 11, [np.array(v, dtype=np.int64) for v in (10, -3, -4)])
    case("cumulative", "CumSum", 11, [x, np.array(2, dtype=np.int64)], reverse=1, exclusive=1)


def normalisation_cases():
    x, c = floats(2, 4, 5, 3), [floats(4), floats(4), floats(4), floats(4, low=0.1, high=2)]
    case("batch 7", "BatchNormalization", 7, [x, *c], epsilon=1e-3)
    case("batch 9", "BatchNormalization", 9, [floats(6, 4), *c])
    case("instance", "InstanceNormalization", 6, [x, *c[:2]])
    case("lrn even", "LRN", 1, [floats(2, 9, 3, 3)], size=4, alpha=0.5, beta=0.6, bias=1.5)
    case("lrn", "LRN", 1, [floats(2, 9, 3, 3)], size=5, alpha=0.01)
    case("layer", "LayerNormalization", 17, [x, floats(5, 3), floats(3)], 3, axis=2)
    case("group 21", "GroupNormalization", 21, [x, c[0], c[1]], num_groups=2)
    case("mean variance", "MeanVarianceNormalization", 9, [x], axes=[0, 2])
    for name in ("Mean", "Sum", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSumExp"):
        case(f"reduce {name} 11", f"Reduce{name}", 11, [x], axes=[0, 2], keepdims=0)
        case(f"reduce {name} last", f"Reduce{name}", 11, [x], axes=[-1])
        case(f"reduce {name} all", f"Reduce{name}", 11, [x], keepdims=0)
    case("arg max", "ArgMax", 1, [x], axis=2, keepdims=0)
    case("arg max last", "ArgMax", 12, [np.round(x)], axis=1, select_last_index=1)


def resize_cases():
    x = floats(1, 2, 5, 6)
    scales = [np.array(s, dtype=np.float32) for s in ([1, 1, 2, 3], [1, 1, 0.6, 0.5], [1, 1, 1.7, 0.8])]
    for place, scale in enumerate(scales):
        for mode in ("nearest", "linear"):
            case(f"upsample 9 {mode} {place}", "Upsample", 9, [x, scale], mode=mode)
            case(f"resize 10 {mode} {place}", "Resize", 10, [x, scale], mode=mode)
            # With corners aligned, fractions of a size count by the specification's tests and not by the runtime.
            aligned = ("align_corners",) if place == 0 else ()
            for coordinates in ("half_pixel", "pytorch_half_pixel", "asymmetric", *aligned):
                case(f"resize 11 {mode} {coordinates} {place}", "Resize", 11, [x, floats(0), scale], mode=mode,
                     coordinate_transformation_mode=coordinates)
        case(f"resize 13 cubic {place}", "Resize", 13, [x, None, scale], mode="cubic", exclude_outside=1)
        case(f"resize 18 antialiased {place}", "Resize", 18, [x, None, scale], mode="linear", antialias=1)
    case("upsample 7", "Upsample", 7, [x], mode="nearest", scales=[1.0, 1.0, 2.0, 2.0])
    case("resize 13 sizes", "Resize", 13, [x, None, None, ints(1, 2, 7, 9)], mode="linear")
    for rounding in ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"):
        case(f"resize 13 {rounding}", "Resize", 13, [x, None, None, ints(1, 2, 7, 9)], nearest_mode=rounding)
    case("crop and resize", "Resize", 13, [x, np.array([0, 0, 0.2, -0.1, 1, 1, 0.9, 1.2], dtype=np.float32), None,
                                           ints(1, 2, 4, 7)], mode="linear", extrapolation_value=9.0,
         coordinate_transformation_mode="tf_crop_and_resize")


def recurrent_cases():
    length, batch, size, hidden = 5, 3, 4, 6
    x = floats(length, batch, size)
    for name, gates in (("RNN", 1), ("GRU", 3), ("LSTM", 4)):
        for direction in ("forward", "reverse", "bidirectional"):
            n = 2 if direction == "bidirectional" else 1
            inputs = [x, floats(n, gates * hidden, size), floats(n, gates * hidden, hidden),
                      floats(n, 2 * gates * hidden), np.array([5, 2, 4], dtype=np.int32), floats(n, batch, hidden)]
            outputs = 2
            if name == "LSTM":
                inputs += [floats(n, batch, hidden), floats(n, 3 * hidden)]
                outputs = 3
            case(f"{name} {direction}", name, 7, inputs, outputs, direction=direction, hidden_size=hidden)
            case(f"{name} {direction} plain", name, 7, inputs[:3], outputs, direction=direction, hidden_size=hidden)
        case(f"{name} clipped", name, 7, inputs, outputs, direction="bidirectional", hidden_size=hidden, clip=0.6)
    case("GRU reset last", "GRU", 7, [x, floats(1, 18, size), floats(1, 18, hidden), floats(1, 36)], 2,
         hidden_size=hidden, linear_before_reset=1)
    case("LSTM coupled", "LSTM", 7, [x, floats(1, 24, size), floats(1, 24, hidden), floats(1, 48)], 3,
         hidden_size=hidden, input_forget=1)
    case("LSTM activations", "LSTM", 7, [x, floats(1, 24, size), floats(1, 24, hidden), floats(1, 48)], 3,
         hidden_size=hidden, activations=["HardSigmoid", "Softsign", "LeakyRelu"], activation_alpha=[0.3, 0.1],
         activation_beta=[0.4])


def run(name, operator, opset, inputs, outputs, attributes):
    names = ["" if value is None else f"x{place}" for place, value in enumerate(inputs)]
    given = {key: np.asarray(value) for key, value in zip(names, inputs) if key}
    node = helper.make_node(operator, names, [f"y{place}" for place in range(outputs)], **attributes)
    graph = helper.make_graph(
        [node], "case",
        [helper.make_tensor_value_info(key, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
         for key, value in given.items()],
        [onnx.ValueInfoProto(name=f"y{place}") for place in range(outputs)])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    model = onnx.shape_inference.infer_shapes(model)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return model, list(given.values()), session.run(None, given)


def main():
    for make in (window_cases, activation_cases, elementwise_cases, matrix_cases, shape_cases, normalisation_cases,
                 resize_cases, recurrent_cases):
        make()
    FOLDER.mkdir(parents=True, exist_ok=True)
    store, lines, refused = Store(), [], []
    for name, operator, opset, inputs, outputs, attributes in CASES:
        try:
            model, given, expected = run(name, operator, opset, inputs, outputs, attributes)
        except Exception as error:
            refused.append(f"{name}: {str(error).splitlines()[0][:150]}")
            continue
        made = described(name, model, given, expected, (1e-3, 1e-5), store)
        made["group"] = operator
        lines.append(json.dumps(made, separators=(",", ":")))
    (FOLDER / "cases.jsonl").write_text("\n".join(lines) + "\n")
    (FOLDER / "cases.bin").write_bytes(bytes(store.bytes))
    print(f"onnxruntime {onnxruntime.__version__}: {len(lines)} cases, {len(store.bytes)} bytes of tensors")
    for reason in refused:
        print("left out:", reason)


if __name__ == "__main__":
    main()

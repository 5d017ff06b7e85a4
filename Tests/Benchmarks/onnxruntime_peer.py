"""Runs an ONNX model once: model, input, threads. Without arguments it only imports, so that both memories are known."""

import sys

import numpy as np
import onnxruntime as ort


def session(path, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait must not take time from the other side.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


if __name__ == "__main__" and len(sys.argv) > 1:
    model, x, threads = sys.argv[1:]
    net = session(model, int(threads))
    net.run(None, {net.get_inputs()[0].name: np.load(x)})

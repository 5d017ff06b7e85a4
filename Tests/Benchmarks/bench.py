"""Times us against our peers and prints a Markdown table.

Run by `make bench` with the python of a private environment that holds numpy, opencv-python-headless, onnx and
onnxruntime:

    python Tests/Benchmarks/bench.py [--server .build/release/convscope-benchmarks] [--pairs 40] [CASE…]

Each pair runs a case once on either side, one right after the other, the order swapped every time; both sides reuse
their outputs and use the same number of threads. Compared are the means of each side's fastest quarter; for whole
networks (`networks.py`), the medians.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

import diagrams
import networks
import processes
import training

ROOT = Path(__file__).resolve().parents[2]
PHOTO = (2160, 3840)


class Server:
    """Our side, measured inside its own process."""

    def __init__(self, path):
        # Output line by line, because the answers come through a pipe.
        self.process = subprocess.Popen(
            [str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def run(self, case, threads):
        self.process.stdin.write(f"{case} {threads}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e6

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def timed(function):
    start = time.perf_counter_ns()
    function()
    return (time.perf_counter_ns() - start) / 1e6


def uniform(*shape):
    return np.random.default_rng(1).random(shape, dtype=np.float32)


class Filter:
    """OpenCV on one Float32 plane, border reflect-101."""

    peer = "OpenCV"

    def __init__(self, name, what, function, goal):
        self.name, self.what, self.goal, self.function = name, what, goal, function

    def prepare(self, threads):
        photo, output = uniform(*PHOTO), np.zeros(PHOTO, np.float32)
        cv2.setNumThreads(threads)
        return lambda: self.function(photo, output)


class Layer:
    """ONNX Runtime on one convolution, its input and output bound once."""

    peer = "ONNX Runtime"

    def __init__(self, name, what, channels, filters, size, goal, kernel=3):
        self.name, self.what, self.goal = name, what, goal
        self.channels, self.filters, self.size, self.kernel = channels, filters, size, kernel

    def prepare(self, threads):
        import onnxruntime as ort
        from onnx import TensorProto, helper, numpy_helper

        shape = [1, self.channels, self.size, self.size]
        output_shape = [1, self.filters, self.size, self.size]
        weights = numpy_helper.from_array(uniform(self.filters, self.channels, self.kernel, self.kernel), "w")
        node = helper.make_node("Conv", ["x", "w"], ["y"], pads=[self.kernel // 2] * 4)
        graph = helper.make_graph(
            [node], "layer", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, output_shape)], [weights])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Threads that wait must not take time from the other side.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        x = ort.OrtValue.ortvalue_from_numpy(uniform(*shape))
        y = ort.OrtValue.ortvalue_from_numpy(np.zeros(output_shape, np.float32))
        binding.bind_ortvalue_input("x", x)
        binding.bind_ortvalue_output("y", y)
        return lambda: session.run_with_iobinding(binding)


def sobel(photo, output):
    cv2.Sobel(photo, cv2.CV_32F, 1, 0, dst=output, borderType=cv2.BORDER_REFLECT_101)


def scharr(photo, output):
    cv2.Scharr(photo, cv2.CV_32F, 0, 1, dst=output, borderType=cv2.BORDER_REFLECT_101)


def general(size):
    kernel = uniform(size, size)
    return lambda photo, output: cv2.filter2D(photo, cv2.CV_32F, kernel, dst=output, borderType=cv2.BORDER_REFLECT_101)


def gaussian(photo, output):
    row = np.array([1, 6, 15, 20, 15, 6, 1], np.float32) / 64
    cv2.sepFilter2D(photo, cv2.CV_32F, row, row, dst=output, borderType=cv2.BORDER_REFLECT_101)


CASES = [
    Filter("sobel-x", "Sobel x, 3840x2160", sobel, 1.3),
    Filter("scharr-y", "Scharr y, 3840x2160", scharr, 1.3),
    Filter("general-3x3", "general 3x3, 3840x2160", general(3), 1.3),
    Filter("general-7x7", "general 7x7, 3840x2160", general(7), 1.3),
    Filter("gaussian-7x7", "Gaussian 7x7, 3840x2160", gaussian, 1.3),
    Layer("layer-64-112", "64→64 3x3, 112x112", 64, 64, 112, 1.5),
    Layer("layer-256-28", "256→256 3x3, 28x28", 256, 256, 28, 1.5),
    Layer("layer-3-64-224", "3→64 3x3, 224x224", 3, 64, 224, 1.5),
    Layer("pointwise-256-28", "256→256 1x1, 28x28", 256, 256, 28, 1.5, kernel=1),
]


def fastest_quarter(times):
    return float(np.mean(sorted(times)[: max(1, len(times) // 4)]))


def interleaved(ours, theirs, pairs, summary=fastest_quarter):
    """The mean of each side's fastest quarter, or another summary, in what the sides return."""
    for _ in range(3):
        ours()
        theirs()
    times = ([], [])
    for pair in range(pairs):
        for side in ((0, 1) if pair % 2 == 0 else (1, 0)):
            times[side].append((ours, theirs)[side]())
    return summary(times[0]), summary(times[1])


class Table:
    def __init__(self):
        self.missed = False
        print("| what | threads | peer | ours ms | peer ms | ratio | goal |\n|---|---|---|---|---|---|---|", flush=True)

    def row(self, what, threads, peer, ours, theirs, goal):
        self.missed = self.missed or ours / theirs > goal
        print(f"| {what} | {threads} | {peer} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.3f} | {goal} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default=ROOT / ".build/release/convscope-benchmarks")
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all unless given; `networks` or one's id; `training`; `processes`; `diagrams`")
    options = parser.parse_args()

    table = Table()
    for case in CASES:
        if options.cases and case.name not in options.cases:
            continue
        for threads in options.threads:
            if threads > os.cpu_count():
                continue
            server = Server(options.server)
            peer = case.prepare(threads)
            ours, theirs = interleaved(
                lambda: server.run(case.name, threads), lambda: timed(peer), options.pairs)
            server.close()
            table.row(case.what, threads, case.peer, ours, theirs, case.goal)
    chosen = [name for name in networks.NETWORKS if {name, "networks"} & set(options.cases)]
    if not options.cases or chosen:
        with tempfile.TemporaryDirectory() as work:
            notes = networks.cases(
                work, lambda *sides: interleaved(*sides, np.median), table, min(2, os.cpu_count()),
                chosen or list(networks.NETWORKS))
        print("\n" + "\n".join(notes), flush=True)
    if not options.cases or "training" in options.cases:
        with tempfile.TemporaryDirectory() as work:
            training.cases(
                work, lambda *sides: interleaved(*sides, np.median), table, min(2, os.cpu_count()))
    if not options.cases or "processes" in options.cases:
        with tempfile.TemporaryDirectory() as work:
            notes = processes.cases(work, lambda ours, theirs: interleaved(ours, theirs, max(30, options.pairs)), table)
        print("\n" + "\n".join(notes))
    if not options.cases or "diagrams" in options.cases:
        if diagrams.is_possible():
            with tempfile.TemporaryDirectory() as work:
                print("\n" + "\n".join(diagrams.cases(work, interleaved, table)))
        else:
            print("\nDiagrams are measured against Graphviz, which is not installed (apt-get install graphviz).")
            table.missed = True
    sys.exit(1 if table.missed else 0)


if __name__ == "__main__":
    main()

"""Whole networks against ONNX Runtime: one file for both sides, `convscope export` of the zoo's network.

Each pair runs both, one right after the other, in turns; compared are the medians, what comes out, and the peak memory of
a whole process that reads the file and runs it once.
"""

import os
import subprocess
import sys
import time

import numpy as np

import onnxruntime_peer
import processes

SERVER = os.path.join(processes.ROOT, ".build", "release", "convscope-benchmarks")
NETWORKS = {"vgg19": 12, "resnet50": 30, "alexnet": 40, "squeezenet1.1": 60, "mobilenet-v2": 60}
EACH, MEAN, MEMORY, LOADING = 1.6, 1.4, 1.3, 0.5


class Server:
    """Our side, which loads a network once, writes its first output, and is timed inside its own process."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [SERVER, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.process.stdout.readline()

    def run(self):
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e6

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def case(network, folder, interleaved, table, threads, pairs):
    """A row of the table; returns the ratios of times and of memory, and a note."""
    model, x, y = (os.path.join(folder, network + ending) for ending in (".onnx", "-x.npy", "-y.npy"))
    subprocess.run([processes.CONVSCOPE, "export", network, "-o", model, "--quiet"], check=True)
    peer = onnxruntime_peer.session(model, threads)
    shape = [size if isinstance(size, int) else 1 for size in peer.get_inputs()[0].shape]
    np.save(x, np.random.default_rng(1).standard_normal(shape, dtype=np.float32))
    feed = {peer.get_inputs()[0].name: np.load(x)}

    def peer_milliseconds():
        start = time.perf_counter()
        peer.run(None, feed)
        return 1e3 * (time.perf_counter() - start)

    server = Server(model, x, y, threads)
    times = interleaved(server.run, peer_milliseconds, pairs)
    server.close()
    table.row(f"network: {network}", threads, f"ONNX Runtime, {pairs} pairs", *times, EACH)
    found, wanted = np.load(y), peer.run(None, feed)[0]
    difference = np.abs(found - wanted).max() / np.abs(wanted).max()
    assert found.shape == wanted.shape and difference < 1e-4, f"{network}: outputs differ by {difference}"

    del peer
    ours = processes.peak_memory([processes.CONVSCOPE, "run", model, "--input", x, "-o", y, "--quiet"])
    script = [sys.executable, onnxruntime_peer.__file__]
    started, theirs = (processes.peak_memory(script + arguments) for arguments in ([], [model, x, str(threads)]))
    os.remove(model)
    note = (
        f"{network}: peak memory {ours:.0f} MB, ONNX Runtime's {theirs:.0f} MB, {theirs - started:.0f} MB of them after "
        f"its import, ratio {ours / theirs:.2f} (goal {MEMORY}); outputs differ by {difference:.1e} of the largest")
    return times[0] / times[1], ours / theirs, note


def loading(network, folder, interleaved, table, threads, pairs=20):
    """A row: a file of 100 MB made ready to run."""
    model = os.path.join(folder, network + ".onnx")
    subprocess.run([processes.CONVSCOPE, "export", network, "-o", model, "--quiet"], check=True)
    server = Server(model)

    def peer_milliseconds():
        start = time.perf_counter()
        onnxruntime_peer.session(model, threads)
        return 1e3 * (time.perf_counter() - start)

    times = interleaved(server.run, peer_milliseconds, pairs)
    server.close()
    size = f"{os.path.getsize(model) / 1e6:.0f} MB"
    table.row(f"loading {network}.onnx, {size}", threads, "ONNX Runtime's session", *times, LOADING)
    os.remove(model)


def cases(folder, interleaved, table, threads, networks):
    """Adds a row a network to the table; `interleaved(ours, peer, pairs)` times pairs. Returns what is no ratio of times."""
    results = [case(network, folder, interleaved, table, threads, NETWORKS[network]) for network in networks]
    if "resnet50" in networks:
        loading("resnet50", folder, interleaved, table, threads)
    mean = float(np.exp(np.mean([np.log(ratio) for ratio, _, _ in results])))
    table.missed = table.missed or mean > MEAN or max(memory for _, memory, _ in results) > MEMORY
    return [f"geometric mean of the networks' ratios: {mean:.3f} (goal {MEAN})"] + [note for _, _, note in results]

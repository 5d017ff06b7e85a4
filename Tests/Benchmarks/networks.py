"""Whole networks against ONNX Runtime: the same structure with the same weights on both sides.

`convscope code` writes the network as a PyTorch program; its random weights go to us as safetensors and to ONNX Runtime
by PyTorch's exporter. Each pair runs both, one right after the other, in turns; compared are the medians, and the peak memory of a whole process
that reads the weights and runs once.
"""

import importlib.util
import json
import os
import struct
import subprocess
import sys
import time

import numpy as np

import onnxruntime_peer
import processes

ROOT = processes.ROOT
SERVER = os.path.join(ROOT, ".build", "release", "convscope-benchmarks")
NETWORKS = {"vgg19": 12, "resnet50": 30, "alexnet": 40, "squeezenet1.1": 60, "mobilenet-v2": 60}
EACH, MEAN, MEMORY, LOADING = 1.6, 1.4, 1.3, 0.5


def write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [offset, offset + tensor.nbytes]}
        offset += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(np.ascontiguousarray(tensor).tobytes())


def write_model(network, folder):
    """The files of both sides."""
    import torch

    program = os.path.join(folder, "program.py")
    subprocess.run([processes.CONVSCOPE, "code", network, "--for", "pytorch", "-o", program], check=True)
    spec = importlib.util.spec_from_file_location("program", program)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(0)
    net = (module.net if hasattr(module, "net") else module.Net()).eval()
    for part in net.modules():
        if isinstance(part, (torch.nn.Conv2d, torch.nn.Linear)):
            torch.nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
        if isinstance(part, torch.nn.BatchNorm2d):
            part.running_mean.normal_(0, 0.1)
            part.running_var.uniform_(0.5, 1.5)
    x = torch.randn(1, 3, 224, 224)
    np.save(os.path.join(folder, "x.npy"), x.numpy())
    tensors = {name: value.numpy() for name, value in net.state_dict().items() if value.dtype == torch.float32}
    write_safetensors(os.path.join(folder, "net.safetensors"), tensors)
    torch.onnx.export(net, (x,), os.path.join(folder, "net.onnx"), opset_version=17, dynamo=False)


class Server:
    """Our side, which loads a network once and is timed inside its own process."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [SERVER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.process.stdout.readline()

    def run(self):
        self.process.stdin.write("run\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e6

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def case(network, work, interleaved, table, threads, pairs):
    """A row of the table; returns the ratio of times and a note."""
    folder = os.path.join(work, network)
    if not os.path.exists(os.path.join(folder, "net.onnx")):
        os.makedirs(folder, exist_ok=True)
        # PyTorch's memory and threads end with its process.
        subprocess.run(
            [sys.executable, os.path.abspath(__file__), network, folder], check=True, stderr=subprocess.DEVNULL)
    files = [os.path.join(folder, name) for name in ("net.safetensors", "x.npy", "ours.npy")]
    server = Server(network, *files, str(threads))
    peer = onnxruntime_peer.session(os.path.join(folder, "net.onnx"), threads)
    feed = {peer.get_inputs()[0].name: np.load(os.path.join(folder, "x.npy"))}
    theirs = peer.run(None, feed)[0]
    found = np.load(os.path.join(folder, "ours.npy"))
    difference = np.abs(found - theirs).max() / np.abs(theirs).max()
    assert found.shape == theirs.shape and difference < 1e-4, f"{network}: outputs differ by {difference}"

    def peer_milliseconds():
        start = time.perf_counter()
        peer.run(None, feed)
        return 1e3 * (time.perf_counter() - start)

    times = interleaved(server.run, peer_milliseconds, pairs)
    server.close()
    table.row(f"network: {network}", threads, f"ONNX Runtime, {pairs} pairs", *times, EACH)

    # One run each of a whole process: read the weights, run.
    ours = processes.peak_memory([
        processes.CONVSCOPE, "run", network, "--weights", os.path.join(folder, "net.safetensors"), "--input",
        os.path.join(folder, "x.npy"), "-o", os.path.join(folder, "y.npy"), "--quiet"])
    script = [sys.executable, onnxruntime_peer.__file__]
    started = processes.peak_memory(script)
    peak = processes.peak_memory(script + [os.path.join(folder, name) for name in ("net.onnx", "x.npy")] + [str(threads)])
    note = (
        f"{network}: peak memory {ours:.0f} MB, ONNX Runtime's {peak:.0f} MB, {peak - started:.0f} MB of them after its "
        f"import, ratio {ours / peak:.2f} (goal {MEMORY}); outputs differ by {difference:.1e} of the largest")
    return times[0] / times[1], ours / peak, note


def loading(work, interleaved, table, threads, pairs=20):
    """A 100 MB file made ready to run."""
    path = os.path.join(work, "resnet50", "net.onnx")
    server = Server(path)

    def peer_milliseconds():
        start = time.perf_counter()
        onnxruntime_peer.session(path, threads)
        return 1e3 * (time.perf_counter() - start)

    times = interleaved(server.run, peer_milliseconds, pairs)
    server.close()
    table.row(f"loading resnet50.onnx, {os.path.getsize(path) / 1e6:.0f} MB", threads, "ONNX Runtime's session", *times, LOADING)


def cases(work, interleaved, table, threads=2, networks=None):
    results = [
        case(network, work, interleaved, table, threads, pairs)
        for network, pairs in NETWORKS.items() if not networks or network in networks]
    if not networks or "resnet50" in networks:
        loading(work, interleaved, table, threads)
    mean = float(np.exp(np.mean([np.log(ratio) for ratio, _, _ in results])))
    table.missed = table.missed or mean > MEAN or max(memory for _, memory, _ in results) > MEMORY
    return [f"geometric mean of the networks' ratios: {mean:.3f} (goal {MEAN})"] + [note for _, _, note in results]


if __name__ == "__main__":
    write_model(*sys.argv[1:])

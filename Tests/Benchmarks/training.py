"""Learning against PyTorch: an epoch of the digits net, one of a LeNet-5 on 28 x 28 inputs, and LeNet-5's step with its
convolutions frozen against its full one.

Both sides have all samples in memory, shuffle them each epoch, and take Adam's steps on batches of 64. Neither tries the
network out in between.
"""

import os
import subprocess
import time

import numpy as np
import torch
from torch import nn

import processes

SERVER = os.path.join(processes.ROOT, ".build", "release", "convscope-benchmarks")
EPOCH, FROZEN = 1.0, 0.6

DIGITS = """
network: Digits
input: 1x8x8
layers:
  - conv: { filters: 16, kernel: 3, padding: 1, activation: relu }
  - max-pool: 2
  - conv: { filters: 32, kernel: 3, padding: 1, activation: relu }
  - flatten
  - dense: { units: 64, activation: relu }
  - dense: { units: 10, activation: softmax }
"""
LENET = """
network: LeNet-5
input: 1x28x28
layers:
  - conv: { filters: 6, kernel: 5, padding: 2, activation: tanh, frozen: FROZEN }
  - average-pool: 2
  - conv: { filters: 16, kernel: 5, activation: tanh, frozen: FROZEN }
  - average-pool: 2
  - flatten
  - dense: { units: 120, activation: tanh }
  - dense: { units: 84, activation: tanh }
  - dense: { units: 10, activation: softmax }
"""


def digits_peer():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(512, 64), nn.ReLU(), nn.Linear(64, 10))


def lenet_peer():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))


class Ours:
    """Times whole epochs in its own process."""

    def __init__(self, network, data, threads, folder):
        path = os.path.join(folder, "network.yml")
        with open(path, "w") as file:
            file.write(network)
        self.process = subprocess.Popen(
            [SERVER, "train", path, data, str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            bufsize=1)
        assert self.process.stdout.readline() == "ready\n"

    def run(self, steps):
        self.process.stdin.write(f"{steps}\n")
        self.process.stdin.flush()
        nanoseconds, self.loss = self.process.stdout.readline().split()
        return int(nanoseconds) / 1e6

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Peer:
    def __init__(self, net, images, labels):
        self.net, self.images, self.labels = net, torch.tensor(images), torch.tensor(labels).long()
        self.optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
        self.loss = nn.CrossEntropyLoss()

    def run(self, steps):
        order = torch.randperm(len(self.images))
        start = time.perf_counter()
        for step in range(steps):
            places = order[step * 64:(step + 1) * 64]
            self.optimiser.zero_grad()
            self.loss(self.net(self.images[places]), self.labels[places]).backward()
            self.optimiser.step()
        return 1e3 * (time.perf_counter() - start)


def samples(folder):
    """The digits as they are, and as large as LeNet-5's; as many as whole batches take."""
    data = np.load(os.path.join(processes.ROOT, "Samples", "digits.npz"))
    images, labels = data["images"][:1792, None].astype(np.float32) / 16, data["labels"][:1792].astype(np.float32)
    large = np.pad(images.repeat(3, 2).repeat(3, 3), ((0, 0), (0, 0), (2, 2), (2, 2)))
    found = []
    for name, own in (("small", images), ("large", large)):
        path = os.path.join(folder, name + ".npz")
        np.savez(path, images=own, labels=labels)
        found.append((path, own, labels))
    return found


def cases(folder, interleaved, table, threads, pairs=20):
    torch.set_num_threads(threads)
    small, large = samples(folder)
    steps = len(small[1]) // 64
    for what, network, make, (path, images, labels) in (
            ("epoch: digits net", DIGITS, digits_peer, small),
            ("epoch: LeNet-5, 28 x 28", LENET.replace("FROZEN", "false"), lenet_peer, large)):
        # An epoch's last step tries the network out: timed are those before it.
        ours, peer = Ours(network, path, threads, folder), Peer(make(), images, labels)
        ours.run(steps - 1), peer.run(steps - 1)
        table.row(
            what, threads, f"PyTorch, {pairs} pairs",
            *interleaved(lambda: ours.run(steps - 1), lambda: peer.run(steps - 1), pairs), EPOCH)
        ours.close()
    whole, frozen = (
        Ours(LENET.replace("FROZEN", word), large[0], threads, folder) for word in ("false", "true"))
    whole.run(steps - 1), frozen.run(steps - 1)
    table.row(
        "LeNet-5's steps, its convolutions frozen", threads, "all of it learning",
        *interleaved(lambda: frozen.run(steps - 1), lambda: whole.run(steps - 1), pairs), FROZEN)
    whole.close(), frozen.close()

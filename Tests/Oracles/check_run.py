"""Runs networks of the zoo with random weights here and in PyTorch, and compares what comes out.

The programs that `convscope code` writes give PyTorch's side, their `state_dict` gives both sides the weights.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch

CONVSCOPE = pathlib.Path(__file__).resolve().parents[2] / ".build" / "release" / "convscope"
NETWORKS = [
    "lenet5", "alexnet-grouped", "googlenet", "googlenet-bn", "inception-v3", "nin-cifar10", "all-cnn-c", "resnet18",
    "resnet20-cifar", "resnet50", "squeezenet1.1", "mobilenet-v2", "densenet121",
    "40x6 -> lstm 5 return-sequences=true -> lstm 3 -> dense 4 softmax",
    "4x9x8x7 -> conv 6@3x2x3 s2,1,1 p1 relu -> average-pool 2 -> conv-transpose 3@3x3x3 s2 -> global-max-pool",
    "8x12x12 -> depthwise-conv 3 gelu -> pixel-shuffle 2 -> upsample 2 mode=bilinear -> conv 3@3 d2 swish",
]


def randomise(net):
    """Statistics that batch normalisation has something to do with."""
    for module in net.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.1)
    return net.eval()


def convscope(*arguments):
    return subprocess.run([CONVSCOPE, *arguments], check=True, capture_output=True, text=True).stdout


def difference(network, folder):
    """The largest difference, in units of the largest magnitude."""
    program = folder / "program.py"
    program.write_text(convscope("code", network, "--for", "pytorch"))
    spec = importlib.util.spec_from_file_location("program", program)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    torch.manual_seed(0)
    net = randomise(module.net if hasattr(module, "net") else module.Net())
    shape = json.loads(convscope("summary", network, "--format", "json"))["input"]
    x = torch.randn(2, *shape)
    with torch.no_grad():
        wanted = net(x).numpy()
    np.save(folder / "x.npy", x.numpy())
    np.savez(folder / "weights.npz", **{name: value.numpy() for name, value in net.state_dict().items()})
    convscope(
        "run", network, "--weights", folder / "weights.npz", "--input", folder / "x.npy", "-o", folder / "y.npy", "-q")
    found = np.load(folder / "y.npy")
    assert found.shape == wanted.shape, (found.shape, wanted.shape)
    return np.abs(found - wanted).max() / np.abs(wanted).max()


if __name__ == "__main__":
    failed = 0
    for network in NETWORKS:
        with tempfile.TemporaryDirectory() as folder:
            worst = difference(network, pathlib.Path(folder))
        failed += worst > 1e-4
        print(f"{'FAILED ' if worst > 1e-4 else ''}{worst:.1e}  {network}")
    sys.exit(1 if failed else 0)

"""Recomputes Tests/TrainingTests/Oracles: what PyTorch makes of small networks in ten steps of each optimiser, in Float64.

The programs that `convscope code` writes give PyTorch's side. Each network has a file with its initial weights, one batch
and, for each optimiser, the weights after ten steps on that batch; training.json tells which network and loss.
"""

import importlib.util
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch
from torch import nn

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONVSCOPE = ROOT / ".build" / "release" / "convscope"
FOLDER = ROOT / "Tests" / "TrainingTests" / "Oracles"
STEPS, SAMPLES = 10, 6

# All activations are smooth: at a corner the last bit would decide. So it would for a bias before a normalisation, whose
# gradient is nothing but rounding, which Adam makes as large as any other.
CLASSES = {
    "dense": "6 -> dense 8 tanh -> dense 5 sigmoid -> dense 3",
    "planes": "2x9x8 -> conv 4@3 s2,1 p1 tanh -> average-pool 2 -> conv 6@2 g2 gelu -> flatten -> dense 4",
    "norms": "3x6x6 -> conv 4@3 bias=false -> batch-norm tanh -> conv 5@2 softplus -> batch-norm -> global-average-pool -> dense 3",
    "recurrent": "7x3 -> lstm 5 return-sequences=true -> lstm 4 -> dense 3",
    "volumes": "2x5x6x4 -> conv 3@3x2x2 p1 s2 elu -> flatten -> dense 3",
    "lines": "4x20 -> conv 6@5 d2 p2 swish -> global-average-pool -> dense 3",
    "neighbours": "3x8x8 -> conv 5@3 gelu -> local-response-norm -> average-pool 3 s2 -> flatten -> dense 3",
}
VALUES = {
    "transposed": "2x5x6 -> conv-transpose 3@3 s2 softplus -> upsample 2 mode=bilinear -> conv 1@3 p1",
    "depthwise": "4x8x8 -> depthwise-conv 3 sigmoid -> conv 6@3 -> depthwise-conv 3 p1 tanh -> conv 8@1 -> pixel-shuffle 2",
    "shortcuts": """
network: Shortcuts
input: 3x6x6
layers:
  - conv: { filters: 4, kernel: 3, padding: 1, activation: tanh, name: first }
  - conv: { filters: 4, kernel: 3, padding: 1, name: second }
  - add: [first, second]
  - tanh: { name: sum }
  - conv: { filters: 2, kernel: 1, from: sum, name: side }
  - concat: [sum, side]
  - conv: { filters: 1, kernel: 3, name: last }
""",
}
OPTIMISERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.01),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
}


def program(network, folder):
    path = network
    if "\n" in network:
        path = folder / "network.yml"
        path.write_text(network)
    text = subprocess.run(
        [CONVSCOPE, "code", path, "--for", "pytorch"], check=True, capture_output=True, text=True).stdout
    (folder / "program.py").write_text(text)
    spec = importlib.util.spec_from_file_location("program", folder / "program.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shape = json.loads(subprocess.run(
        [CONVSCOPE, "summary", path, "--format", "json"], check=True, capture_output=True, text=True).stdout)["input"]
    return (module.net if hasattr(module, "net") else module.Net()), shape


def arrays(prefix, net):
    return {
        f"{prefix}/{name}": value.numpy().astype(np.float32).copy() for name, value in net.state_dict().items()
        if not name.endswith("num_batches_tracked")}


def write(name, network, has_classes):
    torch.manual_seed(len(name))
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        net, shape = program(network, pathlib.Path(folder))
    for parameter in net.parameters():
        nn.init.normal_(parameter, 0, 0.4)
    # Both sides begin with the same Float32 numbers.
    start = {key: value.clone() for key, value in net.state_dict().items()}
    x = torch.randn(SAMPLES, *shape)
    net = net.double().train()
    with torch.no_grad():
        outputs = net(x.double())
    y = torch.randint(outputs.shape[1], (SAMPLES,)) if has_classes else torch.randn(outputs.shape)
    loss = nn.CrossEntropyLoss() if has_classes else nn.MSELoss()
    target = y if has_classes else y.double()
    net.float().load_state_dict(start)
    found = {"x": x.numpy(), "y": y.numpy().astype(np.float32), **arrays("initial", net)}
    losses = {}
    for title, make in OPTIMISERS.items():
        net.float().load_state_dict(start)
        net.double()
        optimiser = make(net.parameters())
        losses[title] = []
        for _ in range(STEPS):
            optimiser.zero_grad()
            value = loss(net(x.double()), target)
            losses[title].append(value.item())
            value.backward()
            optimiser.step()
        found.update(arrays(title, net))
    np.savez_compressed(FOLDER / f"{name}.npz", **found)
    return {"name": name, "network": network, "hasClasses": has_classes, "losses": losses}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    cases = [write(name, network, True) for name, network in CLASSES.items()]
    cases += [write(name, network, False) for name, network in VALUES.items()]
    (FOLDER / "training.json").write_text(json.dumps(cases, indent=1) + "\n")

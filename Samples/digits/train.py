"""Trains the small network beside this file, which says which digit stands in a window of 16 x 16 pixels, or that none does.

Writes weights.npz and page.png, a page of digits that it has not been trained on. Needs numpy, torch and pillow; takes a
minute, and gives the same numbers on the same machine.
"""

import pathlib

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).parent
WINDOW = 16
NOTHING = 10


def digits():
    data = np.load(HERE.parent / "digits.npz")
    images = torch.tensor(data["images"], dtype=torch.float32)[:, None] / 16
    large = functional.interpolate(images, scale_factor=2, mode="bilinear", align_corners=False).clamp(0, 1)
    return large[:, 0], torch.tensor(data["labels"], dtype=torch.long)


def page(images, labels, height, width, distance, rng):
    """Digits at random places, none nearer to another than `distance`; the places of their corners."""
    canvas = torch.zeros(height, width)
    places = []
    for _ in range(400):
        y, x = rng.integers(0, height - WINDOW + 1), rng.integers(0, width - WINDOW + 1)
        if all(max(abs(y - a), abs(x - b)) >= distance for a, b, _ in places):
            choice = rng.integers(len(images))
            part = canvas[y : y + WINDOW, x : x + WINDOW]
            canvas[y : y + WINDOW, x : x + WINDOW] = torch.maximum(part, images[choice])
            places.append((int(y), int(x), int(labels[choice])))
    noise = torch.tensor(rng.normal(0, 0.04, canvas.shape), dtype=torch.float32)
    return (canvas + noise).clamp(0, 1), places


def samples(images, labels, rng, pages):
    """Windows around digits, a little off, and windows that miss them."""
    windows, classes = [], []
    for _ in range(pages):
        canvas, places = page(images, labels, 64, 64, int(rng.integers(12, 20)), rng)
        for y, x, label in places:
            for reach in (1, 1, 1, 14):
                a = int(np.clip(y + rng.integers(-reach, reach + 1), 0, 64 - WINDOW))
                b = int(np.clip(x + rng.integers(-reach, reach + 1), 0, 64 - WINDOW))
                off = min(max(abs(a - c), abs(b - d)) for c, d, _ in places)
                nearest = min(places, key=lambda place: max(abs(a - place[0]), abs(b - place[1])))
                if off <= 1:
                    classes.append(nearest[2])
                elif off >= 4:
                    classes.append(NOTHING)
                else:
                    continue
                windows.append(canvas[a : a + WINDOW, b : b + WINDOW])
    return torch.stack(windows)[:, None], torch.tensor(classes)


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    images, labels = digits()
    net = nn.Sequential()
    net.add_module("conv1", nn.Conv2d(1, 8, 5))
    net.add_module("relu1", nn.ReLU())
    net.add_module("pool1", nn.MaxPool2d(2))
    net.add_module("conv2", nn.Conv2d(8, 16, 3))
    net.add_module("relu2", nn.ReLU())
    net.add_module("flatten1", nn.Flatten())
    net.add_module("dense1", nn.Linear(256, 32))
    net.add_module("relu3", nn.ReLU())
    net.add_module("dense2", nn.Linear(32, 11))
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    rounds = 60
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, rounds)
    for _ in range(rounds):
        x, y = samples(images[:1500], labels[:1500], rng, 60)
        for batch in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            functional.cross_entropy(net(x[batch]), y[batch]).backward()
            optimizer.step()
        schedule.step()
    x, y = samples(images[1500:], labels[1500:], rng, 60)
    found = net(x).argmax(1)
    print(f"right: {(found == y).float().mean():.3f} of {len(y)} windows that were not trained on")
    np.savez(HERE / "weights.npz", **{name: value.numpy() for name, value in net.state_dict().items()})
    canvas, places = page(images[1500:], labels[1500:], 72, 120, 19, np.random.default_rng(3))
    Image.fromarray((canvas.numpy() * 255).round().astype(np.uint8)).save(HERE / "page.png")
    print("page.png:", sorted(places))


if __name__ == "__main__":
    main()

"""Writes Samples/gabor-bank.npz: 32 filters of 3 x 11 x 11 like those that first layers learn, computed instead.

Twenty in grey, at five wavelengths and four angles, twelve between two opponent colours. Every filter sums to zero, so
that it answers to edges and not to brightness, and has a norm of 1.

    python Tests/Tools/make_gabor_bank.py
"""

from pathlib import Path

import numpy as np

y, x = np.mgrid[-5:6, -5:6].astype(np.float64)


def gabor(wavelength, angle, phase, sigma):
    along = x * np.cos(angle) + y * np.sin(angle)
    return np.exp(-(x * x + y * y) / (2 * sigma * sigma)) * np.cos(2 * np.pi * along / wavelength + phase)


def normalised(filter):
    filter = filter - filter.mean()
    return filter / np.linalg.norm(filter)


filters = []
for wavelength, sigma in [(3, 2.2), (4, 2.4), (5.5, 2.6), (7.5, 2.8), (10, 3.0)]:
    for step in range(4):
        plane = gabor(wavelength, np.pi * step / 4, np.pi / 2 * (step % 2), sigma)
        filters.append(normalised(np.stack([plane] * 3)))
for colours in [(1, -1, 0), (0.5, 0.5, -1), (-0.5, 1, -0.5)]:
    for wavelength, angle, phase in [(20, 0, 0), (9, 0, np.pi / 2), (9, np.pi / 2, np.pi / 2), (6, np.pi / 4, 0)]:
        plane = gabor(wavelength, angle, phase, 2.8)
        filters.append(normalised(np.stack([colour * plane for colour in colours])))
weights = np.array(filters, dtype=np.float32)
assert weights.shape == (32, 3, 11, 11)

target = Path(__file__).resolve().parents[2] / "Samples" / "gabor-bank.npz"
np.savez(target, **{"conv1.weight": weights, "conv1.bias": np.zeros(32, np.float32)})

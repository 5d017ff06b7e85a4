"""Draws rings.png: waves of five pixels from crest to crest in every direction, for lesson 20. Needs NumPy and Pillow."""

from pathlib import Path

import numpy as np
from PIL import Image

SIDE, WAVELENGTH = 121, 5

y, x = np.mgrid[:SIDE, :SIDE] - SIDE // 2
radius = np.hypot(x, y)
fade = np.clip((SIDE / 2 - radius) / 4, 0, 1)
brightness = 0.5 + 0.5 * np.cos(2 * np.pi * radius / WAVELENGTH) * fade
Image.fromarray(np.round(brightness * 255).astype(np.uint8)).save(Path(__file__).with_name("rings.png"), optimize=True)

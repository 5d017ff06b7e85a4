"""Writes weights.npz, the numbers of lesson 08's network, as 32-bit floats. Needs numpy."""

import pathlib
import zipfile

import numpy as np

WEIGHTS = {
    "hidden.weight": [
        [2.8574, -1.9207],
        [1.7582, -1.2549],
        [-4.5925, 0.23236],
        [12.0861, 12.3701],
        [2.503, -1.9321],
        [-2.1422, 2.6928],
    ],
    "hidden.bias": [-3.2811, -6.956, -3.0943, 11.1103, 0.14842, -3.3705],
    "output.weight": [[-0.51977, 5.3993, 3.4349, 5.2863, 3.1976, -0.67102]],
    "output.bias": [1.4657],
}

if __name__ == "__main__":
    # Entries of one date, so that the file repeats.
    with zipfile.ZipFile(pathlib.Path(__file__).with_name("weights.npz"), "w") as archive:
        for name, values in WEIGHTS.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as file:
                np.lib.format.write_array(file, np.array(values, dtype=np.float32))

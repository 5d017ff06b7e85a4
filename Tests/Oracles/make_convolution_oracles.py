"""Recomputes Tests/TensorsTests/Oracles: what PyTorch, NumPy, SciPy and OpenCV say, in Float64.

Each topic becomes NAME.json, the cases with every option, and NAME.f32, the expected numbers end to end as little-endian
Float32. Inputs and weights are not stored: `common.numbers` here and `Numbers` in the Swift tests make the same ones.
"""

import pathlib

import convolution_cases
import filter_cases
import pooling_cases
import size_cases
import transposed_cases

FOLDER = pathlib.Path(__file__).parent.parent / "TensorsTests" / "Oracles"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, topic in [
        ("convolution", convolution_cases),
        ("transposed", transposed_cases),
        ("pooling", pooling_cases),
        ("filters", filter_cases),
        ("sizes", size_cases),
    ]:
        topic.write(FOLDER / name)

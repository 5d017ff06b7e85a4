"""Recomputes Tests/NetworksTests/Oracles: what PyTorch says of random networks.

networks.json: their YAML and, for every layer, its name, the shape of what comes out, its parameters and its
multiplications by weights. fields.json: chains, and which input positions change which output (from gradients).
"""

import pathlib

import field_cases
import network_cases

FOLDER = pathlib.Path(__file__).parent.parent / "NetworksTests" / "Oracles"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, topic in [("networks", network_cases), ("fields", field_cases)]:
        topic.write(FOLDER / name)

"""Holds the schema of network files against the zoo, and against mistakes that it must find."""

import json
import sys
from pathlib import Path

import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).resolve().parents[2]

MISTAKES = {
    "a misspelt kind": "input: 1x28x28\nlayers: [{cnov: {filters: 3, kernel: 3}}]",
    "a misspelt kind alone": "input: 1x28x28\nlayers: [rellu]",
    "a misspelt option": "input: 1x28x28\nlayers: [{conv: {filter: 3, kernel: 3}}]",
    "a required option left out": "input: 1x28x28\nlayers: [{conv: {filters: 3}}]",
    "a required kind alone": "input: 1x28x28\nlayers: [conv]",
    "a stride of zero": "input: 1x28x28\nlayers: [{conv: {filters: 3, kernel: 3, stride: 0}}]",
    "a word for a number": "input: 1x28x28\nlayers: [{conv: {filters: many, kernel: 3}}]",
    "padding of no kind": "input: 1x28x28\nlayers: [{conv: {filters: 3, kernel: 3, padding: some}}]",
    "an activation of no kind": "input: 1x28x28\nlayers: [{conv: {filters: 3, kernel: 3, activation: reLU}}]",
    "an activation on a pool": "input: 1x28x28\nlayers: [{max-pool: {size: 2, activation: relu}}]",
    "two layers in one item": "input: 1x28x28\nlayers: [{max-pool: 2, relu: null}]",
    "no input": "layers: [relu]",
    "no layers": "input: 1x28x28",
    "an unknown key": "input: 1x28x28\nlayer: [relu]\nlayers: [relu]",
    "a shape with a comma": "input: 1,28,28\nlayers: [relu]",
    "a rate over one": "input: 10\nlayers: [{dropout: 1.5}]",
    "a block without layers": "input: 10\nblocks: {b: {parameters: {n: 1}}}\nlayers: [b]",
    "a block called as a kind": "input: 10\nblocks: {conv: {layers: [relu]}}\nlayers: [relu]",
    "a misspelt option in a block": "input: 10\nblocks: {b: {layers: [{dense: {unit: 3}}]}}\nlayers: [b]",
    "a region of three numbers": "input: 1x9x9\nlayers: [{roi-pool: {size: 2, regions: [[0, 0, 1]]}}]",
    "a claim about nothing": "input: 10\nlayers: [relu]\nexpect: {parameter: 0}",
    "a multiple in words": "input: 3xT\nwhere: {T: even}\nlayers: [relu]",
}


def main() -> int:
    schema = json.loads((ROOT / "Samples/network.schema.json").read_text())
    Draft7Validator.check_schema(schema)
    validator = Draft7Validator(schema)
    failures = 0
    files = sorted((ROOT / "Samples/networks").glob("*.yml"))
    for path in files:
        for error in validator.iter_errors(yaml.safe_load(path.read_text())):
            failures += 1
            print(f"{path.name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    for name, text in MISTAKES.items():
        if validator.is_valid(yaml.safe_load(text)):
            failures += 1
            print(f"the schema accepts {name}:\n{text}")
    print(f"network schema: {len(files)} files are valid, {len(MISTAKES)} mistakes are found" if not failures else f"{failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

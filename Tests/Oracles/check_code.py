"""Runs the programs that `convscope code` writes, and checks shapes and parameters against `convscope summary`.

Every network that the command carries and a share of the random ones, for PyTorch and for Keras (on torch). With
arguments, only the networks that these name. KEEP=FOLDER keeps the programs, EVERY=N takes every Nth random network.
What Keras has no words for is refused and listed; PyTorch has to have words for everything.
"""

import contextlib
import gc
import io
import json
import os
import pathlib
import re
import runpy
import subprocess
import sys
import tempfile
import time
import warnings

import torch

warnings.simplefilter("ignore")
os.environ["KERAS_BACKEND"] = "torch"
ROOT = pathlib.Path(__file__).parent.parent.parent
CONVSCOPE = str(ROOT / ".build" / "release" / "convscope")
RANDOM = ROOT / "Tests" / "NetworksTests" / "Oracles" / "networks.json"
# Multiply-accumulates from which on a network is large.
LARGE = 300_000_000
EVERY = int(os.environ.get("EVERY", "7"))


def convscope(*arguments):
    return subprocess.run([CONVSCOPE, *arguments], input="", capture_output=True, text=True)


def run(file, framework, is_large):
    """What the program defines. Large networks run without numbers: in PyTorch on shapes alone, in Keras as a graph."""
    if not is_large:
        return runpy.run_path(str(file), run_name="__main__")
    if framework == "keras":
        return runpy.run_path(str(file), run_name="large")
    with torch.device("meta"):
        return runpy.run_path(str(file), run_name="__main__")


def outputs_of(framework, module):
    """The shapes that the program found, without the samples, and how many parameters it has."""
    if "output" in module:
        found = [module["output"]]
    else:
        found = module.get("outputs") or module["model"].outputs
    if framework == "pytorch":
        parameters = sum(p.numel() for p in module["net"].parameters())
    else:
        parameters = module["model"].count_params()
    return [list(output.shape[1:]) for output in found], parameters


def expected(network, framework):
    summary = json.loads(convscope("summary", network, "--format", "json", "--profile", framework).stdout)
    last = summary["layout"] == "channels-last"
    layers = {layer["name"]: layer for layer in summary["layers"]}
    shapes = []
    for name in summary["outputs"]:
        shape = layers[name]["output"]
        if len(shape) > 1 and not isinstance(shape, dict):
            # Steps and features stay as they are; a program keeps images in its framework's order.
            if last and framework == "pytorch":
                shape = shape[-1:] + shape[:-1]
            if not last and framework == "keras":
                shape = shape[1:] + shape[:1]
        shapes.append(shape)
    totals = summary["totals"]
    return shapes, totals["parameters"], isinstance(totals["macs"], int) and totals["macs"] > LARGE


def agree(found, wanted):
    """Unknown sizes agree with any; two axes may be a sequence's, which no framework turns."""
    return len(found) == len(wanted) and all(
        isinstance(b, str) or a == b for a, b in zip(found, wanted)) or (len(found) == 2 and found[::-1] == wanted)


def check(network, framework, folder):
    file = folder / f"{re.sub('[^a-z0-9]', '_', pathlib.Path(network).stem)}_{framework}.py"
    written = convscope("code", network, "--for", framework, "-o", str(file))
    if written.returncode:
        return written.stderr.strip()
    wanted, count, is_large = expected(network, framework)
    try:
        module = run(file, framework, is_large)
        shapes, parameters = outputs_of(framework, module)
    except Exception as error:
        return f"{file}: {type(error).__name__}: {error}"
    if not all(map(agree, shapes, wanted)) or len(shapes) != len(wanted) or parameters != count:
        return f"gives {shapes} with {parameters} parameters instead of {wanted} with {count}"
    return None


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(os.environ.get("KEEP", name))
        folder.mkdir(exist_ok=True)
        if sys.argv[1:]:
            networks = sys.argv[1:]
        else:
            networks = sorted(path.stem for path in (ROOT / "Samples" / "networks").glob("*.yml"))
            for index, case in enumerate(json.loads(RANDOM.read_text())[::EVERY]):
                file = folder / f"random{index * EVERY}.yml"
                file.write_text(case["yaml"])
                networks.append(str(file))
        failures, refusals, runs = [], [], 0
        for network in networks:
            for framework in ["pytorch", "keras"]:
                start = time.time()
                with contextlib.redirect_stdout(io.StringIO()):
                    problem = check(network, framework, folder)
                runs += 1
                if framework == "keras" and "cannot express" in (problem or ""):
                    refusals.append(f"{pathlib.Path(network).stem}: {problem}")
                elif problem:
                    failures.append(f"{pathlib.Path(network).stem} for {framework}: {problem}")
                    print(failures[-1], flush=True)
                if time.time() - start > 20:
                    print(f"{network} for {framework}: {time.time() - start:.0f} s", flush=True)
                gc.collect()
        print(f"code: {runs} programs of {len(networks)} networks, {len(refusals)} refused, {len(failures)} failed")
        for refusal in refusals:
            print(f"  refused: {refusal}")
        if failures or len(refusals) > runs // 10:
            raise SystemExit(1)


if __name__ == "__main__":
    main()

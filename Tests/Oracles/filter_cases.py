"""Image filters: OpenCV's filter2D and SciPy's correlate and convolve, over each channel by itself.

Even kernels are anchored at (k-1)/2, as SAME_UPPER is: one element left of OpenCV's and SciPy's own middle.
"""

import itertools

import cv2
import numpy as np
from scipy import ndimage

from common import Draw, Topic, numbers, tensors

KERNELS = {
    "sobel": np.outer([1, 2, 1], [-1, 0, 1]),
    "sobel-y": np.outer([-1, 0, 1], [1, 2, 1]),
    "scharr": np.outer([3, 10, 3], [-1, 0, 1]),
    "binomial": np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256,
    "box": np.ones((3, 5)) / 16,
    "laplacian": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "row": np.array([[1, -2, 3, -4, 5, -6, 7]]) / 8,
    "column": np.array([[3], [2], [-1], [0], [5]]) / 4,
    "general-3x3": None,
    "general-7x7": None,
    "general-4x2": None,
    "general-11x3": None,
}
OPENCV = {
    "zeros": cv2.BORDER_CONSTANT,
    "reflect": cv2.BORDER_REFLECT_101,
    "symmetric": cv2.BORDER_REFLECT,
    "replicate": cv2.BORDER_REPLICATE,
}
SCIPY = {
    "zeros": "constant",
    "constant": "constant",
    "reflect": "mirror",
    "symmetric": "reflect",
    "replicate": "nearest",
    "circular": "wrap",
}


def by_opencv(image, kernel, case):
    if case["operation"] == "convolution":
        kernel = cv2.flip(kernel, -1)
    anchor = ((kernel.shape[1] - 1) // 2, (kernel.shape[0] - 1) // 2)
    border = OPENCV[case["border"]]
    return np.stack([cv2.filter2D(plane, cv2.CV_64F, kernel, anchor=anchor, borderType=border) for plane in image])


def by_scipy(image, kernel, case):
    flips = case["operation"] == "convolution"
    run = ndimage.convolve if flips else ndimage.correlate
    # SciPy's middle is k // 2 before turning; convolve's origin counts the other way round.
    origin = [0 if k % 2 or flips else -1 for k in kernel.shape]
    options = {"mode": SCIPY[case["border"]], "cval": case["constant"], "origin": origin}
    return np.stack([run(plane, kernel, **options) for plane in image])


def write(path):
    draw = Draw(20160326)
    topic = Topic()
    judges = [("opencv", border) for border in OPENCV] + [("scipy", border) for border in SCIPY]
    for (judge, border), operation, (name, matrix) in itertools.product(
        judges, ["crossCorrelation", "convolution"], KERNELS.items()
    ):
        if matrix is None:
            rows, columns = map(int, name.removeprefix("general-").split("x"))
            matrix = numbers(draw.below(2**32), rows * columns).reshape(rows, columns)
        kernel = np.asarray(matrix, dtype=np.float64)
        case = {
            "seed": draw.below(2**32),
            "input": [draw.of([1, 1, 3]), draw.between(1, 12), draw.of([1, draw.between(2, 12), draw.between(13, 45)])],
            "judge": judge,
            "kernelName": name,
            "kernel": kernel.tolist(),
            "border": border,
            "constant": draw.between(-512, 512) / 256 if border == "constant" else 0,
            "operation": operation,
            "stride": draw.of([1, 1, 2, 3]),
        }
        (image,) = tensors(case["seed"], case["input"])
        whole = (by_opencv if judge == "opencv" else by_scipy)(image, kernel, case)
        topic.add(case, whole[:, :: case["stride"], :: case["stride"]])
    topic.write(path)

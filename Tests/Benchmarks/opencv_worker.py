"""Filters photos with OpenCV, one list of them for each line on standard input: the peer of `convscope filter`."""

import os
import sys

import cv2
import numpy as np

cv2.setNumThreads(1)
SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float32)


def process(path, folder):
    image = cv2.imread(path, cv2.IMREAD_COLOR)
    response = cv2.filter2D(image, cv2.CV_32F, SOBEL_X, borderType=cv2.BORDER_REFLECT_101)
    extent = cv2.norm(response, cv2.NORM_INF)
    shown = cv2.addWeighted(response, 127.5 / extent, response, 0, 127.5, dtype=cv2.CV_8U)
    name = os.path.splitext(os.path.basename(path))[0] + ".png"
    cv2.imwrite(os.path.join(folder, name), shown)


def main():
    print("ready", flush=True)
    for line in sys.stdin:
        folder, *paths = line.rstrip("\n").split("\t")
        for path in paths:
            process(path, folder)
        print("done", flush=True)


main()

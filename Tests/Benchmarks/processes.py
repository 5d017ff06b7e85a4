"""Whole processes against their peers: start, one figure, a folder of photos, and the peak memory of a large photo."""

import os
import subprocess
import sys
import time

import cv2
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CONVSCOPE = os.path.join(ROOT, ".build", "release", "convscope")
PHOTOS = os.path.join(ROOT, "Samples", "photos")

EMPTY_AXES = """
import sys
import matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt
plt.subplots()[0].savefig(sys.argv[1])
"""

def milliseconds(arguments):
    start = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    return 1e3 * (time.perf_counter() - start)


def photos(folder, count, width, height):
    """Photos of one size, cut from the samples at different places, as JPEG."""
    sources = [cv2.imread(os.path.join(PHOTOS, name)) for name in sorted(os.listdir(PHOTOS))]
    os.makedirs(folder)
    random = np.random.default_rng(7)
    for index in range(count):
        source = sources[index % len(sources)]
        scale = max(width / source.shape[1], height / source.shape[0]) * random.uniform(1.0, 1.4)
        large = cv2.resize(source, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        top = random.integers(0, large.shape[0] - height + 1)
        left = random.integers(0, large.shape[1] - width + 1)
        crop = np.clip(large[top : top + height, left : left + width] + random.normal(0, 2, (height, width, 3)), 0, 255)
        cv2.imwrite(os.path.join(folder, f"photo-{index:02}.jpg"), crop.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])


class Workers:
    """Two OpenCV processes that have started already: the peer pays for no start."""

    def __init__(self):
        script = os.path.join(HERE, "opencv_worker.py")
        self.processes = [
            subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for process in self.processes:
            process.stdout.readline()

    def milliseconds(self, paths, folder):
        start = time.perf_counter()
        for index, process in enumerate(self.processes):
            process.stdin.write("\t".join([folder] + paths[index::2]) + "\n")
            process.stdin.flush()
        for process in self.processes:
            process.stdout.readline()
        return 1e3 * (time.perf_counter() - start)

    def close(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()


def folder_size(folder):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder))


def cases(work, interleaved, table):
    """Adds a row a case to the table; `interleaved(ours, peer)` times pairs. Returns what is no ratio of times."""
    start = interleaved(
        lambda: milliseconds([CONVSCOPE, "--version"]), lambda: milliseconds([sys.executable, "-c", "pass"]))
    table.row("process: `convscope --version`", "", "`python3 -c pass`", *start, 1.5)

    summary = [CONVSCOPE, "summary", "densenet121", "--format", "json"]
    read = interleaved(
        lambda: milliseconds(summary), lambda: milliseconds([sys.executable, "-c", "pass"]))
    table.row("process: `summary densenet121`, JSON", "", "`python3 -c pass`", *read, 4)
    info = interleaved(
        lambda: milliseconds(summary), lambda: milliseconds([sys.executable, os.path.join(HERE, "torchinfo_densenet.py")]))
    table.row("process: `summary densenet121`, JSON", "", "torchinfo with its import", *info, 0.02)

    figure, axes = os.path.join(work, "pixel.svg"), os.path.join(work, "axes.svg")
    photo = os.path.join(PHOTOS, "camera.png")
    drawn = interleaved(
        lambda: milliseconds([CONVSCOPE, "draw", "pixel", "--image", photo, "--at", "150,232", "-o", figure]),
        lambda: milliseconds([sys.executable, "-c", EMPTY_AXES, axes]))
    table.row("process: `draw pixel` to SVG", "", "matplotlib, empty axes", *drawn, 0.05)
    still = [CONVSCOPE, "draw", "arithmetic", "--padding", "1", "--stride", "2", "--values", "random", "-o", figure]
    arithmetic = interleaved(
        lambda: milliseconds(still), lambda: milliseconds([sys.executable, "-c", EMPTY_AXES, axes]))
    table.row("process: `draw arithmetic` to SVG", "", "matplotlib, empty axes", *arithmetic, 0.05)

    maps, peer = os.path.join(work, "maps.png"), os.path.join(work, "peer.png")
    colored = os.path.join(PHOTOS, "astronaut.png")
    draw_maps = [CONVSCOPE, "draw", "feature-maps", "--network", "vgg16", "--layer", "conv1_1", "--image", colored]
    mapped = interleaved(
        lambda: milliseconds(draw_maps + ["-o", maps]),
        lambda: milliseconds([sys.executable, os.path.join(HERE, "torch_maps.py"), colored, peer]))
    table.row("process: 64 maps of VGG-16 on a photo, PNG", "", "PyTorch with matplotlib", *mapped, 0.3)

    source, ours, theirs = (os.path.join(work, name) for name in ("photos", "ours", "theirs"))
    photos(source, 40, 1920, 1080)
    paths = [os.path.join(source, name) for name in sorted(os.listdir(source))]
    os.makedirs(theirs)
    workers = Workers()
    batch = interleaved(
        lambda: milliseconds([CONVSCOPE, "filter", source, "--filter", "sobel-x", "-o", ours, "--quiet"]),
        lambda: workers.milliseconds(paths, theirs))
    workers.close()
    table.row("process: 40 photos 1920x1080, sobel-x, JPEG to PNG", 2, "OpenCV, 2 processes", *batch, 1.0)
    difference = max(
        np.abs(cv2.imread(os.path.join(ours, name)).astype(int) - cv2.imread(os.path.join(theirs, name)).astype(int)).max()
        for name in os.listdir(ours))
    notes = [
        f"PNG bytes, ours / OpenCV's: {folder_size(ours) / folder_size(theirs):.3f} (goal 1.10); "
        f"largest difference of a sample: {difference} of 255"
    ]

    chains = {count: f"1x32x32 -> [conv 4@3x3 p1 -> relu]*{count // 2}" for count in (1_000, 10_000)}
    times = {count: [] for count in chains}
    for _ in range(12):
        for count, chain in chains.items():
            times[count].append(milliseconds([CONVSCOPE, "summary", chain, "--format", "csv"]))
    few, many = (min(times[count]) for count in chains)
    notes.append(f"summary of 10,000 layers takes {many / few:.1f} times that of 1,000 ({many:.0f} ms and {few:.0f} ms)")

    photos(os.path.join(work, "large"), 1, 3840, 2160)
    large = os.path.join(work, "large", "photo-00.jpg")
    for name in ["sobel-x", "sobel", "kirsch"]:
        peak = peak_memory([CONVSCOPE, "filter", large, "--filter", name, "-o", os.path.join(work, "large.png")])
        notes.append(f"peak memory, one 3840x2160 RGB photo, {name}: {peak:.0f} MB (goal 350)")
    return notes


def peak_memory(arguments):
    """The greatest resident size of one process, in MB; a process of its own asks, since the answer never falls."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    output = subprocess.run([sys.executable, "-c", script] + arguments, check=True, capture_output=True, text=True)
    unit = 1 if sys.platform == "darwin" else 1024
    return int(output.stdout.split()[-1]) * unit / 1e6

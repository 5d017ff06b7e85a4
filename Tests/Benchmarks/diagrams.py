"""Architecture diagrams as whole processes, against torchview and Graphviz's dot."""

import os
import shutil
import subprocess
import sys

import numpy as np

from processes import CONVSCOPE, milliseconds

HERE = os.path.dirname(os.path.abspath(__file__))


def random_graph(count, folder):
    """Layers that read one or two of the fifty before them, as a network of ours and as dot's."""
    random = np.random.default_rng(3)
    lines, edges = ["input: 4x8x8", "layers:"], []
    for index in range(count):
        sources = sorted({max(-1, index - 1 - int(back)) for back in random.integers(0, 50, random.integers(1, 3))})
        names = [f"n{source}" if source >= 0 else "input" for source in sources]
        kind = "add" if len(names) > 1 else "relu"
        lines.append(f"  - {kind}: {{ from: [{', '.join(names)}], name: n{index} }}")
        edges += [f"{name} -> n{index};" for name in names]
    ours, theirs = (os.path.join(folder, f"random-{count}{ending}") for ending in (".yml", ".dot"))
    with open(ours, "w") as file:
        file.write("\n".join(lines) + "\n")
    with open(theirs, "w") as file:
        file.write("digraph { node [shape=box]; " + " ".join(edges) + " }\n")
    return ours, theirs


def draw(network, style, output):
    return [CONVSCOPE, "draw", "architecture", "--network", network, "--style", style, "-o", output]


def cases(work, interleaved, table):
    """Adds a row a case to the table; returns what is no ratio of times."""
    ours, theirs, program = (os.path.join(work, name) for name in ("ours.svg", "theirs.svg", "program.py"))
    for network, style, goal in [("resnet50", "blocks", 0.02), ("densenet121", "graph", 0.1)]:
        subprocess.run([CONVSCOPE, "code", network, "--for", "pytorch", "-o", program], check=True)
        peer = [sys.executable, os.path.join(HERE, "torchview_peer.py"), program, "3x224x224", theirs]
        times = interleaved(lambda: milliseconds(draw(network, style, ours)), lambda: milliseconds(peer), 8)
        table.row(f"process: {network} as {style} to SVG", "", "torchview with its imports", *times, goal)
    notes = []
    subprocess.run(draw("resnet50", "blocks", ours), check=True, stdout=subprocess.DEVNULL)
    notes.append(f"resnet50 as blocks, SVG: {os.path.getsize(ours) / 1e3:.0f} kB (goal 150)")

    network, graph = random_graph(2000, work)
    times = interleaved(
        lambda: milliseconds(draw(network, "graph", ours)),
        lambda: milliseconds(["dot", "-Tsvg", graph, "-o", theirs]), 6)
    table.row("process: random graph of 2,000 layers to SVG", "", "Graphviz's dot", *times, 2.0)

    for count in (250, 500, 1000, 2000, 4000):
        network, _ = random_graph(count, work)
        took = min(milliseconds(draw(network, "graph", ours)) for _ in range(3))
        notes.append(f"random graph of {count} layers: {took:.0f} ms, {1e3 * took / (count * np.log2(count)):.1f} µs per n log n")
    return notes


def is_possible():
    return shutil.which("dot") is not None

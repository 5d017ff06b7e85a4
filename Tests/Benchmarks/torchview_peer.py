"""Draws a network as torchview does: a program that `convscope code` wrote, the shape of its input, where the SVG goes."""

import importlib.util
import sys

import torchview

program, shape, output = sys.argv[1:]
spec = importlib.util.spec_from_file_location("program", program)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
graph = torchview.draw_graph(module.net, input_size=[1] + [int(size) for size in shape.split("x")], device="cpu")
with open(output, "wb") as file:
    file.write(graph.visual_graph.pipe(format="svg"))

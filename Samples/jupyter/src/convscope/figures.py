"""Figures for use from Python; NumPy arrays may be filters, numbers in cells, weights and photos."""

from __future__ import annotations

import html
import itertools
import json
import pathlib
import re
import struct
import tempfile
import zlib
from typing import Any, Mapping, Sequence

from . import command

_instances = itertools.count(1)


class Figure:
    """A figure as SVG. Its alternative text is in the SVG's title and description."""

    def __init__(self, svg: str, caption: str = "") -> None:
        self.svg = svg
        self.caption = caption

    @property
    def description(self) -> str:
        """The figure in words, with its numbers."""
        parts = (re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", self.svg, re.DOTALL) for tag in ("title", "desc"))
        return html.unescape("\n".join(part[1] for part in parts if part))

    def save(self, path: str | pathlib.Path) -> None:
        pathlib.Path(path).write_text(self.svg, encoding="utf-8")

    def _repr_html_(self) -> str:
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        return f'<figure class="convscope">{_numbered(self.svg)}{caption}</figure>'

    def __repr__(self) -> str:
        return self.description


def figure(kind: str, *, caption: str = "", **options: Any) -> Figure:
    """Draws a figure; its options are those of `convscope list figures KIND`, with underscores for hyphens.

    `figure("filter-strip", image="photo.png", filter=["sobel-x", numpy.ones((3, 3)) / 9])`
    """
    with tempfile.TemporaryDirectory() as folder:
        keys = {
            key.replace("_", "-"): _written(key, value, pathlib.Path(folder))
            for key, value in options.items()
            if value is not None
        }
        # JSON is YAML.
        return draw(json.dumps({"figure": kind, **keys}), caption=caption)


def draw(block: str, arguments: Sequence[str] = (), caption: str = "") -> Figure:
    """Draws what a YAML block describes."""
    return Figure(command.run(["draw", "-", *arguments, "-o", "-"], block).output, caption)


def _numbered(svg: str) -> str:
    """The SVG with ids of its own: the same figure may stand twice in a notebook."""
    found = re.search(r'<title id="(\w+)-title"', svg)
    return svg.replace(found[1], f"{found[1]}-{next(_instances)}") if found else svg


def _written(key: str, value: Any, folder: pathlib.Path) -> Any:
    """An option's value as YAML has it: arrays become matrices or files, paths become text."""
    if isinstance(value, Mapping):
        import numpy

        numpy.savez(folder / f"{key}.npz", **value)
        return str(folder / f"{key}.npz")
    if isinstance(value, pathlib.PurePath):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_written(f"{key}-{index}", each, folder) for index, each in enumerate(value)]
    if not hasattr(value, "__array__"):
        return value
    import numpy

    array = numpy.asarray(value)
    if array.ndim == 0:
        return array.item()
    if key == "image":
        path = folder / "photo.png"
        path.write_bytes(_png(array))
        return str(path)
    return _matrix(array, key)


def _matrix(array: Any, key: str) -> str:
    """Rows after semicolons, slices after bars, as on the command line."""
    if array.ndim > 3:
        raise command.ConvScopeError(
            f"{key}: an array of {array.ndim} axes; give one of 2 axes, or of 3 for several channels."
        )
    if array.ndim == 3:
        return " | ".join(_matrix(slice, key) for slice in array)
    rows = array.reshape(-1, array.shape[-1]).tolist()
    return "; ".join(" ".join(f"{number:.9g}" for number in row) for row in rows)


def _png(array: Any) -> bytes:
    """A photo of height x width, or height x width x 3: bytes as they are, other numbers from 0 to 1 as 16 bits."""
    import numpy

    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] == 3)):
        shape = " x ".join(map(str, array.shape))
        raise command.ConvScopeError(f"image: an array of {shape}; a photo has height x width, or height x width x 3.")
    bits = 8 if array.dtype == numpy.uint8 else 16
    if bits == 16:
        array = array.astype(float)
        if not (array.min() >= 0 and array.max() <= 1):
            raise command.ConvScopeError(
                f"image: numbers from {array.min():g} to {array.max():g}; they must lie between 0 and 1."
            )
        array = (array * 65535).round().astype(">u2")
    height, width = array.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, bits, 2 if array.ndim == 3 else 0, 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in array)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )

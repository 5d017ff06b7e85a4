"""Blocks as they stand in notes: a figure, a table, a derivation, a claim."""

from __future__ import annotations

import re
from typing import Optional, Sequence, Union

from IPython.display import Markdown

from . import command
from .figures import Figure, draw

Shown = Union[Figure, Markdown]


def show(block: str, arguments: Sequence[str] = ()) -> Shown:
    """What a block of YAML gives. `arguments` are options of figures, as `--theme dark`."""
    if _value(block, "figure") is None:
        if arguments:
            raise command.ConvScopeError(
                f"Only figures take options on the first line, and this is none: {' '.join(arguments)}"
            )
        return Markdown(_answer(block))
    # `draw` knows the figure's options, notes know its caption as well.
    return draw(_without(block, "caption"), arguments, _value(block, "caption") or "")


def _answer(block: str) -> str:
    """A block that is no figure, as Markdown."""
    if _value(block, "expect") is not None:
        # A claim that does not hold ends the cell; `notes` may also be told to go on.
        return command.run(["check", "-"], block).output
    notes = f"```convscope\n{block.strip()}\n```\n"
    return _contents(command.run(["notes", "-", "-o", "-"], notes, tells_in_output=False).output)


def _contents(markdown: str) -> str:
    """The results alone: `notes` keeps each block as a comment, so that it can run again."""
    return re.sub(r"<!--.*?-->\s*", "", markdown, flags=re.DOTALL).strip()


def _entry(block: str, key: str) -> Optional[re.Match[str]]:
    return re.search(rf"^{key}:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t])))*)", block, re.MULTILINE)


def _value(block: str, key: str) -> Optional[str]:
    """The text of a key at the beginning of a line, folded and without quotes; None if there is no such key."""
    found = _entry(block, key)
    if not found:
        return None
    text = " ".join(re.sub(r"^[>|][+-]?[ \t]*(?=\n)", "", found[1]).split())
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _without(block: str, key: str) -> str:
    """The block without a key; empty lines keep the numbers of the others."""
    found = _entry(block, key)
    return block.replace(found[0], "\n" * found[0].count("\n"), 1) if found else block

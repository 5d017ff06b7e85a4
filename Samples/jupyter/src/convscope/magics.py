"""The magics: `%%convscope` for a cell, `%convscope` for a command line."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any, Optional

from IPython.display import Code, Markdown, display

from . import blocks, command
from .figures import Figure

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def convscope(line: str, cell: Optional[str] = None) -> None:
    """`%%convscope [--theme dark …]` with a block of YAML, or `%convscope summary lenet5`."""
    arguments = shlex.split(line)
    display(_command_line(arguments) if cell is None else blocks.show(cell, arguments))


def _command_line(arguments: list[str]) -> Any:
    name = arguments[0] if arguments else "--help"
    chosen = any(each.split("=")[0] in ("-o", "--output", "--format") for each in arguments)
    asks = {"--describe", "--help", "-h"} & set(arguments)
    if name == "draw" and not chosen and not asks:
        return Figure(command.run([*arguments, "-o", "-"]).output)
    if name in ("summary", "solve") and not chosen and not asks:
        return Markdown(command.run([*arguments, "--format", "markdown"]).output)
    done = command.run(arguments or ["--help"])
    print(done.notes, end="", file=sys.stderr)
    return Code(done.output, language="text")


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Called by `%load_ext convscope`."""
    # IPython's annotation is that of the method before it was wrapped.
    shell.register_magic_function(convscope, "line_cell", "convscope")  # type: ignore[arg-type]

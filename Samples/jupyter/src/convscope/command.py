"""Finds the `convscope` command, runs it, and turns its errors into an exception of one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NamedTuple, Sequence


class ConvScopeError(Exception):
    """What the command says went wrong. IPython shows the sentence alone: no line of Python is at fault."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Result(NamedTuple):
    output: str
    notes: str


def find() -> str:
    """The command that the environment variable CONVSCOPE names, else the one on PATH."""
    named = os.environ.get("CONVSCOPE")
    found = shutil.which(named or "convscope")
    if found:
        return found
    if named:
        raise ConvScopeError(
            f"The environment variable CONVSCOPE names {named!r}, which is no program. Correct it, or remove it."
        )
    raise ConvScopeError(
        "The command convscope was not found. Install it (`make install` in ConvScope's folder), "
        "or set the environment variable CONVSCOPE to where it is."
    )


def run(arguments: Sequence[str], text: str = "", *, tells_in_output: bool = True) -> Result:
    """Runs the command on `text` as its standard input. Relative paths begin at the notebook's folder.

    `tells_in_output` says whether what went wrong may stand on standard output, as claims that do not hold do.
    """
    done = subprocess.run([find(), *arguments], input=text, capture_output=True, encoding="utf-8")
    if done.returncode:
        parts = (done.stdout, done.stderr) if tells_in_output else (done.stderr,)
        said = [part.strip() for part in parts if part.strip()]
        raise ConvScopeError("\n".join(said) or f"convscope ended with {done.returncode} and said nothing.")
    return Result(done.stdout, done.stderr)

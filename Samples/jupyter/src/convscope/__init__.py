"""ConvScope in Jupyter: `%load_ext convscope`, then cells that begin with `%%convscope`, or `convscope.figure(…)`."""

from .blocks import show
from .command import ConvScopeError, run
from .figures import Figure, figure
from .magics import load_ipython_extension

__all__ = ["ConvScopeError", "Figure", "figure", "load_ipython_extension", "run", "show"]

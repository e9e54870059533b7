"""Source files as syntax trees, each parsed once for all tests that look through them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file, shared: it is read and never changed."""
    return ast.parse(path.read_text("utf-8"))

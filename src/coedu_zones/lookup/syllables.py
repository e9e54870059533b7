"""Letters as beginnings of syllables, among characters or without: yshui, beij, 渝shui are 渝水区 and 北京市."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coedu_zones.data.locks import kept_property
from coedu_zones.lookup.search_table import SearchTable


class Syllables:
    """The places of one table by their syllables."""

    def __init__(self, table: SearchTable) -> None:
        self.table = table

    def places(self, text: str) -> set[int]:
        """The divisions and areas of which every character or syllable begins as typed."""
        starts, lines = self._lines
        return {starts[found.start()] for found in re.finditer(_pattern(text), lines)}

    def among(self, text: str, places: Iterable[int]) -> set[int]:
        """Those of some places or townships of which every character or syllable begins as typed."""
        pattern = re.compile(_pattern(text))
        return {i for i in places if pattern.match("\n" + self.table.interlaced(i))}

    @kept_property
    def _lines(self) -> tuple[dict[int, int], str]:
        """Where the line of each place begins, and the lines: names with their syllables."""
        starts: dict[int, int] = {}
        lines: list[str] = []
        length = 0
        for i in range(len(self.table.ids)):
            lines.append("\n" + self.table.interlaced(i))
            starts[length] = i
            length += len(lines[-1])
        return starts, "".join(lines)


def _pattern(text: str) -> str:
    """The pattern of the lines whose characters or syllables begin as a text has them."""
    pattern, after_letter = "\n", False
    for char in text:
        skipped = "[A-Za-z]*" if pattern != "\n" else ""
        if char.isascii():
            next_one = f"{skipped}[^\\x00-\\x7f]{char.upper()}"
            pattern += f"(?:{'[uv]' if char == 'u' else char}|{next_one})" if after_letter else next_one
        else:
            pattern += skipped + re.escape(char)
        after_letter = char.isascii()
    return pattern

"""A table of heads: most texts of a long column are read by one look-up each.

The head of a text is the run of names that it begins with. Most heads are a division's
path with some levels left out or as stems (江西省渝水区, 江西新余渝水区, 新余渝水), so all of
these are written down once, with their answers. ``HeadTable.look_up`` finds the texts
that are nothing but a head, and cuts the others into head and tail, all of them in one
search of a regular expression. It accepts only tails that the ordered rules would leave
alone: an address without any character that ends a division's name. A head that two
places share, or that is not in the table, is left to the caller. That the table agrees
with the ordered rules, a test holds for every head.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any, Final

from coedu_zones.names import COMMON_NOUN_NAMES, FULL, SHORT, STEM, NameIndex
from coedu_zones.rules import tidy
from coedu_zones.segment import AND, GENERIC_CHARACTERS
from coedu_zones.support import MARK, OTHER_WORD
from coedu_zones.text import unclean_characters

Row = tuple[Any, ...]

_CODE: Final = 1  # where a row holds the code
_PATH: Final = 7  # … and the path

_LONGEST_TAIL: Final = 400

#: What ``OTHER_WORD`` goes on with; looked at first, since it is quick.
OTHER: Final = "场民域间别块划舰帜袍下友军国主"
#: What may part two names: 江西省/新余市, 江西省-新余市. Other marks are for the ordered rules.
SEPARATORS: Final = " /-,，、|>"
_GENERICS: Final = "".join(sorted(GENERIC_CHARACTERS))


class HeadCutter:
    """Cuts many texts at once before the address behind their names."""

    def __init__(self, index: NameIndex) -> None:
        self._lines = re.compile(_lines(index))

    def cut(self, texts: Sequence[str]) -> list[str]:
        """The head of each text, empty where no plain address follows it."""
        found: list[str] = self._lines.findall("\n".join(texts) + "\n") if texts else []
        if len(found) != len(texts):  # a text has a line's end inside
            return self.cut([text.replace("\n", "  ") for text in texts])
        return found


class HeadTable:
    """The heads of all divisions of one index, and how to find them in many texts at once.

    ``row_of`` gives what is kept for a place and the strength of its name;
    ``left_out`` says which bare names are not settled by the name alone.
    """

    def __init__(
        self, index: NameIndex, row_of: Callable[[str, int], Row], left_out: Callable[[str], bool]
    ) -> None:
        whole: dict[str, Row] = {}  # texts that are a head and nothing else
        heads: dict[str, Row] = {}  # heads that an address may follow: counties by their full names
        shared: set[str] = set()
        for code, before, names in _heads(index):
            for name, strength in names:
                row = row_of(code, strength)
                for head in [front + name for front in before]:
                    if whole.setdefault(head, row)[_CODE] != code:
                        shared.add(head)
                    elif strength == FULL and not code.endswith("00") and len(head) > 2 and head not in COMMON_NOUN_NAMES:
                        heads[head] = row
        for key in shared.union(filter(left_out, index.names)):
            whole.pop(key, None)
            heads.pop(key, None)
        self.whole = whole
        self.heads = heads
        self._cutter = HeadCutter(index)

    def look_up(self, texts: Sequence[str]) -> tuple[list[Row | None], list[str]]:
        """The row of each text's head, ``None`` where it is not in the table, and the remainder behind it."""
        rows = [*map(self.whole.get, texts)]
        rests = [""] * len(texts)
        others = [place for place, row in enumerate(rows) if row is None]
        uncut = [texts[place] for place in others]
        heads = self._cutter.cut(uncut)
        tails = [*map(str.removeprefix, uncut, heads)]
        for place, row, tail, clean in zip(others, map(self.heads.get, heads), tails, map(str.isalnum, tails), strict=True):
            if row is not None:
                rows[place] = row
                rests[place] = tail if clean else tidy(tail)
        return rows, rests

    def parted(self, text: str) -> Row | None:
        """The row of a text of full names with one kind of separator between them: 江西省 新余市 渝水区, 江西省/渝水区."""
        for separator in SEPARATORS:
            if separator in text:
                parts = text.split(separator)
                row = self.whole.get("".join(parts))
                return row if row and {*row[_PATH].split("/")}.issuperset(parts) else None
        return None


def bare_short_forms(index: NameIndex) -> frozenset[str]:
    """The full names and short forms without a generic: 苏州工业园."""
    return frozenset(
        name
        for name, entries in index.names.items()
        if any(strength <= SHORT for _, strength in entries) and GENERIC_CHARACTERS.isdisjoint(name)
    )


def _heads(index: NameIndex) -> Iterator[tuple[str, list[str], list[tuple[str, int]]]]:
    """For every division its code, all that may stand before its name, and its names with their strengths."""
    rows = index.gazetteer.rows
    ways: dict[str, list[tuple[str, int]]] = {}
    for code in sorted(rows, key=lambda code: (code[4:] != "00", code[2:] != "0000")):
        row = rows[code]
        names = [(row.name, FULL), *((short, SHORT) for short in row.shorts.split()), (row.stem, STEM)]
        ways[code] = [(name, strength) for name, strength in names if (code, strength) in index.names.get(name, ())]
        above = [["", *(name for name, _ in ways[c])] for c in index.gazetteer.ancestors[code][:-1]]
        yield code, ["".join(names) for names in product(*above)], ways[code]


def _lines(index: NameIndex) -> str:
    """A pattern that finds the head of each line: up to the last generic, where a plain address follows."""
    unclean = unclean_characters()
    # an area may lie in a county, and its name may stand right behind the county's
    areas = sorted(bare_short_forms(index))
    starts = "".join(sorted({*AND, *(name[0] for name in areas)}))
    no_area = rf"(?!(?=[{starts}])[{''.join(AND)}]?(?:{'|'.join(areas)}))"
    no_other_word = rf"(?!(?=[{OTHER}])(?<=(?=(?:{OTHER_WORD.source})).))"  # looks back at the generic
    first = f"{no_other_word}{no_area}[^{MARK}{_GENERICS}{unclean}]"
    rest = f"[^{_GENERICS}{unclean}]{{0,{_LONGEST_TAIL}}}+"
    return rf"([^\n]*[{_GENERICS}]){first}{rest}\n|[^\n]*\n"

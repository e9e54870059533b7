"""What published lists of codes say otherwise than the tables, and the codes that stand for a sum of divisions.

Three issuers' lists are kept apart: the civil-affairs ministry's yearly tables
(``mca``), the statistical office's lists (``nbs``) and the editions of the national
standard GB/T 2260 (``gb``). Read when a code is asked for that needs it.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.places.codes import prefecture_of, province_of, within_prefecture

#: Whose lists hold a code: the standard GB/T 2260, the civil-affairs ministry, the statistical office.
EDITIONS: Final = ("gb", "mca", "nbs")
NBS: Final = "nbs"

# the middle digits of an aggregate directly below the province: 市辖区, 县 and 市 of a municipality, and
# 省直辖县级行政区划 of any province
_MUNICIPALITIES: Final = frozenset(("110000", "120000", "310000", "500000"))
_BELOW_A_MUNICIPALITY: Final = frozenset(("01", "02", "03"))
_DIRECTLY_BELOW: Final = "90"


class ListedCode(NamedTuple):
    """One record of ``editions.tsv``: a code under a name in the lists of one issuer, and what it is in the tables."""

    code: str
    name: str
    system: str
    kind: str
    first: int
    last: int
    target: str
    within: str
    doubtful: bool
    sources: str

    def covers(self, year: int) -> bool:
        """Whether the lists of the end of ``year`` hold it."""
        return self.first <= year <= self.last


class Editions:
    """The differing records, by the code in the list and by the code in the tables."""

    def __init__(self, rows: list[ListedCode]) -> None:
        self.by_code: dict[str, list[ListedCode]] = {}
        self.by_target: dict[str, list[ListedCode]] = {}
        for row in rows:
            self.by_code.setdefault(row.code, []).append(row)
            if row.kind == "code" and not row.doubtful:
                self.by_target.setdefault(row.target, []).append(row)

    @staticmethod
    def load() -> Editions:
        """The table, loaded on first use and shared."""
        return _editions()

    def code_in(self, edition: str, code: str, year: int) -> str:
        """The code that a division of the tables has in the lists of one issuer at the end of ``year``."""
        for row in self.by_target.get(code, ()):
            if row.system == edition and row.covers(year):
                return row.code
        return code

    def denied(self, code: str, edition: str) -> list[ListedCode]:
        """The records of one issuer by which a code of the tables means something else there."""
        other = [r for r in self.by_code.get(code, ()) if r.kind in {"code", "statistical"} and not r.doubtful]
        return [row for row in (*other, *self.by_target.get(code, ())) if row.system == edition]


def unit_of_aggregate(code: str, known: Container[str]) -> str | None:
    """The unit that the code of an aggregate stands for; ``None`` for any other code.

    ``known`` are the codes of all divisions, of any time; a code that a division has
    or had is no aggregate. GB/T 2260 numbers 市辖区 of a prefecture 01, and 市辖区, 县
    and 省直辖县级行政区划 of a province 0100, 0200 and 9000.

    >>> known = {"110000", "420000", "440400"}
    >>> [unit_of_aggregate(code, known) for code in ("110100", "429000", "440401", "440402")]
    ['110000', '420000', '440400', None]
    """
    if code in known:
        return None
    province, prefecture, middle = province_of(code), prefecture_of(code), within_prefecture(code)
    if code.endswith("01") and middle != "00" and prefecture in known:
        return prefecture
    direct = middle == _DIRECTLY_BELOW or (province in _MUNICIPALITIES and middle in _BELOW_A_MUNICIPALITY)
    return province if code == prefecture and direct and province in known else None


@load_once
def _editions() -> Editions:
    return Editions(
        [
            ListedCode(code, name, system, kind, int(first), int(last), target, within, bool(doubtful), sources)
            for code, name, system, kind, first, last, target, within, doubtful, sources in read_table(
                "editions.tsv", 10
            )
        ]
    )

"""The divisions inside Hong Kong, Macao and Taiwan: no code in GB/T 2260, ids of our own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coedu_zones.data.reader import read_table
from coedu_zones.places.models import Level


class UncodedRow(NamedTuple):
    """One record of ``uncoded_divisions.tsv``, as text.

    ``between`` is a part of the territory that is no division and that addresses
    name before it (新界); ``counterpart`` the code, of six or nine digits, under
    which the tables of the mainland have the same place.
    """

    id: str
    parent: str
    level: str
    name: str
    traditional: str
    stem: str
    aliases: str
    between: str
    pinyin: str
    english: str
    portuguese: str
    counterpart: str

    @property
    def written(self) -> tuple[str, ...]:
        """The ways of writing it in simplified characters, the full name first."""
        return (self.name, *self.aliases.split(), *([self.stem] if self.stem else []))


def read_uncoded() -> Iterator[UncodedRow]:
    """The records in their order: each unit is followed by those inside it."""
    return (UncodedRow(*cells) for cells in read_table("uncoded_divisions.tsv", len(UncodedRow._fields)))


def uncoded_level(row: UncodedRow) -> Level:
    """The position in the path: a city or county of Taiwan stands where prefectures stand."""
    return Level(row.level)

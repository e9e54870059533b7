"""The gazetteer: the tables, loaded once, checked and indexed by id.

Hierarchy lives here and not on the models: who is whose parent, who lies in
whom. A division's parent follows from its code: ``360502`` lies in ``3605``
where that prefecture exists, else directly in ``36`` (省直辖, 直辖市的区县).
Functional areas, and divisions without a code, name their parent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, manifest, read_table
from coedu_zones.errors import UnknownCodeError, looks
from coedu_zones.gazetteer.uncoded import UncodedRow, read_uncoded, uncoded_level
from coedu_zones.messages import say
from coedu_zones.places.codes import level_word, prefecture_of, province_of
from coedu_zones.places.models import Division, FunctionalArea, Level, Overlap
from coedu_zones.places.romanize import display_pinyin, english_name, romanized, toneless

# 塔城地区 and 阿勒泰地区 are prefectures of their own in GB/T 2260 and are at the same time
# governed by 伊犁哈萨克自治州 (a sub-provincial prefecture); 伊犁州塔城地区 is a right way to write one.
GOVERNED_BY: Final = {"654200": "654000", "654300": "654000"}

# Cities of 新疆生产建设兵团 belong to no prefecture, yet each lies amid one, and addresses are
# written so: 喀什地区图木舒克市. This is for reading only: they do not lie in it by law.
AMID: Final = {
    "659002": "652900", "659003": "653100", "659004": "652300", "659005": "654300", "659006": "652800", "659007": "652700",
    "659008": "654000", "659009": "653200", "659011": "650500", "659012": "654200", "659013": "653100",
}  # fmt: skip


class Row(NamedTuple):
    """One record of ``divisions.tsv``, as text."""

    code: str
    name: str
    stem: str
    shorts: str
    aliases: str
    pinyin: str
    roman: str
    english: str
    exonyms: str
    since: str


def level_of(code: str) -> Level:
    """The level that the form of a code tells: ``360000``, ``360500``, ``360502``."""
    return Level(level_word(code))


def chain_of(code: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """The codes from the province down to ``code``, of those that are ``known``."""
    above = dict.fromkeys((province_of(code), prefecture_of(code)))  # 460025, before 2001: both are 460000
    return (*[c for c in above if c in known and c != code], code)


class Gazetteer:
    """All divisions and functional areas of one stated time.

    >>> gazetteer = Gazetteer.current()
    >>> gazetteer.division("360502").name
    '渝水区'
    """

    def __init__(
        self,
        rows: Iterable[Row],
        areas: Iterable[FunctionalArea],
        version: str,
        year: int | None = None,
        uncoded: Iterable[UncodedRow] = (),
    ) -> None:
        self.rows: dict[str, Row] = {row.code: row for row in rows}
        self.version = version
        self.year = year  # None: the present
        # ids (a code or an area id) -> codes and ids from the province down to itself
        self.ancestors: dict[str, tuple[str, ...]] = {c: chain_of(c, self.rows) for c in self.rows}
        self.areas: dict[str, FunctionalArea] = {}
        for area in areas:
            self.areas[area.id] = area
            self.ancestors[area.id] = (*self.ancestors[area.parent], area.id)
        self.uncoded: dict[str, UncodedRow] = {}  # divisions inside Hong Kong, Macao and Taiwan, by id
        for unit in uncoded:
            self.uncoded[unit.id] = unit
            self.ancestors[unit.id] = (*self.ancestors[unit.parent], unit.id)
        self._divisions: dict[str, Division] = {}
        self._children: dict[str, tuple[str, ...]] | None = None

    @staticmethod
    def current() -> Gazetteer:
        """The gazetteer of the data version in use, loaded on first use and shared."""
        return _current()

    def name(self, place_id: str) -> str:
        """The name behind a code or an id."""
        row = self.rows.get(place_id) or self.uncoded.get(place_id)
        return row.name if row else self.areas[place_id].name

    def level(self, place_id: str) -> Level | None:
        """The level of the division behind a code or an id; ``None`` for a functional area."""
        if place_id in self.areas:
            return None
        unit = self.uncoded.get(place_id)
        return uncoded_level(unit) if unit else level_of(place_id)

    def division(self, code: str) -> Division:
        """The division with this code, or with this id where it has no code.

        Raises:
            UnknownCodeError: no division has it.

        """
        known = isinstance(code, str)
        found = self._divisions.get(code) if known else None
        if found is None:
            row = (self.rows.get(code) or self.uncoded.get(code)) if known else None
            if row is None:
                raise UnknownCodeError(self.unknown(code))
            made = self._make(row) if isinstance(row, Row) else self._make_uncoded(row)
            found = self._divisions.setdefault(code, made)
        return found

    def unknown(self, given: object) -> str:
        """Why a code that was given is none, for an error message."""
        ids = say(", or inside Hong Kong, Macao and Taiwan an id such as 'hk-sha-tin'") if self.uncoded else ""
        return say(
            "{code} is no division code of data version {version}; a code is a string of six digits such as '360502'{ids}",
            code=looks(given), version=self.version, ids=ids,
        )  # fmt: skip

    def place(self, place_id: str) -> Division | FunctionalArea:
        """The division or functional area behind an id."""
        return self.areas.get(place_id) or self.division(place_id)

    def path_ids(self, place_id: str) -> tuple[str, ...]:
        """The ids from the province down to the place."""
        return self.ancestors[place_id]

    def is_within(self, place_id: str, ancestor: object) -> bool:
        """Whether a place is ``ancestor`` or lies in it, by law or by its government."""
        chain = self.ancestors[place_id]
        return ancestor in chain or any(GOVERNED_BY.get(code) == ancestor for code in chain)

    def children(self, code: str) -> tuple[str, ...]:
        """The codes directly below a division, sorted; the ids of divisions without a code in their own order."""
        if self._children is None:
            below: dict[str, list[str]] = {}
            for child in (*sorted(self.rows), *self.uncoded):
                chain = self.ancestors[child]
                if len(chain) > 1:
                    below.setdefault(chain[-2], []).append(child)
            self._children = {parent: tuple(codes) for parent, codes in below.items()}
        return self._children.get(code, ())

    def codes(self, level: Level | None = None, within: str | None = None) -> list[str]:
        """Codes in order, of one level or of all, inside ``within`` (itself left out) or anywhere."""
        return [
            code
            for code in sorted(self.rows)
            if (level is None or level_of(code) is level)
            and (within is None or (code != within and self.is_within(code, within)))
        ]

    def uncoded_ids(self, within: str, level: Level | None = None) -> list[str]:
        """The ids of the divisions without a code inside ``within`` (itself left out), of one level or of all."""
        return [
            unit.id
            for unit in self.uncoded.values()
            if within in self.ancestors[unit.id][:-1] and (level is None or uncoded_level(unit) is level)
        ]

    def _make(self, row: Row) -> Division:
        chain = self.ancestors[row.code]
        return Division(
            id=row.code,
            code=row.code,
            name=row.name,
            level=level_of(row.code),
            parent=chain[-2] if len(chain) > 1 else None,
            path=tuple(self.rows[c].name for c in chain),
            stem=row.stem or None,
            short_forms=tuple(row.shorts.split()),
            aliases=tuple(row.aliases.split()),
            pinyin=display_pinyin(row.pinyin),
            romanized=romanized(row),
            english=english_name(row),
            first_year=int(row.since) if row.since else None,
        )

    def _make_uncoded(self, unit: UncodedRow) -> Division:
        pinyin = display_pinyin(unit.pinyin)
        return Division(
            id=unit.id,
            code=None,
            name=unit.name,
            level=uncoded_level(unit),
            parent=unit.parent,
            path=tuple(map(self.name, self.ancestors[unit.id])),
            stem=unit.stem or None,
            short_forms=(),
            aliases=tuple(unit.aliases.split()),
            pinyin=pinyin,
            romanized=toneless(pinyin),
            english=unit.english,
            first_year=None,
            traditional=unit.traditional,
            portuguese=unit.portuguese or None,
        )


@load_once
def _current() -> Gazetteer:
    rows = [Row(*cells) for cells in read_table("divisions.tsv", len(Row._fields))]
    known = {row.code: row.name for row in rows}
    return Gazetteer(rows, _read_areas(known), str(manifest()["data_version"]), uncoded=read_uncoded())


def _read_areas(names: Mapping[str, str]) -> Iterator[FunctionalArea]:
    for cells in read_table("functional_areas.tsv", 14):
        area_id, name, aliases, kind, parent, overlaps, governed_by, since, pinyin, english, sources = cells[:11]
        statistical, townships, complete = cells[11:]
        yield FunctionalArea(
            id=area_id,
            name=name,
            kind=kind,
            parent=parent,
            path=(*[names[c] for c in chain_of(parent, names)], name),
            aliases=tuple(aliases.split()),
            overlaps=_overlaps(overlaps),
            governed_by=governed_by or None,
            established=since or None,
            pinyin=display_pinyin(pinyin),
            english=english,
            sources=tuple(sources.split(" | ")) if sources else (),
            statistical_code=statistical or None,
            townships=_overlaps(townships),
            all_townships=complete == "yes",
        )


def _overlaps(cell: str) -> tuple[Overlap, ...]:
    """The counties or townships of a cell such as ``320111:part 320113:whole``."""
    parts = (item.partition(":") for item in cell.split())
    return tuple(Overlap(code=code, whole=extent == "whole") for code, _, extent in parts)

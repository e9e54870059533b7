"""A list of zones: the 97 of the notice, or one of your own, with the same zones, coverage, charts and records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from coedu_zones.changes.lineage import FIRST_YEAR
from coedu_zones.data.reader import data_year, load_once
from coedu_zones.errors import AmbiguousNameError, NoticeFormatError, UnknownYearError, UnresolvedNameError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.messages import say
from coedu_zones.places.codes import level_word
from coedu_zones.places.inputs import number_as_code, several
from coedu_zones.places.models import Division, Place
from coedu_zones.resolution import Resolution
from coedu_zones.resolver import PlaceLike, default_normalizer, normalizer_at, place_of
from coedu_zones.zone_lists.coverage import zones_covering
from coedu_zones.zone_lists.notice import ListedName, NoticeList, parse_notice
from coedu_zones.zone_lists.registry import Zones
from coedu_zones.zone_table.models import Coverage, Notice, Zone, ZoneKind
from coedu_zones.zone_table.rows import NOTICE, Listed, all_zones

_SHOWN: Final = 10  # units that an error tells of


class ZoneList(Listed):
    """A named list of zones of one year.

    Args:
        name: what the list is called.
        year: the year whose divisions its names mean: 祁阳县 in a list of 2015 is 祁阳市 today.
        units: texts, codes, divisions or areas, or the names of :func:`coedu_zones.parse_notice`; in the list's order.
        document_number: of the document that holds the list, where it has one.
        issuer: who issued it.

    Raises:
        UnresolvedNameError, AmbiguousNameError: units that are not one place each; the message names every one.
        ValueError: two units are the same place, there is none, or the name is blank.
        UnknownYearError: the year is no year of the tables.

    >>> mine = ZoneList("我们的试点", 2015, ["湖南省祁阳县", 360502, "长春市"])
    >>> [(zone.number, zone.listed_name, zone.path_text) for zone in mine]
    [(1, '湖南省祁阳县', '湖南省/永州市/祁阳市'), (2, '渝水区', '江西省/新余市/渝水区'), (3, '长春市', '吉林省/长春市')]
    >>> [str(c) for c in mine.covering("农安县")]
    ['zone 3 长春市 (inside): 农安县 lies in 长春市']
    """

    def __init__(
        self,
        name: str,
        year: int,
        units: Iterable[PlaceLike | ListedName],
        *,
        document_number: str | None = None,
        issuer: str | None = None,
    ) -> None:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(say("name={name!r}: expected what the list is called", name=name))
        if not isinstance(year, int) or isinstance(year, bool) or not FIRST_YEAR <= year <= data_year():
            raise UnknownYearError(
                say(
                    "year={year!r}: expected the year of the list, 1981 to {this_year}",
                    year=year,
                    this_year=data_year(),
                )
            )
        listed = list(several(units))
        if not listed:
            raise ValueError(say("the list {name!r} has no unit: expected texts, codes or divisions", name=name))
        self.name = name
        self.year = year
        notice = Notice(
            title=name, document_number=document_number, issuer=issuer, written_on=None, index_number=None,
            zone_count=len(listed),
        )  # fmt: skip
        self.notice = notice
        self.zones: Zones = Zones(
            _zone(number, unit, target, notice) for number, (unit, target) in enumerate(_targets(listed, year), 1)
        )
        self._check_repeated()

    @classmethod
    def built_in(cls) -> ZoneList:
        """The 97 zones of the notice.

        >>> len(ZoneList.built_in()), ZoneList.built_in().year
        (97, 2024)
        """
        return _built_in()

    @classmethod
    def from_notice(cls, page: str | NoticeList, name: str | None = None, *, year: int) -> ZoneList:
        r"""The list of a page in any layout that :func:`coedu_zones.parse_notice` reads.

        ``name`` is that of the page's title where it is left out.

        Raises:
            NoticeFormatError: the page holds no list, a damaged one, or no title while ``name`` is left out.
            UnresolvedNameError, AmbiguousNameError: names that are not one place each.

        >>> [z.path_text for z in ZoneList.from_notice("江西省(2个)\n新余市:渝水区、分宜县", "试点", year=2024)]
        ['江西省/新余市/渝水区', '江西省/新余市/分宜县']
        """
        found = parse_notice(page) if isinstance(page, str) else page
        if name is None and found.title is None:
            raise NoticeFormatError(say("the page states no title: say what the list is called with name="))
        return cls(name or found.title or "", year, found.names, document_number=found.document_number)

    def _check_repeated(self) -> None:
        seen: dict[str, Zone] = {}
        for zone in self.zones:
            if zone.target.id in seen:
                raise ValueError(
                    say(
                        "{listed_name!r} (number {number}) and {other!r} (number {others}) are the same place, {place}",
                        listed_name=seen[zone.target.id].listed_name,
                        number=seen[zone.target.id].number,
                        other=zone.listed_name,
                        others=zone.number,
                        place=zone.path_text,
                    )
                )
            seen[zone.target.id] = zone

    def __len__(self) -> int:
        return len(self.zones)

    def __iter__(self) -> Iterator[Zone]:
        return iter(self.zones)

    def __getitem__(self, at: int) -> Zone:
        return self.zones[at]

    def __repr__(self) -> str:
        return f"<ZoneList {self.name} {self.year}, {len(self)} zones>"

    def _repr_html_(self) -> str:
        return self.zones._repr_html_()

    def covering(self, place: PlaceLike) -> list[Coverage]:
        """The zones of this list that cover a place; see :func:`coedu_zones.zones_covering`."""
        return zones_covering(place, zones=self)

    def find(self, place: PlaceLike) -> Zone | None:
        """The zone that a place is; ``None`` when it is none.

        >>> ZoneList.built_in().find("新余渝水区").number
        48
        """
        if isinstance(place, str):
            named = [zone for zone in self.zones if place in {zone.listed_name, zone.name}]
            if len(named) == 1:
                return named[0]
            found = default_normalizer().resolve(place).place
            return self.by_target.get(found.id) if found else None
        return self.by_target.get(place_of(place).id)

    def by_province(self) -> dict[str, int]:
        """How many zones lie in each province, 0 among them: what ``charts.province_chart`` takes.

        >>> ZoneList.built_in().by_province()["江西省"]
        4
        """
        counts = Counter(zone.path[0] for zone in self.zones)
        gazetteer = Gazetteer.current()
        return {row.name: counts[row.name] for row in gazetteer.rows.values() if level_word(row.code) == "province"}

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dictionary per zone, for a dataframe."""
        return self.zones.to_records()


def _targets(units: list[Any], year: int) -> Iterator[tuple[Any, Place]]:
    """Each unit with the place of today that it means; an error tells of all that are not one place."""
    engine = normalizer_at(year if year < data_year() - 1 else None)
    wrong: list[str] = []
    ambiguous = True
    found: list[tuple[Any, Place]] = []
    for number, unit in enumerate(units, 1):
        if isinstance(unit, str | ListedName) or number_as_code(unit):
            text = unit.full_name if isinstance(unit, ListedName) else number_as_code(unit) or unit
            answer = engine.resolve(text)
            if answer.place is None and (area := default_normalizer().resolve(text)).area is not None:
                answer = area  # the tables of past years hold no functional areas
            try:
                place = answer.one()
                found.append(
                    (unit, place.today() if isinstance(place, Division) and place.last_year is not None else place)
                )
            except (AmbiguousNameError, UnresolvedNameError) as error:
                ambiguous = ambiguous and isinstance(error, AmbiguousNameError)
                wrong.append(say("number {number}: {error}", number=number, error=error))
        else:
            found.append((unit, place_of(unit)))
    if wrong:
        more = say("; and {more} more", more=len(wrong) - _SHOWN) if len(wrong) > _SHOWN else ""
        kind = AmbiguousNameError if ambiguous else UnresolvedNameError
        raise kind(
            say(
                "{number} of {others} units of the list are not one place each: {wrong}{more}",
                number=len(wrong),
                others=len(units),
                wrong="; ".join(wrong[:_SHOWN]),
                more=more,
            )
        )
    gazetteer = Gazetteer.current()
    yield from (
        (unit, gazetteer.place(place.id) if place.id in gazetteer.ancestors else place) for unit, place in found
    )


def _zone(number: int, unit: Any, target: Place, notice: Notice) -> Zone:
    listed = unit.name if isinstance(unit, ListedName) else unit.text if isinstance(unit, Resolution) else unit
    under = unit.province if isinstance(unit, ListedName) and unit.province else target.path[0]
    kind = ZoneKind(target.level.value) if isinstance(target, Division) else ZoneKind.FUNCTIONAL_AREA
    return Zone(
        number=number, row=unit.row if isinstance(unit, ListedName) else number, listed_under=under,
        listed_name=listed if isinstance(listed, str) and not number_as_code(listed) and not listed.isdecimal() else target.name,
        name=target.name, kind=kind, target=target, path=target.path, listed_path=target.path, pinyin=target.pinyin,
        english=target.english, notice=notice,
    )  # fmt: skip


@load_once
def _built_in() -> ZoneList:
    listed = ZoneList.__new__(ZoneList)
    listed.name, listed.year, listed.notice, listed.zones = NOTICE.title, 2024, NOTICE, Zones(all_zones())
    return listed

"""The things that the library talks about: frozen pydantic models, pure data.

Nothing here searches; hierarchy and search live in the gazetteer. What is recorded
beside a division and seldom needed is read by its code when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from pydantic import ConfigDict

from coedu_zones.errors import AmbiguousNameError, UnresolvedNameError, looks
from coedu_zones.messages import say, word
from coedu_zones.places.codes import level_word
from coedu_zones.places.frozen import Frozen
from coedu_zones.places.identifiers import identifiers_of
from coedu_zones.places.points import Point, point_of


class Level(StrEnum):
    """The level of a division: 省级 province, 地级 prefecture, 县级 county, 乡级 township."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise ValueError(
            say("level={value}: expected 'province', 'prefecture', 'county' or 'township'", value=looks(value))
        )


class _LevelAsKind:
    """The ``kind`` of a division where no field has the name: a property would hide the field of a province."""

    def __get__(self, division: Division | None, owner: type) -> Level:
        """The level; the class itself has no such attribute, as it has none for a field."""
        if division is None:
            raise AttributeError("kind", name="kind", obj=owner)
        return division.level


class Division(Frozen):
    """A unit of the administrative hierarchy 行政区划.

    ``id`` is its key: the GB/T 2260 ``code`` where it has one. The divisions inside
    Hong Kong, Macao and Taiwan have none: their ``code`` is ``None`` and their id our
    own (``hk-sha-tin``); of them alone the ``traditional`` and, in Macao, the
    ``portuguese`` name are kept. ``level`` is the position in the path, so the cities
    and counties of Taiwan are prefectures here, and their townships counties.
    The ``code`` of a township is the nine digits of the Ministry of Civil Affairs; tables
    that join on six digits use its ``parent``, the county, or the prefecture where there
    is no county. A former township whose code is not known has the id ``330104:九堡街道``.
    ``path`` runs from the province to the division, without placeholder levels. ``kind`` is
    the level, and of a :class:`Province` what kind of provincial unit it is.
    ``pinyin`` carries tone marks (Yúshuǐ Qū), ``romanized`` is the official
    romanised form (Yushui Qu, Hohhot Shi), ``english`` the English name.
    ``first_year`` is the first year of the code where known (1981 means 1981 or
    before); ``last_year`` is ``None`` while the division exists.

    >>> import coedu_zones as cz
    >>> cz.get_division("360502").path
    ('江西省', '新余市', '渝水区')
    >>> cz.get_division("tw-taipei-daan").path_text, cz.get_division("tw-taipei-daan").code
    ('台湾省/台北市/大安区', None)
    >>> cz.get_division("330102018").path
    ('浙江省', '杭州市', '上城区', '九堡街道')
    """

    model_config = ConfigDict(ignored_types=(_LevelAsKind,))

    id: str
    code: str | None
    name: str
    level: Level
    parent: str | None
    path: tuple[str, ...]
    stem: str | None
    short_forms: tuple[str, ...]
    aliases: tuple[str, ...]
    pinyin: str
    romanized: str
    english: str
    first_year: int | None
    last_year: int | None = None
    successors: tuple[Succession, ...] = ()
    traditional: str | None = None
    portuguese: str | None = None

    if TYPE_CHECKING:

        @property
        def kind(self) -> Level | ProvinceKind: ...
    else:
        kind = _LevelAsKind()

    def today(self) -> Division:
        """The division of today that this one lives on in: itself while it exists.

        Where it was divided, the one that holds it mainly; ``successors`` tells the
        parts that others got.

        Raises:
            AmbiguousNameError: several hold parts of it, and none holds it mainly.
            UnresolvedNameError: no successor is known.

        """
        if self.last_year is None:
            return self
        if not self.successors:
            raise UnresolvedNameError(
                say(
                    "{division} ended in {last_year}, and no successor is known",
                    division=self,
                    last_year=self.last_year,
                )
            )
        successors = [s for s in self.successors if s.share != "part"] or list(self.successors)
        if len(successors) > 1:
            shares = say("; ").join(
                say("{place} ({share})", place=s.division, share=word(s.share)) for s in self.successors
            )
            raise AmbiguousNameError(
                say("{division} was split: {shares}", division=self, shares=shares), self.successors
            )
        return successors[0].division

    @property
    def identifiers(self) -> Mapping[str, str]:
        """The keys under which other systems know the division: system → the main key.

        :class:`IdentifierSystem` says what the systems are. Where a division has several keys
        in one (粤E, 粤X, 粤Y of 佛山市), ``all_identifiers`` has the others too. A system in
        which the division has no key, or none that is known, is left out; so is every
        system for a division that has ended.

        >>> import coedu_zones as cz
        >>> found = cz.get_division("330100").identifiers
        >>> found["area_code"], found["plate"], found["geonames"]
        ('0571', '浙A', '1808925')
        """
        return {system: keys[0] for system, keys in self.all_identifiers.items()}

    @property
    def all_identifiers(self) -> Mapping[str, tuple[str, ...]]:
        """System → all keys of the division in it, the main one first.

        >>> import coedu_zones as cz
        >>> cz.get_division("440600").all_identifiers["plate"]
        ('粤E', '粤X', '粤Y')
        """
        return dict(identifiers_of(self.id)) if self.last_year is None else {}

    @property
    def point(self) -> Point | None:
        """Where the division lies, and how near to the matter that point is.

        ``None`` for a division that has ended, and for the few of which none is known
        (most cities of the Production and Construction Corps). :class:`PointPrecision`
        says what the point is the point of; the datum is WGS84. The points are those of
        GeoNames (CC BY 4.0), see NOTICE.

        >>> import coedu_zones as cz
        >>> point = cz.get_division("360502").point
        >>> point.latitude, point.longitude, point.precision.value
        (27.7775, 114.9426, 'townships')
        """
        return point_of(self.id) if self.last_year is None else None

    @property
    def path_text(self) -> str:
        """The path as one string: ``江西省/新余市/渝水区``."""
        return "/".join(self.path)

    @property
    def level_names(self) -> tuple[str, str | None, str | None]:
        """The names of province, prefecture and county on the path, ``None`` where there is none."""
        if self.level is Level.TOWNSHIP and self.parent is not None:
            return level_names(self.path[:-1], Level(level_word(self.parent)))
        return level_names(self.path, self.level)

    def __str__(self) -> str:
        return f"{self.path_text} ({self.id})"

    def __repr__(self) -> str:
        return f"<Division {self.id} {self.path_text}>"

    def _repr_html_(self) -> str:
        rows = [
            (word("path"), self.path_text), (word("code") if self.code else word("id"), self.id),
            (word("level"), word(self.level.value)), (word("pinyin"), self.pinyin), (word("English"), self.english),
        ]  # fmt: skip
        return html_table(("", self.name), rows)


class Succession(Frozen):
    """A division of today that holds the whole, the main or a part of a former one.

    It stands in :attr:`Division.successors` and holds the division itself. The functions
    ``successors``, ``predecessors`` and ``convert`` answer for any two years and for codes
    alone: what they give is a :class:`Successor`.
    """

    division: Division
    share: str


class ProvinceKind(StrEnum):
    """The kind of a provincial unit."""

    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    AUTONOMOUS_REGION = "autonomous_region"
    SPECIAL_ADMINISTRATIVE_REGION = "special_administrative_region"


class Province(Division):
    """One of the 34 provincial units 省级行政区.

    ``abbreviation`` is the one-character form (赣), ``zones`` the numbers of the
    zones that lie in it by law, ``grid`` its (column, row) in a tile-grid chart.
    """

    code: str
    kind: ProvinceKind
    abbreviation: str
    zones: tuple[int, ...]
    grid: tuple[int, int]

    def __repr__(self) -> str:
        return f"<Province {self.code} {self.name}: {len(self.zones)} zones>"


class Overlap(Frozen):
    """A county or a township that a functional area covers: as a whole, or in part.

    ``code`` has six digits for a county, nine for a township.
    """

    code: str
    whole: bool


class FunctionalArea(Frozen):
    """A functional area 功能区: a management committee, and no GB/T 2260 code.

    ``parent`` is the code of the division that it belongs to. ``overlaps`` lists
    the counties that it covers where that is known. ``sources`` names the documents
    behind the claims where they are recorded; it is empty where none is. An unknown
    date is ``None``. ``statistical_code`` is the code that the statistical office's
    lists of counties give the area (``320571``), ``None`` where they do not list it:
    it is no division code, and ``find_code`` finds the area by it. ``townships`` lists the
    townships that it holds where a source does: those that it governs as a whole, and
    those that lie in it in part or are governed by their county; ``all_townships`` tells
    that nothing else belongs to it.

    >>> import coedu_zones as cz
    >>> [held.code for held in cz.get_area("alxa-high-tech-zone").townships]
    ['152921104']
    """

    id: str
    name: str
    kind: str
    parent: str
    path: tuple[str, ...]
    aliases: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    governed_by: str | None
    established: str | None
    pinyin: str
    english: str
    sources: tuple[str, ...]
    statistical_code: str | None = None
    townships: tuple[Overlap, ...] = ()
    all_townships: bool = False

    @property
    def path_text(self) -> str:
        """The parent's path and the area's name: ``江苏省/南京市/南京江北新区``."""
        return "/".join(self.path)

    @property
    def level_names(self) -> tuple[str, str | None, str | None]:
        """The names of province, prefecture and county that the area lies in."""
        return level_names(self.path[:-1], Level(level_word(self.parent)))

    def __str__(self) -> str:
        return say("{path} (functional area)", path=self.path_text)

    def __repr__(self) -> str:
        return f"<FunctionalArea {self.id} {self.path_text}>"


Place = Division | FunctionalArea


@runtime_checkable
class Targeted(Protocol):
    """What stands for one place: a zone, by its target."""

    @property
    def target(self) -> Place:
        """The place."""


def level_names(path: tuple[str, ...], level: Level) -> tuple[str, str | None, str | None]:
    """A path without placeholders, spread over province, prefecture and county."""
    if level is Level.COUNTY:
        return path[0], path[1] if len(path) == 3 else None, path[-1]
    return path[0], path[1] if len(path) == 2 else None, None


def html_table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """A small HTML table; every cell is escaped."""
    from html import escape  # noqa: PLC0415 - only notebooks need it

    lines = ["<tr>" + "".join(f"<th>{escape(str(c))}</th>" for c in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) + "</tr>" for row in rows]
    return "<table>" + "".join(lines) + "</table>"

"""The things that the library talks about: frozen pydantic models, pure data.

Nothing here looks anything up; hierarchy and search live in the gazetteer.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from html import escape
from typing import Any

from pydantic import BaseModel, ConfigDict

from coedu_zones.errors import AmbiguousNameError, UnresolvedNameError


class Level(StrEnum):
    """The level of a division: 省级 province, 地级 prefecture, 县级 county."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


class Status(StrEnum):
    """How a resolution ended."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    CONFLICT = "conflict"
    UNRESOLVED = "unresolved"


class Method(StrEnum):
    """By which kind of evidence a candidate was found, strongest first."""

    CODE = "code"
    NAME = "name"
    SHORT_FORM = "short_form"
    ALIAS = "alias"
    STEM = "stem"
    FORMER_NAME = "former_name"
    ENGLISH = "english"
    PINYIN = "pinyin"
    HOMOPHONE = "homophone"
    LOOK_ALIKE = "look_alike"
    FUZZY = "fuzzy"


class Frozen(BaseModel):
    """The common base: immutable, hashable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_record(self) -> dict[str, Any]:
        """The object as one flat dictionary of plain values, for a table row."""
        return self.model_dump(mode="json")


class Division(Frozen):
    """A unit of the administrative hierarchy 行政区划 with a GB/T 2260 code.

    ``path`` runs from the province to the division, without placeholder levels.
    ``pinyin`` carries tone marks (Yúshuǐ Qū), ``romanized`` is the official
    romanised form (Yushui Qu, Hohhot Shi), ``english`` the English name.
    ``first_year`` is the first year of the code where known (1981 means 1981 or
    before); ``last_year`` is ``None`` while the division exists.

    >>> import coedu_zones as cz
    >>> cz.get_division("360502").path
    ('江西省', '新余市', '渝水区')
    """

    code: str
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

    def today(self) -> Division:
        """The division of today that this one lives on in: itself while it exists.

        Raises:
            AmbiguousNameError: its territory was split between several.
            UnresolvedNameError: no successor is known.

        """
        if self.last_year is None:
            return self
        heirs = tuple(
            Candidate(place=s.division, score=0.0, method=Method.FORMER_NAME, evidence=(s.share,))
            for s in self.successors
        )
        if not heirs:
            raise UnresolvedNameError(f"{self} ended in {self.last_year}, and no successor is known")
        if len(heirs) > 1:
            shares = ", ".join(f"{s.division} ({s.share})" for s in self.successors)
            raise AmbiguousNameError(f"{self} was split: {shares}", heirs)
        return self.successors[0].division

    @property
    def path_text(self) -> str:
        """The path as one string: ``江西省/新余市/渝水区``."""
        return "/".join(self.path)

    @property
    def level_names(self) -> tuple[str, str | None, str | None]:
        """The names of province, prefecture and county on the path, ``None`` where there is none."""
        return level_names(self.path, self.level)

    def __str__(self) -> str:
        return f"{self.path_text} ({self.code})"

    def __repr__(self) -> str:
        return f"<Division {self.code} {self.path_text}>"

    def _repr_html_(self) -> str:
        rows = [
            ("path", self.path_text), ("code", self.code), ("level", self.level.value),
            ("pinyin", self.pinyin), ("English", self.english),
        ]  # fmt: skip
        return html_table(("", self.name), rows)


class Succession(Frozen):
    """A division of today that holds the whole, the main or a part of a former one."""

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

    kind: ProvinceKind
    abbreviation: str
    zones: tuple[int, ...]
    grid: tuple[int, int]

    def __repr__(self) -> str:
        return f"<Province {self.code} {self.name}: {len(self.zones)} zones>"


class ListingBody(Frozen):
    """A row heading of the notice that is no province: 新疆生产建设兵团.

    ``division`` is the code of the province in which its zones lie by law.
    """

    name: str
    abbreviation: str
    english: str
    division: str
    zones: tuple[int, ...]


class Overlap(Frozen):
    """A county that a functional area covers: as a whole, or in part."""

    code: str
    whole: bool


class FunctionalArea(Frozen):
    """A functional area 功能区: a management committee, and no GB/T 2260 code.

    ``parent`` is the code of the division that it belongs to. ``overlaps`` lists
    the counties that it covers where that is known. ``sources`` names the document
    or publication behind each claim. An unknown date is ``None``.
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

    @property
    def path_text(self) -> str:
        """The parent's path and the area's name: ``江苏省/南京市/南京江北新区``."""
        return "/".join(self.path)

    @property
    def level_names(self) -> tuple[str, str | None, str | None]:
        """The names of province, prefecture and county that the area lies in."""
        ending = self.parent[2:]
        level = Level.PROVINCE if ending == "0000" else Level.PREFECTURE if ending[2:] == "00" else Level.COUNTY
        return level_names(self.path[:-1], level)

    def __str__(self) -> str:
        return f"{self.path_text} (functional area)"

    def __repr__(self) -> str:
        return f"<FunctionalArea {self.id} {self.path_text}>"


Place = Division | FunctionalArea


class ZoneKind(StrEnum):
    """What a zone is: a division of one of the levels, or a functional area."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    FUNCTIONAL_AREA = "functional_area"


class Notice(Frozen):
    """The document that names the zones. What is not known is ``None``."""

    title: str
    document_number: str
    issuer: str
    written_on: date | None
    index_number: str | None
    zone_count: int


class Zone(Frozen):
    """One of the 97 entries of the notice 实验区.

    ``number`` runs from 1 to 97 in the order of the list; ``row`` and
    ``listed_under`` are the row number and the province column; ``listed_name``
    is verbatim. ``path`` is the legal path of the target, ``listed_path`` the
    path under the listing body (they differ for 兵团). ``code`` is the target's
    code, ``None`` for a functional area.

    >>> import coedu_zones as cz
    >>> cz.get_zone(1).listed_name, cz.get_zone(1).code
    ('朝阳区', '110105')
    """

    number: int
    row: int
    listed_under: str
    listed_name: str
    name: str
    kind: ZoneKind
    target: Division | FunctionalArea
    path: tuple[str, ...]
    listed_path: tuple[str, ...]
    pinyin: str
    english: str
    notice: Notice

    @property
    def code(self) -> str | None:
        """The code of the target division; ``None`` for a functional area."""
        return self.target.code if isinstance(self.target, Division) else None

    @property
    def path_text(self) -> str:
        """The legal path as one string."""
        return "/".join(self.path)

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary: number, names, kind, paths, code, pinyin, English."""
        return {
            "number": self.number, "row": self.row, "listed_under": self.listed_under,
            "listed_name": self.listed_name, "name": self.name, "kind": self.kind.value,
            "code": self.code, "path": self.path_text, "listed_path": "/".join(self.listed_path),
            "pinyin": self.pinyin, "english": self.english,
            "document_number": self.notice.document_number,
        }  # fmt: skip

    def __str__(self) -> str:
        return f"zone {self.number}: {self.path_text}" + (f" ({self.code})" if self.code else "")

    def __repr__(self) -> str:
        return f"<Zone {self.number} {self.path_text}>"

    def _repr_html_(self) -> str:
        return html_table(("", self.name), [(k, v) for k, v in self.to_record().items() if v is not None])


class CoverageKind(StrEnum):
    """How a zone covers a place."""

    EQUAL = "equal"
    INSIDE = "inside"
    PART = "part"


class Coverage(Frozen):
    """A zone that covers a place, how, and why.

    ``equal``: the place is the zone. ``inside``: the whole place lies in the
    zone. ``part``: the zone covers a part of the place, or their extents are
    known to overlap without one holding the other.
    """

    zone: Zone
    how: CoverageKind
    reason: str

    def __str__(self) -> str:
        return f"zone {self.zone.number} {self.zone.name} ({self.how.value}): {self.reason}"


class Candidate(Frozen):
    """A place that a text may mean, with a score in 0-100, the method and the evidence."""

    place: Division | FunctionalArea
    score: float
    method: Method
    evidence: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the place."""
        return self.place.name

    @property
    def code(self) -> str | None:
        """The code; ``None`` for a functional area."""
        return self.place.code if isinstance(self.place, Division) else None

    @property
    def path_text(self) -> str:
        """The path as one string."""
        return self.place.path_text

    def __str__(self) -> str:
        return f"{self.place} {self.score:g}"

    def __repr__(self) -> str:
        return f"<Candidate {self.code or self.place.name} {self.path_text} {self.score:g} {self.method.value}>"


class Step(Frozen):
    """One rule that fired: its name, the characters it looked at, and what came of it.

    ``start`` and ``end`` are offsets into the text as given.
    """

    rule: str
    start: int
    end: int
    result: str

    def __str__(self) -> str:
        return f"{self.rule} [{self.start}:{self.end}] {self.result}"


class Resolution(Frozen):
    """What one text means: a status, candidates best first, remainder and trace.

    ``remainder`` is the text that was not understood as a place, and
    ``remainder_is_division`` tells that it looks like one more division.

    >>> import coedu_zones as cz
    >>> str(cz.resolve("渝水区"))
    '渝水区 → 江西省/新余市/渝水区 (360502), score 100'
    """

    text: str
    status: Status
    candidates: tuple[Candidate, ...]
    remainder: str
    remainder_is_division: bool
    trace: tuple[Step, ...]

    @property
    def best(self) -> Candidate | None:
        """The first candidate, resolved or not; ``None`` when there is none."""
        return self.candidates[0] if self.candidates else None

    @property
    def place(self) -> Division | FunctionalArea | None:
        """The division or functional area that the text means; ``None`` unless resolved."""
        return self.candidates[0].place if self.status is Status.RESOLVED else None

    @property
    def division(self) -> Division | None:
        """The division that the text means; ``None`` unless resolved to one."""
        place = self.place
        return place if isinstance(place, Division) else None

    @property
    def area(self) -> FunctionalArea | None:
        """The functional area that the text means; ``None`` unless resolved to one."""
        place = self.place
        return place if isinstance(place, FunctionalArea) else None

    @property
    def code(self) -> str | None:
        """The code of the division; ``None`` unless resolved to one."""
        division = self.division
        return division.code if division else None

    @property
    def path(self) -> tuple[str, ...] | None:
        """The path of the place; ``None`` unless resolved."""
        place = self.place
        return place.path if place else None

    @property
    def score(self) -> float | None:
        """The score of the best candidate; ``None`` when there is none."""
        return self.candidates[0].score if self.candidates else None

    @property
    def method(self) -> Method | None:
        """The method of the best candidate; ``None`` when there is none."""
        return self.candidates[0].method if self.candidates else None

    def one(self) -> Division | FunctionalArea:
        """The place, or an error that carries the candidates.

        Raises:
            AmbiguousNameError: several places fit.
            UnresolvedNameError: none fits, or the parts contradict one another.

        """
        place = self.place
        if place is not None:
            return place
        names = "; ".join(str(candidate) for candidate in self.candidates[:10])
        if self.status is Status.AMBIGUOUS:
            raise AmbiguousNameError(
                f"{self.text!r} may mean {len(self.candidates)} places: {names}. "
                "Say which with within=, level= or a longer text.",
                self.candidates,
            )
        why = "contradicts itself" if self.status is Status.CONFLICT else "names no place that is known"
        seen = f"; nearest readings: {names}" if names else ""
        raise UnresolvedNameError(f"{self.text!r} {why}{seen}", self.candidates)

    def today(self) -> Division:
        """The division of today, for a resolution of another year; see :meth:`Division.today`."""
        place = self.one()
        if not isinstance(place, Division):
            raise UnresolvedNameError(f"{place} is a functional area, which has no history here")
        return place.today()

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary: text, status, code, name, level, path, score, method, remainder."""
        place = self.place
        division = self.division
        return {
            "text": self.text, "status": self.status.value,
            "code": division.code if division else None,
            "name": place.name if place else None,
            "level": division.level.value if division else "functional_area" if place else None,
            "path": place.path_text if place else None,
            "score": self.score, "method": self.method.value if self.method else None,
            "remainder": self.remainder,
        }  # fmt: skip

    def __str__(self) -> str:
        if self.place is not None:
            rest = f", left over: {self.remainder}" if self.remainder else ""
            warn = " (looks like a division)" if self.remainder_is_division else ""
            return f"{self.text} → {self.place}, score {self.score:g}{rest}{warn}"
        names = "; ".join(str(c) for c in self.candidates[:6])
        more = len(self.candidates) - 6
        names += f"; and {more} more" if more > 0 else ""
        return f"{self.text} → {self.status.value}" + (f": {names}" if names else "")

    def __repr__(self) -> str:
        place = self.place
        what = place.path_text if place else f"{len(self.candidates)} candidates"
        return f"<Resolution {self.text!r} {self.status.value} {what}>"

    def _repr_html_(self) -> str:
        rows = [(c.path_text, c.code or "", f"{c.score:g}", c.method.value) for c in self.candidates]
        return html_table((f"{self.text} → {self.status.value}", "code", "score", "method"), rows)


def level_names(path: tuple[str, ...], level: Level) -> tuple[str, str | None, str | None]:
    """A path without placeholders, spread over province, prefecture and county."""
    if level is Level.COUNTY:
        return path[0], path[1] if len(path) == 3 else None, path[-1]
    return path[0], path[1] if len(path) == 2 else None, None


class Mention(Frozen):
    """A place found inside running text: ``text[start:end]`` and what it means."""

    start: int
    end: int
    text: str
    resolution: Resolution

    def __str__(self) -> str:
        return f"[{self.start}:{self.end}] {self.resolution}"


def html_table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """A small HTML table; every cell is escaped."""
    lines = ["<tr>" + "".join(f"<th>{escape(str(c))}</th>" for c in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) + "</tr>" for row in rows]
    return "<table>" + "".join(lines) + "</table>"


Division.model_rebuild()
Province.model_rebuild()

"""The records of a place over time and of a code: periods, changes, successors, conversions, readings; frozen models."""

from __future__ import annotations

from typing import Any, Literal

from coedu_zones.messages import say, word
from coedu_zones.places.frozen import Frozen
from coedu_zones.places.models import Division, FunctionalArea, Place, html_table

Share = Literal["whole", "main", "part"]
Outcome = Literal["same", "main", "split", "gone", "ambiguous", "no_division"]
CodeKind = Literal["division", "former", "placeholder", "statistical", "uncoded", "township"]


class PeriodRecord(Frozen):
    """A code under one name, in force at the end of each year from ``first`` to ``last`` (``None``: still)."""

    code: str
    name: str
    first: int
    last: int | None


class ChangeRecord(Frozen):
    """One change: in ``year`` the division ``source`` went to ``target`` as a whole, mainly or in part.

    ``document`` and ``date`` name the approval where it is known, else ``None``.
    """

    year: int
    kind: str
    source: str | None
    source_name: str | None
    target: str | None
    target_name: str | None
    share: str | None
    document: str | None
    date: str | None

    def __str__(self) -> str:
        left = _named(self.source_name, self.source) if self.source else say("new")
        right = _named(self.target_name, self.target) if self.target else say("gone")
        share = say(", {more}", more=word(self.share)) if self.share else ""
        document = say(", {more}", more=self.document) if self.document else ""
        change = say("{year} {kind}: {left} → {right}", year=self.year, kind=word(self.kind), left=left, right=right)
        return f"{change}{share}{document}"


class PlaceHistory(Frozen):
    """The periods and changes of one place, forward and back, oldest first."""

    code: str
    name: str
    periods: tuple[PeriodRecord, ...]
    changes: tuple[ChangeRecord, ...]

    def __str__(self) -> str:
        lines = [_named(self.name, self.code)]
        now = f"{say('now'):<4}" if say("now").isascii() else f"{say('now')}  "  # as wide as a year
        lines += [f"  {p.first}–{p.last or now}  {p.code}  {p.name}" for p in self.periods]
        lines += [f"  {change}" for change in self.changes]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows: list[tuple[Any, ...]] = [(p.code, p.name, p.first, p.last or say("now"), "") for p in self.periods]
        rows += [("", "", c.year, "", str(c)) for c in self.changes]
        return html_table((word("code"), word("name"), word("first year"), word("last year"), word("change")), rows)


class Successor(Frozen):
    """A code of some year whose division holds the whole, the main or a part of another one's territory.

    It may have ended itself, or, as a predecessor, before the other began; so it is a code and a
    name. :attr:`Division.successors` holds divisions of today instead, each in a :class:`Succession`.
    ``source`` is the period of the code that went there, where the code was given to
    several places one after the other; else ``None``.
    """

    code: str
    name: str
    share: Share
    source: PeriodRecord | None = None

    def __str__(self) -> str:
        source = self.source
        whence = (
            say(", from {name} ({first}–{last})", name=source.name, first=source.first, last=source.last or say("now"))
            if source
            else ""
        )
        successor = say("{place}, {share}", place=_named(self.name, self.code), share=word(self.share))
        return f"{successor}{whence}"


class CodeReading(Frozen):
    """What one code means in the lists of one or several issuers.

    ``name`` is the name as the lists write it. ``kind``: ``division`` (in force),
    ``former``, ``placeholder`` (a sum such as 市辖区, or the first two or four digits of
    a code), ``statistical`` (a development zone or another unit that only the
    statistical office codes), ``uncoded`` (a city district of 1981–1982, which GB 2260
    did not code), ``township``. ``editions`` says whose lists read it so: ``gb`` GB/T
    2260, ``mca`` the ministry, ``nbs`` the statistical office; ``first`` and ``last`` in
    which years (``None``: without an end, or not dated). ``place`` is the code of the
    division in the library's tables, or the id of a functional area; ``None`` where
    there is none, and then ``within`` is the division that it lies in. ``doubtful``:
    one package has it, and another package's list of the same issuer has it otherwise.
    """

    code: str
    name: str
    kind: CodeKind
    editions: tuple[str, ...]
    first: int | None
    last: int | None
    place: str | None
    within: str | None = None
    doubtful: bool = False

    def __str__(self) -> str:
        years = f" {self.first}–{self.last or say('now')}" if self.first else ""
        place = f" = {self.place}" if self.place not in {None, self.code} else ""
        return say(
            "{name} ({code}; {editions}{years}; {kind})",
            name=self.name, code=f"{self.code}{place}", editions=", ".join(self.editions), years=years,
            kind=word(self.kind),
        )  # fmt: skip


class FoundCode(Frozen):
    """What ``find_code`` says of a code.

    ``readings`` are its meanings, best first; when they are several places, the code
    is ambiguous and ``kind`` and ``place`` are ``None``. ``alternatives`` are the
    readings that were left aside: other years, other issuers, doubtful ones. ``place``
    is the division of today that holds it, wholly or mainly, or the functional area;
    ``None`` also where none holds it mainly, or a statistical code has no area in the
    tables. ``note`` says it in words.
    """

    code: str
    year: int | None
    kind: CodeKind | None
    place: Place | None
    readings: tuple[CodeReading, ...]
    alternatives: tuple[CodeReading, ...]
    note: str

    @property
    def division(self) -> Division | None:
        """The division of today that the code leads to."""
        return self.place if isinstance(self.place, Division) else None

    @property
    def area(self) -> FunctionalArea | None:
        """The functional area that a statistical code leads to."""
        return self.place if isinstance(self.place, FunctionalArea) else None

    @property
    def system(self) -> str:
        """The code system: ``gb2260`` of six digits; of townships ``mca`` or ``nbs``, and ``nbs`` of statistical codes."""
        if len(self.code) > 6:
            return "mca" if "mca" in self.editions else "nbs"
        return "nbs" if self.kind == "statistical" else "gb2260"

    @property
    def editions(self) -> tuple[str, ...]:
        """Whose lists hold the readings: ``gb``, ``mca``, ``nbs``."""
        return tuple(dict.fromkeys(edition for reading in self.readings for edition in reading.editions))

    def __str__(self) -> str:
        return self.note


class Conversion(Frozen):
    """A code of one year in the codes of another; the code of a township, without years, in those of another system.

    ``outcome``: ``same`` (one to one, nothing ceded), ``main`` (one division
    holds most of it, others got parts), ``split`` (several, none of them mainly),
    ``gone`` (no successor is known), ``ambiguous`` (published lists of the year give the
    code to different places) or ``no_division`` (a statistical code, or another that
    stands for no division). ``code`` is the one target where there is one (``same``
    and ``main``), else ``None``. ``reading`` is the meaning of the code that was
    converted, ``None`` when ambiguous; ``alternatives`` holds one conversion for each
    meaning when ambiguous, and otherwise those of doubtful lists.
    """

    source: str
    from_year: int | None
    to_year: int | None
    outcome: Outcome
    code: str | None
    targets: tuple[Successor, ...]
    reading: CodeReading | None = None
    alternatives: tuple[Conversion, ...] = ()

    def __str__(self) -> str:
        if self.outcome == "ambiguous":
            each = (say("{what}: {means}", what=c.reading, means=successors_text(c.targets)) for c in self.alternatives)
            said = " | ".join(each)
        else:
            said = successors_text(self.targets)
        before, after = (say(" ({year})", year=year) if year else "" for year in (self.from_year, self.to_year))
        return say(
            "{source}{before} → {outcome}{after}: {said}",
            source=self.source, before=before, outcome=word(self.outcome), after=after, said=said,
        )  # fmt: skip


def successors_text(successors: tuple[Successor, ...]) -> str:
    """The successors in one line, a dash if there are none."""
    return say("; ").join(map(str, successors)) or "–"


def _named(name: str | None, code: str | None) -> str:
    return say("{name} ({code})", name=name, code=code)

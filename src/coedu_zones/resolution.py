"""What a text means: candidates, the steps that led to them, and the resolution that holds both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Any

from coedu_zones.answers import Answer, chosen_fields
from coedu_zones.errors import AmbiguousNameError, UnresolvedNameError
from coedu_zones.messages import say
from coedu_zones.places.models import Division, FunctionalArea, html_table
from coedu_zones.places.results import Result, Traced


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
    TOWNSHIP = "township"
    ENGLISH = "english"
    PINYIN = "pinyin"
    HOMOPHONE = "homophone"
    LOOK_ALIKE = "look_alike"
    FUZZY = "fuzzy"


# methods whose evidence belongs in the one line that a person reads
_TOLD = frozenset({Method.FORMER_NAME, Method.HOMOPHONE, Method.LOOK_ALIKE, Method.FUZZY})


@dataclass(frozen=True, slots=True, repr=False)
class Candidate(Result):
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


@dataclass(frozen=True, slots=True)
class Step(Result):
    """One observation: its kind, the characters it looked at, what they were taken for, and its weight in log-odds.

    ``start`` and ``end`` are offsets into the text as given. The weights of a trace add up to that of its
    last step, the decision.
    """

    rule: str
    start: int
    end: int
    result: str
    weight: float = 0.0

    def __str__(self) -> str:
        weight = f" {self.weight:+.1f}" if self.weight else ""
        return f"{self.rule} [{self.start}:{self.end}] {self.result}{weight}"


#: The steps of a trace, or what works them out when somebody asks for them.
Steps = tuple[Step, ...] | Callable[[], tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class YearTerms(Result):
    """A place in the terms of one year, as ``terms_of=[...]`` gives it.

    ``terms``: ``same`` (``division``, as a whole), ``main`` (most of it), ``part`` (the place
    shares a part with ``division``, or several hold one each and it is ``None``), ``gone`` (no
    division of that year is known), or ``None`` where the text leaves the place open.
    """

    year: int
    division: Division | FunctionalArea | None
    terms: str | None

    @property
    def code(self) -> str | None:
        """The code of the division in that year."""
        return self.division.code if isinstance(self.division, Division) else None

    def __str__(self) -> str:
        return f"{self.year}: {self.division or '–'}, {self.terms or 'not known'}"


@dataclass(frozen=True, slots=True, repr=False)
class Resolution(Traced):
    """What one text means: a status, candidates best first, remainder and trace.

    ``remainder`` is the text that was not understood as a place, and
    ``remainder_is_division`` says that it looks like one more division. ``township``
    is the township 乡级 that the text names in the place; ``code`` stays the six digits
    of the county or above.

    With ``terms_of`` one year the place is that of the year; ``terms`` then says how it is
    given (``same``, ``main``, ``part``, ``gone``) and ``understood`` which place the text means
    in its own terms. With several years ``years`` holds the place in the terms of each.

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
    township: Division | None = None
    terms: str | None = None
    understood: Division | FunctionalArea | None = None
    years: tuple[YearTerms, ...] = ()

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
                say(
                    "{text!r} may mean {number} places: {names}. Say which with within=, level= or a longer text.",
                    text=self.text,
                    number=len(self.candidates),
                    names=names,
                ),
                self.candidates,
            )
        why = "contradicts itself" if self.status is Status.CONFLICT else "names no place that is known"
        seen = f"; nearest readings: {names}" if names else ""
        raise UnresolvedNameError(say("{text!r} {why}{seen}", text=self.text, why=why, seen=seen), self.candidates)

    def today(self) -> Division:
        """The division of today, for a resolution of another year; see :meth:`Division.today`."""
        place = self.understood or self.one()
        if not isinstance(place, Division):
            raise UnresolvedNameError(say("{place} is a functional area, which has no history here", place=place))
        return place.today()

    def to_record(self, fields: Iterable[str] | None = None) -> dict[str, Any]:
        """One flat dictionary for a table: the text, then the fields of the columns (:data:`FIELDS`).

        With ``terms_of`` also ``terms``, or the fields of each year. ``fields`` names others, as in
        ``resolve_columns``.

        >>> import coedu_zones as cz
        >>> record = cz.resolve("渝水区").to_record()
        >>> record["code"], record["zones"], record["coverage"]
        ('360502', (48,), 'equal')
        """
        fields = chosen_fields(
            fields, candidates=False, in_terms=self.terms is not None, years=[y.year for y in self.years]
        )
        return {"text": self.text, **dict(zip(fields, self.answer().values(fields), strict=True))}

    def answer(self) -> Answer:
        """The resolution as the fields of a table see it."""
        township = (self.township.name, self.township.code or "") if self.township is not None else None
        return Answer(
            self.status.value, self.place, self.candidates, self.remainder, self.remainder_is_division, township,
            self.understood, self.terms, tuple((y.year, y.division, y.terms) for y in self.years),
        )  # fmt: skip

    def __str__(self) -> str:
        if self.place is not None:
            rest = f", left over: {self.remainder}" if self.remainder else ""
            warn = " (looks like a division)" if self.remainder_is_division else ""
            why = f"; {self.candidates[0].evidence[0]}" if self.method in _TOLD else ""
            return f"{self.text} → {self.place}, score {self.score:g}{rest}{warn}{why}"
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


class Resolutions(list[Resolution]):
    """A list of resolutions that turns into records and shows as a table in a notebook."""

    __slots__ = ()

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dictionary per resolution, for a dataframe."""
        return [resolution.to_record() for resolution in self]

    def _repr_html_(self) -> str:
        shown = ("text", "status", "code", "name", "level", "path", "score", "method", "remainder", "coverage")
        records = self.to_records()
        return html_table(shown, [tuple("" if r[f] is None else r[f] for f in shown) for r in records])


@dataclass(frozen=True, slots=True)
class Mention(Result):
    """A place found inside running text: ``text[start:end]`` and what it means."""

    start: int
    end: int
    text: str
    resolution: Resolution

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary: start and end in the running text, then what :meth:`Resolution.to_record` gives."""
        return {"start": self.start, "end": self.end, **self.resolution.to_record()}

    def __str__(self) -> str:
        return f"[{self.start}:{self.end}] {self.resolution}"


class Mentions(list[Mention]):
    """The mentions of one running text, in order; turns into records, and shows as the marked text in a notebook.

    >>> import coedu_zones as cz
    >>> found = cz.extract("渝水区和朝阳区")
    >>> [(r["start"], r["end"], r["status"], r["code"]) for r in found.to_records()]
    [(0, 3, 'resolved', '360502'), (4, 7, 'ambiguous', None)]
    """

    __slots__ = ("text",)

    def __init__(self, text: str = "", mentions: Iterable[Mention] = ()) -> None:
        super().__init__(mentions)
        self.text = text

    def __reduce__(self) -> tuple[type[Mentions], tuple[str, list[Mention]]]:
        return Mentions, (self.text, list(self))

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dictionary per mention, for a dataframe."""
        return [mention.to_record() for mention in self]

    def to_html(self) -> str:
        """The text with its mentions marked, the place of each under the pointer; everything in it is escaped."""
        out: list[str] = []
        done = 0
        for found in self:
            out.append(escape(self.text[done : found.start]))
            kind = found.resolution.status.value
            line = "solid" if found.resolution.place else "dotted"
            out.append(
                f'<mark class="coedu-{kind}" title="{escape(str(found.resolution))}" style="background:transparent;'
                f'color:inherit;border-bottom:2px {line} #1f7661">{escape(found.text)}</mark>'
            )
            done = found.end
        out.append(escape(self.text[done:]))
        return f'<div class="coedu-mentions" style="white-space:pre-wrap">{"".join(out)}</div>'

    def _repr_html_(self) -> str:
        return self.to_html()

"""What a text means: candidates, the steps that led to them, and the resolution that holds both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coedu_zones.errors import AmbiguousNameError, UnresolvedNameError
from coedu_zones.messages import listed, say, word, word_of_kind
from coedu_zones.places.models import Division, FunctionalArea, html_table
from coedu_zones.places.results import Result, Traced, localized_field
from coedu_zones.resolution.answers import Answer, chosen_fields
from coedu_zones.zone_table.rows import Listed


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
_EXPLAINED = frozenset({Method.FORMER_NAME, Method.HOMOPHONE, Method.LOOK_ALIKE, Method.FUZZY})


@localized_field("evidence")
@dataclass(frozen=True, slots=True, repr=False)
class Candidate(Result):
    """A place that a text may mean, with a score in 0-100, the method and the evidence.

    The evidence is read in the language that is set, whatever the language it was found in.
    """

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

    def __hash__(self) -> int:
        return hash((self.place, self.score, self.method))  # the same in every language

    def __str__(self) -> str:
        return f"{self.place} {self.score:g}"

    def __repr__(self) -> str:
        return f"<Candidate {self.code or self.place.name} {self.path_text} {self.score:g} {self.method.value}>"


@localized_field("result")
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

    def __hash__(self) -> int:
        return hash((self.rule, self.start, self.end, self.weight))  # the same in every language

    def __str__(self) -> str:
        weight = f" {self.weight:+.1f}" if self.weight else ""
        return f"{word_of_kind(self.rule)} [{self.start}:{self.end}] {self.result}{weight}"


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
        how = word(self.terms) if self.terms else say("not known")
        return say("{year}: {division}, {how}", year=self.year, division=self.division or "–", how=how)


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
        names = listed(map(str, self.candidates[:10]))
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
        raise UnresolvedNameError(no_place(repr(self.text), self.status, names), self.candidates)

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

    def answer(self, listed: Listed | None = None) -> Answer:
        """The resolution as the fields of a table see it, with the coverage by a list of zones."""
        township = (self.township.name, self.township.code or "") if self.township is not None else None
        return Answer(
            self.status.value, self.place, self.candidates, self.remainder, self.remainder_is_division, township,
            self.understood, self.terms, tuple((y.year, y.division, y.terms) for y in self.years),
            listed,
        )  # fmt: skip

    def __str__(self) -> str:
        if self.place is not None:
            rest = say(", left over: {remainder}", remainder=self.remainder) if self.remainder else ""
            warn = say(" (looks like a division)") if self.remainder_is_division else ""
            why = say("; {why}", why=self.candidates[0].evidence[0]) if self.method in _EXPLAINED else ""
            said = say("{text} → {place}, score {score:g}", text=self.text, place=self.place, score=self.score)
            return f"{said}{rest}{warn}{why}"
        names = listed(map(str, self.candidates[:6]), len(self.candidates) - 6)
        status = word(self.status.value)
        if not names:
            return f"{self.text} → {status}"
        return say("{text} → {status}: {names}", text=self.text, status=status, names=names)

    def __repr__(self) -> str:
        place = self.place
        what = place.path_text if place else f"{len(self.candidates)} candidates"
        return f"<Resolution {self.text!r} {self.status.value} {what}>"

    def _repr_html_(self) -> str:
        rows = [(c.path_text, c.code or "", f"{c.score:g}", word(c.method.value)) for c in self.candidates]
        head = (f"{self.text} → {word(self.status.value)}", word("code"), word("score"), word("method"))
        return html_table(head, rows)


def no_place(what: str, status: Status, names: str) -> str:
    """Why a text means no place, with the nearest readings."""
    if status is Status.CONFLICT:
        why = say("{what} contradicts itself", what=what)
    else:
        why = say("{what} names no place that is known", what=what)
    return why + (say("; nearest readings: {names}", names=names) if names else "")


class Resolutions(list[Resolution]):
    """A list of resolutions that turns into records and shows as a table in a notebook."""

    __slots__ = ()

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dictionary per resolution, for a dataframe."""
        return [resolution.to_record() for resolution in self]

    def _repr_html_(self) -> str:
        shown = ("text", "status", "code", "name", "level", "path", "score", "method", "remainder", "coverage")
        records = self.to_records()
        words = {"status", "level", "method", "coverage"}
        rows = [tuple("" if r[f] is None else word(r[f]) if f in words else r[f] for f in shown) for r in records]
        return html_table(tuple(map(word, shown)), rows)

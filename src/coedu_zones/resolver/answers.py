"""What a caller gives and what he gets: raw texts, and the resolutions that are made of outcomes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from coedu_zones.errors import AmbiguousNameError, UnresolvedNameError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.messages import Sentence, listed, say
from coedu_zones.parse.in_terms import Settled
from coedu_zones.parse.outcome import Explainer, Outcome
from coedu_zones.parse.parsed import Parsed
from coedu_zones.parse.parsed import Settled as SettledHead
from coedu_zones.parse.scan import Row, Rows
from coedu_zones.parse.text import NormalizedName, normalize_text
from coedu_zones.places.inputs import as_text, number_as_code
from coedu_zones.places.models import Place
from coedu_zones.resolution import Candidate, Method, Resolution, Status, Step, no_place


def raw_text(text: object) -> str | None:
    """The text that a caller gave, or the code that a number is; ``None`` for a missing or blank one."""
    return as_text(text if isinstance(text, str) else number_as_code(text) or text)


def blank_resolution(text: object) -> Resolution:
    """The resolution of a missing or blank text."""
    step = Step(rule="blank", start=0, end=0, result=Sentence("no text"))
    nothing = Settled(Outcome(Status.UNRESOLVED, (), "", False, (step,)))
    return resolution_of(text if isinstance(text, str) else "", nothing)


def resolution_of(text: str, settled: Settled) -> Resolution:
    """The resolution of a text, of the outcome as it was asked for."""
    status, candidates, rest, flagged, trace, named = settled.outcome
    steps: Any = trace  # which a resolution works out when they are read
    return Resolution(
        text, status, candidates, rest, flagged, steps, named, settled.terms, settled.understood, settled.years
    )


def one_place(found: Resolution, what: str) -> Place:
    """The place of a resolution; an error says for which parameter it was given."""
    if found.place is not None:
        return found.place
    names = listed(map(str, found.candidates[:6]))
    if found.status is Status.AMBIGUOUS:
        raise AmbiguousNameError(
            say(
                "{what} may mean {number} places: {names}. Say which by a code or a longer text.",
                what=what,
                number=len(found.candidates),
                names=names,
            ),
            found.candidates,
        )
    raise UnresolvedNameError(no_place(what, found.status, names), found.candidates)


class ResolutionMaker:
    """Makes the rows of texts that are read in C, of which their resolutions are made: the maker, the candidates, whether
    the remainder looks like a division, and the code of a township. A trace parses the text again.
    """

    missing: Row = ()
    towns = -1, 3

    def __init__(self, gazetteer: Gazetteer, explainer: Explainer, parse: Callable[[NormalizedName], Parsed]) -> None:
        self._gazetteer = gazetteer
        self._explainer = explainer
        self._parse = parse
        self.tells = gazetteer.year is None

    def of_decision(self, settled: SettledHead) -> Rows:
        """The rows of a decision on names that nothing stands before or between."""
        decision = settled.decision
        row = self, self._explainer.candidates(decision), decision.flagged, None
        return Rows(row, row, tells=True)

    def of_township(self, settled: SettledHead, code: str, *, has_rest: bool) -> Row:  # noqa: ARG002 - all rows take one
        """The row of a decision with a township behind the names."""
        return (*self.of_decision(settled).bare[:3], code)

    def of_place(self, place: str, score: float, method: str) -> Rows:
        """The rows of a place that nothing else stands beside."""
        found = self._gazetteer.place(place)
        row = self, (Candidate(place=found, score=score, method=Method(method), evidence=()),), False, None
        return Rows(row, row, tells=True)

    def resolution(self, text: str, rest: str, row: Row) -> Resolution:
        """The resolution of a text."""
        _, candidates, flagged, code = row
        named = self._explainer.township_of(code) if code else None
        return Resolution(text, Status.RESOLVED, candidates, rest, flagged, partial(self._steps, text), named)  # type: ignore[arg-type]

    def _steps(self, text: str) -> tuple[Step, ...]:
        clean = normalize_text(text)
        return tuple(self._explainer.steps(clean, len(text), self._parse(clean)))

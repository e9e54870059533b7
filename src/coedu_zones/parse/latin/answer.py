"""A reading of Latin script → the parts of a resolution."""

from __future__ import annotations

from typing import Final

from coedu_zones.gazetteer import Gazetteer
from coedu_zones.messages import Sentence
from coedu_zones.parse.latin.reading import LatinReading
from coedu_zones.parse.outcome import Outcome
from coedu_zones.resolution import Candidate, Status, Step

_SUGGESTION: Final = 70.0  # below it a reading is a suggestion


def latin_outcome(gazetteer: Gazetteer, text: str, found: LatinReading | None, cutoff: float) -> Outcome:
    """What a text in Latin script comes to."""
    if found is None:
        step = Step(rule="none", start=0, end=len(text), result=Sentence("names no place that is known"))
        return Outcome(Status.UNRESOLVED, (), text, False, (step,))
    steps = tuple(Step(rule=rule, start=start, end=end, result=result) for rule, start, end, result in found.notes)
    places = found.places
    alone = not found.conflict and (len(places) == 1 or found.picked)
    whole = 80.0 if found.conflict else found.score
    first = others = whole / max(1, len(places))
    if alone:
        first, others = whole, (100.0 - whole) / max(1, len(places) - 1)
    candidates = tuple(
        Candidate(place=gazetteer.place(place), score=round(others if number else first, 1), method=found.method)
        for number, place in enumerate(places)
    )
    if found.conflict:
        status = Status.CONFLICT
    elif found.score < _SUGGESTION or not places:
        status = Status.UNRESOLVED
    elif alone:
        status = Status.RESOLVED if found.score >= cutoff else Status.UNRESOLVED
    else:
        status = Status.AMBIGUOUS
    return Outcome(status, candidates, found.remainder, found.flagged, steps)

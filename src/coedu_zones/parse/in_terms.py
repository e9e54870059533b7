"""What a caller asks of an answer beyond the place of today: the main successor of a split, and the terms of a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from coedu_zones.changes.codes import places_of_code
from coedu_zones.changes.lineage import PART, History, Period
from coedu_zones.changes.terms import HOWS, Found, Origin, gazetteer_of, in_terms, place_in, share_between
from coedu_zones.errors import UnknownCodeError
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.messages import Sentence, Word, say
from coedu_zones.parse.outcome import Outcome
from coedu_zones.parse.parsed import Parsed
from coedu_zones.places.codes import county_of, township_of
from coedu_zones.places.inputs import year_of
from coedu_zones.places.models import Place
from coedu_zones.resolution import Candidate, Status, Step, Steps, YearTerms

TermsOf = int | date | Iterable[int | date] | None


class Asked(NamedTuple):
    """The options of an answer, checked: whether the main successor is taken, and the years whose terms are asked for."""

    split: str | None = None
    year: int | None = None
    years: tuple[int, ...] = ()


class Settled(NamedTuple):
    """An outcome after the options, with what they add to a resolution."""

    outcome: Outcome
    terms: str | None = None
    understood: Place | None = None
    years: tuple[YearTerms, ...] = ()


NOTHING_ASKED: Final = Asked()


def asked(split: str | None, terms_of: TermsOf) -> Asked:
    """The options ``split`` and ``terms_of``, checked.

    Raises:
        ValueError: ``split`` is neither ``None`` nor ``"main"``, or ``terms_of`` is empty.
        TypeError: ``terms_of`` is no year, date, or list of these.
        UnknownYearError: the tables do not hold a year.

    """
    if split is None and terms_of is None:
        return NOTHING_ASKED
    if split not in {None, "main"}:
        raise ValueError(
            say(
                "split={split!r}: expected None, or 'main' for the main successor of a division that was split",
                split=split,
            )
        )
    if terms_of is None:
        return Asked(split)
    if isinstance(terms_of, int | date):
        year = year_of(terms_of, "terms_of")
        gazetteer_of(year)
        return Asked(split, year)
    if isinstance(terms_of, str) or not isinstance(terms_of, Iterable):
        raise TypeError(
            say(
                "terms_of={terms_of!r}: expected a year such as 2010, a datetime.date, or a list of them",
                terms_of=terms_of,
            )
        )
    years = tuple(dict.fromkeys(year_of(one, "terms_of") for one in terms_of))
    if not years:
        raise ValueError(say("terms_of=[]: name one year at least, or leave it out"))
    for year in years:
        gazetteer_of(year)
    return Asked(split, None, years)


def origins_of(parsed: Parsed, read_in: int | None) -> tuple[Origin, ...]:
    """What was read for each option of a decision: a code, the period of a former division, a township, or an id."""
    found: list[Origin] = []
    for option in parsed.decision.options:
        named = option.entry.place
        if isinstance(named, Bearer):
            found.append((named.successor if read_in is None else "") or option.place)
        else:
            found.append(named if isinstance(named, Period) else option.place)
    if parsed.township is not None and parsed.township.code and read_in is None and found:
        found[0] = parsed.township.code
    return tuple(found)


def origins_of_code(digits: str, candidates: Sequence[Candidate], read_in: int | None) -> tuple[Origin, ...]:
    """The same for a text that is a code."""
    if len(digits) >= 9 and read_in is None and candidates:
        try:
            return (Townships.current().by_code(township_of(digits)).code,) * len(candidates)
        except UnknownCodeError:
            pass  # the code of a county with more digits behind it
    book = History.load()
    former = [one for one in places_of_code(county_of(digits), read_in).places if isinstance(one, Period)]
    codes = {period: {fate.code for fate in book.later(period, read_in)} for period in former}
    return tuple(
        next((period for period in former if candidate.place.id in codes[period]), candidate.place.id)
        for candidate in candidates
    )


def settle(outcome: Outcome, origins: Sequence[Origin], read_in: int | None, options: Asked) -> Settled:
    """An outcome as the options want it; ``origins`` holds one for each candidate."""
    years = tuple(_of_year(outcome, origins, read_in, year) for year in options.years)
    if options.split == "main" and outcome.status is Status.AMBIGUOUS:
        outcome, origins = _main_successors(outcome, origins, read_in)
    if options.year is None:
        return Settled(outcome, years=years)
    return _in_terms(outcome, origins, read_in, options.year)


def _with(trace: Steps, step: Step) -> Steps:
    """A trace with one more step behind it."""
    return lambda: (*(trace() if callable(trace) else trace), step)


def _main_successors(
    outcome: Outcome, origins: Sequence[Origin], read_in: int | None
) -> tuple[Outcome, Sequence[Origin]]:
    """Of each former division that was split the successor that holds most of it, with what the others were worth."""
    kept: dict[Origin, list[int]] = {}
    for at, origin in enumerate(origins):
        kept.setdefault(origin, []).append(at)
    found: list[tuple[Candidate, Origin]] = []
    for origin, places in kept.items():
        main = [at for at in places if share_between(origin, outcome.candidates[at].place.id, read_in) != PART]
        if len(places) > 1 and len(main) == 1:
            whole = min(100.0, round(sum(outcome.candidates[at].score for at in places), 1))
            found.append((outcome.candidates[main[0]].model_copy(update={"score": whole}), origin))
        else:
            found += [(outcome.candidates[at], origin) for at in places]
    if len(found) == len(origins):
        return outcome, origins
    candidates = tuple(candidate for candidate, _ in found)
    one = len({candidate.place.id for candidate in candidates}) == 1
    successors = "; ".join(str(c.place) for c in candidates)
    step = Step(rule="split", start=0, end=0, result=Sentence("the main successor: {places}", places=successors))
    status = Status.RESOLVED if one else Status.AMBIGUOUS
    changed = outcome._replace(status=status, candidates=candidates, trace=_with(outcome.trace, step))
    return changed, [origin for _, origin in found]


def _in_terms(outcome: Outcome, origins: Sequence[Origin], read_in: int | None, year: int) -> Settled:
    """An outcome with the divisions of a year for its places."""
    if outcome.status not in {Status.RESOLVED, Status.AMBIGUOUS}:
        return Settled(outcome)
    resolved = outcome.status is Status.RESOLVED
    read: dict[Origin, tuple[Candidate, float]] = {}
    for candidate, origin in zip(outcome.candidates[:1] if resolved else outcome.candidates, origins, strict=False):
        first, score = read.get(origin, (candidate, 0.0))
        read[origin] = first, score + candidate.score
    found = {origin: in_terms(origin, read_in, year) for origin in read}
    meant, how = _together(list(found.values()))
    candidates = _candidates(read, found, year, meant)
    status = Status.RESOLVED if meant else Status.AMBIGUOUS if candidates else Status.UNRESOLVED
    step = Step(
        rule=f"terms of {year}",
        start=0,
        end=0,
        result=Sentence(
            "{how}: {places}", how=Word(how or "several"), places="; ".join(str(c.place) for c in candidates) or "–"
        ),
    )
    changed = outcome._replace(status=status, candidates=candidates, trace=_with(outcome.trace, step))
    return Settled(changed, how, outcome.candidates[0].place if resolved else None)


def _together(found: Sequence[Found]) -> tuple[str | None, str | None]:
    """The one place that all origins of a text come to, and the least sure of the ways; none of both for several."""
    if len(found) == 1:
        return found[0].meant, found[0].how
    meant = {one.meant for one in found}
    if len(meant) > 1 or None in meant:
        return None, None
    return found[0].meant, max((one.how for one in found), key=HOWS.index)


def _candidates(
    read: dict[Origin, tuple[Candidate, float]], found: dict[Origin, Found], year: int, meant: str | None
) -> tuple[Candidate, ...]:
    """The divisions of a year as candidates, that which is meant alone where one is."""
    worth: dict[str, tuple[Candidate, float, str]] = {}
    for origin, (candidate, score) in read.items():
        places = (meant,) if meant else (found[origin].meant,) if found[origin].meant else found[origin].places
        for place in filter(None, places):
            before = worth[place][1] if place in worth else 0.0
            worth[place] = candidate, before + score / len(places), found[origin].how
    return tuple(
        candidate.model_copy(update={
            "place": place_in(place, year), "score": round(min(score, 100.0), 1),
            "evidence": (*candidate.evidence, Sentence("in the terms of {year}: {how}", year=year, how=Word(how))),
        })
        for place, (candidate, score, how) in worth.items()
    )  # fmt: skip


def _of_year(outcome: Outcome, origins: Sequence[Origin], read_in: int | None, year: int) -> YearTerms:
    """The place of an outcome in the terms of one of several years."""
    settled = _in_terms(outcome, origins, read_in, year)
    found = settled.outcome
    place = found.candidates[0].place if settled.terms and found.status is Status.RESOLVED else None
    return YearTerms(year=year, division=place, terms=settled.terms)

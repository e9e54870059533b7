"""Answers for texts that no written name reads: pinyin, English, and misspelt names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coedu_zones.names import SHORT
from coedu_zones.resolution import Candidate, Resolution, Status
from coedu_zones.rules import FLAG_PENALTY, Finding, Reader, looks_like_division, show, tidy
from coedu_zones.segment import Reading, names_at
from coedu_zones.support import stem_support
from coedu_zones.threads import shared_lock

if TYPE_CHECKING:
    from coedu_zones.answer import Answer
    from coedu_zones.names import Entry
    from coedu_zones.spelling import Repair

_LATIN_SUGGESTION: Final = 70.0  # below it a reading of Latin letters is a suggestion
_SURE_REPAIR: Final = 94.0  # behind a place that was read exactly, only such a repair counts
_MAX_SUGGESTIONS: Final = 5
_CLEAR_LEAD: Final = 4.0  # by so much a repair must beat the next to count as alone


def by_latin(answer: Answer) -> Resolution | None:
    """Pinyin or English; ``None`` for a text with Chinese characters in it."""
    with shared_lock:
        from coedu_zones.latin import is_latin, read_latin  # noqa: PLC0415 - only Latin texts pay for it

    if not is_latin(answer.text):
        return None
    found = read_latin(answer.normalizer.latin, answer.text, answer.scope, answer.level)
    if found is None:
        answer.note("none", 0, len(answer.text), "names no place that is known")
        return answer.finish(Status.UNRESOLVED, (), answer.text)
    for note in found.notes:
        answer.note(*note)
    places = [place for place, _ in found.entries]
    alone = not found.conflict and (len(places) == 1 or found.picked)
    whole = 80.0 if found.conflict else found.score
    first, others = whole / max(1, len(places)), whole / max(1, len(places))
    if alone:
        first, others = whole, (100.0 - whole) / max(1, len(places) - 1)
    candidates = tuple(
        answer.normalizer.candidate(place, round(others if number else first, 1), found.method)
        for number, place in enumerate(places)
    )
    if found.conflict:
        status = Status.CONFLICT
    elif found.score < _LATIN_SUGGESTION or not places:
        status = Status.UNRESOLVED
    elif alone:
        status = Status.RESOLVED if found.score >= answer.normalizer.cutoff else Status.UNRESOLVED
    else:
        status = Status.AMBIGUOUS
    return answer.finish(status, candidates, found.remainder, found.flagged)


def spelled(answer: Answer, found: Finding | None) -> Resolution | None:
    """A misspelt name, where the exact ones left something open and one repair is clearly alone."""
    behind = found is not None and _goes_on(answer, found)
    joined = found is not None and found.score < answer.normalizer.cutoff and len(found.chain.readings) == 1
    if found is not None and (found.chain.clash is not None or not (found.flagged or joined or behind)):
        return None
    repairs, start = _search(answer, None if joined else found)
    if not repairs:
        return None
    best = repairs[0]
    alone = len(best.entries) == 1 and not any(_rivals(answer, r, best) for r in repairs[1:])
    if behind and found is not None and not found.flagged and best.score < _SURE_REPAIR:
        return None
    if found is not None and not (alone and best.score >= answer.normalizer.cutoff):
        return None
    for note in found.notes if found and not joined else ():
        if note[0] != "flag" and note[1] < start:
            answer.note(*note)
    sure = alone and best.score >= answer.normalizer.cutoff
    if best.score < answer.normalizer.cutoff:
        repairs = repairs[:_MAX_SUGGESTIONS]
    candidates = _candidates(answer, repairs, alone)
    status = Status.RESOLVED if sure else Status.AMBIGUOUS if best.score >= answer.normalizer.cutoff else Status.UNRESOLVED
    if status is Status.UNRESOLVED:
        return answer.finish(status, candidates, answer.text)
    flagged = looks_like_division(answer.text, best.end)
    if flagged and sure:
        answer.note("flag", flagged.start(1), flagged.end(2), f"{flagged[1]}{flagged[2]} looks like a division")
        score = candidates[0].score - FLAG_PENALTY
        candidates = (candidates[0].model_copy(update={"score": score}), *candidates[1:])
        status = Status.RESOLVED if score >= answer.normalizer.cutoff else Status.UNRESOLVED
    return answer.finish(status, candidates, tidy(answer.text[best.end :]), flagged is not None)


def _search(answer: Answer, found: Finding | None) -> tuple[list[Repair], int]:
    """The repairs behind what was read (``None``: at the start of the text), best first, and where they start."""
    if found is None:
        start = Reader(answer.normalizer.index, answer.text, answer.scope, None).lead()[0]
        repairs = _repairs(answer, start, answer.scope)
        high = None if answer.scope else _high_stem(answer, start)
        in_place = [r for r in _repairs(answer, high.end, high.entries) if r.score >= answer.normalizer.cutoff] if high else []
        if high and in_place:
            answer.note("read", high.start, high.end, show(answer.normalizer.index, high.entries))
        return in_place or repairs, start
    start = found.chain.end
    if "@" in "".join(place for place, _ in found.chain.entries):
        return [], start
    repairs = _repairs(answer, start, found.chain.entries)
    if not repairs and found.flagged and len(found.chain.readings) > 1:
        *_, outer, last = found.chain.readings
        if last.strength > SHORT:  # 渝水｜水区 is no stem and a rest
            return _repairs(answer, last.start, outer.entries), last.start
    return repairs, start


def _repairs(answer: Answer, start: int, above: tuple[Entry, ...]) -> list[Repair]:
    """What the name at ``start`` may be, inside ``above`` and of the wanted level, best first."""
    level = answer.normalizer.index.level
    return [
        r for r in answer.normalizer.speller.repairs(answer.text, start, above)
        if (r.end == len(answer.text) or above or stem_support(answer.text, r.start, r.end, False, True))
        and (answer.level is None or any(level(place) == answer.level for place, _ in r.entries))
    ]  # fmt: skip


def _high_stem(answer: Answer, start: int) -> Reading | None:
    """The everyday name of a province or prefecture at ``start``: 山东｜荷泽市."""
    index = answer.normalizer.index
    for reading in names_at(index, answer.text, start):
        high = tuple(e for e in reading.entries if index.level(e[0]) in {"province", "prefecture"})
        if high:
            return reading._replace(entries=high)
    return None


def _goes_on(answer: Answer, found: Finding) -> bool:
    """Whether a province or prefecture was read, and text follows that may be a misspelt name in it."""
    level = answer.normalizer.index.level
    return bool(found.remainder) and found.chain.support == "" and all(
        "@" not in place and level(place) in {"province", "prefecture"} for place, _ in found.entries
    )


def _rivals(answer: Answer, repair: Repair, best: Repair) -> bool:
    """Whether a repair is too good for the best one to stand alone; a look-alike rivals only its equals."""
    if repair.score > best.score - _CLEAR_LEAD:
        return True
    return repair.score >= answer.normalizer.cutoff and repair.slip.kind != "look-alike"


def _candidates(answer: Answer, repairs: list[Repair], alone: bool) -> tuple[Candidate, ...]:
    """Candidates for repairs, best first; several that are about equally good share the score."""
    equals = [r for r in repairs if r is repairs[0] or _rivals(answer, r, repairs[0])]
    ranked: dict[str, Repair] = {}
    for repair in repairs[: max(len(equals), _MAX_SUGGESTIONS)]:
        for place, _ in repair.entries:
            if answer.level is None or answer.normalizer.index.level(place) == answer.level:
                ranked.setdefault(place, repair)
    for repair in equals[:_MAX_SUGGESTIONS]:
        answer.note("spelling", repair.start, repair.start + len(repair.written), repair.evidence)
    left = 100.0 - repairs[0].score if alone else 10.0
    count = max(1, sum(r in equals for r in ranked.values()))
    found: list[Candidate] = []
    for place, repair in ranked.items():
        score = round(repair.score / count if repair in equals else min(left, repair.score) / 2, 1)
        found.append(
            Candidate(place=answer.gazetteer.place(place), score=repair.score if alone and not found else score,
                      method=repair.method, evidence=(repair.evidence,))
        )  # fmt: skip
    return tuple(found)

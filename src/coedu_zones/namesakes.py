"""A present division by a bare name that former divisions elsewhere had too: 江北区, 东城区."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from coedu_zones.gazetteer import Gazetteer
from coedu_zones.lineage import PART, History
from coedu_zones.resolution import Candidate, Method, Step
from coedu_zones.shipped import load_once, read_table

_SCORE: Final = 96.0
_RECENT_SCORE: Final = 92.0  # a text of the last years may well mean the former bearer: 江北区 in 重庆, until 2025
_RECENT_YEARS: Final = 10


def before_former_bearers(
    gazetteer: Gazetteer, found: Candidate, keys: Iterable[str], end: int
) -> tuple[tuple[Candidate, ...], list[Step]]:
    """A candidate with the heirs of the former bearers of its name (their keys) behind it, and the step that says so."""
    book = History.load()
    heirs: dict[str, Candidate] = {}
    told = []
    score = _SCORE
    for period in map(book.by_key, keys):
        if period.last is not None and period.last >= int(gazetteer.version[:4]) - _RECENT_YEARS:
            score = _RECENT_SCORE
        told.append(f"{period.name} ({period.code}, {period.first}–{period.last})")
        for fate in book.today(period):
            if fate.code != found.code and fate.share != PART:
                heirs[fate.code] = Candidate(
                    place=gazetteer.division(fate.code), score=0.0, method=Method.FORMER_NAME,
                    evidence=book.explain(period, fate),
                )  # fmt: skip
    share = round((100.0 - score) / max(1, len(heirs)), 1)
    others = [heir.model_copy(update={"score": share}) for heir in heirs.values()]
    shown = told[:4] + ([f"{len(told) - 4} more"] if len(told) > 4 else [])
    step = Step(rule="present first", start=0, end=end, result="before the former " + ", ".join(shown))
    return (found.model_copy(update={"score": score}), *others), [step]


@load_once
def former_bearers() -> dict[str, str]:
    """Name → the keys of the former divisions elsewhere that had it."""
    return {name: keys for name, keys in read_table("namesakes.tsv", 2)}  # noqa: C416 - two cells each

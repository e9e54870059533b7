"""The two best readings of a text beside one another: what speaks for each, and what that comes to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from coedu_zones.messages import say, word, word_of_kind
from coedu_zones.parse.decide import Decider
from coedu_zones.parse.decision import Option
from coedu_zones.parse.names import NameIndex
from coedu_zones.parse.outcome import score_of
from coedu_zones.parse.parsed import Parsed

_SHOWN: Final = 2
_WIDE: Final = frozenset("WF")


class Observation(NamedTuple):
    """One kind of evidence, the characters that it was seen in, and its weight in each reading; ``None`` where it has none."""

    kind: str
    seen: str
    weights: tuple[float | None, ...]


class Explanation(NamedTuple):
    """Why a text was read as it was: the best places, their scores, and the evidence for each, in log-odds.

    The score follows from the sums: of two places alone the better one has the probability
    1 / (1 + exp(difference)); "no place" takes part with its own sum.
    """

    text: str
    status: str
    places: tuple[str, ...]
    scores: tuple[float, ...]
    no_place: float
    observations: tuple[Observation, ...]

    @property
    def sums(self) -> tuple[float, ...]:
        """What the evidence for each place comes to."""
        return tuple(sum(o.weights[i] or 0.0 for o in self.observations) for i in range(len(self.places)))

    def __str__(self) -> str:
        head = f"{self.text} → {word(self.status)}"
        if not self.places:
            return say("{head}: no place is named", head=head)
        rows = [("", "", *self.places)]
        rows += [
            (word_of_kind(o.kind), o.seen, *("" if w is None else f"{w:+.2f}" for w in o.weights))
            for o in self.observations
        ]
        rows.append((word("sum"), "", *(f"{total:+.2f}" for total in self.sums)))
        rows.append(
            (word("score"), say("no place {score:g}", score=self.no_place), *(f"{score:g}" for score in self.scores))
        )
        return "\n".join((head, *_aligned(rows)))


def explanation(text: str, clean: str, parsed: Parsed, decider: Decider) -> Explanation:
    """Explain the decision on a text that was cleaned and parsed."""
    decision = parsed.decision
    shown = decision.options[:_SHOWN]
    columns = [list(_evidence(clean, parsed, option, decider)) for option in shown]
    keys = list(dict.fromkeys((start, kind, seen) for column in columns for start, kind, seen, _ in column))
    found = [{(start, kind, seen): weight for start, kind, seen, weight in column} for column in columns]
    observations = tuple(
        Observation(kind, seen, tuple(column.get((start, kind, seen)) for column in found))
        for start, kind, seen in sorted(keys, key=lambda key: key[0])
    )
    index: NameIndex = decider.index
    return Explanation(
        text, decision.status, tuple(index.label(option.place) for option in shown), tuple(map(score_of, shown)),
        round(100 * decision.null, 1), observations,
    )  # fmt: skip


def _evidence(clean: str, parsed: Parsed, option: Option, decider: Decider) -> Iterator[tuple[int, str, str, float]]:
    """Where each observation was made, its kind, its characters, and its weight."""
    at = parsed.outline.at
    for e in option.reading.evidence:
        yield e.start, e.kind, clean[at[e.start] : at[e.end]], e.weight
    end = option.reading.end
    priors = decider.priors(option.reading.entries)
    best = max(marks.weight for _, marks in priors)
    own = next((marks for entry, marks in priors if entry == option.entry), None)
    if own is not None and own.weight != best:
        yield end, "less used than others of its name", option.reading.names[-1].word, own.weight - best


def _aligned(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows as columns; a Chinese character is as wide as two letters."""
    widths = [max(map(_width, column)) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        yield "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in _WIDE else 1 for char in text)

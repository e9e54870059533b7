"""What became of texts with known answers: counts by kind and context, and shares by score.

*Right* is the division itself. *Shallow* is a division above it, given with a remainder,
so that the reader knows that something was not understood. *Wrong* is any other
answer. *Open* is no answer: ambiguous, contradictory or unresolved.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

VERDICTS = ("right", "shallow", "wrong", "open")
BANDS = (100.0, 99.0, 98.0, 97.0, 96.0, 95.0, 90.0, 85.0, 80.0, 70.0, 60.0, 50.0, 0.0)

Json = dict[str, object]


@dataclass(frozen=True)
class Outcome:
    """One text, what it is meant to say, and what was said."""

    text: str
    meant: frozenset[str]
    code: str | None
    score: float | None
    best: str | None
    candidates: frozenset[str]
    remainder: bool
    micros: float

    @property
    def verdict(self) -> str:
        """How the answer is judged."""
        if self.code is None:
            return "open"
        return judge(self.code, self.meant, self.remainder)

    @property
    def first(self) -> str | None:
        """How the best candidate is judged where there is no answer; None where there is none."""
        if self.code is not None or self.best is None:
            return None
        return judge(self.best, self.meant, self.remainder)


def judge(code: str, meant: frozenset[str], remainder: bool) -> str:
    """Right, shallow or wrong."""
    if code in meant:
        return "right"
    above = {one for m in meant for one in (m[:4] + "00", m[:2] + "0000")}
    return "shallow" if remainder and code in above else "wrong"


@dataclass
class Counts:
    """Verdicts of a group of texts."""

    verdicts: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    listed: int = 0

    def add(self, outcome: Outcome) -> None:
        self.verdicts[outcome.verdict] += 1
        if outcome.first is not None:
            self.first[outcome.first] += 1
        self.listed += bool(outcome.candidates & outcome.meant)

    @property
    def total(self) -> int:
        return self.verdicts.total()

    @property
    def precision(self) -> float | None:
        """The right share of the answers, shallow ones left aside."""
        said = self.verdicts["right"] + self.verdicts["wrong"]
        return self.verdicts["right"] / said if said else None

    @property
    def recall(self) -> float:
        return self.verdicts["right"] / max(self.total, 1)

    def line(self, name: str) -> str:
        cells = "".join(f"{self.verdicts[verdict]:>9,}" for verdict in VERDICTS)
        precision = "-" if self.precision is None else f"{self.precision:.2%}"
        first = (self.verdicts["right"] + self.first["right"]) / max(self.total, 1)
        return (
            f"{name:<34}{self.total:>8,}{cells}{precision:>10}{self.recall:>9.1%}{first:>9.1%}"
            f"{self.listed / max(self.total, 1):>9.1%}"
        )

    def record(self) -> Json:
        return {
            "texts": self.total, **{verdict: self.verdicts[verdict] for verdict in VERDICTS}, "listed": self.listed,
            "precision": self.precision, "recall": self.recall, "best candidate": dict(self.first),
        }  # fmt: skip


HEAD = (
    f"{'':<34}{'texts':>8}"
    + "".join(f"{v:>9}" for v in VERDICTS)
    + (f"{'precision':>10}{'recall':>9}{'as best':>9}{'listed':>9}")
)


def band_of(score: float) -> float:
    """The lower bound of the band that a score lies in."""
    return next(band for band in BANDS if score >= band)


@dataclass
class Reliability:
    """Scores against verdicts: answers, and best candidates where there is no answer."""

    answers: dict[float, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bests: dict[float, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, outcome: Outcome) -> None:
        if outcome.score is None:
            return
        table, verdict = (self.answers, outcome.verdict) if outcome.code else (self.bests, outcome.first)
        if verdict is not None:
            table[band_of(outcome.score)][verdict] += 1

    def lines(self) -> Iterator[str]:
        for name, table in (("answers", self.answers), ("best candidates without an answer", self.bests)):
            yield f"{name:<34}{'number':>9}{'right':>9}{'shallow':>9}{'wrong':>9}{'right or shallow':>18}"
            for band in BANDS:
                counts = table.get(band, Counter())
                number = counts.total()
                share = f"{1 - counts['wrong'] / number:.3%}" if number else "-"
                cells = "".join(f"{counts[verdict]:>9,}" for verdict in VERDICTS[:3])
                yield f"  {_label(band):<32}{number:>9,}{cells}{share:>18}"

    def record(self) -> Json:
        """For each band its lowest score, and how many were right, shallow and wrong."""
        return {
            name: [[band, *(table[band][verdict] for verdict in VERDICTS[:3])] for band in BANDS if band in table]
            for name, table in (("answers", self.answers), ("best candidates", self.bests))
        }


def _label(band: float) -> str:
    above = [other for other in BANDS if other > band]
    return "100" if not above else f"{band:g} to under {min(above):g}"


def timing(micros: Iterable[float]) -> Json:
    """Mean, median, 99th percentile and most, in milliseconds per text."""
    sorted_micros = sorted(micros)
    if not sorted_micros:
        return {}
    return {
        "mean": round(statistics.fmean(sorted_micros) / 1000, 3),
        "median": round(statistics.median(sorted_micros) / 1000, 3),
        "p99": round(sorted_micros[int(len(sorted_micros) * 0.99)] / 1000, 3),
        "most": round(sorted_micros[-1] / 1000, 3),
    }

"""Scoring: one answer against the gold of one row.

*right*: every level down to the row's ``level`` is right. *partial*: nothing is
contradicted, but the answer is shallower. *wrong*: a level is contradicted.
*none*: no answer; an ambiguous or contradictory outcome counts as none. For a row
of level ``none`` any answer is wrong and no answer is right.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.places import LEVELS, Places, Unit, tidy

VERDICTS = ("right", "partial", "wrong", "none")
STEM_NOTE = "contains-place-stem"
AMBIGUOUS_NOTE = "ambiguous"
SURE = 95


@dataclass(frozen=True)
class Row:
    """One input text with its gold."""

    text: str
    gold: Unit
    level: str
    notes: frozenset[str]

    @property
    def codes(self) -> frozenset[str]:
        """For an ambiguous text, the codes that its note asks for: ``codes=110105+220104``."""
        found = [note.removeprefix("codes=") for note in self.notes if note.startswith("codes=")]
        return frozenset(found[0].split("+")) if found else frozenset()


@dataclass(frozen=True)
class Answer:
    """What an engine says of one text. ``unit`` is None unless it names one place."""

    unit: Unit | None
    status: str
    score: float | None = None
    candidates: frozenset[str] = frozenset()

    def __str__(self) -> str:
        if self.unit is None:
            return self.status
        names = "/".join(name for name in self.unit.names if name)
        return f"{names} ({self.status})"


@dataclass
class Tally:
    """The counts of one table, or of several added up."""

    seconds: float = 0.0
    verdicts: Counter[str] = field(default_factory=Counter)
    asides: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.verdicts.total()

    def add(self, row: Row, answer: Answer, said: str) -> None:
        self.verdicts[said] += 1
        if answer.score is not None and answer.unit is not None and answer.score >= SURE:
            self.asides["sure"] += 1
            self.asides["sure and wrong"] += said == "wrong"
        if STEM_NOTE in row.notes:
            self.asides["stem words"] += 1
            self.asides["stem words answered"] += answer.unit is not None
        if AMBIGUOUS_NOTE in row.notes:
            self.asides["ambiguous names"] += 1
            self.asides["silently picked"] += answer.unit is not None
            self.asides["told as ambiguous"] += answer.status == "ambiguous"
            self.asides["all candidates"] += bool(row.codes) and row.codes <= answer.candidates

    def merge(self, other: Tally) -> None:
        self.seconds += other.seconds
        self.verdicts += other.verdicts
        self.asides += other.asides


def read_rows(path: Path) -> list[Row]:
    """The rows of one table with the columns input_text, province, city, county, code, level, note."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Row(
                record["input_text"],
                tidy(record["province"], record["city"], record["county"], record["code"]),
                record["level"],
                frozenset(re.split(r"[;\s]+", record["note"])),
            )
            for record in csv.DictReader(file)
        ]


def verdict(places: Places, row: Row, answer: Answer) -> str:
    """One of ``VERDICTS``."""
    if row.level == "none":
        return "right" if answer.unit is None else "wrong"
    if answer.unit is None or answer.unit.level == "none":
        return "none"
    gold, said = row.gold.cut(row.level), answer.unit
    if places.same(gold, said):
        return "right"
    if LEVELS.index(said.level) >= LEVELS.index(row.level):
        return "right" if places.same(gold, said.cut(row.level)) else "wrong"
    above = places.parents(gold, said.level)
    return "partial" if any(places.same(unit, said) for unit in above) else "wrong"

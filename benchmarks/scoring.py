"""Scoring: one answer against the gold of one row.

*right*: every level down to the row's ``level`` is right. *partial*: nothing is
contradicted, but the answer is shallower. *wrong*: a level is contradicted.
*none*: no answer; an ambiguous or contradictory outcome counts as none.

Some texts have no one answer, and to give one is wrong. For a text that names no place
(level ``none``) silence is right, and so is a province that stands in ``codes``. For a name that several divisions share (``shared``) it is right to call it
ambiguous with all of them as candidates, partial with some, and *none* to say nothing.
For parts that contradict one another (``conflict``) it is right to say that, partial to
tell the first part alone, which hides the contradiction, and wrong to tell anything else.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tools.corpora.places import LEVELS, Places, Unit, tidy

VERDICTS = ("right", "partial", "wrong", "none")
STEM_NOTE = "contains-place-stem"
AMBIGUOUS_NOTE = "ambiguous"
NOTHING, SHARED, CONFLICT = "none", "shared", "conflict"
SURE = 95
#: What a text is worth: a wrong place goes into a table unseen, a gap is looked at.
POINTS = {"right": 1, "partial": 0, "none": 0, "wrong": -4}


@dataclass(frozen=True)
class Row:
    """One input text with its gold."""

    text: str
    gold: Unit
    level: str
    notes: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


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
        return [_row(record) for record in csv.DictReader(file)]


def _row(record: dict[str, str]) -> Row:
    """One row; the note of an ambiguous one may ask for candidates: ``codes=110105+220104``."""
    notes = frozenset(re.split(r"[;\s]+", record["note"]))
    asked = [note.removeprefix("codes=") for note in notes if note.startswith("codes=")]
    gold = tidy(record["province"], record["city"], record["county"], record["code"])
    return Row(record["input_text"], gold, record["level"], notes, frozenset("+".join(asked).split("+")) - {""})


def verdict(places: Places, row: Row, answer: Answer) -> str:
    """One of ``VERDICTS``."""
    if row.level in {NOTHING, SHARED, CONFLICT}:
        return _without_one_answer(places, row, answer)
    if answer.unit is None or answer.unit.level == "none":
        return "none"
    gold, said = row.gold.cut(row.level), answer.unit
    if places.same(gold, said):
        return "right"
    if LEVELS.index(said.level) >= LEVELS.index(row.level):
        return "right" if places.same(gold, said.cut(row.level)) else "wrong"
    above = places.parents(gold, said.level)
    return "partial" if any(places.same(unit, said) for unit in above) else "wrong"


def _without_one_answer(places: Places, row: Row, answer: Answer) -> str:
    """The verdict where any answer is one too many."""
    if answer.unit is not None:
        if row.level == CONFLICT:
            return "partial" if places.same(row.gold, answer.unit) else "wrong"
        province = answer.unit.cut("province")
        allowed = row.level == NOTHING and any(places.same(places.unit(code), province) for code in row.codes)
        return "right" if allowed else "wrong"
    if row.level == NOTHING:
        return "right"
    if row.level == CONFLICT:
        return "right" if answer.status == "conflict" else "none"
    if answer.status != "ambiguous":
        return "none"
    return "right" if row.codes <= answer.candidates else "partial"

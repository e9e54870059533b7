"""A decision, and what can be told of it: whether it is sure, whether anything may change it, what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from coedu_zones.parse.names import Entry
from coedu_zones.parse.readings import Reading

FLAGS: Final = ("tail generic", "unread name", "unread stem")  # what is left over looks like a division
SKIPPED: Final = ("lead one ", "gap one ")
FEW: Final = 3  # characters
SURE: Final = 0.98
CERTAIN: Final = 0.9995  # … unless so much speaks for it that the score is 100 in any case
JOINED: Final = frozenset({"start", "none", "mark"})  # what stands before names that follow one another

Note = tuple[str, int, int, str, float]
"""An observation: its kind, its place in the outline, what a name was taken for, and the weight."""


class Option(NamedTuple):
    """A place of the gazetteer that a text may mean, with its probability and the name that it was read by."""

    place: str
    probability: float
    entry: Entry
    share: str
    reading: Reading


@dataclass(eq=False, slots=True)
class Decision:
    """What the readings come to; one object for all texts with the same outline."""

    status: str
    options: tuple[Option, ...]
    reading: Reading | None  # the best one
    null: float
    flagged: bool
    settled: bool = False  # nothing is left that a closer look could change
    inside: tuple[Option, ...] = ()  # unsure ones inside the first, which stands for them
    # what is shown of it, worked out once:
    unread: tuple[tuple[int, int], ...] | None = None  # the stretches of the outline that are left over
    row: Any = None  # what columns hold
    candidates: Any = None  # as the caller gets them, worked out once
    notes: tuple[Note, ...] | None = None
    summary: str = ""

    @property
    def end(self) -> int:
        """Where in the outline the names end that were read."""
        return self.options[0].reading.end if self.options else 0


def is_nearly_settled(decision: Decision) -> bool:
    """Whether nothing but one more name, right behind the names that were read or in place of the last one, could change
    the answer: a place of today by names that begin the text, certain where the last is no full name.
    """
    if decision.status != "resolved" or decision.flagged or decision.inside:
        return False
    first = decision.options[0]
    if any(option.reading.end != first.reading.end for option in decision.options):
        return False
    return is_sure(first) or (first.probability >= CERTAIN and begins_the_text(first))


def is_sure(option: Option) -> bool:
    """Whether full names begin the text and make a place so likely that only what lies in it may be meant instead."""
    names = option.reading.names
    return option.probability >= SURE and names[0].strong and names[-1].strong and begins_the_text(option)


def begins_the_text(option: Option) -> bool:
    """Whether a place of today was read by names that begin the text."""
    return option.place == option.entry.place and is_joined(option.reading)


def skips(reading: Reading) -> bool:
    """Whether a reading leaves out one character before a name, or a few that begin the text, which may belong to it:
    四川省｜娥｜眉山市, 沙坡｜坡头区.
    """
    return any(
        kind.startswith(SKIPPED) or (kind.startswith("lead joined") and end <= FEW)
        for marks, _, end in reading.parts for kind, _, _ in marks.seen
    )  # fmt: skip


def is_joined(reading: Reading) -> bool:
    """Whether the names of a reading begin the outline, with nothing but marks between them."""
    return all(
        kind.split()[1] in JOINED
        for marks, _, _ in reading.parts for kind, _, _ in marks.seen if kind.startswith(("lead ", "gap "))
    )  # fmt: skip


def is_flagged(reading: Reading) -> bool:
    """Whether what stands behind a reading looks like one more division."""
    return any(
        start >= reading.end and any(kind.startswith(FLAGS) for kind, _, _ in marks.seen)
        for marks, start, _ in reading.parts
    )

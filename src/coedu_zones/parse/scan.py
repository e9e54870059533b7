"""Texts read in C where that is built: by the heads that are known, the kind of thing behind them and the township.

``Scans`` holds what one context's texts are read with, and answers what the scanner asks. The scanner cuts texts into
tokens and finds the answer that was worked out for them; what it cannot tell at once is left to ``glance.py``, which
reads every text in the same way, and is all that there is where nothing was compiled.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol
from weakref import proxy

from coedu_zones.data.locks import shared_lock
from coedu_zones.gazetteer.townships import StemSummary, Townships
from coedu_zones.parse.beside import AND
from coedu_zones.parse.closer import CloserLook
from coedu_zones.parse.cues import LONGEST_CALLED, Cues
from coedu_zones.parse.decision import is_sure
from coedu_zones.parse.glance import CALLED_SO, Glances, Heads
from coedu_zones.parse.kinds import BEHIND, LONGEST_LEARNT
from coedu_zones.parse.names import MAX_NAME, MOST_WINDOWS
from coedu_zones.parse.outcome import READ, tidy, unread
from coedu_zones.parse.parsed import Settled
from coedu_zones.parse.prepared import ASK, CLOSER, UNSETTLED, Prepared, stem_at
from coedu_zones.parse.shapes import MOST_UNREAD
from coedu_zones.parse.text import plain_characters
from coedu_zones.parse.townships import TOWNSHIP

try:
    from coedu_zones.parse import _scan
except ImportError:  # installed without a compiler
    _scan = None  # type: ignore[assignment]

FEWEST_SCANNED: Final = 500  # texts for which it is worth while to make a scanner
MOST_SCANS: Final = 8  # contexts and choices of fields that a parser keeps scanners for
_SLICE: Final = 512  # rows that are turned into columns at once: so many stay in the processor's cache
_OPEN_KIND: Final = -2  # a kind that is still open
_STRONG, _PLAIN_FULL, _OPEN, _USED_FULL, _HIGH, _COMMON = 1, 2, 4, 8, 16, 32
_OFFICE, _CALLED, _OF_DIVISIONS, _JOINS = 256, 512, 1024, 2048

Row = tuple[Any, ...]


SLICE: Final = 512  # texts that are read at once: heads that they bring are known to the next


def is_compiled() -> bool:
    """Whether the part in C was built."""
    return _scan is not None


def spread(rows: list[Row], columns: list[list[Any]], start: int) -> None:
    """Put the values of rows into columns, from ``start`` on.

    >>> columns = [[None] * 3, [None] * 3]
    >>> spread([(1, 2), (3, 4)], columns, 1)
    >>> columns
    [[None, 1, 3], [None, 2, 4]]
    """
    if _scan is not None:
        _scan.spread(rows, columns, start)
        return
    for at in range(0, len(rows), _SLICE):
        part = rows[at : at + _SLICE]
        for column, values in zip(columns, zip(*part, strict=True), strict=True):
            column[start + at : start + at + len(part)] = values


class Rows(NamedTuple):
    """The rows that texts of one decision have, without a remainder and with one; whether a township's name and code may
    be put into them.
    """

    bare: Row
    with_rest: Row
    tells: bool


class Scanned(NamedTuple):
    """The row and the remainder of each text, ``None`` for those that are not read yet; the numbers of these, apart those
    of which a glance would settle nothing.
    """

    rows: list[Any]
    rests: list[str | None]
    left: Sequence[int]
    unsettled: Sequence[int]

    @staticmethod
    def nothing(rows: int) -> Scanned:
        """So many rows that are all left to be read."""
        return Scanned([None] * rows, [None] * rows, range(rows), ())


class RowMaker(Protocol):
    """What makes the rows that texts come to."""

    missing: Row
    tells: bool  # whether rows take townships at all
    towns: tuple[int, int]  # where in a row the name and the code of a township stand; −1: nowhere

    def of_decision(self, settled: Settled) -> Rows:
        """The rows of a decision on names that nothing stands before or between."""

    def of_township(self, settled: Settled, code: str, *, has_rest: bool) -> Row:
        """The row of a decision with a township behind the names."""

    def of_place(self, place: str, score: float, method: str) -> Rows:
        """The rows of a place that nothing else stands beside."""


class Scans:
    """What the scanner reads the texts of one context with."""

    def __init__(self, glances: Glances, closer: CloserLook, heads: Heads, maker: RowMaker) -> None:
        self.glances = glances
        self.closer = closer
        self.heads = heads
        self.maker = maker
        self._rows: dict[tuple[str, str, str], Rows] = {}  # place, score and method → what texts have that come to it
        self._kinds = glances.kinds.all
        self._numbers = {kind: number for number, kind in enumerate(self._kinds)}
        self._begin()

    def _begin(self) -> None:
        """Begin with the heads that were prepared and nothing else."""
        cues, maker = self.glances.tokens.cues, self.maker
        self._known = (self.heads.generation, 0)  # how far the heads were taken over
        self._scanner = _scan.Scanner(
            source=proxy(self),  # else neither would go before Python looks for circles
            chars=plain_characters(), names=_words(self.glances), cues=_cue_letters(cues),
            kinds=len(self._kinds), behind=self._numbers[BEHIND],
            called_so=sum(1 << self._numbers[kind] for kind in CALLED_SO), township=TOWNSHIP, missing=maker.missing,
            tells=maker.tells, towns=maker.towns, longest_learnt=LONGEST_LEARNT, most_unread=MOST_UNREAD,
            longest_name=MAX_NAME, most_windows=MOST_WINDOWS, longest_called=LONGEST_CALLED,
        )  # fmt: skip
        self._scanner.know(list(self.heads.prepared))

    def read(self, texts: Sequence[object]) -> Scanned:
        """The rows and the remainders of texts."""
        rows: list[Row | None] = []
        rests: list[str | None] = []
        unsettled: list[int] = []
        with shared_lock:
            self._take_over()
            left = self._scanner.rows(texts if isinstance(texts, list) else list(texts), rows, rests, unsettled)
        return Scanned(rows, rests, left, unsettled)

    def _take_over(self) -> None:
        """Know the heads that were seen since; begin anew where the others were forgotten, or memory would grow."""
        heads = self.heads
        if self._known[0] != heads.generation:
            self._begin()
        known = self._known[1]
        self._known = heads.generation, len(heads.seen)
        self._scanner.know([text for text in heads.seen[known:] if not text.isascii()])

    # what the scanner asks, each but once

    def kind_of_char(self, char: str) -> str:
        """What a character outside of every name and cue is."""
        cues = self.glances.tokens.cues
        return cues.plain.get(char) or cues.kind(char)

    def kind_so_far(self, letters: str) -> int:
        """The number of the kind of all stretches that begin with these letters; below 0 while that is open."""
        kind = self.glances.kinds.so_far(letters)
        return self._numbers[kind] if kind else _OPEN_KIND

    def kind_named(self, letters: str) -> int:
        """The number of the kind of a whole stretch."""
        return self._numbers[self.glances.kinds.named(letters)]

    def head(self, text: str) -> tuple[bool, int, int]:
        """Whether a head is deep; the county whose townships may follow a deep one, 0 where that is not decided; where the
        last name begins if it is a stem, else −1.
        """
        ready = self.heads.prepared.get(text)
        if ready is not None:
            decided = ready.profile.deep and ready.profile.score(BEHIND) != UNSETTLED
            return ready.profile.deep, _number(ready.place) if decided else 0, self._weak(text, ready.place)
        head = self.glances.head(text, self.heads)
        settled = self.glances.settled(head, BEHIND, self.heads) if head.deep else None
        fits = settled is not None and settled.end == head.end
        county = _number(settled.decision.options[0].place) if settled is not None and fits else 0
        return head.deep, county, head.weak

    def answer(self, text: str, number: int) -> tuple[Row, Row, int, int, int, int, int, bool, bool] | bool:
        """The rows of a head before a kind of tail, the county whose townships may follow, where the names end that
        were read, the place in which a further name would change the answer (0: none would), the place in which another
        name may stand for the last one (0: none may), where that begins, whether what stands behind is the remainder,
        and whether a row takes a township. ``True`` where that is left to ``glance.py``, ``False`` where that settles
        nothing either.
        """
        kind, ready = self._kinds[number], self.heads.prepared.get(text)
        if ready is not None:
            score = ready.profile.score(kind)
            if score in {UNSETTLED, CLOSER}:
                return score == CLOSER
            if score != ASK:
                rows, place = self._prepared(ready, score.lstrip(CLOSER)), _number(ready.place)
                holder = place if score[0] == CLOSER else 0
                last = self._weak(text, ready.place)
                above = self._above(ready.place) if holder and last >= 0 else 0
                return rows.bare, rows.with_rest, place, len(text), holder, above, last, kind not in READ, rows.tells
        head = self.glances.head(text, self.heads)
        settled = self.glances.settled(head, kind, self.heads)
        if settled is None:
            return False
        first = settled.decision.options[0]
        reading, place, above = first.reading, _number(first.place), 0
        if settled.open:
            above = 0 if is_sure(first) else self._above(first.place)
            if not place or not (above or is_sure(first)):
                return True
        left = tuple(unread(reading, settled.shape))
        behind = (reading.names[-1].end, len(settled.shape))
        if left not in {(), (behind,)}:
            return True
        rows = self.maker.of_decision(settled)
        holder = place if settled.open else 0
        return rows.bare, rows.with_rest, place, settled.end, holder, above, settled.last, bool(left), rows.tells

    def _weak(self, text: str, place: str) -> int:
        return stem_at(text, self.glances.index.gazetteer.rows[place])

    def _above(self, place: str) -> int:
        """The place right above one, 0 where there is none that is counted."""
        return next((_number(above) for above in self.glances.index.ancestors[place][-2:-1]), 0)

    def row_in(self, text: str, number: int, code: str, has_rest: int) -> Row:
        """The row of a head before a kind of tail and with a township behind it, with a remainder or without one."""
        settled = self.glances.settled(self.glances.head(text, self.heads), self._kinds[number], self.heads)
        if settled is None:
            raise AssertionError(text)  # the scanner asks for what it was given
        return self.maker.of_township(settled, code, has_rest=bool(has_rest))

    def _prepared(self, ready: Prepared, score: str) -> Rows:
        key = ready.place, score, ready.profile.method
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self.maker.of_place(ready.place, float(score), ready.profile.method)
        return found

    def townships(self, county: int) -> list[StemSummary]:
        """The townships of a county by stem."""
        return Townships.current().summaries(str(county))

    def further(self, place: int) -> tuple[list[str], tuple[str, ...]]:
        """The stems of all townships that lie or lay in a place, and the names inside it that may be misspelt; of the whole
        country for 0.
        """
        if not place:
            return list(Townships.current().stems()), ()
        code = str(place)
        return sorted(Townships.current().stems_in(code, self._inside.get(code, ()))), self.closer.names_in(code)

    def least_length(self, char: str) -> int:
        """From which length on a stretch that ends in a character may be a misspelt name; 0 for what no name holds."""
        return max(self.closer.least_length(char), 0)

    @cached_property
    def _inside(self) -> dict[str, list[str]]:
        """Place → the divisions of today that it holds, itself among them."""
        found: dict[str, list[str]] = {}
        for code in self.glances.index.gazetteer.rows:
            for above in self.glances.index.ancestors[code]:
                found.setdefault(above, []).append(code)
        return found

    @staticmethod
    def tidy(rest: str) -> str:
        """A remainder with brackets in it, without the marks around it."""
        return tidy(rest)


def _number(place: str) -> int:
    return int(place) if place.isdecimal() else 0


def _cue_letters(cues: Cues) -> dict[str, int]:
    """Every cue, with the number of its letter and what is known of it."""
    return {
        word: ord(letter)
        | (_OFFICE if word in cues.offices else 0)
        | (_CALLED if letter in cues.called else 0)
        | (_OF_DIVISIONS if letter in cues.of_divisions else 0)
        | (_JOINS if letter == AND else 0)
        for word, letter in cues.letters.items()
    }


def _words(glances: Glances) -> dict[str, int]:
    """Every name that may stand in a text, with what is known of it."""
    tokens, index = glances.tokens, glances.index
    return {
        name: (_STRONG if name in index.strong else 0)
        | (_PLAIN_FULL if glances.is_full(name) else 0)
        | (_OPEN if tokens.is_open(name) else 0)
        | (_USED_FULL if glances.use(name) else 0)
        | (_HIGH if name in glances.high else 0)
        | (_COMMON if name in index.common["common"] else 0)
        for name in index.names
        if len(name) > 1
    }

"""What a run found, as one frozen object: the figures, and the texts that need a look."""

from __future__ import annotations

from unicodedata import east_asian_width

from pydantic import Field

from coedu_zones.messages import say, word
from coedu_zones.places.frozen import Frozen


class TextCount(Frozen):
    """A text that needs a look: how many rows hold it, the first of them, and what it may mean.

    ``first_row`` counts the rows of the table from 1, the header not among them.
    ``candidates`` are paths with codes, best first, ``remainder`` what was not
    understood.
    """

    text: str
    rows: int
    first_row: int
    candidates: tuple[str, ...] = ()
    remainder: str = ""


class ProvinceCount(Frozen):
    """The rows that resolved to a place in one province; how many of them lie in a zone, and how many in one in part."""

    name: str
    rows: int
    in_zones: int
    in_part: int = 0


class ZoneCount(Frozen):
    """The rows that a zone covers as a whole, and those whose place it covers in part.

    ``stretches`` are the numbers of these rows, as (first, last) of every stretch without a
    gap, at most 500.
    """

    number: int
    name: str
    path: str
    rows: int
    rows_in_part: int = 0
    stretches: tuple[tuple[int, int], ...] = ()
    stretches_in_part: tuple[tuple[int, int], ...] = ()


class AnnotationSummary(Frozen):
    """The outcome of :func:`coedu_zones.annotate`.

    ``rows`` = ``resolved`` + ``ambiguous`` + ``conflicting`` + ``unresolved`` +
    ``errors`` + ``blank``. By ``coverage`` the rows that are not blank are ``in_zones`` (equal
    or inside), ``in_part``, ``holding`` (a zone lies in the place, and none covers it),
    ``outside`` (none) and ``not_known``. ``zones`` holds the numbers of the zones that cover
    rows, ``zone_counts`` these zones with their rows. ``flagged`` counts rows that resolved although what
    was left over looks like one more division. The texts of each kind are sorted
    by how many rows hold them, at most 200 per kind; ``texts_exact`` tells whether
    these counts are exact (they are, up to 50,000 different texts per kind).

    ``zones_listed`` is the number of zones in the list that was asked about.

    ``str()`` of it is the report that the command line prints.
    """

    source: str
    target: str
    columns: tuple[str, ...]
    data_version: str
    rows: int
    resolved: int
    ambiguous: int
    conflicting: int
    unresolved: int
    errors: int
    blank: int
    flagged: int
    in_zones: int
    in_part: int = 0
    holding: int = 0
    outside: int = 0
    not_known: int = 0
    zones: tuple[int, ...]
    zone_counts: tuple[ZoneCount, ...] = ()
    provinces: tuple[ProvinceCount, ...]
    unresolved_texts: tuple[TextCount, ...]
    ambiguous_texts: tuple[TextCount, ...]
    conflicting_texts: tuple[TextCount, ...]
    flagged_texts: tuple[TextCount, ...]
    texts_exact: bool
    notes: tuple[str, ...]
    zones_listed: int = 97
    seconds: float = Field(description="the time of the run")

    @property
    def not_resolved(self) -> int:
        """The rows that hold a text which did not resolve."""
        return self.rows - self.resolved - self.blank

    def __str__(self) -> str:
        def line(name: str, rows: int, more: str = "") -> str:
            return _line(name, rows, self.rows) + more

        flagged = (
            say("  {number:,} with a left-over that looks like a division", number=self.flagged) if self.flagged else ""
        )
        covering = say(
            "  {number} of the {zones} zones, in whole or in part", number=len(self.zones), zones=self.zones_listed
        )
        lines = [
            f"{self.source} → {self.target}",
            say("  place column: {columns}", columns=" + ".join(repr(name) for name in self.columns)),
            _all_rows(self.rows, self.seconds),
            line(word("resolved"), self.resolved, flagged),
            line(word("ambiguous"), self.ambiguous),
            line(word("conflicting"), self.conflicting),
            line(word("unresolved"), self.unresolved),
            *([line(word("unreadable"), self.errors)] if self.errors else []),
            line(word("blank"), self.blank),
            line(word("in a zone"), self.in_zones, covering),
            line(word("in part"), self.in_part),
            line(word("holds one"), self.holding),
            line(word("in none"), self.outside),
            line(word("not known"), self.not_known, say("  whether in a zone")),
        ]
        lines += [say("  note: {note}", note=note) for note in self.notes]
        if self.unresolved_texts:
            about = "" if self.texts_exact else say(" (counts from a bounded memory)")
            lines.append(say("  most frequent unresolved texts{about}:", about=about))
            lines += [f"  {text.rows:>10,}  {_short(text.text)}" for text in self.unresolved_texts[:10]]
        return "\n".join(lines)


class ConversionSummary(Frozen):
    """The outcome of :func:`coedu_zones.convert_file`.

    ``outcomes`` counts the rows by outcome, ``blank`` those without a code; ``looks`` holds the
    most frequent codes of the outcomes that need a look, with their targets.
    """

    source: str
    target: str
    column: str
    data_version: str
    from_year: int
    to_year: int
    rows: int
    blank: int
    outcomes: dict[str, int]
    looks: dict[str, tuple[TextCount, ...]]
    notes: tuple[str, ...]
    seconds: float = Field(description="the time of the run")

    @property
    def unknown(self) -> int:
        """The rows whose code was none in ``from_year``."""
        return self.outcomes.get("unknown", 0)

    def __str__(self) -> str:
        lines = [
            f"{self.source} → {self.target}",
            say(
                "  code column: {column!r}, {before} → {after}",
                column=self.column,
                before=self.from_year,
                after=self.to_year,
            ),
            _all_rows(self.rows, self.seconds),
            *(_line(word(name), rows, self.rows) for name, rows in self.outcomes.items()),
            _line(word("blank"), self.blank),
            *(say("  note: {note}", note=note) for note in self.notes),
        ]
        return "\n".join(lines)


def _all_rows(rows: int, seconds: float) -> str:
    return say("  {rows}{number:>13,}         {seconds:.1f} s", rows=padded(word("rows")), number=rows, seconds=seconds)


def _line(name: str, rows: int, of: int = 0) -> str:
    """A figure, with its share where there is a whole."""
    return f"  {padded(name)}{rows:>13,}" + (f" {rows / of:7.1%}" if of else "")


def padded(name: str, columns: int = 12) -> str:
    """A name filled up to the width of a column on a terminal, on which a Chinese character is two wide.

    >>> padded("rows", 6), padded("行数", 6)
    ('rows  ', '行数  ')
    """
    return name + " " * max(0, columns - sum(2 if east_asian_width(char) in "WF" else 1 for char in name))


def _short(text: str, most: int = 60) -> str:
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"

"""What a run found, as one frozen object: the figures, and the texts that need a look."""

from __future__ import annotations

from pydantic import Field

from coedu_zones.places.models import Frozen


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
    """The rows that resolved to a place in one province, and how many of them lie in a zone."""

    name: str
    rows: int
    in_zones: int


class AnnotationSummary(Frozen):
    """The outcome of :func:`coedu_zones.annotate`.

    ``rows`` = ``resolved`` + ``ambiguous`` + ``conflicting`` + ``unresolved`` +
    ``errors`` + ``blank``. ``in_zones`` counts rows, ``zones`` holds the numbers of
    the zones that they lie in. ``flagged`` counts rows that resolved although what
    was left over looks like one more division. The texts of each kind are sorted
    by how many rows hold them, at most 200 a kind; ``texts_exact`` tells whether
    these counts are exact (they are, up to 50,000 different texts a kind).

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
    zones: tuple[int, ...]
    provinces: tuple[ProvinceCount, ...]
    unresolved_texts: tuple[TextCount, ...]
    ambiguous_texts: tuple[TextCount, ...]
    conflicting_texts: tuple[TextCount, ...]
    flagged_texts: tuple[TextCount, ...]
    texts_exact: bool
    notes: tuple[str, ...]
    seconds: float = Field(description="the time of the run")

    @property
    def not_resolved(self) -> int:
        """The rows that hold a text which did not resolve."""
        return self.rows - self.resolved - self.blank

    def __str__(self) -> str:
        def line(name: str, rows: int, more: str = "") -> str:
            share = f" {rows / self.rows:7.1%}" if self.rows else ""
            return f"  {name:<12}{rows:>13,}{share}{more}"

        flagged = f"  {self.flagged:,} with a left-over that looks like a division" if self.flagged else ""
        lines = [
            f"{self.source} → {self.target}",
            f"  place column: {' + '.join(repr(name) for name in self.columns)}",
            f"  {'rows':<12}{self.rows:>13,}         {self.seconds:.1f} s",
            line("resolved", self.resolved, flagged),
            line("ambiguous", self.ambiguous),
            line("conflicting", self.conflicting),
            line("unresolved", self.unresolved),
        ]
        if self.errors:
            lines.append(line("unreadable", self.errors))
        lines += [line("blank", self.blank), line("in a zone", self.in_zones, f"  {len(self.zones)} of the 97 zones")]
        lines += [f"  note: {note}" for note in self.notes]
        if self.unresolved_texts:
            about = "" if self.texts_exact else " (counts from a bounded memory)"
            lines.append(f"  most frequent unresolved texts{about}:")
            lines += [f"  {text.rows:>10,}  {_short(text.text)}" for text in self.unresolved_texts[:10]]
        return "\n".join(lines)


def _short(text: str, most: int = 60) -> str:
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return line if len(line) <= most else line[: most - 1] + "…"

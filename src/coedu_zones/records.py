"""What is told of a place over time: periods, changes, heirs and conversions, as frozen models."""

from __future__ import annotations

from typing import Any, Literal

from coedu_zones.models import Frozen, html_table

Share = Literal["whole", "main", "part"]


class PeriodRecord(Frozen):
    """A code under one name, in force at the end of each year from ``first`` to ``last`` (``None``: still)."""

    code: str
    name: str
    first: int
    last: int | None


class ChangeRecord(Frozen):
    """One change: in ``year`` the division ``source`` went to ``target`` as a whole, mainly or in part.

    ``document`` and ``date`` name the approval where it is known, else ``None``.
    """

    year: int
    kind: str
    source: str | None
    source_name: str | None
    target: str | None
    target_name: str | None
    share: str | None
    document: str | None
    date: str | None

    def __str__(self) -> str:
        left = f"{self.source_name} ({self.source})" if self.source else "new"
        right = f"{self.target_name} ({self.target})" if self.target else "gone"
        share = f", {self.share}" if self.share else ""
        document = f", {self.document}" if self.document else ""
        return f"{self.year} {self.kind}: {left} → {right}{share}{document}"


class PlaceHistory(Frozen):
    """The periods and changes of one place, forward and back, oldest first."""

    code: str
    name: str
    periods: tuple[PeriodRecord, ...]
    changes: tuple[ChangeRecord, ...]

    def __str__(self) -> str:
        lines = [f"{self.name} ({self.code})"]
        lines += [f"  {p.first}–{p.last or 'now':<4}  {p.code}  {p.name}" for p in self.periods]
        lines += [f"  {change}" for change in self.changes]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows: list[tuple[Any, ...]] = [(p.code, p.name, p.first, p.last or "now", "") for p in self.periods]
        rows += [("", "", c.year, "", str(c)) for c in self.changes]
        return html_table(("code", "name", "first year", "last year", "change"), rows)


class Heir(Frozen):
    """A division that holds the whole, the main or a part of another one's territory."""

    code: str
    name: str
    share: Share

    def __str__(self) -> str:
        return f"{self.name} ({self.code}), {self.share}"


class Conversion(Frozen):
    """A code of one year in the codes of another.

    ``outcome``: ``same`` (one to one, nothing ceded), ``main`` (one division
    holds most of it, others got parts), ``split`` (several, none of them mainly)
    or ``gone`` (no heir is known). ``code`` is the one target where there is
    one (``same`` and ``main``), else ``None``.
    """

    source: str
    from_year: int
    to_year: int
    outcome: Literal["same", "main", "split", "gone"]
    code: str | None
    targets: tuple[Heir, ...]

    def __str__(self) -> str:
        heirs = "; ".join(map(str, self.targets)) or "–"
        return f"{self.source} ({self.from_year}) → {self.outcome} ({self.to_year}): {heirs}"

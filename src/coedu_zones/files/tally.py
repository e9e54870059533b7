"""Counting what a run finds, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from coedu_zones.files.summary import ProvinceCount, TextCount, ZoneCount
from coedu_zones.frames.columns import ColumnResolver
from coedu_zones.zone_table.rows import Listed

#: Different texts of one kind that are counted exactly.
MOST_TEXTS: Final = 50_000
#: Texts of one kind that the summary keeps.
SHOWN: Final = 200
#: Stretches of rows of one zone that the summary keeps.
MOST_STRETCHES: Final = 500
#: The fields that are counted.
COUNTED: Final = ("status", "province", "remainder", "remainder_is_division", "zones", "coverage")
_CANDIDATES: Final = 6
_WHOLE: Final = frozenset({"equal", "inside"})


class TextCounter:
    """The frequent texts among many, with the row of their first appearance.

    When there are too many different texts those seen once are forgotten, so that
    the frequent ones stay and memory does not grow; ``exact`` is then false.
    """

    def __init__(self, most: int = MOST_TEXTS) -> None:
        self._seen: dict[str, list[int]] = {}
        self._most = most
        self.exact = True

    def add(self, text: str, row: int) -> None:
        """Count a text in a row."""
        entry = self._seen.get(text)
        if entry is not None:
            entry[0] += 1
            return
        if len(self._seen) >= self._most:
            self._forget()
        self._seen[text] = [1, row]

    def _forget(self) -> None:
        self.exact = False
        floor = sorted(rows for rows, _ in self._seen.values())[len(self._seen) // 2]
        kept = {text: entry for text, entry in self._seen.items() if entry[0] > floor}
        self._seen = kept

    def top(self, most: int) -> list[tuple[str, int, int]]:
        """The most frequent texts with their rows and first row, ties in order of appearance."""
        ranked = sorted(self._seen.items(), key=lambda item: (-item[1][0], item[1][1]))
        return [(text, rows, first) for text, (rows, first) in ranked[:most]]


class RowList:
    """The numbers of rows as stretches without a gap, as many as are kept, and how many rows there are."""

    def __init__(self) -> None:
        self.rows = 0
        self.stretches: list[tuple[int, int]] = []

    def add(self, row: int) -> None:
        """Add a row behind all others."""
        self.rows += 1
        if self.stretches and self.stretches[-1][1] == row - 1:
            self.stretches[-1] = self.stretches[-1][0], row
        elif len(self.stretches) < MOST_STRETCHES:
            self.stretches.append((row, row))


class Tally:
    """The figures of a run, fed chunk by chunk."""

    def __init__(self, resolver: ColumnResolver, listed: Listed, offset: int = 0) -> None:
        self._listed = listed
        self.resolver = resolver.asking(COUNTED)
        self._offset = offset  # so that the number of a row is that of the sheet
        self.rows = 0
        self.statuses: Counter[str | None] = Counter()
        self.coverages: Counter[str | None] = Counter()
        self.flagged = 0
        self._zones: dict[int, tuple[RowList, RowList]] = {}
        self._provinces: Counter[str] = Counter()
        self._provinces_in: dict[str, Counter[str]] = {"whole": Counter(), "part": Counter()}
        self._texts = {kind: TextCounter() for kind in ("unresolved", "ambiguous", "conflict", "flagged")}

    def add(self, texts: Sequence[str | None], answers: dict[str, list[Any]]) -> None:
        """Count the answers of one chunk."""
        first = self.rows + 1 + self._offset
        statuses, provinces = answers["status"], answers["province"]
        self.statuses.update(statuses)
        self.coverages.update(answers["coverage"])
        self._provinces.update(province for province in provinces if province is not None)
        for row, (numbers, coverage, province) in enumerate(
            zip(answers["zones"], answers["coverage"], provinces, strict=True), first
        ):
            if numbers:
                self._in_zones(row, numbers, coverage, province)
        for row, (text, status, flagged) in enumerate(
            zip(texts, statuses, answers["remainder_is_division"], strict=True), first
        ):
            if status is None or text is None:
                continue
            if status != "resolved":
                self._texts.get(status, self._texts["unresolved"]).add(text, row)
            elif flagged:
                self.flagged += 1
                self._texts["flagged"].add(text, row)
        self.rows += len(texts)

    def _in_zones(self, row: int, numbers: Sequence[int], coverage: str, province: str | None) -> None:
        kind = "whole" if coverage in _WHOLE else "part"
        if province is not None:
            self._provinces_in[kind][province] += 1
        for number in numbers:
            held = self._zones.get(number)
            if held is None:
                held = self._zones[number] = RowList(), RowList()
            held[kind == "part"].add(row)

    @property
    def listed(self) -> int:
        """The number of zones in the list."""
        return len(self._listed.zones)

    @property
    def exact(self) -> bool:
        """Whether every text was counted."""
        return all(counter.exact for counter in self._texts.values())

    def zones(self) -> tuple[ZoneCount, ...]:
        """The zones that cover rows, in the order of their list, with these rows."""
        return tuple(
            ZoneCount(
                number=zone.number, name=zone.name, path=zone.path_text, rows=whole.rows, rows_in_part=part.rows,
                stretches=tuple(whole.stretches), stretches_in_part=tuple(part.stretches),
            )
            for zone in self._listed.zones if zone.number in self._zones
            for whole, part in [self._zones[zone.number]]
        )  # fmt: skip

    def provinces(self) -> tuple[ProvinceCount, ...]:
        """Rows by province, most first."""
        return tuple(
            ProvinceCount(
                name=name,
                rows=rows,
                in_zones=self._provinces_in["whole"][name],
                in_part=self._provinces_in["part"][name],
            )
            for name, rows in sorted(self._provinces.items(), key=lambda item: (-item[1], item[0]))
        )

    def texts(self, kind: str) -> tuple[TextCount, ...]:
        """The most frequent texts of a kind, with what each may mean."""
        ranked = self._texts[kind].top(SHOWN)
        answers = self.resolver.asking(["candidates"]).columns([text for text, _, _ in ranked])
        found = zip(ranked, answers["candidates"], answers["remainder"], strict=True)
        return tuple(
            TextCount(
                text=text, rows=rows, first_row=first, remainder=remainder or "",
                candidates=tuple(candidate_text(c) for c in (candidates or [])[:_CANDIDATES]),
            )
            for (text, rows, first), candidates, remainder in found
        )  # fmt: skip


def candidate_text(candidate: dict[str, Any]) -> str:
    """A candidate as it is shown: its path, and its code where it has one."""
    code = f" ({candidate['code']})" if candidate["code"] else ""
    return f"{candidate['path']}{code}"

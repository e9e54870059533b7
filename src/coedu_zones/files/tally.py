"""Counting what a run finds, in bounded memory."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from coedu_zones.files.summary import ProvinceCount, TextCount
from coedu_zones.frames.columns import ColumnResolver, resolve_columns
from coedu_zones.resolver import resolve

#: Different texts of one kind that are counted exactly.
MOST_TEXTS: Final = 50_000
#: Texts of one kind that the summary keeps.
SHOWN: Final = 200
_CACHED: Final = 65_536
_CANDIDATES: Final = 6
# a left-over without any of these cannot look like a division
_DIVISION_WORD: Final = re.compile("[县区市旗州]")


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


class Tally:
    """The figures of a run, fed chunk by chunk."""

    def __init__(self, resolver: ColumnResolver, offset: int = 0) -> None:
        self.resolver = resolver
        self._offset = offset  # so that the number of a row is that of the sheet
        self.rows = 0
        self.statuses: Counter[str | None] = Counter()
        self.flagged = 0
        self.in_zones = 0
        self._zones: set[int] = set()
        self._provinces: Counter[str] = Counter()
        self._provinces_in_zones: Counter[str] = Counter()
        self._texts = {kind: TextCounter() for kind in ("unresolved", "ambiguous", "conflict", "flagged")}
        self._looks: dict[str, bool] = {}

    def add(self, texts: Sequence[str | None], answers: dict[str, list[Any]]) -> None:
        """Count the answers of one chunk."""
        statuses, provinces, zones = answers["status"], answers["province"], answers["zones"]
        self.statuses.update(statuses)
        self._provinces.update(province for province in provinces if province is not None)
        for numbers, province in zip(zones, provinces, strict=True):
            if numbers:
                self.in_zones += 1
                self._zones.update(numbers)
                self._provinces_in_zones[province] += 1
        for row, (text, status, remainder) in enumerate(
            zip(texts, statuses, answers["remainder"], strict=True), self.rows + 1 + self._offset
        ):
            if text is None:
                continue
            if status == "resolved":
                if remainder and _DIVISION_WORD.search(remainder) and self._looks_like_division(text):
                    self.flagged += 1
                    self._texts["flagged"].add(text, row)
            else:
                self._texts.get(status, self._texts["unresolved"]).add(text, row)
        self.rows += len(texts)

    def _looks_like_division(self, text: str) -> bool:
        looks = self._looks.get(text)
        if looks is None:
            if len(self._looks) >= _CACHED:
                self._looks.clear()
            found = resolve(text, within=self.resolver.within, level=self.resolver.level)
            looks = self._looks[text] = found.remainder_is_division
        return looks

    @property
    def zones(self) -> tuple[int, ...]:
        """The numbers of the zones that rows lie in."""
        return tuple(sorted(self._zones))

    @property
    def exact(self) -> bool:
        """Whether every text was counted."""
        return all(counter.exact for counter in self._texts.values())

    def provinces(self) -> tuple[ProvinceCount, ...]:
        """Rows by province, most first."""
        return tuple(
            ProvinceCount(name=name, rows=rows, in_zones=self._provinces_in_zones[name])
            for name, rows in sorted(self._provinces.items(), key=lambda item: (-item[1], item[0]))
        )

    def texts(self, kind: str) -> tuple[TextCount, ...]:
        """The most frequent texts of a kind, with what each may mean."""
        ranked = self._texts[kind].top(SHOWN)
        answers = resolve_columns(
            [text for text, _, _ in ranked],
            within=self.resolver.within, level=self.resolver.level, candidates=True,
        )  # fmt: skip
        found = zip(ranked, answers["candidates"], answers["remainder"], strict=True)
        return tuple(
            TextCount(
                text=text, rows=rows, first_row=first, remainder=remainder or "",
                candidates=tuple(_candidate(c) for c in (candidates or [])[:_CANDIDATES]),
            )
            for (text, rows, first), candidates, remainder in found
        )  # fmt: skip


def _candidate(candidate: dict[str, Any]) -> str:
    code = f" ({candidate['code']})" if candidate["code"] else ""
    return f"{candidate['path']}{code}"

"""The life of a place as a timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from coedu_zones.charts.drawing import MARGIN, Chart, Language, draw, write
from coedu_zones.lookup import data_version
from coedu_zones.models import Division
from coedu_zones.records import ChangeRecord, PeriodRecord
from coedu_zones.timeline import history

_ROW: Final = 34
_YEAR: Final = 15
_KINDS_ZH: Final = {
    "rename": "更名", "recode": "换代码", "upgrade": "改设", "downgrade": "改设", "conversion": "改设", "merge": "合并",
    "split": "拆分", "creation": "设立", "transfer": "划转",
}  # fmt: skip


def history_chart(place: str | Division, *, language: Language = "zh") -> Chart:
    """Draw the life of a place: a bar for each code and name, a line for each change.

    A line is dashed where only a part went over.

    Args:
        place: a code or a name of any time, or a division; see ``coedu_zones.history``.
        language: of the text alternative.

    Raises:
        UnknownCodeError: no division had this code.
        AmbiguousNameError: the name may mean several places.
        UnresolvedNameError: the name means none.

    >>> print(history_chart("祁阳市").text.splitlines()[0])
    祁阳市 (431181)

    """
    found = history(place)
    first = min(p.first for p in found.periods)
    last = max(*(p.last or p.first for p in found.periods), *(c.year for c in found.changes), first + 10)
    if any(p.last is None for p in found.periods):
        last = max(last, int(data_version()[:4]))
    axis = _Axis(first, last)
    row_of = {(p.code, p.first): row for row, p in enumerate(found.periods)}
    bars = [_bar(p, row, axis) for row, p in enumerate(found.periods)]
    lines = [_step(c, found.periods, row_of, axis, language) for c in found.changes]
    height = axis.top + len(found.periods) * _ROW + MARGIN
    name = f"{found.name} ({found.code})"
    return draw(name, str(found), axis.width, height, [*axis.ticks(height), *bars, *lines])


class _Axis:
    """Years as places from left to right."""

    top = 44

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last
        self.width = (last - first + 1) * _YEAR + 2 * MARGIN + 150

    def x(self, year: int) -> int:
        """Where the year begins."""
        return MARGIN + (year - self.first) * _YEAR

    def ticks(self, height: float) -> list[str]:
        """A line and a label every five years."""
        years = range(-(-self.first // 5) * 5, self.last + 1, 5)
        return [
            f'<path class="tick" d="M{self.x(year)} 26V{height - MARGIN:g}"/>' + write(self.x(year), 20, str(year), "year")
            for year in years
        ]


def _bar(period: PeriodRecord, row: int, axis: _Axis) -> str:
    x, y = axis.x(period.first), axis.top + row * _ROW
    end = axis.x((period.last or axis.last) + 1)
    label = f"{period.name} {period.code}"
    shade = "s4" if period.last is None else "s2"
    years = f"{period.first}–{period.last or ''}"
    return (
        f'<g class="{shade}"><title>{escape(label)} {years}</title>'
        f'<rect x="{x}" y="{y}" width="{end - x}" height="22" rx="4"/></g>{write(end + 6, y + 16, label, "label")}'
    )


def _step(
    change: ChangeRecord, periods: Sequence[PeriodRecord], row_of: Mapping[tuple[str, int], int], axis: _Axis,
    language: Language,
) -> str:  # fmt: skip
    """A line from the bar that a change left to the bar that it went to."""
    before = _period_at(periods, change.source, change.year - 1)
    after = _period_at(periods, change.target, change.year)
    if before is None or after is None or before == after:
        return ""
    x = axis.x(change.year)
    top, bottom = (axis.top + row_of[p.code, p.first] * _ROW + 11 for p in (before, after))
    kind = _KINDS_ZH.get(change.kind, change.kind) if language == "zh" else change.kind
    dashes = ' stroke-dasharray="4 3"' if change.share == "part" else ""
    document = f" {change.document}" if change.document else ""
    return (
        f'<g class="step"><title>{change.year} {escape(kind)}{escape(document)}</title>'
        f'<path d="M{x} {top}V{bottom}"{dashes}/><circle cx="{x}" cy="{bottom}" r="4"/></g>'
    )


def _period_at(periods: Sequence[PeriodRecord], code: str | None, year: int) -> PeriodRecord | None:
    return next((p for p in periods if p.code == code and p.first <= year <= (p.last or year)), None)

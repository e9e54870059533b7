"""The life of a place as a timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from coedu_zones.changes.records import ChangeRecord, PeriodRecord, PlaceHistory
from coedu_zones.charts.drawing import MARGIN, Chart, Language, draw, write
from coedu_zones.data.reader import data_year
from coedu_zones.lookup.timeline import history
from coedu_zones.messages import in_language, say
from coedu_zones.places.inputs import renamed
from coedu_zones.resolver import PlaceLike

_ROW: Final = 44
_BAR: Final = 18  # its place below the top of the row, where the label stands
_THICK: Final = 14
_YEAR: Final = 9
_SHORTEST: Final = 24  # years, so that a label has space beside the bar of a young place


@renamed("language", "lang")
def history_chart(place: PlaceLike, *, lang: Language = "zh") -> Chart:
    """Draw the life of a place: a bar for each code and name, a line for each change.

    A line is dashed where only a part went over; a code in force today has the darker bar.

    Args:
        place: a code or a name of any time, or a division; see ``coedu_zones.history``.
        lang: the language of the years and changes, and of the text alternative.

    Raises:
        UnknownCodeError: no division had this code.
        AmbiguousNameError: the name may mean several places.
        UnresolvedNameError: the name means none.

    >>> print(history_chart("祁阳市").text.splitlines()[-1])
    2021 年改设：祁阳县（431121） → 祁阳市（431181），全部

    """
    found = history(place)
    with in_language(lang):
        return _drawn(found)


def _drawn(found: PlaceHistory) -> Chart:
    today = data_year()
    last = max([*(p.last or today for p in found.periods), *(c.year for c in found.changes)])
    first = min(*(p.first for p in found.periods), last - _SHORTEST)
    labels = [f"{p.name} {p.code}  {_years(p)}" for p in found.periods]
    axis = _Axis(first, last, max(_length(label) for label in labels))
    row_of = {(p.code, p.first): row for row, p in enumerate(found.periods)}
    lines = [_step(c, found.periods, row_of, axis) for c in found.changes]
    bars = [_bar(p, row, label, axis) for row, (p, label) in enumerate(zip(found.periods, labels, strict=True))]
    written = [_label(label, axis.x(p.first), axis.top + row * _ROW, axis.width)
               for row, (p, label) in enumerate(zip(found.periods, labels, strict=True))]  # fmt: skip
    height = axis.top + len(found.periods) * _ROW + MARGIN
    name = f"{found.name} ({found.code})"
    parts = [write(MARGIN, 24, name, "title"), *axis.ticks(height), *bars, *lines, *written]
    return draw(name, _said(found), axis.width, height, parts)


def _said(found: PlaceHistory) -> str:
    """The history as text."""
    return "\n".join([*(f"{_years(p)} {p.name} {p.code}" for p in found.periods), *map(str, found.changes)])


def _years(period: PeriodRecord) -> str:
    return f"{period.first}–{period.last or say('now')}"


def _length(label: str) -> float:
    """How wide a label is, nearly: a Chinese character is as wide as it is high."""
    return sum(13.2 if ord(char) > 0x2E80 else 7.6 for char in label)


class _Axis:
    """Years as places from left to right."""

    top = 62

    def __init__(self, first: int, last: int, label: float) -> None:
        self.first = first
        self.last = last
        self.width = max((last - first + 1) * _YEAR, label) + 2 * MARGIN

    def x(self, year: int) -> int:
        """Where the year begins."""
        return MARGIN + (year - self.first) * _YEAR

    def ticks(self, height: float) -> list[str]:
        """A line and a label every ten years, or every five of a short life."""
        every = 10 if self.last - self.first >= 20 else 5
        return [
            f'<path class="tick" d="M{self.x(year)} 54V{height - MARGIN:g}"/>'
            + write(self.x(year), 48, str(year), "small")
            for year in range(-(-self.first // every) * every, self.last + 1, every)
        ]


def _bar(period: PeriodRecord, row: int, label: str, axis: _Axis) -> str:
    x, y = axis.x(period.first), axis.top + row * _ROW
    end = axis.x((period.last or axis.last) + 1)
    shade = "s4" if period.last is None else "s2"
    return (
        f'<g class="{shade}"><title>{escape(label)}</title>'
        f'<rect x="{x}" y="{y + _BAR}" width="{end - x}" height="{_THICK}" rx="4"/></g>'
    )


def _label(label: str, x: float, y: float, width: float) -> str:
    """A label above its bar; to its left where the page ends before the label does."""
    length = _length(label)
    if x + 6 + length <= width - 4:
        return write(x + 6, y + 13, label, "label")
    if length <= x - 8:
        return write(x - 8, y + _BAR + 11, label, "label end")
    return write(width - MARGIN, y + 13, label, "label end")


def _step(
    change: ChangeRecord, periods: Sequence[PeriodRecord], row_of: Mapping[tuple[str, int], int], axis: _Axis
) -> str:
    """A line from the bar that a change left to the bar that it went to."""
    before = _period_at(periods, change.source, change.year - 1)
    after = _period_at(periods, change.target, change.year)
    if before is None or after is None or before == after:
        return ""
    x = axis.x(change.year)
    top, bottom = (axis.top + row_of[p.code, p.first] * _ROW + _BAR + _THICK / 2 for p in (before, after))
    dashes = ' stroke-dasharray="4 3"' if change.share == "part" else ""
    return (
        f'<g class="step"><title>{escape(str(change))}</title>'
        f'<path d="M{x} {top:g}V{bottom:g}"{dashes}/><circle cx="{x}" cy="{bottom:g}" r="4"/></g>'
    )


def _period_at(periods: Sequence[PeriodRecord], code: str | None, year: int) -> PeriodRecord | None:
    return next((p for p in periods if p.code == code and p.first <= year <= (p.last or year)), None)

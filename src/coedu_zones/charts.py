"""Pictures as plain SVG, without a drawing library: provinces as tiles, the life of a place as a timeline.

A chart is readable on light and dark ground and carries its text alternative. It
shows itself in a notebook; ``save`` writes a file for a page or a paper.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise
from math import floor, log
from pathlib import Path
from typing import Final, Literal, NamedTuple

from coedu_zones.models import Division, Province
from coedu_zones.provinces import get_province, provinces
from coedu_zones.timeline import ChangeRecord, PeriodRecord, history

Scale = Literal["linear", "log"]
Language = Literal["zh", "en"]

# ground and writing of the six shades, on light and on dark paper; the first is "no value".
# Each pair of a tile has a contrast of 4.5 or more, which a test holds.
LIGHT: Final = (("#e9ecec", "#3d4745"), ("#cfe5dc", "#16312a"), ("#9dcbb9", "#0d241d"),
                ("#5ba890", "#041410"), ("#1f7661", "#ffffff"), ("#0c5848", "#ffffff"))  # fmt: skip
DARK: Final = (("#2b302f", "#c3ccc9"), ("#123a30", "#e3f1ec"), ("#1b5b4b", "#ffffff"),
               ("#237761", "#ffffff"), ("#63c2a6", "#041410"), ("#aeead7", "#0d241d"))  # fmt: skip
INK: Final = ("#1c2422", "#e8efec")
PAPER: Final = ("#ffffff", "#14181a")

_SHADES: Final = 5
_TILE: Final = 58
_GAP: Final = 4
_MARGIN: Final = 12
_TOP: Final = 36
_WORDS: Final = {
    "zh": {"provinces": "34 个省级单位", "none": "无数据", "stops": "；"},
    "en": {"provinces": "34 provincial units", "none": "no value", "stops": "; "},
}
_KINDS_ZH: Final = {
    "rename": "更名", "recode": "换代码", "upgrade": "改设", "downgrade": "改设", "conversion": "改设", "merge": "合并",
    "split": "拆分", "creation": "设立", "transfer": "划转",
}  # fmt: skip


class Chart(NamedTuple):
    """A picture as SVG and what it says as text."""

    svg: str
    text: str

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the picture as an SVG file."""
        Path(path).write_text(self.svg, "utf-8")

    def __str__(self) -> str:
        return self.text


def province_chart(
    values: Mapping[str, float | None], *, title: str = "", scale: Scale = "linear", language: Language = "zh"
) -> Chart:
    """Draw the 34 provincial units as tiles, darker the greater the value.

    Args:
        values: a value for any way of writing a province (江西, 江西省, 赣, ``"360000"``);
            provinces without one, or with ``None``, are shown as "no value".
        title: what the values are.
        scale: whether the shades part the values evenly, or by their logarithms.
        language: of the legend and of the text alternative.

    Raises:
        UnresolvedNameError: a name means no province.
        ValueError: two names mean the same one, or a value is negative or not a number.

    >>> import coedu_zones as cz
    >>> chart = province_chart({p.name: len(p.zones) for p in cz.provinces()}, title="实验区")
    >>> "江西省 4" in chart.text
    True

    """
    by_code = _by_code(values)
    most = max(by_code.values(), default=0.0)
    words = _WORDS[language]
    name = title or words["provinces"]
    shown = [(p, by_code.get(p.code)) for p in provinces()]
    said = words["stops"].join(
        f"{p.name if language == 'zh' else p.english} {words['none'] if v is None else _number(v)}" for p, v in shown
    )
    left = min(p.grid[0] for p, _ in shown)
    width = (max(p.grid[0] for p, _ in shown) - left + 1) * _TILE + 2 * _MARGIN
    height = (max(p.grid[1] for p, _ in shown) + 1) * _TILE + _TOP + _MARGIN
    tiles = [_tile(p, v, _shade(v, most, scale), left, words["none"], language) for p, v in shown]
    whole = all(value == int(value) for value in by_code.values())
    labels = [words["none"], *(_ranges(most, scale, whole=whole) if most > 0 else ())]
    legend = [_swatch(shade, label, width, height) for shade, label in enumerate(labels)]
    return _chart(name, said, width, height + 36, [_line(_MARGIN, 20, name, "title"), *tiles, *legend])


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
        last = max(last, 2026)
    axis = _Axis(first, last)
    row_of = {(p.code, p.first): row for row, p in enumerate(found.periods)}
    bars = [_bar(p, row, axis) for row, p in enumerate(found.periods)]
    lines = [_step(c, found.periods, row_of, axis, language) for c in found.changes]
    height = axis.top + len(found.periods) * _ROW + _MARGIN
    name = f"{found.name} ({found.code})"
    return _chart(name, str(found), axis.width, height, [*axis.ticks(height), *bars, *lines])


def _by_code(values: Mapping[str, float | None]) -> dict[str, float]:
    found: dict[str, str] = {}
    by_code: dict[str, float] = {}
    for name, value in values.items():
        province = get_province(name)
        if province.code in found:
            raise ValueError(f"{found[province.code]!r} and {name!r} are the same province, {province.name}")
        found[province.code] = name
        if value is not None:
            if not value >= 0:
                raise ValueError(f"the value of {name!r} is {value!r}; a chart shows numbers from 0 upwards")
            by_code[province.code] = float(value)
    return by_code


def _shade(value: float | None, most: float, scale: Scale) -> int:
    """0 without a value, else 1 to 5."""
    if value is None:
        return 0
    share = 0.0 if most <= 0 else log(1 + value) / log(1 + most) if scale == "log" else value / most
    return 1 + min(_SHADES - 1, int(_SHADES * share - 1e-9))


def _tile(province: Province, value: float | None, shade: int, left: int, none: str, language: Language) -> str:
    x, y = _MARGIN + (province.grid[0] - left) * _TILE, _TOP + province.grid[1] * _TILE
    side, middle = _TILE - _GAP, (_TILE - _GAP) / 2
    said = none if value is None else _number(value)
    name = province.name if language == "zh" else province.english
    return (
        f'<g class="s{shade}" transform="translate({x} {y})"><title>{escape(name)} {said}</title>'
        f'<rect width="{side}" height="{side}" rx="6"/>'
        f'<text x="{middle:g}" y="25" class="big">{escape(province.abbreviation)}</text>'
        f'<text x="{middle:g}" y="44">{"–" if value is None else _brief(value)}</text></g>'
    )


def _ranges(most: float, scale: Scale, *, whole: bool) -> list[str]:
    """What each shade stands for: ``1–3``; of whole numbers only those that it holds."""
    found = []
    for low, high in pairwise(_edge(step / _SHADES, most, scale) for step in range(_SHADES + 1)):
        if whole:
            first, last = (floor(low + 1e-9) + 1 if low else 0), floor(high + 1e-9)
            found.append("–" if first > last else _brief(first) if first == last else f"{_brief(first)}–{_brief(last)}")
        else:
            found.append(f"{_brief(low)}–{_brief(high)}")
    return found


def _swatch(shade: int, label: str, width: float, top: float) -> str:
    step = (width - 2 * _MARGIN + _GAP) / (_SHADES + 1)
    x = _MARGIN + shade * step
    return (
        f'<g class="s{shade}"><rect x="{x:g}" y="{top:g}" width="{step - _GAP:g}" height="24" rx="4"/>'
        f'<text x="{x + (step - _GAP) / 2:g}" y="{top + 16:g}" class="small">{escape(label)}</text></g>'
    )


def _edge(share: float, most: float, scale: Scale) -> float:
    return (1 + most) ** share - 1 if scale == "log" else share * most


_ROW: Final = 34
_YEAR: Final = 15


class _Axis:
    """Years as places from left to right."""

    top = 44

    def __init__(self, first: int, last: int) -> None:
        self.first = first
        self.last = last
        self.width = (last - first + 1) * _YEAR + 2 * _MARGIN + 150

    def x(self, year: int) -> int:
        """Where the year begins."""
        return _MARGIN + (year - self.first) * _YEAR

    def ticks(self, height: float) -> list[str]:
        """A line and a label every five years."""
        years = range(-(-self.first // 5) * 5, self.last + 1, 5)
        return [
            f'<path class="tick" d="M{self.x(year)} 26V{height - _MARGIN:g}"/>' + _line(self.x(year), 20, str(year), "year")
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
        f'<rect x="{x}" y="{y}" width="{end - x}" height="22" rx="4"/></g>{_line(end + 6, y + 16, label, "label")}'
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


def _chart(name: str, said: str, width: float, height: float, parts: Sequence[str]) -> Chart:
    body = "\n".join(part for part in parts if part)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" class="coedu-chart">\n<title>{escape(name)}</title>\n'
        f"<desc>{escape(said)}</desc>\n<style>{_style()}</style>\n{body}\n</svg>\n"
    )
    return Chart(svg, said if said.startswith(name) else f"{name}\n{said}")


def _style() -> str:
    """Shades for light and dark; a picture that stands alone brings its own paper, one inside a page takes the page's ink."""

    def scheme(shades: Sequence[tuple[str, str]], at: int) -> str:
        tiles = "".join(
            f".coedu-chart .s{i} rect{{fill:{ground}}}.coedu-chart .s{i} text{{fill:{ink}}}"
            for i, (ground, ink) in enumerate(shades)
        )
        return f"{tiles}svg.coedu-chart:root{{color:{INK[at]};background:{PAPER[at]}}}"

    return (
        ".coedu-chart{max-width:100%;height:auto}"
        ".coedu-chart text{font:13px system-ui,sans-serif;text-anchor:middle;fill:currentColor}"
        ".coedu-chart .big{font-size:19px}.coedu-chart .small{font-size:11px}"
        ".coedu-chart .title{font-size:15px;font-weight:600;text-anchor:start}.coedu-chart .label{text-anchor:start}"
        ".coedu-chart .tick{stroke:currentColor;stroke-opacity:.18}"
        ".coedu-chart .step path{stroke:currentColor;stroke-width:2;fill:none}.coedu-chart .step circle{fill:currentColor}"
        f"{scheme(LIGHT, 0)}@media(prefers-color-scheme:dark){{{scheme(DARK, 1)}}}"
    )


def _line(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _brief(value: float) -> str:
    """A number that fits a tile: 0.25, 950, 12k, 3.4M."""
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.1f}{unit}" if value < 10 * limit else f"{value / limit:.0f}{unit}"
    return f"{value:.0f}" if value == int(value) or value >= 100 else f"{value:.2g}"

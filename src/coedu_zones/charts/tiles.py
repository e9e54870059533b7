"""The 34 provincial units as tiles."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import pairwise
from math import floor, log
from typing import Final, Literal

from coedu_zones.charts.drawing import MARGIN, Chart, Language, draw, write
from coedu_zones.models import Province
from coedu_zones.provincial import get_province, provinces

Scale = Literal["linear", "log"]

_SHADES: Final = 5
_TILE: Final = 58
_GAP: Final = 4
_TOP: Final = 36
_WORDS: Final = {
    "zh": {"provinces": "34 个省级单位", "none": "无数据", "stops": "；"},
    "en": {"provinces": "34 provincial units", "none": "no value", "stops": "; "},
}


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
    width = (max(p.grid[0] for p, _ in shown) - left + 1) * _TILE + 2 * MARGIN
    height = (max(p.grid[1] for p, _ in shown) + 1) * _TILE + _TOP + MARGIN
    tiles = [_tile(p, v, _shade(v, most, scale), left, words["none"], language) for p, v in shown]
    whole = all(value == int(value) for value in by_code.values())
    labels = [words["none"], *(_ranges(most, scale, whole=whole) if most > 0 else ())]
    legend = [_swatch(shade, label, width, height) for shade, label in enumerate(labels)]
    return draw(name, said, width, height + 36, [write(MARGIN, 20, name, "title"), *tiles, *legend])


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
    x, y = MARGIN + (province.grid[0] - left) * _TILE, _TOP + province.grid[1] * _TILE
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
    step = (width - 2 * MARGIN + _GAP) / (_SHADES + 1)
    x = MARGIN + shade * step
    return (
        f'<g class="s{shade}"><rect x="{x:g}" y="{top:g}" width="{step - _GAP:g}" height="24" rx="4"/>'
        f'<text x="{x + (step - _GAP) / 2:g}" y="{top + 16:g}" class="small">{escape(label)}</text></g>'
    )


def _edge(share: float, most: float, scale: Scale) -> float:
    return (1 + most) ** share - 1 if scale == "log" else share * most


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _brief(value: float) -> str:
    """A number that fits a tile: 0.25, 950, 12k, 3.4M."""
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= limit:
            return f"{value / limit:.1f}{unit}" if value < 10 * limit else f"{value / limit:.0f}{unit}"
    return f"{value:.0f}" if value == int(value) or value >= 100 else f"{value:.2g}"

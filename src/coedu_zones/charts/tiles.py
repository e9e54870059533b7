"""The 34 provincial units as tiles."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import isfinite
from typing import Any, Final, NamedTuple, Protocol

from coedu_zones.charts.drawing import MARGIN, Chart, Language, draw, write
from coedu_zones.charts.shades import SHADES, Scale, Shading
from coedu_zones.messages import checked_language, say
from coedu_zones.places.inputs import is_missing, renamed
from coedu_zones.places.models import Province
from coedu_zones.zone_lists.provinces import get_province, provinces

_HEIGHT: Final = 58
_GAP: Final = 4
_TOP: Final = 40


class _Words(NamedTuple):
    """What depends on the language: words, and a tile wide enough for the names."""

    provinces: str
    none: str
    stop: str
    width: int


_WORDS: Final = {
    "zh": _Words("34 个省级单位", "无数据", "；", 62),
    "en": _Words("34 provincial units", "no value", "; ", 86),
}


class HasItems(Protocol):
    """A mapping, or a pandas Series."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Pairs of a province and a value."""


@renamed("language", "lang")
def province_chart(values: HasItems, *, title: str = "", scale: Scale = "linear", lang: Language = "zh") -> Chart:
    """Draw the 34 provincial units as tiles, each shade a part of the way from the lowest value to the highest.

    Args:
        values: a mapping or a pandas Series that gives a number for any way of writing a province (江西,
            江西省, 赣, ``"360000"``). Provinces without one, or with a missing one, are shown as "no value".
        title: what the values are.
        scale: whether the shades part the values evenly, or by their logarithms.
        lang: the language of the names, the legend and the text alternative.

    Raises:
        UnresolvedNameError: a name means no province.
        ValueError: two names mean the same one, a value is infinite, or is negative on the scale ``"log"``.

    >>> import coedu_zones as cz
    >>> chart = province_chart({p.name: len(p.zones) for p in cz.provinces()}, title="实验区")
    >>> "江西省 4" in chart.text
    True

    """
    words = _WORDS[checked_language(lang)]
    by_code = _by_code(values, scale)
    shading = Shading(by_code.values(), scale)
    everyone = provinces()
    left = min(p.grid[0] for p in everyone)
    width = (max(p.grid[0] for p in everyone) - left + 1) * words.width - _GAP + 2 * MARGIN
    height = (max(p.grid[1] for p in everyone) + 1) * _HEIGHT + _TOP + MARGIN
    tiles = [_Tile(p, by_code.get(p.code), left, lang) for p in everyone]
    missing = [(0, words.none)] if len(by_code) < len(everyone) else []
    legend = [_swatch(at, *kind, width, height) for at, kind in enumerate([*missing, *shading.legend()])]
    name = title or words.provinces
    text = words.stop.join(tile.text for tile in tiles)
    return draw(
        name, text, width, height + 36, [write(MARGIN, 24, name, "title"), *(t.draw(shading) for t in tiles), *legend]
    )


def _by_code(values: HasItems, scale: Scale) -> dict[str, float]:
    found: dict[str, str] = {}
    by_code: dict[str, float] = {}
    for name, value in values.items():
        province = get_province(name)
        if province.code in found:
            raise ValueError(
                say(
                    "{first!r} and {name!r} are the same province, {province}",
                    first=found[province.code],
                    name=name,
                    province=province.name,
                )
            )
        found[province.code] = name
        if is_missing(value):
            continue
        number = float(value)
        if not isfinite(number) or (scale == "log" and number < 0):
            raise ValueError(
                say(
                    "the value of {name!r} is {value!r}, which has no place on a {scale} scale",
                    name=name,
                    value=value,
                    scale=scale,
                )
            )
        by_code[province.code] = number
    return by_code


class _Tile(NamedTuple):
    province: Province
    value: float | None
    left: int
    lang: Language

    @property
    def text(self) -> str:
        """The province and its value as text."""
        name = self.province.name if self.lang == "zh" else self.province.english
        return f"{name} {_WORDS[self.lang].none if self.value is None else _number(self.value)}"

    def draw(self, shading: Shading) -> str:
        """A tile with the name of the province and its value."""
        column, row = self.province.grid
        width = _WORDS[self.lang].width
        middle = (width - _GAP) / 2
        if self.lang == "zh":
            names = [write(middle, 25, self.province.abbreviation, "big")]
        else:
            lines = self.province.english.split()
            names = [
                write(middle, (22 if len(lines) == 1 else 15) + 13 * at, line, "small") for at, line in enumerate(lines)
            ]
        return (
            f'<g class="s{shading.shade(self.value)}" transform="translate({MARGIN + (column - self.left) * width} '
            f'{_TOP + row * _HEIGHT})"><title>{escape(self.text)}</title>'
            f'<rect width="{width - _GAP}" height="{_HEIGHT - _GAP}" rx="6"/>{"".join(names)}'
            f"{write(middle, 46, '–' if self.value is None else shading.write(self.value), 'value')}</g>"
        )


def _swatch(at: int, shade: int, label: str, width: float, top: float) -> str:
    step = (width - 2 * MARGIN + _GAP) / (SHADES + 1)
    return (
        f'<g class="s{shade}" transform="translate({MARGIN + at * step:g} {top:g})">'
        f'<rect width="{step - _GAP:g}" height="26" rx="4"/>{write((step - _GAP) / 2, 17, label, "small")}</g>'
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"

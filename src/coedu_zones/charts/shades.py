"""Which shade a value has, what each shade stands for, and how a number is written on a tile."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from math import ceil, expm1, floor, log1p, log10
from typing import Final, Literal, NamedTuple

Scale = Literal["linear", "log"]

SHADES: Final = 5
_MIDDLE: Final = 3
_TINY: Final = 1e-9  # what rounding may add to an edge


class Bin(NamedTuple):
    """The values above ``low`` up to ``high`` have one shade."""

    shade: int
    low: float
    high: float


class Shading:
    """The shades between the lowest and the highest value; among whole numbers, 0 has a shade of its own."""

    def __init__(self, values: Collection[float], scale: Scale) -> None:
        self.whole = all(value == int(value) for value in values)
        low, high = min(values, default=0.0), max(values, default=0.0)
        self.decimals = 0 if self.whole or low == high else max(0, ceil(0.5 - log10((high - low) / SHADES)))
        if low == high:
            self.bins = [Bin(_MIDDLE, low, high)] if values else []
        else:
            alone = self.whole and low == 0 and high >= SHADES
            edges = _edges(low, high, SHADES - alone, scale)
            self.bins = [Bin(shade, *ends) for shade, ends in enumerate(pairwise([low] * alone + edges), start=1)]

    def shade(self, value: float | None) -> int:
        """0 without a value, else 1 to 5."""
        if value is None:
            return 0
        return next(part.shade for part in self.bins if value <= part.high + _TINY * max(1, abs(part.high)))

    def legend(self) -> list[tuple[int, str]]:
        """Each shade with what it stands for: ``1–3`` of small whole numbers, and only those that it holds; else ``≤ 12k``."""
        if self.bins and (not self.whole or self.bins[-1].high >= 1000 or self.bins[0].low < 0):
            return [(shade, f"≤ {self.write(high)}") for shade, _, high in self.bins]
        found = []
        for at, (shade, low, high) in enumerate(self.bins):
            first, last = (low if at == 0 else floor(low + _TINY) + 1), floor(high + _TINY)
            if first <= last:
                found.append((shade, f"{first:g}" if first == last else f"{first:g}–{last}"))
        return found

    def write(self, value: float) -> str:
        """A number that fits a tile: 0.25, 950, 12k, 3.4M."""
        size = abs(value)
        sign = "−" if value < 0 else ""
        for limit, unit in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
            if size >= limit:
                return f"{sign}{size / limit * (10 if unit == 'k' else 1):.3g}{unit}"
        written = f"{size:.{min(self.decimals, 4)}f}"
        return sign + (written if size == 0 or float(written) or self.whole else f"{size:.1g}")


def _edges(low: float, high: float, parts: int, scale: Scale) -> list[float]:
    if scale == "log":
        start, end = log1p(low), log1p(high)
        inner = [expm1(start + (end - start) * step / parts) for step in range(1, parts)]
    else:
        inner = [low + (high - low) * step / parts for step in range(1, parts)]
    return [low, *inner, high]

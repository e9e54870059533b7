"""How alike two characters look, measured on the middle lines of their strokes.

Two measures, each from 0 to 1. *Overlap* draws the
strokes on a grid, one plane for each of four directions, and asks how much of each
drawing lies on or beside the other: it is what a scanner sees. *Alignment* pairs the
strokes in writing order and compares place and form, each character in its own box: it
is what an eye sees that knows how to write. Only whole numbers and plain fractions are used, so that every
machine finds the same values.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tools.fetch import Source

Point = tuple[float, float]
Stroke = list[Point]

GRID = 32
PLANE = GRID * GRID
EM = 1024
BASELINE = 124  # the drawings reach this far below zero
LEAST_EXTENT = 300  # a thin character such as 一 is not blown up to a square
SAMPLES = 5
FAR = 0.5  # strokes whose centres are farther apart (in boxes) are not the same stroke
PLACE_WEIGHT, FORM_WEIGHT = 0.95, 1.45

_ALL = (1 << PLANE) - 1
_FIRST_COLUMN = sum(1 << (row * GRID) for row in range(GRID))
_NOT_FIRST = _ALL & ~_FIRST_COLUMN
_NOT_LAST = _ALL & ~(_FIRST_COLUMN << (GRID - 1))


@dataclass(frozen=True)
class Glyph:
    """One character: its drawing as bits, the same with a rim of one cell, its size in bits, its strokes."""

    ink: int
    rim: int
    size: int
    strokes: list[tuple[float, float, list[float]]]

    @property
    def count(self) -> int:
        """The number of strokes."""
        return len(self.strokes)


def read_glyphs(source: Source, wanted: Iterable[str]) -> dict[str, Glyph]:
    """The glyphs of the wanted characters, as far as the source has them."""
    names = {f"package/{character}.json": character for character in wanted}
    glyphs = {}
    with tarfile.open(source.path) as tar:
        for member in tar:
            character = names.get(member.name)
            handle = tar.extractfile(member) if character else None
            if character and handle:
                glyphs[character] = glyph(json.load(handle)["medians"])
    return glyphs


def glyph(medians: list[list[list[int]]]) -> Glyph:
    """A glyph from the middle lines of its strokes."""
    strokes = [[(float(x), float(y)) for x, y in median] for median in medians]
    xs = [x for stroke in strokes for x, _ in stroke]
    ys = [y for stroke in strokes for _, y in stroke]
    width, height = max(max(xs) - min(xs), LEAST_EXTENT), max(max(ys) - min(ys), LEAST_EXTENT)
    left, bottom = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - height) / 2
    boxed = [[((x - left) / width, (y - bottom) / height) for x, y in stroke] for stroke in strokes]
    square = [[(x / EM, (y + BASELINE) / EM) for x, y in stroke] for stroke in strokes]
    ink, rim = draw(square)
    return Glyph(ink, rim, ink.bit_count(), [_features(stroke) for stroke in boxed])


def draw(strokes: list[Stroke]) -> tuple[int, int]:
    """The drawing of strokes whose points lie between 0 and 1, without and with its rim."""
    planes = [0, 0, 0, 0]
    for stroke in strokes:
        cells = [(x * (GRID - 1), y * (GRID - 1)) for x, y in stroke]
        for (x, y), (to_x, to_y) in pairwise(cells):
            bits = _line(x, y, to_x - x, to_y - y)
            for plane in _directions(to_x - x, to_y - y):
                planes[plane] |= bits
    ink = rim = 0
    for plane_bits in planes:
        ink, rim = ink << PLANE | plane_bits, rim << PLANE | _widened(plane_bits)
    return ink, rim


def _line(x: float, y: float, dx: float, dy: float) -> int:
    """The cells that a straight line passes."""
    steps = int(max(abs(dx), abs(dy)) * 1.5) + 1
    bits = 0
    for step in range(steps + 1):
        column = min(max(int(x + dx * step / steps + 0.5), 0), GRID - 1)
        row = min(max(int(y + dy * step / steps + 0.5), 0), GRID - 1)
        bits |= 1 << (row * GRID + column)
    return bits


def _directions(dx: float, dy: float) -> list[int]:
    """The planes of a direction: across 0, rising 1, upright 2, falling 3; a slant lies in two."""
    across, upright = abs(dx), abs(dy)
    planes = []
    if upright <= 0.7 * across:
        planes.append(0)
    if across <= 0.7 * upright:
        planes.append(2)
    if 0.18 * across <= upright and 0.18 * upright <= across:
        planes.append(1 if (dx > 0) == (dy > 0) else 3)
    return planes


def _widened(bits: int) -> int:
    """A plane with a rim of one cell."""
    wide = bits | (bits & _NOT_LAST) << 1 | (bits & _NOT_FIRST) >> 1
    return (wide | wide << GRID | wide >> GRID) & _ALL


def _features(stroke: Stroke) -> tuple[float, float, list[float]]:
    """The centre of a stroke, and its points seen from there."""
    lengths = [abs(x - u) + abs(y - v) for (x, y), (u, v) in pairwise(stroke)]
    points, index, passed = [stroke[0]], 0, 0.0
    for sample in range(1, SAMPLES):
        target = sum(lengths) * sample / (SAMPLES - 1)
        while index < len(lengths) - 1 and passed + lengths[index] < target:
            passed += lengths[index]
            index += 1
        share = min((target - passed) / lengths[index], 1.0) if lengths[index] else 0.0
        (x, y), (u, v) = stroke[index], stroke[index + 1]
        points.append((x + (u - x) * share, y + (v - y) * share))
    x = sum(point[0] for point in points) / SAMPLES
    y = sum(point[1] for point in points) / SAMPLES
    return x, y, [value for u, v in points for value in (u - x, v - y)]


def overlap(first: Glyph, second: Glyph) -> float:
    """How much of each drawing lies on or beside the other."""
    met = (first.ink & second.rim).bit_count() + (second.ink & first.rim).bit_count()
    return met / (first.size + second.size)


def alignment(first: Glyph, second: Glyph) -> float:
    """The best pairing of strokes in writing order."""
    above = [0.0] * (second.count + 1)
    for x, y, form in first.strokes:
        row, left = [0.0], 0.0
        for index, (u, v, other) in enumerate(second.strokes):
            best = max(left, above[index + 1])
            away = abs(x - u) + abs(y - v)
            if away < FAR:
                bend = sum([abs(p - q) for p, q in zip(form, other)]) / SAMPLES  # noqa: B905 - checks cost time here
                paired = above[index] + 1 - PLACE_WEIGHT * away - FORM_WEIGHT * bend
                best = max(best, paired)
            left = best
            row.append(best)
        above = row
    return 2 * above[-1] / (first.count + second.count)

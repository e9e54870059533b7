"""Misspelt and romanised names and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tools.corpora.atlas import Atlas
from tools.corpora.noise import CLEAN, CONTEXTS
from tools.corpora.sample import Half, Sample, half_of

KINDS: Final = "noise"


def noisy(atlas: Atlas, half: Half, _: int) -> Iterator[Sample]:
    """One slip per text, all kinds and contexts in turn; none that makes another real name."""
    streams = [
        (kind, atlas.noise.rows_of(kind, context))
        for kind in atlas.noise.kinds()
        if kind != CLEAN
        for context in CONTEXTS
    ]
    while streams:
        left = []
        for kind, rows in streams:
            row = next((r for r in rows if half_of(r.code) == half and not r.collision), None)
            if row is not None:
                left.append((kind, rows))
                yield Sample(row.text, frozenset({row.code}), KINDS, kind, half)
        streams = left

"""Labelled texts, composed from pinned packages: what weights are fitted on and scores are measured with.

``samples("addresses", "fit", 10_000)`` gives the same texts on every machine. Counties
are split by a hash of their code into a half to fit on and a half to measure on; a text
belongs to the half of the county that it truly means, a word to its own.

>>> for sample in samples("names", "fit", 2):
...     print(sample.corpus, sample.half)
names fit
names fit
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Final

from tools.corpora import addresses, conflicts, former, names, noisy, open_world
from tools.corpora.atlas import Atlas
from tools.corpora.sample import Half, Sample, half_of

__all__ = ["CORPORA", "OPEN_WORLD", "SEED", "Half", "Sample", "half_of", "samples", "shared_atlas"]

SEED: Final = 2026
OPEN_WORLD: Final = tuple(open_world.CORPORA)
CORPORA: Final[dict[str, Callable[[Atlas, Half, int], Iterator[Sample]]]] = {
    "names": names.names,
    "addresses": addresses.addresses,
    "noise": noisy.noisy,
    "former": former.former,
    "conflicts": conflicts.conflicts,
    **open_world.CORPORA,
}


@cache
def shared_atlas() -> Atlas:
    """The stock of names and words, read once."""
    return Atlas()


def samples(corpus: str, half: Half, limit: int | None = None, seed: int = SEED) -> Iterator[Sample]:
    """At most ``limit`` different samples of a corpus, of one half, in an order that the seed decides."""
    if corpus not in CORPORA:
        raise ValueError(f"{corpus!r} is no corpus; there are {', '.join(CORPORA)}")
    return islice(_different(CORPORA[corpus](shared_atlas(), half, seed)), limit)


def _different(made: Iterator[Sample]) -> Iterator[Sample]:
    seen: set[tuple[str, frozenset[str]]] = set()
    for sample in made:
        key = sample.text, sample.truth
        if key not in seen:
            seen.add(key)
            yield sample

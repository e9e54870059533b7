"""The weights of evidence, in log-odds: ``weights.tsv``, which ``tools/fit.py`` makes from counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coedu_zones.data.reader import load_once, read_table


@load_once
def weights() -> Mapping[str, float]:
    """Evidence → weight."""
    return {evidence: float(weight) for evidence, weight, *_ in read_table("weights.tsv", 4)}


class Stem(NamedTuple):
    """How often a stem begins the names of villages and townships outside its divisions, and stands as a word."""

    elsewhere: int
    word: int


@load_once
def stems() -> Mapping[str, Stem]:
    """Stem → counts."""
    return {
        stem: Stem(int(elsewhere), 0 if tag.startswith("n") and tag != "n" else int(word))
        for stem, _, elsewhere, word, tag in read_table("stems.tsv", 5)
    }


@load_once
def sizes() -> Mapping[str, float]:
    """Code → how much people write of it."""
    return {code: float(size) for code, size in read_table("sizes.tsv", 2)}

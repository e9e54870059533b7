"""One labelled text, and the half of the country that it belongs to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Half = Literal["fit", "measure"]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and what may be answered.

    ``truth`` holds the codes of today that are right. ``silent`` says that no answer is
    right too: the text names no division, names several, or names something that lies
    in one and does not say which. An empty ``truth`` means that every answer is wrong.
    ``township`` is the nine-digit code of the township that the text names, if it does.
    """

    text: str
    truth: frozenset[str]
    corpus: str
    kind: str
    half: Half
    silent: bool = False
    township: str | None = None


@lru_cache(maxsize=4096)  # villages of a county stand one behind another
def half_of(key: str) -> Half:
    """The half of a county's code, or of a word: the same for one key in every corpus."""
    return "fit" if hashlib.sha256(key.encode()).digest()[0] % 2 else "measure"


def ordered(keys: list[str], *seed: object) -> list[str]:
    """Keys in an order that is drawn once for a seed, whatever their own order was."""
    head = "|".join(map(str, seed))
    return sorted(keys, key=lambda key: hashlib.sha256(f"{head}|{key}".encode()).digest())

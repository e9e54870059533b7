"""The former names beside the present ones, in one index."""

from __future__ import annotations

from collections.abc import Mapping

from coedu_zones.lineage import History, former_row
from coedu_zones.names import FULL, SHORT, STEM, Entry, NameIndex, add_name, name_lengths
from coedu_zones.shipped import load_once

# names of former districts that are words for a part of any town
_WORDS = frozenset({"新区", "市区"})


class FormerAncestors(dict[str, tuple[str, ...]]):
    """Ancestors of present places, and on demand those of former divisions."""

    def __init__(self, present: Mapping[str, tuple[str, ...]], history: History) -> None:
        super().__init__(present)
        self._history = history

    def __missing__(self, key: str) -> tuple[str, ...]:
        self[key] = found = self._history.ancestors(self._history.by_key(key))
        return found


class FormerIndex(NameIndex):
    """The name index with the former names beside the present ones.

    The id of a former division is its period's key, such as ``431121@1995``.
    """

    def __init__(self, present: NameIndex, history: History) -> None:
        self.gazetteer = present.gazetteer
        self.ancestors = FormerAncestors(present.ancestors, history)
        self.letters = present.letters
        self.seats = present.seats
        self._labels = present._labels  # noqa: SLF001 - the same places
        self.history = history
        names = dict(present.names)
        self.past: dict[str, tuple[Entry, ...]] = {}  # the names of former divisions alone
        for period in history.former():
            if period.name in _WORDS:
                continue
            row = former_row(period.code, period.name, period.first)
            ways = [(period.name, FULL), (row.stem, STEM), *((short, SHORT) for short in row.shorts.split())]
            for name, strength in ways:
                if name:
                    add_name(names, name, (period.key, strength))
                    add_name(self.past, name, (period.key, strength))
        self.names = names
        self.lengths = name_lengths(names)
        self.past_lengths = name_lengths(self.past)

    def label(self, place_id: str) -> str:
        """A place as the trace shows it; a former one with its years."""
        if "@" not in place_id:
            return super().label(place_id)
        period = self.history.by_key(place_id)
        return f"{period.name} ({period.code}, {period.first}–{period.last})"

    @staticmethod
    def current() -> FormerIndex:
        """The index of the current gazetteer with all former names, built on first use and shared."""
        return _former_index()


@load_once
def _former_index() -> FormerIndex:
    return FormerIndex(NameIndex.current(), History.load())

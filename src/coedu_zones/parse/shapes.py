"""What stands before a name, between two, and behind one: the shape of a stretch of an outline, by one table.

``shapes.tsv`` lists shapes in order, as regular expressions over an outline; the first that matches names the shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from coedu_zones.parse.cues import Cues
from coedu_zones.shipped import load_once, read_table


class Shapes:
    """The shapes of one place in a text: ``lead``, ``gap`` or ``tail``."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._known: dict[str, str] = {}
        self._names = list(patterns)
        self._pattern = re.compile("|".join(f"({pattern})" for pattern in patterns.values()))

    def of(self, stretch: str) -> str:
        """The name of the shape of a stretch; names in it count as cues and other characters."""
        found = self._known.get(stretch)
        if found is None:
            match = self._pattern.match(Cues.current().mask(stretch))
            found = self._names[match.lastindex - 1] if match and match.lastindex else "other"
            self._known[stretch] = found
        return found


@load_once
def shapes() -> Mapping[str, Shapes]:
    """The shapes by place."""
    found: dict[str, dict[str, str]] = {}
    for where, name, pattern, _ in read_table("shapes.tsv", 4):
        found.setdefault(where, {})[name] = pattern
    return {where: Shapes(patterns) for where, patterns in found.items()}

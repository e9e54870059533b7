"""What stands before a name, between two, and behind one: the shape of a stretch of an outline, by one table.

``shapes.tsv`` lists shapes in order, as regular expressions over an outline; the first that matches names the shape.
A shape is a matter of what is near the name: of a long stretch only the ``WIDEST`` letters beside it are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from typing import Final

from coedu_zones.data.locks import kept_property
from coedu_zones.data.reader import load_once, read_table
from coedu_zones.parse.cues import Cues

WIDEST: Final = 24
FAR: Final = 3 * WIDEST  # characters of an outline in which there are so many letters, names among them
MOST_KNOWN: Final = 20_000
_LAST: Final = frozenset("RTVIKMG,()")  # what a name behind a name ends with
MOST_UNREAD: Final = 4  # unread characters that stand beside one another in an outline
_RUNS: Final = range(MOST_UNREAD + 1)  # … after which a stretch may go on


class Shapes:
    """The shapes of one place in a text: ``lead``, ``gap``, ``tail`` or ``misspelt``."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._known: dict[str, str] = {}
        self._brief: dict[str, str] = {}
        self._names = list(patterns)
        self._pattern = re.compile("|".join(f"({pattern})" for pattern in patterns.values()))

    @kept_property
    def examples(self) -> Mapping[str, str]:
        """The shortest stretch of each shape, one that goes on where that may be: shape → letters."""
        found: dict[str, str] = {}
        for unread in range(MOST_UNREAD):
            for more in ("0", ""):
                for letter in ("", "H", *self.letters):
                    example = "H" * unread + letter + more
                    found.setdefault(self.match(example), example)
        if len(found) < len(self._names):
            for first, second in product(self.letters, repeat=2):
                found.setdefault(self.match(first + second + "0"), first + second + "0")
        return found

    @kept_property
    def letters(self) -> list[str]:
        """The letters of cues, and those of other characters but ``H``."""
        return sorted({*Cues.current().letters.values(), *"0a,():"}, reverse=True)

    def of(self, stretch: str) -> str:
        """The name of the shape of a stretch; names in it count as cues and other characters."""
        return self.named(Cues.current().mask(stretch))

    def named(self, letters: str) -> str:
        """The name of the shape of a stretch in which no name is left."""
        found = self._known.get(letters)
        if found is None:
            found = self.match(letters)
            if len(letters) <= WIDEST:
                if len(self._known) >= MOST_KNOWN:
                    self._known.clear()
                self._known[letters] = found
        return found

    def match(self, letters: str) -> str:
        """The name of the shape of a stretch, not remembered."""
        match = self._pattern.match(letters)
        return self._names[match.lastindex - 1] if match and match.lastindex else "other"

    def brief(self, letters: str) -> str:
        """The first letters of a stretch, up to a word that ends a name there, if they tell its shape; ``0`` stands for the
        rest.
        """
        found = self._brief.get(letters)
        if found is None:
            shape = self.named(letters)
            heads = (letters[:size] + "0" for size in range(1, len(letters) - 1) if letters[size - 1] in _LAST)
            found = next((head for head in heads if self.named(head) == shape), letters)
            if len(self._brief) >= MOST_KNOWN:
                self._brief.clear()
            self._brief[letters] = found
        return found

    def so_far(self, letters: str, alike: Mapping[str, str]) -> str:
        """The shape of every stretch that begins with these letters, some being alike; empty while it is open."""
        found = self.match(letters)
        found = alike.get(found, found)
        for letter in self.letters:
            for run in _RUNS:
                shape = self.match(letters + "H" * run + letter)
                if alike.get(shape, shape) != found:
                    return ""
        return found


class Letters:
    """One outline with the names in it cut into cues and other characters, from any of its places on."""

    def __init__(self, shape: str) -> None:
        self.shape = shape
        self._cues = Cues.current()
        self._cuts: dict[int, tuple[str, int]] = {}  # place → the letter there, and where the next one begins

    def _cut(self, pos: int) -> tuple[str, int]:
        cues, shape = self._cues, self.shape
        char = shape[pos]
        length = cues.longest(shape, pos) if char > "z" else 0
        if length:
            found = cues.letters[shape[pos : pos + length]], pos + length
        else:
            found = char if char.isascii() and char.isalpha() else cues.plain.get(char) or cues.kind(char), pos + 1
        self._cuts[pos] = found
        return found

    def behind(self, pos: int) -> str:
        """The first letters from a place on."""
        out: list[str] = []
        size, known = len(self.shape), self._cuts.get
        while pos < size and len(out) < WIDEST:
            letter, pos = known(pos) or self._cut(pos)
            out.append(letter)
        return "".join(out)

    def between(self, start: int, end: int) -> str:
        """The last letters between two places."""
        if end == start:
            return ""
        out: list[str] = []
        known, pos = self._cuts.get, start
        if end - start > FAR:  # no word that is a cue goes across a letter: to begin behind one is as good
            pos = next((at for at in range(end - FAR, start, -1) if self.shape[at - 1].isascii()), start)
        while pos < end:
            letter, following = known(pos) or self._cut(pos)
            if following > end:  # a cue goes on behind the end
                out += self._cues.mask(self.shape[pos:end])
                break
            out.append(letter)
            pos = following
        return "".join(out[-WIDEST:])


@load_once
def shapes() -> Mapping[str, Shapes]:
    """The shapes by place."""
    found: dict[str, dict[str, str]] = {}
    for where, name, pattern, _ in read_table("shapes.tsv", 4):
        found.setdefault(where, {})[name] = pattern
    return {where: Shapes(patterns) for where, patterns in found.items()}

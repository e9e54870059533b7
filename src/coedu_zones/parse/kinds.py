"""The kind of thing that stands behind the names of a text, told by its first characters.

The kinds are those of the shapes behind a name, as far as a glance tells them apart.
"""

from __future__ import annotations

from typing import Final

from coedu_zones.parse.shapes import MOST_UNREAD, WIDEST, Shapes, shapes
from coedu_zones.parse.tokens import UNREAD, Tokens

MOST_KNOWN: Final = 100_000
LONGEST_LEARNT: Final = 4  # letters of which it is worked out whether they tell the kind whatever follows
#: What stands behind a county's full name, with a name of its own: all are one kind to a glance.
BEHIND: Final = "behind_township"
_SAME: Final = dict.fromkeys(
    ("behind_township", "behind_road", "behind_village", "behind_estate", "behind_institution", "behind_market"), BEHIND
)


class Kinds:
    """Reads the kinds of what the tokens of one index stand before."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.tails: Shapes = shapes()["tail"]
        self.all: tuple[str, ...] = tuple(dict.fromkeys(_SAME.get(kind, kind) for kind in self.tails.examples))
        self._steps: dict[str, tuple[str, int, bool]] = {}
        self._kinds: dict[str, str] = {}

    def of(self, text: str, pos: int, stem: int) -> str:
        """What kind of thing stands at a place of a text, behind a stem of so many characters there, whatever stems follow."""
        unread = min(stem, MOST_UNREAD)
        letters = UNREAD * unread
        pos += stem
        size = len(text)
        if (
            pos and text[pos - 1 : pos + 1] in self.tokens.starts
        ):  # a cue may begin with the last character of the names
            end = self.tokens.across(text, pos)
            if end != pos:
                letters = self.tokens.cues.letters[text[pos - 1 : end]]
                pos = end
        while pos < size and len(letters) < WIDEST:
            pair = text[pos : pos + 2]
            letter, length, cue = self._steps.get(pair) or self._step(pair)
            if not length:
                length = self.tokens.cues.longest(text, pos)
                if length:
                    letter, cue = self.tokens.cues.letters[text[pos : pos + length]], True
                else:
                    length = 1
            pos += length
            if not cue:
                if letter == UNREAD:
                    unread += 1
                    if unread > MOST_UNREAD:
                        continue
                else:
                    unread = 0
                    if letters[-1:] == letter:
                        continue
            else:
                unread = 0
            letters += letter
            if len(letters) > LONGEST_LEARNT:
                continue
            kind = self.so_far(letters)
            if kind:
                return kind
        return self.named(letters)

    def so_far(self, letters: str) -> str:
        """The kind of every stretch that begins with these letters; empty while it is open."""
        kind = self._kinds.get(letters)
        if kind is None:
            if len(self._kinds) >= MOST_KNOWN:
                self._kinds.clear()
            kind = self._kinds[letters] = self.tails.so_far(letters, _SAME)
        return kind

    def named(self, letters: str) -> str:
        """The kind of a stretch."""
        kind = self.tails.named(letters)
        return _SAME.get(kind, kind)

    def _step(self, pair: str) -> tuple[str, int, bool]:
        """The letter that stands for what a pair of characters begins, its length (0: not told by the pair), and whether
        it is a cue or a bracket, which are not drawn together with the one before.
        """
        _, _, lengths, kind = self.tokens.step(pair)
        words = self.tokens.cues.letters
        length = next((length for length in lengths if pair[:length] in words and length <= len(pair)), 0)
        if pair in self.tokens.cues.offices or any(length > 2 for length in lengths):
            found = kind, 0, kind in "()"
        elif length:
            found = words[pair[:length]], length, True
        else:
            found = kind, 1, kind in "()"
        if len(self._steps) >= MOST_KNOWN:
            self._steps.clear()
        self._steps[pair] = found
        return found

"""Cues: words beside a name that say what the name is doing there (路 road, 镇 township, 中学 institution)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coedu_zones.data.reader import load_once, read_table

CALLED: Final = frozenset({"road", "township", "village", "estate"})  # classes of what has a name before it
LONGEST_CALLED: Final = 3  # characters of such a name behind its first one
OF_DIVISIONS: Final = frozenset({"institution", "ranked", "branch"})  # classes of what a division has
OFFICE: Final = "person"


class Cues:
    """The table of cue words: word → the letter of its class."""

    def __init__(self, letters: Mapping[str, str], classes: Mapping[str, str]) -> None:
        self.classes = classes  # letter → class
        self.plain: dict[str, str] = {}  # characters that are no part of a word → what they are
        self.know(letters)

    def know(self, letters: Mapping[str, str]) -> None:
        """Take these words for cues, and no others."""
        self.letters = letters
        lengths: dict[str, set[int]] = {}
        for word in letters:
            lengths.setdefault(word[:2], set()).add(len(word))
            if len(word) > 1:
                lengths[word[:2]].update({1} if word[0] in letters else ())
        self.lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
        self.called = {letter for letter, name in self.classes.items() if name in CALLED}
        self.of_divisions = {letter for letter, name in self.classes.items() if name in OF_DIVISIONS}
        #: who is at the head of a township or village, unless the last character is the first one of a name: 镇｜长江路
        self.offices = {
            word
            for word, letter in letters.items()
            if self.classes[letter] == OFFICE and letters.get(word[:-1]) in self.called
        }

    def longest(self, text: str, pos: int) -> int:
        """The length of the longest cue that starts at a position; 0 when none does."""
        for length in self.lengths.get(text[pos : pos + 2], ()) or self.lengths.get(text[pos : pos + 1], ()):
            word = text[pos : pos + length]
            if word in self.letters and pos + length <= len(text):
                return length - 1 if word in self.offices and self.names_something(text, pos + length) else length
        return 0

    def names_something(self, text: str, pos: int) -> bool:
        """Whether a character before a place begins a name, and not the word that ends with it: 长｜江路."""
        for end in range(pos + 1, pos + 1 + LONGEST_CALLED):
            length = self.longest(text, end)
            if length and self.letters[text[end : end + length]] in self.called:
                return True
        return False

    def begins_institution(self, text: str, pos: int) -> bool:
        """Whether the cue of an institution that a division has begins at a place, and no cue right before it that goes
        over it: 青岛市北｜公安局, not 黄石市中｜医院.
        """
        length = self.longest(text, pos)
        return (
            length > 0
            and self.letters[text[pos : pos + length]] in self.of_divisions
            and self.longest(text, pos - 1) < 2
        )

    def across(self, text: str, end: int) -> int:
        """Where a cue ends that begins with the last character of a name which ends at ``end``; 0 without one."""
        length = self.longest(text, end - 1)
        return end - 1 + length if length > 1 and self.longest(text, end) < length else 0

    def stem_before(self, word: str, letter: str) -> str:
        """What stands before the cue of a class that ends a word, at least two characters; empty without one."""
        return next((word[:end] for end in range(2, len(word)) if self.letters.get(word[end:]) == letter), "")

    def mask(self, stretch: str) -> str:
        """A stretch of an outline with the names in it cut into cues and other characters."""
        out: list[str] = []
        pos = 0
        while pos < len(stretch):
            length = self.longest(stretch, pos)
            out.append(
                self.letters[stretch[pos : pos + length]]
                if length
                else self.plain.get(stretch[pos]) or self.kind(stretch[pos])
                if not stretch[pos].isalpha() or stretch[pos] > "z"
                else stretch[pos]
            )
            pos += length or 1
        return "".join(out)

    def kind(self, char: str) -> str:
        """What a character outside of every name and cue is: H, 0, a, a bracket, a colon or another mark."""
        if char.isdecimal():
            found = "0"
        elif "\u3400" <= char <= "\u9fff" or char in "〇々" or char >= "\U00020000":
            found = "H"
        elif char.isalpha():
            found = "a"
        elif char in "(（[【〔":
            found = "("
        elif char in ")）]】〕":
            found = ")"
        elif char in ":：=":
            found = ":"
        else:
            found = ","
        self.plain[char] = found
        return found

    @staticmethod
    def current() -> Cues:
        """The table, loaded on first use and shared."""
        return _cues()


@load_once
def _cues() -> Cues:
    classes = {name: letter for letter, name, _ in read_table("cue_classes.tsv", 3)}
    letters = {word: classes[name] for word, name, _ in read_table("cues.tsv", 3)}
    return Cues(letters, {letter: name for name, letter in classes.items()})

"""Cues: words beside a name that say what the name is doing there (路 road, 镇 township, 中学 institution)."""

from __future__ import annotations

from collections.abc import Mapping

from coedu_zones.data.reader import load_once, read_table


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

    def longest(self, text: str, pos: int) -> int:
        """The length of the longest cue that starts at a position; 0 when none does."""
        for length in self.lengths.get(text[pos : pos + 2], ()) or self.lengths.get(text[pos : pos + 1], ()):
            if text[pos : pos + length] in self.letters and pos + length <= len(text):
                return length
        return 0

    def across(self, text: str, end: int) -> int:
        """Where a cue ends that begins with the last character of a name which ends at ``end``; 0 without one."""
        length = self.longest(text, end - 1)
        return end - 1 + length if length > 1 and self.longest(text, end) < length else 0

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

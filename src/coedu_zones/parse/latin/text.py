"""A text in Latin script → plain letters, and beside them what was written on and between them.

``Scan.plain`` holds the letters a–z, single spaces, commas, ``0`` for each digit and
``?`` for what is none of these; tone marks, tone digits and ü are kept by position.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

MAX_LETTERS: Final = 200
MAX_TOKENS: Final = 40
NEUTRAL: Final = 5

_MARKS: Final = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0306": 3, "\u0300": 4}
_SILENT: Final = "\u0302\u0303\u0327"  # circumflex, tilde and cedilla: no tone is written so, but São Lourenço is
_DIAERESIS: Final = "\u0308"
# signs inside and between the words of one name, and signs between names
_SOFT: Final = frozenset(" \t\n\r.-'`\"&_\u00b4\u00b7\u02bc\u2010\u2011\u2013\u2018\u2019\u201c\u201d")
_HARD: Final = frozenset(",;/|\\()[]:><\u2014\u2192\u3001\uff0c\uff1b\uff08\uff09")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]{2}")
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")


def is_latin(text: str) -> bool:
    """Whether a text is written in Latin letters, with no Chinese character among them.

    >>> is_latin("Yushui District"), is_latin("渝水区 Yushui"), is_latin("360502")
    (True, False, False)
    """
    return _LATIN.search(text) is not None and _HAN.search(text) is None


class Scan(NamedTuple):
    """A scanned text; ``at`` leads from each character of ``plain`` to the ``raw`` text."""

    raw: str
    plain: str
    at: tuple[int, ...]
    tones: dict[int, int]
    umlauts: frozenset[int]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``plain[start:end]`` stands in the raw text."""
        return self.at[start], self.at[end - 1] + 1


class Part:
    """The piece ``plain[start:end]`` between two commas, as letters without spaces."""

    def __init__(self, scan: Scan, start: int, end: int) -> None:
        self.scan = scan
        self.start = start
        self.end = end
        self.where = [i for i in range(start, end) if scan.plain[i] != " "]
        self.letters = "".join([scan.plain[i] for i in self.where])

    def gaps(self, start: int, end: int) -> list[int]:
        """After how many of the letters ``start:end`` a space or another mark stands between them."""
        where = self.where
        return [k - start for k in range(start + 1, end) if where[k] - where[k - 1] > 1]

    def spaced(self, start: int, end: int) -> bool:
        """Whether a space stands between two of the letters ``start:end``, and not only a hyphen or an apostrophe."""
        scan = self.scan
        return any(scan.raw[scan.at[self.where[start + gap] - 1]].isspace() for gap in self.gaps(start, end))

    def fits(self, name: str, start: int, end: int) -> bool:
        """Whether what is written on and between the letters ``start:end`` agrees with a name.

        ``name`` has tone marks when it is pinyin, and a hyphen, a space or an
        apostrophe wherever the letters may be parted.
        """
        scan = self.scan
        first, last = self.where[start], self.where[end - 1]
        if last - first == end - start - 1 and not scan.tones and not scan.umlauts:
            return True
        shape = _shape(name)
        if any(gap not in shape.ends for gap in self.gaps(start, end)):
            return False
        for k in range(start, end):
            place = self.where[k]
            tone = scan.tones.get(place)
            if tone is not None and shape.tones[k - start] != tone:
                return False
            if place in scan.umlauts and k - start not in shape.umlauts and self.letters[k - 1 : k] not in set("jqxy"):
                return False
        return True

    def toned(self, start: int, end: int) -> bool:
        """Whether a tone is written on one of the letters ``start:end``."""
        return any(self.where[k] in self.scan.tones for k in range(start, end))


class _Shape(NamedTuple):
    """A name by its letters: where it may be parted, the tone of each letter's syllable, the letters with ü."""

    ends: frozenset[int]
    tones: tuple[int, ...]
    umlauts: frozenset[int]


@lru_cache(maxsize=4096)
def _shape(name: str) -> _Shape:
    ends: set[int] = set()
    tones: list[int] = []
    umlauts: set[int] = set()
    pinyin = any(c in _MARKS for c in unicodedata.normalize("NFD", name))
    for syllable in re.split("[- ']", name):
        tone, letters = NEUTRAL if pinyin else 0, 0
        for char in unicodedata.normalize("NFD", syllable.lower()):
            if char in _MARKS:
                tone = _MARKS[char]
            elif char == _DIAERESIS:
                umlauts.add(len(tones) + letters - 1)
            elif "a" <= char <= "z":
                letters += 1
        tones += [tone] * letters
        ends.add(len(tones))
    return _Shape(frozenset(ends), tuple(tones), frozenset(umlauts))


def scan_text(text: str) -> Scan | None:
    """Scan a text; ``None`` when it has no two letters, or is too long for a place name."""
    if len(text) > 2 * MAX_LETTERS:
        return None
    scanner = _Scanner()
    for i, raw in enumerate(text):
        char = raw.lower()
        if char.isascii():
            scanner.take(char, i, text[i + 1 : i + 2])
        else:
            for piece in unicodedata.normalize("NFKD", char):
                scanner.take(piece, i, "")
    plain = "".join(scanner.plain)
    letters = sum(map(str.isalpha, plain))
    if not 2 <= letters <= MAX_LETTERS or plain.count(" ") + plain.count(",") >= MAX_TOKENS:
        return None
    return Scan(text, plain, tuple(scanner.at), scanner.tones, frozenset(scanner.umlauts))


class _Scanner:
    """Takes a text character by character."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.at: list[int] = []
        self.tones: dict[int, int] = {}
        self.umlauts: set[int] = set()

    def take(self, char: str, i: int, following: str) -> None:
        last = self.plain[-1] if self.plain else ","
        after_letter = "a" <= last <= "z"
        if "a" <= char <= "z":
            self.letter(char, last, i, following)
        elif after_letter and char in "012345" and self.at[-1] == i - 1 and not following.isdigit():
            self.tones[len(self.plain) - 1] = int(char) or NEUTRAL
            self.put(" ", i)
        elif char in _SOFT:
            if last not in " ,":
                self.put(" ", i)
        elif after_letter and char in _MARKS:
            self.tones[len(self.plain) - 1] = _MARKS[char]
        elif after_letter and (char == _DIAERESIS or (char == ":" and self.plain[-2:] in (["l", "u"], ["n", "u"]))):
            self.umlauts.add(len(self.plain) - 1)
        elif char not in _SILENT:
            self.put("," if char in _HARD else "0" if char.isdigit() else "?", i)

    def letter(self, char: str, last: str, i: int, following: str) -> None:
        """A letter; v after l or n, and yu after l, are ways to type ü (but investment has a v)."""
        if char == "v" and last in "ln" and self.at[-1] == i - 1 and not (last == "n" and following in "eE"):
            char = "u"
            self.umlauts.add(len(self.plain))
        elif char == "u" and self.plain[-2:] == ["l", "y"] and self.at[-2] == i - 2:
            self.plain.pop()
            self.at.pop()
            self.umlauts.add(len(self.plain))
        self.put(char, i)

    def put(self, char: str, i: int) -> None:
        self.plain.append(char)
        self.at.append(i)

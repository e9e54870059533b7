"""Raw text → ``NormalizedName``: one width, one script, no stray spaces, no radicals.

What is compared is written in one way: simplified characters, ASCII where a
full-width form stands, unified characters where a compatibility form or a radical
stands, no invisible characters, and no spaces between Chinese characters
(江 西 省 is 江西省) but one behind a generic where another word begins (长坝镇 康县 holds
no 镇康县); other runs of spaces become one space. Names enter an index
only through ``normalize_name``, texts are read only through ``normalize_text``,
so both sides are always written alike. Doing it twice changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple, NewType

from coedu_zones.data.reader import read_table
from coedu_zones.places.romanize import GENERIC_LETTERS

NameKey = NewType("NameKey", str)
"""A text that has been cleaned: the only kind of key that an index holds."""

Spans = tuple[tuple[int, int], ...]

# the insides of character classes
_HAN: Final = "〇々\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_MARKS: Final = "\u0300-\u034e\u0350-\u036f"
_SPACES: Final = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# what nobody sees: controls, formats, variation selectors, fillers, lone surrogates, tags
_UNSEEN: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)


class NormalizedName(NamedTuple):
    """A cleaned text that knows where each of its characters stands in the raw one.

    ``text`` is the raw object itself when there was nothing to do. ``spans`` is
    ``None`` when every character kept its place.

    >>> cleaned = normalize_text("江 西省 渝水區")
    >>> cleaned.text, cleaned.raw_span(4, 7)
    ('江西省 渝水区', (5, 8))
    """

    text: NameKey
    spans: Spans | None = None

    def raw_offset(self, index: int) -> int:
        """Where in the raw text the character at ``index`` starts; the end, for the index after the last."""
        if self.spans is None:
            return index
        if index < len(self.spans):
            return self.spans[index][0]
        return self.spans[-1][1] if self.spans else 0

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the raw text, without what was dropped around it."""
        if self.spans is None:
            return start, end
        if start >= end:
            return self.raw_offset(start), self.raw_offset(start)
        return self.spans[start][0], self.spans[end - 1][1]

    def breaks_in(self, raw: str) -> Callable[[int], bool] | None:
        """Whether a line of the raw text ends right before a character, or before the space that stands there; ``None`` when
        no line break was dropped.
        """
        text, spans = self
        if spans is None:
            return None

        def ends(index: int) -> bool:
            if not 0 < index < len(spans):
                return False
            before = spans[index - 1]
            return "\n" in raw[before[0 if text[index - 1] == " " else 1] : spans[index][0]]

        return ends


def normalize_text(raw: str) -> NormalizedName:
    """Clean a text and keep the way back to its offsets.

    Raises:
        DataIntegrityError: the table of characters is missing or damaged.

    >>> normalize_text("瀋陽市皇姑區").text
    '沈阳市皇姑区'
    """
    script = _script()
    if script.unclean.search(raw) is None:
        return _new(NormalizedName, (raw, None))
    text, spans = raw, None
    if script.loose.search(raw) and script.untidy.search(raw):
        text, spans = _tighten(raw, script)
    if script.undecided.search(text):
        text = script.phrases.sub(lambda found: script.readings[found[0]], text)
    text = text.translate(script.characters)
    return _new(NormalizedName, (raw if text == raw else text, spans))


def plain_characters() -> array[int]:
    """For each character of the basic plane what ``normalize_text`` writes for it wherever it stands; 0 where that
    depends on more.

    >>> plain = plain_characters()
    >>> [chr(plain[ord(char)]) for char in "渝區（"], plain[ord(" ")]
    (['渝', '区', '('], 0)
    """
    script = _script()
    found = array("H", range(0x10000))
    for match in script.unclean.finditer("".join(map(chr, range(0x10000)))):
        plain = script.characters.get(ord(match[0]), "")
        single = len(plain) == 1 and plain < "\U00010000" and not script.undecided.match(match[0])
        found[ord(match[0])] = ord(plain) if single else 0
    found[0] = 0
    return found


def normalize_name(raw: str) -> NameKey:
    """Clean a name for an index.

    >>> normalize_name("阿壩藏族羌族自治州")
    '阿坝藏族羌族自治州'
    """
    return normalize_text(raw).text


_new: Final = tuple.__new__  # three times as quick as the constructor, on the path that every text takes


class _Script(NamedTuple):
    """The table ``script.tsv`` and the patterns made from it."""

    unclean: re.Pattern[str]  # any character that calls for work
    loose: re.Pattern[str]  # a space, an unseen character or a mark
    untidy: re.Pattern[str]  # the same, but for a single plain space between words
    pieces: re.Pattern[str]  # runs of spaces and unseen characters; letters with marks
    unseen: re.Pattern[str]
    has_space: re.Pattern[str]
    han: re.Pattern[str]
    undecided: re.Pattern[str]  # a character that its neighbours may decide
    phrases: re.Pattern[str]
    readings: dict[str, str]  # phrase → plain form
    characters: dict[int, str]  # character → plain form
    endings: frozenset[str]  # characters in which generics end


@lru_cache(maxsize=1)
def _script() -> _Script:
    """Read the table and compile the patterns, on first use."""
    table = _read_table()
    readings = {variant: plain for variant, plain in table.items() if len(variant) > 1}
    characters = {variant: plain for variant, plain in table.items() if len(variant) == 1}
    variants = "".join(re.escape(variant) for variant in characters if variant < "\U00010000")
    # the characters that a phrase reads otherwise than their own records do
    undecided = {
        char
        for phrase, plain in readings.items()
        for char, reading in zip(phrase, plain, strict=True)
        if characters.get(char, char) != reading
    }
    # where no phrase fits, such a character is read by its own record
    readings |= {char: characters.pop(char) for char in sorted(undecided & characters.keys())}
    loose = _SPACES + _UNSEEN
    odd = loose.replace("\x1c-\x20", "\x1c-\x1f")
    return _Script(
        # one block stands for all beyond the basic plane, where a list of ranges would be slow to search
        unclean=re.compile(f"[{variants}{_SPACES}{_UNSEEN.partition(chr(0x110BD))[0]}{_MARKS}\U00010000-\U0010ffff]"),
        loose=re.compile(f"[{loose}{_MARKS}]"),
        untidy=re.compile(rf"[{odd}{_MARKS}]| (?: |\Z|(?<=[{_HAN}] )(?=[{_HAN}]))|\A "),
        pieces=re.compile(f"[{loose}]++|[^{loose}{_MARKS}](?:[{_UNSEEN}]*+[{_MARKS}])++"),
        unseen=re.compile(f"[{_UNSEEN}]"),
        has_space=re.compile(f"[{_SPACES}]"),
        han=re.compile(f"[{_HAN}]"),
        undecided=re.compile(f"[{''.join(sorted(undecided))}]"),
        phrases=re.compile("|".join(sorted(readings, key=len, reverse=True))),
        readings=readings,
        characters={ord(variant): plain for variant, plain in characters.items()},
        endings=GENERIC_LETTERS
        | {word[-1] for kind, word, *_ in read_table("township_words.tsv", 5) if kind == "generic"},
    )


def _read_table() -> dict[str, str]:
    return {variant: plain for variant, plain in read_table("script.tsv", 2)}  # noqa: C416 - two cells each


def _tighten(raw: str, script: _Script) -> tuple[str, Spans | None]:
    """Drop what is unseen, settle spaces and compose accents, with the span of each character left."""
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    pos = word = (
        0  # where in the raw text what is not copied yet begins, and the word that the last space stands before
    )
    for found in script.pieces.finditer(raw):
        start, end = found.span()
        out += raw[pos:start]
        spans += zip(range(pos, start), range(pos + 1, start + 1), strict=True)
        pos = end
        run = found[0]
        if unicodedata.combining(run[-1]):
            settled = unicodedata.normalize("NFC", script.unseen.sub("", run).translate(script.characters))
        else:
            settled = " " if out and end < len(raw) and script.has_space.search(run) else ""
            if settled and script.han.match(out[-1]) and script.han.match(raw[end]):
                ending = script.characters.get(ord(out[-1]), out[-1])
                apart = ending in script.endings and start - word > 1 and script.han.match(raw[end + 1 : end + 2])
                settled = " " if apart else ""
            word = end
        out += settled
        spans += [(start, end)] * len(settled)
    out += raw[pos:]
    spans += zip(range(pos, len(raw)), range(pos + 1, len(raw) + 1), strict=True)
    text = "".join(out)
    return (raw, None) if text == raw else (text, tuple(spans))

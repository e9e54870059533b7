"""Raw text → ``NormalizedName``: one width, one script, no stray spaces, no radicals.

What is compared is written in one way: simplified characters, ASCII where a
full-width form stands, unified characters where a compatibility form or a radical
stands, no invisible characters, and no spaces between Chinese characters
(江 西 省 is 江西省); other runs of spaces become one space. Names enter an index
only through ``normalize_name``, texts are read only through ``normalize_text``,
so both sides are always written alike. Doing it twice changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple, NewType

from coedu_zones.errors import DataIntegrityError

NormalizedName = NewType("NormalizedName", str)
"""A text that has been cleaned: the only kind of key that an index holds."""

_HAN: Final = "〇々\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# controls (but for those that are spaces), formats, variation selectors, fillers, lone surrogates, tags
_DROPPED: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb"
)
_DROPPED_BEYOND: Final = (
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_MARKS: Final = "\u0300-\u034e\u0350-\u036f"
_SPACES: Final = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LOOSE_SET: Final = _SPACES + _DROPPED + _DROPPED_BEYOND
_IS_LOOSE: Final = re.compile(f"[{_LOOSE_SET}{_MARKS}]").search
# of what is loose, only a single plain space between two words is tidy already
_IS_UNTIDY: Final = re.compile(
    rf"[{_LOOSE_SET.replace(chr(0x20), chr(0x1F))}{_MARKS}]| (?: |\Z|(?<=[{_HAN}] )(?=[{_HAN}]))|\A "
).search
# the pieces to settle: runs of spaces and invisible characters, and letters with combining marks
_LOOSE: Final = re.compile(rf"[{_LOOSE_SET}]++|[^{_LOOSE_SET}{_MARKS}][{_MARKS}]++")
_IS_HAN: Final = re.compile(f"[{_HAN}]").match
_HAS_SPACE: Final = re.compile(f"[{_SPACES}]").search

Spans = tuple[tuple[int, int], ...]


class NormalizedText(NamedTuple):
    """A cleaned text that knows where each of its characters stands in the raw one.

    ``text`` is the raw object itself when there was nothing to do. ``spans`` is
    ``None`` when every character kept its place.

    >>> cleaned = normalize_text("江 西省 渝水區")
    >>> cleaned.text, cleaned.raw_span(3, 6)
    ('江西省渝水区', (5, 8))
    """

    text: NormalizedName
    spans: Spans | None = None

    def raw_offset(self, index: int) -> int:
        """Where in the raw text the character at ``index`` starts; the end, for the index after the last."""
        if self.spans is None:
            return index
        if index < len(self.spans):
            return self.spans[index][0]
        return self.spans[-1][1] if self.spans else 0

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the raw text behind ``text[start:end]``, without what was dropped around it."""
        if self.spans is None:
            return start, end
        if start >= end:
            return self.raw_offset(start), self.raw_offset(start)
        return self.spans[start][0], self.spans[end - 1][1]


class _Script(NamedTuple):
    """The tables of ``script.tsv``, ready for use."""

    is_unclean: Callable[[str], object]
    needs_context: Callable[[str], object]
    by_context: Callable[[str], str]
    characters: dict[int, str]


def normalize_text(raw: str) -> NormalizedText:
    """Clean a text and keep the way back to its offsets.

    >>> normalize_text("瀋陽市皇姑區").text
    '沈阳市皇姑区'
    """
    script = _script()
    if script.is_unclean(raw) is None:
        return _new_text(NormalizedText, (raw, None))
    text, spans = raw, None
    if _IS_LOOSE(raw) and _IS_UNTIDY(raw):
        text, spans = _tighten(raw, script.characters)
    if script.needs_context(text):
        text = script.by_context(text)
    text = text.translate(script.characters)
    return _new_text(NormalizedText, (raw if text == raw else text, spans))


def normalize_name(raw: str) -> NormalizedName:
    """Clean a name for an index.

    >>> normalize_name("阿壩藏族羌族自治州")
    '阿坝藏族羌族自治州'
    """
    return normalize_text(raw).text


_new_text = tuple.__new__


def _tighten(raw: str, characters: dict[int, str]) -> tuple[str, Spans | None]:
    """Drop what is invisible, settle spaces and compose accents, with the span of each character left."""
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    pos = 0
    for found in _LOOSE.finditer(raw):
        start, end = found.span()
        out += raw[pos:start]
        spans += ((i, i + 1) for i in range(pos, start))
        pos = end
        run = found[0]
        if unicodedata.combining(run[-1]):
            composed = unicodedata.normalize("NFC", run.translate(characters))
        else:
            composed = " " if _separates(out, run, raw, end) else ""
        out += composed
        spans += [(start, end)] * len(composed)
    out += raw[pos:]
    spans += ((i, i + 1) for i in range(pos, len(raw)))
    text = "".join(out)
    return (raw, None) if text == raw else (text, tuple(spans))


def _separates(before: list[str], run: str, raw: str, end: int) -> bool:
    """Whether a run of spaces stays as one space: not at an edge, not between Chinese characters."""
    if not before or end == len(raw) or not _HAS_SPACE(run):
        return False
    return not (_IS_HAN(before[-1]) and _IS_HAN(raw[end]))


@lru_cache(maxsize=1)
def _script() -> _Script:
    """Read ``script.tsv`` on first use.

    Raises:
        DataIntegrityError: the table is missing or damaged.

    """
    try:
        body = files("coedu_zones").joinpath("data", "script.tsv").read_bytes().decode("utf-8")
        table = dict(line.split("\t") for line in body.split("\n")[1:-1])
    except (OSError, ValueError) as error:
        raise DataIntegrityError(f"the data file script.tsv cannot be read ({error}); reinstall coedu_zones") from error
    phrases = {variant: plain for variant, plain in table.items() if len(variant) > 1}
    characters = {variant: plain for variant, plain in table.items() if len(variant) == 1}
    unclean = "".join(re.escape(variant) for variant in characters if variant < "\U00010000")
    # the characters that the phrases read otherwise than the single records do
    decided = {
        char
        for variant, plain in phrases.items()
        for char, reading in zip(variant, plain, strict=True)
        if characters.get(char, char) != reading
    }
    # one that a phrase keeps is read by the phrases, and where none fits by its own record
    phrases |= {char: characters.pop(char) for char in decided & characters.keys()}
    pattern = re.compile("|".join(sorted(phrases, key=len, reverse=True)))
    return _Script(
        # one block stands for all beyond the basic plane, where a list of ranges would be slow to search
        is_unclean=re.compile(f"[{unclean}{_SPACES}{_DROPPED}{_MARKS}\U00010000-\U0010ffff]").search,
        needs_context=re.compile(f"[{''.join(sorted(decided))}]").search,
        by_context=lambda text: pattern.sub(lambda found: phrases[found[0]], text),
        characters={ord(variant): plain for variant, plain in characters.items()},
    )

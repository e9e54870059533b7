"""A clean text → its outline: the names that stand in it, and what every other stretch of it is.

The outline is all that the decision sees. Names of divisions and areas stay as they are written; a cue (路, 小学,
街道) becomes the letter of its class, a run of other Chinese characters ``H`` (up to four), a number ``0``, Latin
letters ``a``, marks ``,``. Two texts with the same outline have the same answer:

>>> from coedu_zones.parse.names import NameIndex
>>> tokens = Tokens(NameIndex.current())
>>> tokens.outline("江西省新余市渝水区仙来大道1号").shape
'江西省新余市渝水区HHR0E'
"""

from __future__ import annotations

import re
from string import ascii_letters
from typing import Final, NamedTuple

from coedu_zones.parse.cues import Cues
from coedu_zones.parse.names import NameIndex, may_cross
from coedu_zones.parse.shapes import MOST_UNREAD, WIDEST, shapes

UNREAD: Final = "H"
LATER: Final = "G"  # ends what nobody bore yet: 沙坡头区, which is not 坡头区, in 2000
MOST_STEPS: Final = 200_000

_LETTERS: Final = ascii_letters + "0,():"  # of an outline: what is no name, and no code
_CODE: Final = re.compile(r"(\d{6})(?:\d{3}|\d{6})?(?!\d)", re.ASCII)

Step = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]
"""What two characters may begin: the lengths of names, of strong names and of cues; and what the first is by itself."""


class Outline(NamedTuple):
    """``shape`` and, for each of its characters, where in the text it begins; one more entry for the end."""

    shape: str
    at: tuple[int, ...]

    def brief(self, end: int = 0) -> Outline:
        """The outline with only so much behind the last name, and behind ``end``, as tells what stands there.

        >>> Outline("渝水区HHR0E0", tuple(range(10))).brief().shape
        '渝水区HHR0'
        """
        shape = self.shape
        cut = max(end, len(shape.rstrip(_LETTERS)))
        letters = shapes()["tail"].brief(shape[cut : cut + WIDEST])
        stop = cut + len(letters)
        if shape[cut:] == letters:
            return self
        return Outline(shape[:cut] + letters, self.at[:stop] + self.at[-1:])


class Tokens:
    """Cuts texts by the names of one index and the cues."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.cues = Cues.current()
        self._steps: dict[str, Step] = {}
        self._open: dict[str, bool] = {}
        self._later = _later_names(index)
        self.starts = {pair for pair in (*index.lengths, *self.cues.lengths) if len(pair) == 2}

    def step(self, pair: str) -> Step:
        """What a pair of characters, or the last character of a text, may begin."""
        found = self._steps.get(pair)
        return found or self._make_step(pair)

    def _make_step(self, pair: str) -> Step:
        index, cues = self.index, self.cues
        found = (
            index.lengths.get(pair, ()), self.index.strong_lengths.get(pair, ()),
            cues.lengths.get(pair, ()) or cues.lengths.get(pair[0], ()), cues.plain.get(pair[0]) or cues.kind(pair[0]),
        )  # fmt: skip
        if len(self._steps) >= MOST_STEPS:
            self._steps.clear()
        self._steps[pair] = found
        return found

    def outline(self, text: str) -> Outline:
        """Cut a clean text into names, cues and the rest; linear in its length."""
        words, offices, steps, codes = self.cues.letters, self.cues.offices, self._steps.get, self.index.codes
        shape: list[str] = []
        at: list[int] = []
        size, pos, unread = len(text), 0, 0
        while pos < size:
            pair = text[pos : pos + 2]
            names, _, lengths, kind = steps(pair) or self._make_step(pair)
            later = self._later_name(text, pos) if pair in self._later else 0
            if names or later or not pos:
                end = later or self.names(text, pos)
                if end:
                    shape.append(UNREAD + LATER if later else text[pos:end])
                    at.extend((pos, end - 1) if later else range(pos, end))
                    unread = 0
                    pos = self.across(text, end)
                    if pos != end:
                        shape.append(words[text[end - 1 : pos]])  # 大同市｜场, 赵县｜长
                        at.append(end)
                    continue
            for length in lengths:
                word = text[pos : pos + length]
                if word in words and pos + length <= size:
                    if word in offices and self.cues.names_something(text, pos + length):
                        word = word[:-1]
                    shape.append(words[word])
                    at.append(pos)
                    pos, unread = pos + len(word), 0
                    break
            else:
                if kind == UNREAD:
                    unread += 1
                    if unread <= MOST_UNREAD:
                        shape.append(kind)
                        at.append(pos)
                else:
                    unread = 0
                    code = _CODE.match(text, pos) if kind == "0" and not text[pos - 1 : pos].isdecimal() else None
                    if code and code[1] in codes:  # a code says more than any number
                        shape.append(code[1])
                        at.extend(range(pos, pos + 6))
                        pos = code.end()
                        continue
                    if not shape or shape[-1] != kind or kind in "()":
                        shape.append(kind)
                        at.append(pos)
                pos += 1
        at.append(size)
        return Outline("".join(shape), tuple(at))

    def _later_name(self, text: str, pos: int) -> int:
        """Where a full name ends that begins at a place and was borne only later, if no longer one of the year does."""
        known = self.index.names
        for length, names in self._later[text[pos : pos + 2]]:
            word = text[pos : pos + length]
            if word in known:
                return 0
            if word in names:
                return pos + length
        return 0

    def names(self, text: str, pos: int) -> int:
        """Where the names end that begin at a place, one overlapping the next; 0 when none is read there."""
        index, size = self.index, len(text)
        lengths, _, cues, _ = self.step(text[pos : pos + 2])
        for length in lengths:
            name = text[pos : pos + length]
            if name in index.names and pos + length <= size:
                break
        else:
            if pos or text[0] not in index.letters:
                return 0
            length, name = 1, text[0]
        end = pos + length
        open_end = self.is_open(name) or text[end - 1 : end + 1] in self.starts
        if name not in index.strong:
            if open_end and length > 1 and self._cue_across(text, pos, end):
                return 0  # 市｜中心学校, not 市中｜心学校
            words = self.cues.letters
            if any(cue > length and text[pos : pos + cue] in words and pos + cue <= size for cue in cues):
                return 0
        return self._end_of_names(text, pos, end) if open_end else end

    def is_open(self, name: str) -> bool:
        """Whether another name, or a cue, may begin inside a name and go on behind it."""
        found = self._open.get(name)
        if found is None:
            known = self.index.lengths, self.cues.lengths
            found = self._open[name] = any(may_cross(name, lengths) for lengths in known)
        return found

    def across(self, text: str, end: int) -> int:
        """Where a cue ends that begins with the last character of the names that end at ``end``; ``end`` without one."""
        if text[end - 1 : end + 1] not in self.starts or any(True for _ in self.index.at(text, end)):
            return end
        return self.cues.across(text, end) or end

    def _end_of_names(self, text: str, start: int, end: int) -> int:
        """Where the names end that begin at ``start`` or overlap the one that ends at ``end``: 内江市中区."""
        index, begins_institution = self.index, self.cues.begins_institution
        pos = start + 1
        while pos < end:
            for length in index.lengths.get(text[pos : pos + 2], ()):
                name = text[pos : pos + length]
                if (
                    pos + length > end
                    and len(name) == length
                    and (
                        name in index.strong
                        or (
                            name in index.names
                            and (pos + length == len(text) or begins_institution(text, pos + length))
                        )
                    )
                ):
                    end = pos + length
                    break
            pos += 1
        return end

    def _cue_across(self, text: str, pos: int, end: int) -> bool:
        """Whether a cue longer than a weak name begins inside it and goes on behind it."""
        longest = self.cues.longest
        return any(start + longest(text, start) > max(end, start + end - pos) for start in range(pos + 1, end))

    def behind_marks(self, text: str, pos: int) -> int:
        """The first place from ``pos`` on that is no mark and no opening bracket."""
        kinds, kind = self.cues.plain, self.cues.kind
        while pos < len(text) and (kinds.get(text[pos]) or kind(text[pos])) in ",(":
            pos += 1
        return pos


def _later_names(index: NameIndex) -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
    """The full names that came after the year of an index: first two characters → by length, the longest first."""
    if index.gazetteer.year is None:
        return {}
    found: dict[str, dict[int, set[str]]] = {}
    for name in NameIndex.current().strong - index.names.keys():
        found.setdefault(name[:2], {}).setdefault(len(name), set()).add(name)
    return {
        pair: tuple((size, frozenset(sizes[size])) for size in sorted(sizes, reverse=True))
        for pair, sizes in found.items()
    }

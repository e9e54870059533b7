"""A clean text → its outline: the names that stand in it, and what every other stretch of it is.

The outline is all that the decision sees. Names of divisions and areas stay as they are written; a cue (路, 小学,
街道) becomes the letter of its class, a run of other Chinese characters ``H`` (up to four), a number ``0``, Latin
letters ``a``, marks ``,``. Two texts with the same outline have the same answer:

>>> from coedu_zones.parse.names import NameIndex
>>> tokens = Tokens(NameIndex.current())
>>> tokens.outline("江西省新余市渝水区仙来大道1号").shape
'江西省新余市渝水区HHR0E'

Of most texts a glance is enough: the names that they begin with, and the shape of all the rest, which stands there by
its shortest example. Texts with many different tails have few glances.

>>> tokens.glance("江西省新余市渝水区仙来大道1号").outline.shape
'江西省新余市渝水区HHR0'
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.parse.cues import Cues
from coedu_zones.parse.names import NameIndex
from coedu_zones.parse.shapes import MOST_UNREAD, WIDEST, shapes

UNREAD: Final = "H"
MOST_STEPS: Final = 200_000
#: Behind a county's full name a stem before these is part of an address: 丰南区济南东路.
ADDRESS: Final = frozenset({
    "road", "road1", "township", "township1", "village", "village1", "estate", "market",
    "behind_township", "behind_road", "behind_village", "behind_estate", "behind_market",
})  # fmt: skip

_CODE: Final = re.compile(r"(\d{6})(?:\d{3}|\d{6})?(?!\d)", re.ASCII)

WEAK, OPEN, FULL, OPEN_DEEP, DEEP = 1, 2, 3, 4, 5
_UNREAD, _ONCE, _CUE, _OPEN = 0, 1, 2, 3

TailStep = tuple[str, int, int]
"""A letter, how many characters it stands for, and how it is set beside others."""

_new: Final = tuple.__new__

Step = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]
"""What two characters may begin: the lengths of names, of strong names and of cues; and what the first is by itself."""


class Outline(NamedTuple):
    """``shape`` and, for each of its characters, where in the text it begins; one more entry for the end."""

    shape: str
    at: tuple[int, ...]


class Glance(NamedTuple):
    """The names that a text begins with and the shape of its rest.

    ``head`` ends at ``end`` of the text, ``tail`` stands for the rest in the outline. ``letters`` are the first of the
    rest as they are.
    """

    head: str
    tail: str
    end: int
    size: int
    at: tuple[int, ...] | None
    letters: str

    @property
    def outline(self) -> Outline:
        """The outline of the glance; what stands for the rest begins at its start."""
        at = self.at or range(self.end)
        return Outline(self.head + self.tail, (*at, *(self.end for _ in self.tail), self.size))


class Tokens:
    """Cuts texts by the names of one index and the cues."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.cues = Cues.current()
        self.common = index.common["common"]
        self._steps: dict[str, Step] = {}
        self._inner: dict[str, bool] = {}
        self._heads: dict[str, int] = {}
        self._tail_steps: dict[str, TailStep] = {}
        self._tails: dict[str, tuple[str, str]] = {}
        self._strong_lengths = index.strong_lengths
        self._starts = {pair for pair in (*index.lengths, *self.cues.lengths) if len(pair) == 2}

    def _step(self, pair: str) -> Step:
        index, cues = self.index, self.cues
        found = (
            index.lengths.get(pair, ()), self._strong_lengths.get(pair, ()),
            cues.lengths.get(pair, ()) or cues.lengths.get(pair[0], ()), cues.plain.get(pair[0]) or cues.kind(pair[0]),
        )  # fmt: skip
        if len(self._steps) >= MOST_STEPS:
            self._steps.clear()
        self._steps[pair] = found
        return found

    def outline(self, text: str) -> Outline:
        """Cut a clean text into names, cues and the rest; linear in its length."""
        words, steps, codes = self.cues.letters, self._steps.get, self.index.codes
        shape: list[str] = []
        at: list[int] = []
        size = len(text)
        pos = unread = 0
        while pos < size:
            pair = text[pos : pos + 2]
            names, _, lengths, kind = steps(pair) or self._step(pair)
            if names or not pos:
                end = self._names(text, pos, names, lengths)
                if end:
                    shape.append(text[pos:end])
                    at.extend(range(pos, end))
                    unread = 0
                    pos = self._across(text, end)
                    if pos != end:  # 大同市｜场, 赵县｜长
                        shape.append(words[text[end - 1 : pos]])
                        at.append(end)
                    continue
            for length in lengths:
                if text[pos : pos + length] in words and pos + length <= size:
                    shape.append(words[text[pos : pos + length]])
                    at.append(pos)
                    pos, unread = pos + length, 0
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

    def _names(self, text: str, pos: int, names: tuple[int, ...], cues: tuple[int, ...]) -> int:
        """Where the names end that begin at a place, one overlapping the next; 0 when none is read there."""
        index, size = self.index, len(text)
        for length in names:
            name = text[pos : pos + length]
            if name in index.names and pos + length <= size:
                break
        else:
            if pos or text[0] not in index.letters:
                return 0
            length, name = 1, text[0]
        end = pos + length
        open_end = self._is_open(name) or text[end - 1 : end + 1] in self._starts
        if name not in index.strong:
            if open_end and length > 1 and self._cue_across(text, pos, end):
                return 0  # 市｜中心学校, not 市中｜心学校
            words = self.cues.letters
            if any(cue > length and text[pos : pos + cue] in words and pos + cue <= size for cue in cues):
                return 0
        return self._end_of_names(text, pos, end) if open_end else end

    def _is_open(self, name: str) -> bool:
        """Whether another name, or a cue, may begin inside a name and go on behind it."""
        found = self._inner.get(name)
        if found is None:
            lengths, words, size = self.index.lengths, self.cues.lengths, len(name)
            found = self._inner[name] = any(
                length > size - pos
                for pos in range(1, size - 1)
                for known in (lengths, words)
                for length in known.get(name[pos : pos + 2], ())
            )
        return found

    def _across(self, text: str, end: int) -> int:
        """Where a cue ends that begins with the last character of the names that end at ``end``; ``end`` without one."""
        if text[end - 1 : end + 1] not in self._starts or any(True for _ in self.index.at(text, end)):
            return end
        return self.cues.across(text, end) or end

    def _end_of_names(self, text: str, start: int, end: int) -> int:
        """Where the names end that begin at ``start`` or overlap the one that ends at ``end``: 内江市中区."""
        index = self.index
        pos = start + 1
        while pos < end:
            for length in index.lengths.get(text[pos : pos + 2], ()):
                name = text[pos : pos + length]
                if pos + length > end and len(name) == length and (name in index.strong or (name in index.names and pos + length == len(text))):
                    end = pos + length
                    break
            pos += 1
        return end

    def _cue_across(self, text: str, pos: int, end: int) -> bool:
        """Whether a cue longer than a weak name begins inside it and goes on behind it."""
        longest = self.cues.longest
        return any(start + longest(text, start) > max(end, start + end - pos) for start in range(pos + 1, end))

    def glance(self, text: str) -> Glance | None:
        """The names that a text begins with and the shape of its rest; ``None`` where that is not enough to see.

        It is enough when the rest holds no full name, and no stem that stands right behind the names as one of them.
        """
        steps, heads, starts = self._steps.get, self._heads.get, self._starts
        size = len(text)
        pos = end = last = 0  # where to go on; where the last name ends, and the one before
        deep = 0  # where the last full name of a county ends
        cuts: list[int] | None = None  # starts and ends of the names, where marks stand between them
        while pos < size:
            step = steps(text[pos : pos + 2]) or self._step(text[pos : pos + 2])
            for length in step[0]:
                use = heads(text[pos : pos + length]) or self._head(text[pos : pos + length])
                if use:
                    break
            else:
                length = use = 0
            if use & 1 and use > WEAK and pos + length <= size and text[pos + length - 1 : pos + length + 1] not in starts:
                stop = pos + length
            else:
                stop = self._names(text, pos, step[0], step[2]) if use or not pos else 0
                if stop:
                    use = self._head(text[pos:stop])
                elif end and step[3] == "," and not step[2]:
                    pos += 1
                    continue
                else:
                    break
            if pos != end and cuts is None:
                cuts = [0, end]
            if cuts is not None:
                cuts += pos, stop
            if use >= OPEN_DEEP:
                deep = stop
            pos = end = stop
            if text[end - 1 : end + 1] in starts and self._across(text, end) != end:
                break
        if not end:
            return None
        if deep and deep < end:
            letters = self._letters(text, deep)
            if letters is not None and self._tail(letters)[1] in ADDRESS:
                end = deep
            else:
                letters = self._letters(text, end)
        else:
            letters = self._letters(text, end)
        if letters is None:
            return None
        tail = (self._tails.get(letters) or self._tail(letters))[0]
        if cuts is None:
            return _new(Glance, (text[:end], tail, end, size, None, letters))
        head, at = self._joined(text, cuts, end)
        return _new(Glance, (head, tail, end, size, at, letters))

    def _head(self, name: str) -> int:
        """Whether a word is a name, and whether it is a full one into which no other name or cue reaches."""
        found = self._heads.get(name)
        if found is None:
            entries = self.index.names.get(name)
            if entries is None:
                return 0
            if name not in self.index.strong:
                found = WEAK
            else:
                deep = all(e.form.strong and self.index.level(e.place) == "county" for e in entries)
                found = (OPEN_DEEP if deep else OPEN) if self._is_open(name) else DEEP if deep else FULL
            self._heads[name] = found
        return found

    @staticmethod
    def _joined(text: str, cuts: list[int], until: int) -> tuple[str, tuple[int, ...]]:
        """Names with one mark between two that stand apart, and where each character begins."""
        shape: list[str] = []
        at: list[int] = []
        before = 0
        for start, stop in zip(cuts[::2], cuts[1::2], strict=True):
            if stop > until:
                break
            if start != before:
                shape.append(",")
                at.append(before)
            shape.append(text[start:stop])
            at.extend(range(start, stop))
            before = stop
        return "".join(shape), tuple(at)

    def _tail(self, letters: str) -> tuple[str, str]:
        """The shortest example of the shape of a tail, and the shape."""
        found = self._tails.get(letters)
        if found is None:
            tails = shapes()["tail"]
            kind = tails.named(letters)
            if len(self._tails) >= MOST_STEPS:
                self._tails.clear()
            found = self._tails[letters] = tails.examples[kind], kind
        return found

    def behind_marks(self, text: str, pos: int) -> int:
        """The first place from ``pos`` on that is no mark and no opening bracket."""
        kinds, kind = self.cues.plain, self.cues.kind
        while pos < len(text) and (kinds.get(text[pos]) or kind(text[pos])) in ",(":
            pos += 1
        return pos

    def _letters(self, text: str, pos: int) -> str | None:
        """The letters of what stands behind the names, whatever stems are in it; ``None`` when a full name is."""
        words, steps = self.cues.letters, self._tail_steps.get
        size = len(text)
        letters: list[str] = []
        add = letters.append
        unread = 0
        if text[pos - 1 : pos + 1] in self._starts:  # a cue may begin with the last character of the names
            stop = self._across(text, pos)
            if stop != pos:
                add(words[text[pos - 1 : stop]])
                pos = stop
        while pos < size:
            pair = text[pos : pos + 2]
            found = steps(pair) or self._tail_step(pair)
            if found[2] == _OPEN:
                there = self._look(text, pos, found)
                if there is None:
                    return None
                found = there
            letter, advance, kind = found
            pos += advance
            if kind == _UNREAD:
                unread += 1
                if unread <= MOST_UNREAD:
                    add(letter)
                continue
            unread = 0
            if kind == _CUE or not letters or letters[-1] != letter:
                add(letter)
        return "".join(letters[:WIDEST])

    def _tail_step(self, pair: str) -> TailStep:
        """What is read where two characters stand, as far as they tell."""
        step = self._steps.get(pair) or self._step(pair)
        words, kind = self.cues.letters, step[3]
        plain = kind, 1, _UNREAD if kind == UNREAD else _CUE if kind in "()" else _ONCE
        if step[1] or any(length > 2 for length in step[2]):
            found = kind, 1, _OPEN
        else:
            length = next((length for length in step[2] if pair[:length] in words and length <= len(pair)), 0)
            found = (words[pair[:length]], length, _CUE) if length else plain
        if len(self._tail_steps) >= MOST_STEPS:
            self._tail_steps.clear()
        self._tail_steps[pair] = found
        return found

    def _look(self, text: str, pos: int, step: TailStep) -> TailStep | None:
        """What is read at a place where a long word may begin; ``None`` where a full name does."""
        strong, common = self.index.strong, self.common
        for length in self._steps[text[pos : pos + 2]][1]:
            name = text[pos : pos + length]
            if name in strong and name not in common and len(name) == length:
                return None
        length = self.cues.longest(text, pos)
        if length:
            return self.cues.letters[text[pos : pos + length]], length, _CUE
        kind = step[0]
        return kind, 1, _UNREAD if kind == UNREAD else _CUE if kind in "()" else _ONCE

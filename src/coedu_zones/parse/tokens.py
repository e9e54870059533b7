"""A clean text → its outline: the names that stand in it, and what every other stretch of it is.

The outline is all that the decision sees. Names of divisions and areas stay as they are written; a cue (路, 小学,
街道) becomes the letter of its class, a run of other Chinese characters ``H`` (up to four), a number ``0``, Latin
letters ``a``, marks ``,``. Two texts with the same outline have the same answer:

>>> from coedu_zones.parse.names import NameIndex
>>> outline("江西省新余市渝水区仙来大道1号", NameIndex.current()).shape
'江西省新余市渝水区HHR0E'
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.parse.cues import Cues
from coedu_zones.parse.names import NameIndex

UNREAD: Final = "H"
MOST_UNREAD: Final = 4

_CODE: Final = re.compile(r"(\d{6})(?:\d{3}|\d{6})?(?!\d)", re.ASCII)


class Outline(NamedTuple):
    """``shape`` and, for each of its characters, where in the text it begins; one more entry for the end."""

    shape: str
    at: tuple[int, ...]


def outline(text: str, index: NameIndex) -> Outline:
    """Cut a clean text into names, cues and the rest; linear in its length."""
    cues = Cues.current()
    words, plain = cues.letters, cues.plain
    shape: list[str] = []
    at: list[int] = []
    size = len(text)
    pos = unread = 0
    while pos < size:
        name = index.longest(text, pos) or (not pos and text[0] in index.letters)
        cue = cues.longest(text, pos)
        if name > 1 and text[pos : pos + name] not in index.strong and _cue_across(text, pos, name, cues):
            name = 0  # 市｜中心学校, not 市中｜心学校
        if name and (name >= cue or text[pos : pos + name] in index.strong):
            end = _end_of_names(text, pos, pos + name, index)
            shape.append(text[pos:end])
            at.extend(range(pos, end))
            pos, unread = end, 0
            word = 0 if any(True for _ in index.at(text, end)) else cues.across(text, end)
            if word:  # 大同市｜场, 赵县｜长
                shape.append(words[text[end - 1 : word]])
                at.append(end)
                pos = word
        elif cue:
            shape.append(words[text[pos : pos + cue]])
            at.append(pos)
            pos, unread = pos + cue, 0
        else:
            kind = plain.get(text[pos]) or cues.kind(text[pos])
            if kind == UNREAD:
                unread += 1
                if unread <= MOST_UNREAD:
                    shape.append(kind)
                    at.append(pos)
            else:
                unread = 0
                code = _CODE.match(text, pos) if kind == "0" and not text[pos - 1 : pos].isdecimal() else None
                if code and code[1] in index.codes:  # a code says more than any number
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


def _end_of_names(text: str, start: int, end: int, index: NameIndex) -> int:
    """Where the names end that begin at ``start`` or overlap the one that ends at ``end``: 内江市中区."""
    pos = start + 1
    while pos < end:
        for length in index.lengths.get(text[pos : pos + 2], ()):
            name = text[pos : pos + length]
            if pos + length > end and len(name) == length and (name in index.strong or (name in index.names and pos + length == len(text))):
                end = pos + length
                break
        pos += 1
    return end


def _cue_across(text: str, pos: int, name: int, cues: Cues) -> bool:
    """Whether a longer cue begins inside a weak name and goes on behind it."""
    end = pos + name
    return any(start + cues.longest(text, start) > max(end, start + name) for start in range(pos + 1, end))

"""What was typed → the texts that are looked up: cleaned, cut at separators, in the letters of the table."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.parse.text import normalize_text
from coedu_zones.places.inputs import number_as_code
from coedu_zones.places.romanize import plain_letters, toneless

# what ends a name; spaces do only where nothing else does
_SEPARATORS: Final = re.compile(r"[,，、;；/\\|>＞→·・]+")
_SPACES: Final = re.compile(r"\s+")
_TONES: Final = re.compile(r"(?<=[a-z])[1-5](?![0-9])")


class Typed(NamedTuple):
    """A query: its parts, and whether a separator stands behind the last one."""

    parts: tuple[str, ...]
    ended: bool

    @property
    def joined(self) -> str:
        """The parts as one text."""
        return "".join(self.parts)


def read_typed(query: str) -> Typed:
    """Clean a query and cut it.

    >>> read_typed("新余 渝水"), read_typed("Xīnyú ys"), read_typed("lǜ").parts
    (Typed(parts=('新余', '渝水'), ended=False), Typed(parts=('xinyu', 'ys'), ended=False), ('lv',))
    >>> read_typed("江西省/"), read_typed("Yushui District, Xin").parts
    (Typed(parts=('江西省',), ended=True), ('yushuidistrict', 'xin'))
    """
    by = _SEPARATORS if _SEPARATORS.search(query.strip()) else _SPACES
    pieces = by.split(query.lstrip() if by is _SPACES else query)
    parts = tuple(part for part in map(_cleaned, pieces) if part)
    return Typed(parts, bool(parts) and not _cleaned(pieces[-1]))


def _cleaned(piece: str) -> str:
    text = plain_letters(toneless(normalize_text(piece).text.lower()).replace("ü", "v"))
    return text if text.isdecimal() else _TONES.sub("", text)


def as_code_digits(text: str) -> str:
    """Digits as the code that they are, without the zeros that fill it up.

    >>> as_code_digits("360502000000"), as_code_digits("3605")
    ('360502', '3605')
    """
    return number_as_code(int(text)) or text if text[0] != "0" else text


def with_umlaut(text: str) -> str:
    """Letters as they are typed where every lu and nu is lü and nü."""
    return text.replace("lu", "lv").replace("nu", "nv")


@load_once
def placeholders() -> tuple[str, ...]:
    """The placeholders that stand between two levels, longest first."""
    names = {name for _, name in read_table("placeholders.tsv", 2) if len(name) > 1}  # 县 and 市 end other names
    return tuple(sorted(names, key=lambda name: (-len(name), name)))

"""The text of a page → tokens; the tokens of one row of its table → names.

A token is a number, or a piece of text that no space, pipe, line break or separator
interrupts. A separator (、 or a comma) always parts two names. A line break or space
parts them too, unless it runs through the middle of one: 西宁市大通回族 / 土族自治县.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from coedu_zones.errors import NoticeFormatError
from coedu_zones.messages import say
from coedu_zones.parse.patterns import Pattern
from coedu_zones.parse.text import normalize_name
from coedu_zones.places.romanize import GENERIC_LETTERS
from coedu_zones.zone_lists.notice_words import words_of

_TOKEN: Final = Pattern(
    r"(?P<number>\d+[.．)）:：]?)|(?P<mark>[、，,;；])|(?P<gap>[\s|│\"\u200b\ufeff]+|<[^<>\n]{0,80}>)"
    r"|(?P<piece>(?:[^\s|│\"\u200b\ufeff、，,;；()（）<]|[(（][^()（）]{0,60}[)）])++|.)"
)
_PROVINCE_HEAD: Final = Pattern(r"[所推]?[属在荐]?(?:省|地区|区域|单位)")
_LAYOUT: Final = Pattern(r"[-—–]?\d+[-—–]?|第.{1,4}页.{0,10}|[-:=_*—–]+")  # page numbers and rules

# how a name ends, and what of it is a prefecture: 石家庄市 | 长安区
_NAME_ENDS: Final = (*sorted(GENERIC_LETTERS), "师", ")")
_GENERIC: Final = Pattern(rf"[{''.join(sorted(GENERIC_LETTERS))}]|地区|新区|林区|特区|自治[区州县旗]")
_BARE_PREFECTURE: Final = Pattern(r"[^市盟师]{1,12}(?:市|州|盟|地区|师)")
_OWN_PREFECTURE: Final = Pattern(r".(?:[市盟师]|地区|州(?![市区县]?\Z)).")
_WRAPPED_GENERIC: Final = Pattern(r"市(?![中南北])|区|县|地区|新区|自治")
_LONGEST_NAME: Final = 60
_NAME: Final = Pattern(r"(?=.*[\u3400-\u9fff\U00020000-\U000323af])[\w·()、,;\- ]{2,}")


class Token(NamedTuple):
    """A number or a piece of text (``text`` is normalized), and what stood before it."""

    text: str
    start: int
    end: int
    number: int | None
    mark: bool  # a separator
    lines: int  # so many line breaks
    cell: bool  # a pipe, on the same line
    glued: bool  # nothing


class Name(NamedTuple):
    """A name, or the part of one that nothing interrupts; ``text`` is normalized, ``printed`` is not."""

    text: str
    printed: str
    start: int
    end: int
    mark: bool
    lines: int
    cell: bool

    @property
    def is_complete(self) -> bool:
        """Whether it ends as names end."""
        return self.text.endswith(_NAME_ENDS)


_Lines = list[list[Name]]


def tokenize(text: str) -> list[Token]:
    """Cut a text into numbers and pieces."""
    tokens: list[Token] = []
    cleaned: dict[str, str] = {}  # a table says the same again and again
    mark, lines, cell, end = False, 1, False, 0
    for found in _TOKEN.finditer(text):
        kind, part = found.lastgroup, found[0]
        if kind == "mark":
            mark = True
        elif kind == "gap":
            lines += part.count("\n") or part.count("\r") or part.lower().startswith("<br")
            cell = "|" in part.rpartition("\n")[2] or (cell and "\n" not in part)
        else:
            digits = part.rstrip(".．)）:：") if kind == "number" else ""
            number = int(digits) if digits and len(digits) <= 4 else None
            glued = bool(tokens) and found.start() == end
            if part not in cleaned:
                cleaned[part] = normalize_name(part)
            tokens.append(Token(cleaned[part], found.start(), found.end(), number, mark, lines, cell, glued))
            mark, lines, cell, end = False, 0, False, found.end()
    return tokens


def header_length(tokens: list[Token], i: int) -> int:
    """How many tokens from ``i`` are a header 序号 省份 地区; 0 where none starts."""
    if tokens[i].text not in words_of("number head"):
        return 0
    rest = tokens[i + 1 : i + 12]
    if not any(token.number is None and _PROVINCE_HEAD.match(token.text) for token in rest[:4]):
        return 0
    one_line = rest[0].lines == 0
    cells = 4 if tokens[i].text == "序" else 3
    for length, token in enumerate(rest, start=1):
        if token.number is not None or (token.lines if one_line else length >= cells):
            return length
    return len(rest) + 1


def read_names(text: str, rows: Sequence[tuple[int, list[Token]]]) -> Iterator[list[Name]]:
    """Read the names of each row, given as its number and the tokens behind its province.

    Raises:
        NoticeFormatError: a row is empty, or holds something that is no name.

    """
    tables = [_lines(text, tokens) for _, tokens in rows]
    wraps = _breaks_are_wraps(tables)
    for (number, _), lines in zip(rows, tables, strict=True):
        names = _read_row(number, lines, wraps=wraps, last=lines is tables[-1])
        if not names:
            raise NoticeFormatError(say("row {number} has no name: expected at least one", number=number))
        for name in names:
            _check_name(number, name)
        yield names


def _check_name(row: int, name: Name) -> None:
    if len(name.text) > _LONGEST_NAME or not _NAME.fullmatch(name.text):
        raise NoticeFormatError(
            say(
                "row {row}: {name!r} is no name: expected a division or an area",
                row=row,
                name=name.text[:_LONGEST_NAME],
            )
        )


def _lines(text: str, tokens: list[Token]) -> _Lines:
    """Part a row's names into lines, without headers that come again and page numbers."""
    lines: list[list[Token]] = []
    at = 0
    while at < len(tokens):
        if length := header_length(tokens, at):
            at += length
            continue
        if tokens[at].lines or not lines:
            lines.append([])
        lines[-1].append(tokens[at])
        at += 1
    named = [list(_pieces(text, line)) for line in lines]
    return [line for line in named if not _LAYOUT.fullmatch("".join(name.text for name in line))]


def _pieces(text: str, line: list[Token]) -> Iterator[Name]:
    begins = [i for i, token in enumerate(line) if i == 0 or not token.glued]
    for begin, stop in pairwise([*begins, len(line)]):
        first = line[begin]
        printed = "".join(text[first.start : line[stop - 1].end].split())
        yield Name(
            normalize_name(printed),
            printed,
            first.start,
            line[stop - 1].end,
            first.mark,
            first.lines,
            first.cell,
        )


def _breaks_are_wraps(tables: list[_Lines]) -> bool:
    """Whether 、 alone parts names in a table, so that a line break may run through 石家庄市 / 长安区."""
    marked = False
    for lines in tables:
        for i, line in enumerate(lines):
            # behind the last row stands the rest of the page
            if i == 0 or lines is not tables[-1] or line[0].is_complete:
                marked = marked or any(name.mark for name in (line if i else line[1:]))
        sure = lines if lines is not tables[-1] else lines[:1]
        for left, right in pairwise(name for line in sure for name in line):
            if not right.mark and right.is_complete and not _is_wrapped(left, right, wraps=True):
                return False
    return marked


def _read_row(row: int, lines: _Lines, *, wraps: bool, last: bool) -> list[Name]:
    """Put the names of one row together, up to the first part that belongs to none."""
    names: list[Name] = []
    for i, line in enumerate(lines):
        below = lines[i + 1] if i + 1 < len(lines) else []
        if names and not _continues(names[-1], line, below, wraps=wraps, last=last and not line[0].cell):
            lost = [name for other in lines[i:] for name in other if name.is_complete]
            if lost and not last:
                raise NoticeFormatError(
                    say(
                        "row {row}: cannot tell whether {text!r} belongs to its names",
                        row=row,
                        text=lost[0].text[:_LONGEST_NAME],
                    )
                )
            break
        for name, after in zip_longest(line, [*line[1:], *below[:1]][: len(line)]):
            if names and _is_wrapped(names[-1], name, wraps=wraps):
                begun = names.pop()
                whole, printed = begun.text + name.text, begun.printed + name.printed
                names.append(begun._replace(text=whole, printed=printed, end=name.end))
                _check_name(row, names[-1])
            elif last and name is not line[0] and _is_foreign(name, after, wraps=wraps):
                return names
            else:
                names.append(name)
    return names


def _continues(name: Name, line: list[Name], below: list[Name], *, wraps: bool, last: bool) -> bool:
    """Whether a line goes on with the names of the line before it."""
    first, *_, end = line[0], line[-1]
    ends_below = bool(below) and below[0].is_complete
    if first.mark or not name.is_complete:
        if last:  # behind the last row stands the rest of the page
            return first.is_complete or (len(line) == first.lines == 1 and ends_below and below[0].lines == 1)
        return ends_below or any(part.is_complete for part in line)
    if last and (first.lines > 1 or (wraps and not _is_wrapped(name, first, wraps=True))):
        return False
    # a lone part that does not end as names end may be anything
    return all(part.is_complete for part in line[:-1]) and (end.is_complete or (ends_below and len(line) > 1))


def _is_foreign(name: Name, after: Name | None, *, wraps: bool) -> bool:
    """Whether a part of the last line, after a mere space, no longer belongs to the list."""
    if name.mark or name.is_complete:
        return False
    return wraps or after is None or after.mark or not after.is_complete


def _is_wrapped(left: Name, right: Name, *, wraps: bool) -> bool:
    """Whether a break without a separator runs through the middle of one name."""
    if right.mark:
        return False
    if right.text.startswith("(") or not left.is_complete or _GENERIC.fullmatch(right.text):
        return True
    if left.text.endswith("州") and _WRAPPED_GENERIC.match(right.text):
        return True
    if left.text.endswith("市市") and right.text.startswith(("中", "南", "北")):
        return True
    in_prefecture = _BARE_PREFECTURE.fullmatch(left.text) and not _OWN_PREFECTURE.search(right.text)
    return wraps and right.lines > 0 and bool(in_prefecture)

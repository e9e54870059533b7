"""A page's text → the list of zones that it holds.

A list is a table, names under the lines of their provinces, numbered lines, or names in a sentence (``notice_lines``).
A table is one of 序号 / 省份 / 地区 somewhere in a page: the row number, the
province (or 新疆生产建设兵团), and names. Navigation and advertising may stand
around it, rows may be wrapped, and the header may come again in the middle. The
cells may be parted by spaces, tabs, pipes, commas or line breaks. Nothing is
left out without notice: what does not fit is a ``NoticeFormatError``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple, NoReturn

from coedu_zones.errors import NoticeFormatError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.messages import say
from coedu_zones.parse.patterns import Pattern
from coedu_zones.parse.text import normalize_name
from coedu_zones.places.frozen import Frozen
from coedu_zones.places.models import Level
from coedu_zones.zone_lists.notice_lines import read_lines, read_numbered, read_sentence
from coedu_zones.zone_lists.notice_names import Token, header_length, read_names, tokenize
from coedu_zones.zone_lists.notice_words import words_of
from coedu_zones.zone_table.rows import CORPS_FORMS

_PROVINCE_LIKE: Final = Pattern(r"..*(?:省|市|区|兵团)")
_LONGEST_PROVINCE: Final = 8  # tokens: 北 京 市 has three

# 认定北京市朝阳区等97个县（市、区）: the count that the page itself states
_STATED: Final = Pattern(r"(?:[认認]定[^。；]{0,80}?等\s*+|名[单單]\s*+[(（]\s*+共?\s*+)(\d{1,4})\s*+[个個]")
_DOCUMENT: Final = Pattern(r"[\u4e00-\u9fff]{2,10}[〔\[［(（]\s*+\d{4}\s*+[〕\]］)）]\s*+第?\s*+\d{1,5}\s*+[号號]")
_TITLE_LINES: Final = 5


class ListedName(Frozen):
    """One name of a list as the page prints it, and its place there: ``page[start:end]``.

    ``number`` counts the names of the list from 1; ``row`` and ``province`` are
    the row's number and province column. Line breaks and spaces inside a name
    belong to the layout: ``name`` leaves them out. ``prefecture`` is what the page
    prints before a colon, 石家庄市:长安区; ``province`` is empty where it prints none.
    """

    number: int
    row: int
    province: str
    name: str
    start: int
    end: int
    prefecture: str | None = None

    @property
    def full_name(self) -> str:
        """The name with what the page prints above it, as a text for ``resolve``."""
        return "".join(dict.fromkeys((self.province, self.prefecture or "", self.name)))

    def to_record(self) -> dict[str, Any]:
        """One flat dictionary; ``prefecture`` is in it only where the page prints one."""
        record = super().to_record()
        return record if self.prefecture else {key: value for key, value in record.items() if key != "prefecture"}


class ListedRow(NamedTuple):
    """One row of a list: its number, its province column as printed, its names."""

    number: int
    province: str
    names: tuple[ListedName, ...]


class NoticeList(Frozen):
    r"""The list of a page, and what the page says about it; what it does not say is ``None``.

    >>> found = parse_notice("序号 省份 地区\n1 北京市 朝阳区、东城区\n2 江西省 渝水区")
    >>> [(n.number, n.row, n.province, n.name) for n in found.names]
    [(1, 1, '北京市', '朝阳区'), (2, 1, '北京市', '东城区'), (3, 2, '江西省', '渝水区')]
    """

    names: tuple[ListedName, ...]
    stated_count: int | None
    document_number: str | None
    title: str | None

    @property
    def rows(self) -> tuple[ListedRow, ...]:
        """The names by row, in order."""
        grouped = ((row, tuple(names)) for row, names in groupby(self.names, key=lambda name: name.row))
        return tuple(ListedRow(row, names[0].province, names) for row, names in grouped)


def parse_notice(text: str, *, provinces: Iterable[str] | None = None) -> NoticeList:
    r"""Read the list of zones out of the text of a page, as it was scraped.

    The list is a table 序号 / 省份 / 地区; lines of provinces with names below, city by city and with counts
    (河北省(35个), 石家庄市:长安区、平山县); numbered lines (1.北京市大兴区); or a sentence that lists places. Counts that
    the page states are checked.

    Args:
        text: the text of the page.
        provinces: the words of the province column; by default the 34 provincial units,
            with or without their generic, and 新疆生产建设兵团.

    Raises:
        NoticeFormatError: there is no list; a row is missing, repeated, empty or
            of an unknown province; a name is damaged; or the page states another
            count of names. The message names the row and what was expected.

    >>> parse_notice("1 江西省 渝水区、\n定南县\n3 河南省 洛阳市")
    Traceback (most recent call last):
    ...
    coedu_zones.errors.NoticeFormatError: row 2 is missing: row 3 follows row 1
    """
    known = _known_provinces() if provinces is None else frozenset(map(normalize_name, provinces))
    if not isinstance(text, str):
        raise TypeError(say("expected the text of a page, got {text}", text=type(text).__name__))
    names, stated = _read(text, known)
    begin = names[0].start
    stated = _stated_count(text, begin) if stated is None else stated
    if stated is not None and stated != len(names):
        raise NoticeFormatError(
            say(
                "the page states {stated} names, and its list has {number} in rows 1 to {row}; expected {stated}",
                stated=stated,
                number=len(names),
                row=names[-1].row,
            )
        )
    document_number, title = _document(text[:begin])
    return NoticeList(names=names, stated_count=stated, document_number=document_number, title=title)


def _read(text: str, provinces: frozenset[str]) -> tuple[tuple[ListedName, ...], int | None]:
    """The names of the page in the first layout that it has, and the count that a sentence states beside them."""
    tokens = tokenize(text)
    try:
        return tuple(_listed(text, tokens, _find_rows(tokens, provinces))), None
    except _NoTableError as error:
        found, stated = read_lines(text, provinces) or read_numbered(text, provinces), None
        if not found:
            sentence = read_sentence(text)
            if sentence is None:
                raise NoticeFormatError(str(error)) from None
            found, stated = sentence
    return tuple(ListedName(number=number, **one._asdict()) for number, one in enumerate(found, start=1)), stated


class _NoTableError(NoticeFormatError):
    """The page holds no table, so that it may hold a list in another layout."""


class _Row(NamedTuple):
    """Where a row starts: at which token, and at which one its names do."""

    number: int
    at: int
    names_at: int


def _known_provinces() -> frozenset[str]:
    gazetteer = Gazetteer.current()
    rows = [gazetteer.rows[code] for code in gazetteer.codes(Level.PROVINCE)]
    return frozenset(name for row in rows for name in (row.name, row.stem)) | CORPS_FORMS


def _find_rows(tokens: list[Token], provinces: frozenset[str]) -> list[_Row]:
    """Find the rows of the table: a number, a province, and names up to the next row."""
    found = [
        _Row(token.number, i, i + 1 + width)
        for i, token in enumerate(tokens)
        if token.number is not None and (width := _province_width(tokens, i + 1, provinces))
    ]
    begin = _table_start(tokens, found)
    if begin is None:
        raise _NoTableError(
            say(
                "the page holds no list: expected a header such as 序号 省份 地区 and rows such as 1 北京市 "
                "朝阳区、东城区; lines such as 河北省(2个) with names below; numbered lines such as 1.北京市大兴区; or a "
                "sentence that lists places"
            )
        )
    rows: list[_Row] = []
    for row in found:
        if row.at < begin or (rows and row.at < rows[-1].names_at):
            continue
        if row.number == len(rows) + 1:
            rows.append(row)
        elif _starts_row(tokens, row, rows):
            _refuse_unknown(tokens[rows[-1].names_at if rows else begin : row.at], len(rows) + 1, last=False)
            _refuse_order(row.number, len(rows) + 1)
    _refuse_unknown(tokens[rows[-1].names_at if rows else begin :], len(rows) + 1, last=bool(rows))
    if not rows:
        raise NoticeFormatError(
            say("the table has a header and no rows: expected a row such as 1 北京市 朝阳区、东城区")
        )
    return rows


def _table_start(tokens: list[Token], found: list[_Row]) -> int | None:
    """Where the table starts: at its header; without one, at a line with row 1; ``None`` where nothing does."""
    header = next((i for i in range(len(tokens)) if header_length(tokens, i)), None)
    begin = next((row.at for row in found if row.number == 1 and tokens[row.at].lines), None)
    if header is None or begin is None or begin > header:
        return begin if header is None else header
    # a header in the middle alone: what stands before it goes on behind it
    numbers = [row.number for row in found if begin <= row.at < header]
    after = next((row.number for row in found if row.at > header), None)
    return begin if after == len(numbers) + 1 and numbers == list(range(1, after)) else header


def _province_width(tokens: list[Token], start: int, provinces: frozenset[str]) -> int:
    """How many tokens from ``start`` make a known province; 0 for none."""
    found, joined = 0, ""
    for width, token in enumerate(tokens[start : start + _LONGEST_PROVINCE], start=1):
        if token.number is not None or (token.mark and width > 1):
            break
        joined += token.text
        if joined in provinces:
            found = width
    return found


def _starts_row(tokens: list[Token], row: _Row, rows: list[_Row]) -> bool:
    """Whether an unexpected number before a province is a damaged row, and not a year or a figure."""
    table_is_one_line = bool(rows) and not tokens[rows[-1].at].lines
    return row.number < 1000 and (tokens[row.at].lines > 0 or table_is_one_line)


def _refuse_order(number: int, expected: int) -> NoReturn:
    if number < expected:
        raise NoticeFormatError(
            say(
                "row {number} is repeated: expected row {expected} after row {V}",
                number=number,
                expected=expected,
                V=expected - 1,
            )
        )
    before = (
        say("row {number} follows row {before}", number=number, before=expected - 1)
        if expected > 1
        else say("the list starts with row {number}", number=number)
    )
    raise NoticeFormatError(say("row {expected} is missing: {before}", expected=expected, before=before))


def _refuse_unknown(between: list[Token], expected: int, *, last: bool) -> None:
    """Refuse the expected row with a province that is not known; behind the last row, only a whole row."""
    for i, token in enumerate(between[:-1]):
        if token.number == expected and token.lines and between[i + 1].number is None:
            province, *cells = between[i + 1 : i + 3]
            if not last or (cells and not cells[0].lines and _PROVINCE_LIKE.fullmatch(province.text)):
                raise NoticeFormatError(
                    say(
                        "row {expected}: {province!r} is no known province: expected one of the provincial units or 新疆生产建设兵团",
                        expected=expected,
                        province=province.text[:60],
                    )
                )


def _listed(text: str, tokens: list[Token], rows: list[_Row]) -> Iterator[ListedName]:
    number = 0
    stops = [*(row.at for row in rows[1:]), len(tokens)]
    cells = [(row.number, tokens[row.names_at : stop]) for row, stop in zip(rows, stops, strict=True)]
    for row, names in zip(rows, read_names(text, cells), strict=True):
        province = "".join(text[token.start : token.end] for token in tokens[row.at + 1 : row.names_at])
        for name in names:
            number += 1
            yield ListedName(
                number=number,
                row=row.number,
                province=province,
                name=name.printed,
                start=name.start,
                end=name.end,
            )


def _stated_count(text: str, begin: int) -> int | None:
    """Find the count that the page states: the last one before its list, else the first one after."""
    stated = _STATED.findall(text, 0, begin)[-1:] or _STATED.findall(text, begin)[:1]
    return int(stated[0]) if stated else None


def _document(before: str) -> tuple[str | None, str | None]:
    """Find the document's number, where it stands on a line of its own, and the title above it."""
    lines = [line for line in map(str.strip, before.splitlines()) if line]
    numbered = next((i for i, line in enumerate(lines) if _DOCUMENT.fullmatch(line)), None)
    number = None if numbered is None else lines[numbered]
    title = ""
    for line in reversed(lines[max(0, (numbered or 0) - _TITLE_LINES) : numbered or 0]):
        title = line + title
        if "关于" in line or "關於" in line:
            return number, title if title.endswith(tuple(words_of("title"))) else None
    return number, None

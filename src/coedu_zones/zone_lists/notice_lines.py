"""Lists that are no table: names under the lines of their provinces, numbered lines, and names in a sentence.

::

    河北省(3个)                    1.北京市大兴区                 现确定北京、天津、石家庄等3个城市为试点。
    石家庄市:长安区、平山县         2.河北省石家庄市长安区
    唐山市:路南区

Each reader gives ``None`` for a page without such a list, and an error for a damaged one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar

from coedu_zones.errors import NoticeFormatError
from coedu_zones.messages import say
from coedu_zones.parse.mentions import Span
from coedu_zones.parse.text import normalize_name, normalize_text
from coedu_zones.places.romanize import GENERIC_LETTERS
from coedu_zones.resolution.mention import Mention
from coedu_zones.resolver import default_normalizer
from coedu_zones.zone_lists.notice_words import words_of

# spaces are taken at once (*+): two stretches of them beside one another would be tried in every way
_COUNT: Final = r"(?:[(（]\s*+共?\s*+(?P<count>\d{1,4})\s*+[个個]?[^()（）\d]{0,8}[)）])?"
_NUMERAL: Final = re.compile(
    r"\s*+(?:[一二三四五六七八九十]{1,3}\s*+[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])?\s*+"
)
_HEAD: Final = re.compile(rf"\s*+{_COUNT}\s*+(?P<colon>[:：])?\s*+(?P<rest>(?:.*\S)?)\s*+")
_LONGEST_PROVINCE: Final = 16
_CITY: Final = re.compile(rf"\s*+(?P<name>[\u3400-\u9fff]{{2,16}}?)\s*+{_COUNT}\s*+[:：]\s*+")
_NAME: Final = re.compile(r"[^、，,;；。\s]+(?:\s*[(（][^()（）]*[)）])?")
_ENDS: Final = re.compile(rf".*[{''.join(sorted(GENERIC_LETTERS))}區縣师師)）]|.*兵团")
_UNFINISHED: Final = re.compile(r".*[、，,:：]\s*")
_NUMBERED: Final = re.compile(
    r"(?m:^)[^\S\n]*+(?P<number>\d{1,4})\s*+[.．、)）]\s*+(?P<text>[\u3400-\u9fff][^\n\d。：:]{1,60}?)[;；。]?[^\S\n]*(?=\n|\r|\Z)"
)
_FARTHEST_IN: Final = 401  # characters between 在 and 开展, and the first of these
_STATED: Final = re.compile(r"[\s等共]{0,3}(\d{1,4})\s*[个個]")
_JOINED: Final = re.compile(r"[、，,]|[、，,]?(?:和|与|及|以及)")
_JOINING: Final = re.compile("[、，,和与及]")
_LEAST_IN_A_SENTENCE: Final = 3
_ANOTHER: Final = re.compile(r"(?:、|和|及|以及)\s*([\u3400-\u9fff]{2,8}?(?:市|县|区|州|盟|旗|[、，,。和及等]|\Z))")


_Item = TypeVar("_Item", Span, Mention)


class Found(NamedTuple):
    """One name of a list with what stands above it; ``start`` and ``end`` are its place in the page."""

    row: int
    province: str
    prefecture: str | None
    name: str
    start: int
    end: int


class _Line(NamedTuple):
    text: str
    start: int


class _Head(NamedTuple):
    name: str
    stated: str | None
    rest: _Line


def read_lines(page: str, provinces: frozenset[str]) -> list[Found] | None:
    """The names under lines of provinces; the counts that those lines state are checked.

    Raises:
        NoticeFormatError: a heading has no name or states another count, or a line between two headings is no list.

    """
    lines = [_Line(found[0], found.start()) for found in re.finditer(r"[^\r\n]+", page) if found[0].strip()]
    heads = {at: head for at, line in enumerate(lines) if (head := _head(line, provinces))}
    if not heads or (len(heads) == 1 and not next(iter(heads.values())).stated):
        return None
    first, last = min(heads), max(heads)
    found: list[Found] = []
    for row, (at, stop) in enumerate(pairwise([*sorted(heads), len(lines)]), start=1):
        head = heads[at]
        own = list(_under(row, head, lines[at + 1 : stop], final=at == last))
        if not own and at == first and not head.stated:
            return None
        if not own:
            raise NoticeFormatError(
                say(
                    "{head} has no name: expected at least one under the line {text!r}",
                    head=head.name,
                    text=lines[at].text.strip(),
                )
            )
        _check_count(head.name, head.stated, len(own))
        found += own
    return found


def _province(text: str, provinces: frozenset[str]) -> int:
    """How many characters at the head of a text name a province; 0 for none."""
    ends = range(min(len(text), _LONGEST_PROVINCE), 1, -1)
    return next((end for end in ends if normalize_name("".join(text[:end].split())) in provinces), 0)


def _head(line: _Line, provinces: frozenset[str]) -> _Head | None:
    """A line that names a province alone, with a count or with a colon."""
    begin = _NUMERAL.match(line.text)
    start = begin.end() if begin else 0
    end = start + _province(line.text[start:], provinces)
    found = _HEAD.fullmatch(line.text, end) if end > start else None
    if not found or (found["rest"] and not (found["count"] or found["colon"])):
        return None
    name = "".join(line.text[start:end].split())
    return _Head(name, found["count"], _Line(found["rest"], line.start + found.start("rest")))


def _check_count(name: str, stated: str | None, held: int) -> None:
    if stated is not None and int(stated) != held:
        raise NoticeFormatError(
            say(
                "{name} states {stated} names, and its list has {held}; expected {stated}",
                name=name,
                stated=stated,
                held=held,
            )
        )


def _under(row: int, head: _Head, below: list[_Line], *, final: bool) -> Iterator[Found]:
    """The names of one province, city by city."""
    parts = ([head.rest] if head.rest.text else []) + below
    at = 0
    while at < len(parts):
        joined, at = _joined(parts, at)
        city = _CITY.match(joined[0].text)
        skip = city.end() if city else 0
        names = list(_names([_Line(joined[0].text[skip:], joined[0].start + skip), *joined[1:]]))
        if not names or not all(_ENDS.fullmatch(name) for name, _, _ in names):
            if final:
                return  # behind the last names stands the rest of the page
            raise NoticeFormatError(
                say("{head}: {text!r} is no list of names", head=head.name, text=joined[0].text.strip()[:60])
            )
        if city:
            _check_count(f"{head.name}, {city['name']}", city["count"], len(names))
        for name, start, end in names:
            yield Found(row, head.name, city["name"] if city else None, name, start, end)


def _joined(parts: list[_Line], at: int) -> tuple[list[_Line], int]:
    """The line at a place with those that it goes on in: it ends in a mark, or within a name."""
    joined = [parts[at]]
    at += 1
    while at < len(parts) and (
        _UNFINISHED.fullmatch(joined[-1].text) or not _ENDS.fullmatch(joined[-1].text.strip("。;； "))
    ):
        if not re.search("[、，,市县区]", parts[at].text):
            break
        joined.append(parts[at])
        at += 1
    return joined, at


def _names(lines: list[_Line]) -> Iterator[tuple[str, int, int]]:
    """The names of lines that belong together; one that runs over a line's end is put together again."""
    begun: tuple[str, int, int] | None = None
    for line in lines:
        for found in _NAME.finditer(line.text):
            name, start, end = "".join(found[0].split()), line.start + found.start(), line.start + found.end()
            if begun is not None:
                name, start, begun = begun[0] + name, begun[1], None
            if found.end() == len(line.text.rstrip()) and line is not lines[-1] and not _ENDS.fullmatch(name):
                begun = name, start, end
            else:
                yield name, start, end
    if begun is not None:
        yield begun


def read_numbered(page: str, provinces: frozenset[str]) -> list[Found] | None:
    """The names of numbered lines, each with or without its province in front.

    Raises:
        NoticeFormatError: a number is missing or comes again.

    """
    lines = [
        m
        for m in _NUMBERED.finditer(page)
        if _ENDS.fullmatch(m["text"].strip()) and not re.search("[、，,]", m["text"])
    ]
    begin = next((at for at, line in enumerate(lines) if line["number"] == "1"), None)
    if begin is None or len(lines) - begin < 2:
        return None
    found: list[Found] = []
    for row, line in enumerate(lines[begin:], start=1):
        if int(line["number"]) != row:
            number = line["number"]
            what = (
                say("row {number} is repeated", number=number)
                if int(number) < row
                else say(
                    "row {row} is missing: row {number} follows row {before}", row=row, number=number, before=row - 1
                )
            )
            raise NoticeFormatError(say("{what}; expected row {row}", what=what, row=row))
        text = line["text"].rstrip()
        province = _province(text, provinces)
        width = province if province < len(text) else 0
        start = line.start("text") + width + (len(text[width:]) - len(text[width:].lstrip()))
        found.append(
            Found(row, text[:province], None, "".join(text[width:].split()), start, line.start("text") + len(text))
        )
    return found


def read_sentence(page: str) -> tuple[list[Found], int | None] | None:
    """The places of the longest list in a sentence that chooses them, and the count that it states.

    Raises:
        NoticeFormatError: an item of the list names no place that is known, or the count is another one.

    """
    best = _longest_list(page)
    if len(best) < _LEAST_IN_A_SENTENCE:
        return None
    start, end = best[0].start, best[-1].end
    before, behind = re.split(r"[。\n]", page[:start])[-1], re.split(r"[。\n]", page[end:])[0]
    stated = _STATED.match(behind)
    if not stated and not _chooses(before + behind):
        return None
    lost = _ANOTHER.match(behind) or re.search(r"([\u3400-\u9fff]{2,8}(?:市|县|区|州|盟|旗))、\Z", before)
    if lost:
        raise NoticeFormatError(
            say("the list in the sentence goes on with {lost!r}, which names no place that is known", lost=lost[1])
        )
    found = [Found(1, "", None, mention.text, mention.start, mention.end) for mention in best]
    return found, int(stated[1]) if stated else None


def _chooses(sentence: str) -> bool:
    """Whether a sentence says that places are chosen, or that something is begun in them: 在北京、上海开展."""
    return any(_holds(sentence, *word.split("…")) for word in words_of("choosing"))


def _holds(sentence: str, word: str, behind: str = "") -> bool:
    """Whether a sentence holds a word, and another one behind it and the places between them."""
    if not behind:
        return word in sentence
    ends = (found.start() for found in re.finditer(behind, sentence))
    return any(sentence.rfind(word, max(0, at - _FARTHEST_IN), max(0, at - 2)) >= 0 for at in ends)


def _longest_list(page: str) -> list[Mention]:
    """The longest list of places in a page, the first of several. Only names in lists are asked for their meaning."""
    normalizer = default_normalizer()
    best: list[Mention] = []
    if len(_JOINING.findall(normalize_text(page).text)) < _LEAST_IN_A_SENTENCE - 1:
        return best
    spans = (span for span in normalizer.spans(page, stems=True) if span.end > span.start)
    for listed in sorted(_lists(page, spans), key=len, reverse=True):
        if len(listed) < max(len(best), _LEAST_IN_A_SENTENCE):
            break
        if len(listed) == len(best) and listed[0].start > best[0].start:
            continue
        for some in _lists(page, normalizer.mentions(page, listed)):
            if len(some) > len(best) or (len(some) == len(best) and some[0].start < best[0].start):
                best = some
    return best


def _lists(page: str, items: Iterable[_Item]) -> list[list[_Item]]:
    """Places of a page, grouped where no more than a separator or 和 stands between."""
    lists: list[list[_Item]] = []
    joining: dict[str, bool] = {}
    end = 0
    for item in items:
        gap = page[end : item.start]
        if gap not in joining:
            joining[gap] = _JOINED.fullmatch(normalize_text(gap).text) is not None
        if lists and joining[gap]:
            lists[-1].append(item)
        else:
            lists.append([item])
        end = item.end
    return lists

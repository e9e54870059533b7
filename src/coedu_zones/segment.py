"""Walk a text against the name index → chains of readings.

A *reading* is a written name at a position with the places that it may mean; a
*chain* is a run of readings, each inside (or the same as) the one before:
江西省｜新余市｜渝水区. Among the chains that start at a position the one that explains
most characters wins, then the one with fewer readings. Depth and branching are
bounded by the names in the index, so the work grows with the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from coedu_zones.gazetteer import GOVERNED_BY
from coedu_zones.names import ALIAS, COMMON_NOUN_NAMES, FULL, SHORT, STEM, Entry, NameIndex

MAX_READINGS: Final = 8

_HAN = "\u3400-\u9fff"
_NUMERAL = "一二三四五六七八九十百零〇0-9"

# what may stand between two readings: separators, brackets, and the placeholder levels of official
# lists (市辖区, 省直辖县级行政区划, the bare 县 of 重庆市县城口县)
GAP: Final = re.compile(
    r"[\s,，、/|>\\\-—–_·.;；:：()（）【】\[\]{}《》〈〉「」\"'“”‘’→~]*"
    r"(?:(?:市辖区|市辖县|(?:省|自治区)?直辖(?:县级)?行政(?:区划|单位)|(?:省|自治区)?直辖县|县(?=[^城]\S?县|城口县))"
    r"[\s,，、/|>\\\-—_·()（）]*)?"
)

# a generic that goes on as another word: 大同｜市场, 新城｜区域, 陈｜旗舰店, 兴安｜盟友
_OTHER_WORD: Final = re.compile(
    r"市(?:场|面|值|价|容|侩|民(?![政族营办间宗生俗兵防警企主]))|区(?:域|间|别|分|块|划)|旗(?:舰|帜|袍|下)|盟(?:友|军|国|主)"
)

# after a stem: it is the first part of a road, a building, a brand or a feature, not a place by itself
_ROAD = (
    rf"(?:[东西南北中上下内外前后左右新老大小环滨沿]{{0,3}}[{_NUMERAL}]{{0,3}}[东西南北中]?"
    r"(?:路|街|大街|大道|道|巷|胡同|弄|支路|里弄|高架|高速|快速|环线|国道|省道|铁路|线))"
)
_FEATURE = (
    r"(?:镇|乡|村|庄|屯|坊|桥|门|站|城|山|湖|河|江|海|岛|港|湾|寺|庙|塔|关|峡|沟|岭|坡|滩|洞|泉|池|潭|溪|水库|街道|社区"
    r"|大厦|大楼|广场|花园|小区|公寓|宾馆|饭店|酒店|商场|商城|银行|时间|人民广场|大桥|新村|新苑|家园|名苑|公馆)"
)
_STEM_BLOCK: Final = re.compile(rf"{_ROAD}|{_FEATURE}|新区|[省市县区旗州盟]")

# what follows a stem and supports it: a public institution, or an address with a number or a township
_INSTITUTION: Final = re.compile(
    rf"(?:[省市县区州旗]?第?[{_NUMERAL}]{{1,3}}(?:人民|中|小|高|初|医|实验|幼|职|院)"
    r"|(?:[省市县区州旗]|人民|中心|中医|中西医|妇幼|妇产|儿童|实验|高级|职业|技工|师范|民族|外国语|特殊|公立|城关|附属|疾病|卫生|开放|广播|电视|理工|工业|工程|农业|医科|医学|财经|科技|交通|幼儿|高等|专科|政法|体育|音乐|美术|艺术|青少年)"
    rf"[{_HAN}（）()]*(?:院|校|学|园|所|站|局|馆|中心|班|部|室))"
    r"|(?:大学|学院|中学|小学|高中|初中|一中|二中|三中|四中|五中|六中|医院|幼儿园|党校|职高|职中|技校|师专|电大)"
    rf"|[{_HAN}]{{0,16}}(?:医院|卫生院|保健院|卫生所|学校|中学|小学|幼儿园|大学|学院|分行|支行|分公司|有限公司|有限责任公司"
    r"|委员会|管委会|教育局|人民政府|人民法院|检察院|派出所|公安局|税务局|红十字会|疾控中心|分局|支队|分院|分校|分店)"
)
_ADDRESS: Final = re.compile(
    rf"[{_HAN}]{{2,7}}?(?:镇|乡|街道|路|街|大道|大街|巷|村|社区)[{_HAN}0-9A-Za-z（）()]*?(?:\d+(?:号|弄|栋|组|室)|号|镇|乡|村|社区|街道)?"
)
_ADDRESS_END: Final = re.compile(r"\d+号|号$|[镇乡村]$|街道|社区|[路街道]$|村\d*组|\d+组")
_AREA_KIND: Final = re.compile(
    rf"[{_HAN}]{{0,6}}?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|高新技术产业园区?|开发区|经开区|高新区|工业园区?|产业园区?|保税区|度假区|示范区|试验区|风景区|风景名胜区|管理区|新区)"
)
_TOWNSHIP_OR_ROAD: Final = re.compile(r"[镇乡村路街巷桥站湖山河]|大道|社区|胡同")


class Reading(NamedTuple):
    """A written name at ``text[start:end]`` and the places that it may mean there."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def strength(self) -> int:
        """The strongest way in which the name belongs to one of the places."""
        return min(strength for _, strength in self.entries)


class Chain(NamedTuple):
    """A run of readings that fit together, and the one after it that does not."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    clash: Reading | None
    support: str  # why a bare stem at the end was taken: "closed", "institution", "address", "area" or ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The places that the whole chain may mean."""
        return self.readings[-1].entries


def names_at(index: NameIndex, text: str, pos: int) -> Iterator[Reading]:
    """Every indexed name that starts at ``pos``, longest first."""
    names = index.names
    for length in index.lengths.get(text[pos : pos + 2], ()):
        entries = names.get(text[pos : pos + length])
        if entries is not None and not (
            entries[0][1] <= SHORT and _OTHER_WORD.match(text, pos + length - 1)
        ):
            yield Reading(pos, pos + length, entries)


def combine(index: NameIndex, before: tuple[Entry, ...], reading: Reading, separated: bool) -> tuple[Entry, ...]:
    """The places of ``reading`` that fit the places ``before``; deeper ones drive out equal ones."""
    ancestors = index.ancestors
    deeper: list[Entry] = []
    same: list[Entry] = []
    for entry in reading.entries:
        place, strength = entry
        chain = ancestors[place]
        governor = GOVERNED_BY.get(chain[1]) if len(chain) > 1 else None
        for earlier in before:
            if earlier[0] == place:
                same.append(min(entry, earlier, key=lambda e: e[1]))
            elif earlier[0] in chain or earlier[0] == governor:
                deeper.append(entry)
            elif place in ancestors[earlier[0]] and (separated or strength <= SHORT):
                same.append(earlier)
    return tuple(dict.fromkeys(deeper or same))


def stem_support(text: str, end: int, in_context: bool, prefecture_or_above: bool) -> str | None:
    """Why a bare stem may be read as a place, judged by what follows it; ``None`` when it may not.

    Returns ``"closed"``, ``"area"``, ``"institution"`` or ``"address"``.
    """
    if end == len(text) or GAP.fullmatch(text, end):
        return "closed"
    area = _AREA_KIND.match(text, end)
    if area and (prefecture_or_above or not text.startswith("新区", end)):
        return "area"
    if _STEM_BLOCK.match(text, end) and not _INSTITUTION.match(text, end):
        return None
    if _INSTITUTION.match(text, end):
        return "institution"
    if _ADDRESS.match(text, end) and (_ADDRESS_END.search(text, end) or in_context):
        return "address"
    return "closed" if GAP.match(text, end).end() > end else None  # type: ignore[union-attr]


def walk(index: NameIndex, text: str, pos: int, scope: tuple[Entry, ...] = ()) -> Chain | None:
    """The best chain that starts at ``pos``, inside ``scope`` when that is given."""
    return _extend(index, text, pos, scope, 0)


def _extend(index: NameIndex, text: str, pos: int, before: tuple[Entry, ...], depth: int) -> Chain | None:
    start = pos
    if depth:
        gap = GAP.match(text, pos)
        start = gap.end() if gap else pos
    if depth >= MAX_READINGS:
        return None
    best: Chain | None = None
    starts = (start,)
    if depth and start == pos and text[pos - 1] == "市":
        starts = (start, pos - 1)  # 内江市中区: 市 belongs to 内江市 and to 市中区
    for at in starts:
        for reading in _readings(index, text, at, before, start > pos):
            chain = _with(index, text, reading, before, depth)
            if chain is not None and (best is None or _rank(chain) > _rank(best)):
                best = chain
        if best is not None:
            break
    return best


def _readings(
    index: NameIndex, text: str, at: int, before: tuple[Entry, ...], separated: bool
) -> Iterator[Reading]:
    for found in names_at(index, text, at):
        if before:
            entries = combine(index, before, found, separated)
            if entries:
                yield Reading(found.start, found.end, entries)
        else:
            yield found
    letter = index.letters.get(text[at : at + 1])
    if letter is not None and not before:
        yield Reading(at, at + 1, (letter,))


def _with(index: NameIndex, text: str, reading: Reading, before: tuple[Entry, ...], depth: int) -> Chain | None:
    longer = _extend(index, text, reading.end, reading.entries, depth + 1)
    if longer is not None:
        return longer._replace(start=reading.start, readings=(reading, *longer.readings))
    strong = tuple(entry for entry in reading.entries if entry[1] <= SHORT)
    if strong:
        clash = _clash(index, text, reading)
        return Chain(reading.start, reading.end, (reading._replace(entries=strong),), clash, "")
    if reading.end - reading.start == 1 and reading.end < len(text):
        return None  # a province's letter before anything but a place inside it is just a character
    high = any(entry[0].endswith("00") for entry in reading.entries)
    support = stem_support(text, reading.end, bool(before), high)
    if support is None:
        return None
    return Chain(reading.start, reading.end, (reading,), _clash(index, text, reading), support)


def _rank(chain: Chain) -> tuple[int, int, int]:
    return (chain.end, -len(chain.readings), -chain.readings[-1].strength)


def _clash(index: NameIndex, text: str, last: Reading) -> Reading | None:
    """A full name right after the chain that does not fit it: 广东省｜南昌市."""
    gap = GAP.match(text, last.end)
    start = gap.end() if gap else last.end
    for found in names_at(index, text, start):
        if (
            found.strength <= SHORT
            and found.end - found.start >= 3
            and text[found.start : found.end] not in COMMON_NOUN_NAMES
            and not _TOWNSHIP_OR_ROAD.match(text, found.end)
        ):
            return found
    return None


__all__ = ["ALIAS", "FULL", "SHORT", "STEM", "Chain", "Reading", "combine", "names_at", "stem_support", "walk"]

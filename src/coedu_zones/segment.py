"""Walk a text against the name index → chains of readings.

A *reading* is a written name at a position with the places that it may mean; a
*chain* is a run of readings, each inside (or the same as) the one before:
江西省｜新余市｜渝水区. Among the chains that start at a position the one that explains
most characters wins, then the one with fewer readings. Depth and branching are
bounded by the names in the index, so the work grows with the text's length.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from coedu_zones.gazetteer import AMID, GOVERNED_BY
from coedu_zones.names import COMMON_NOUN_NAMES, FULL, SHORT, Entry, NameIndex
from coedu_zones.patterns import Pattern
from coedu_zones.support import GAP, OTHER_WORD, WORDS_OF_A_SENTENCE, stem_support

MAX_READINGS: Final = 8
# right after a county's name of two characters: the whole is the name of a township, a road, a person in
# office or a product: 古县街道, 赵县长, 沙县小吃
OWN_NAME: Final = Pattern(
    r"[\u3400-\u9fff]?[镇乡]|[村街]|路(?!口)|新区|[东西南北中]{1,2}[路街]|大[道街]"
    r"|长(?:$|[^\u3400-\u9fff]|[说讲的在和也为到给向来是率带表指强介同调等])"
    r"|[\u3400-\u9fff]{0,3}(?:[鸡鸭鹅鱼蟹虾肉面酱菜粉饼糕茶酒醋油糖豆枣梨桃瓜蒜葱椒参瓷陶戏剧]|小吃|剪纸|年画|牡丹)$"
)
AND: Final = frozenset("和与及")
GENERIC_CHARACTERS: Final = frozenset("省市县区旗州盟")  # 上饶市｜上饶县: no stem stands before one

TOWNSHIP_OR_ROAD: Final = Pattern(r"[镇乡村路街巷桥站湖山河]|[东西南北中]{1,2}[路街]|大道|社区|胡同")


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
    support: str  # why a bare stem at the end was taken: see ``support``; "" for a full name

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The places that the whole chain may mean."""
        return self.readings[-1].entries


def names_at(index: NameIndex, text: str, pos: int) -> Iterator[Reading]:
    """Every indexed name that starts at ``pos``, longest first."""
    names = index.names
    room = len(text) - pos
    for length in index.lengths.get(text[pos : pos + 2], ()):
        entries = names.get(text[pos : pos + length])
        if entries is not None and length <= room:
            yield Reading(pos, pos + length, entries)


def combine(index: NameIndex, before: tuple[Entry, ...], reading: Reading, separated: bool) -> tuple[Entry, ...]:
    """The places of ``reading`` that fit the places ``before``; deeper ones drive out equal ones."""
    ancestors = index.ancestors
    deeper: list[Entry] = []
    same: list[Entry] = []
    for entry in reading.entries:
        place, strength = entry
        chain = ancestors[place]
        governor = GOVERNED_BY.get(chain[1], AMID.get(place)) if len(chain) > 1 else None
        for earlier in before:
            above = ancestors[earlier[0]]
            if earlier[0] == place:
                same.append(min(entry, earlier, key=lambda e: e[1]))
            elif above[-1] in chain[:-1] or above[-1] == governor:
                deeper.append(entry)
            elif chain[-1] in above[:-1] and (separated or strength <= SHORT):
                # a county behind an area that overlaps it says more: 雄安新区｜容城县
                overlapped = chain[-1] not in index.gazetteer.ancestors.get(earlier[0], above)
                (deeper if overlapped else same).append(entry if overlapped else earlier)
    return tuple(dict.fromkeys(deeper or same))


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
    starts: tuple[int, ...] = (start,)
    if depth and start == pos and text[pos - 1] == "市":
        starts = (start, pos - 1)  # 内江市中区: 市 belongs to 内江市 and to 市中区
    for at in starts:
        refused = at
        for reading in _readings(index, text, at, before, start > pos):
            if reading.strength > SHORT and reading.end < refused:
                continue  # no 乌兰 is cut out of 乌兰察布东路
            chain = _with(index, text, reading, before, depth)
            if chain is None and reading.strength > SHORT:
                refused = max(refused, reading.end)
            if chain is not None and (best is None or _rank(chain) > _rank(best)):
                best = chain
        if best is not None:
            break
    return best


def _readings(
    index: NameIndex, text: str, at: int, before: tuple[Entry, ...], separated: bool
) -> Iterator[Reading]:
    said_again = at
    for found in names_at(index, text, at):
        if before:
            if found.strength > SHORT and found.end < said_again:
                continue  # no 连云 is cut out of 连云港市｜连云港公安局
            entries = combine(index, before, found, separated)
            if not entries or (found.strength > SHORT and _joined(index, text, found.end)):
                continue
            reading = Reading(found.start, found.end, entries)
            if found.strength <= SHORT or reading.strength > SHORT or repeats(index, text, reading):
                yield reading
            else:
                said_again = found.end
        else:
            yield found
    letter = index.letters.get(text[at : at + 1])
    if letter is not None and not before:
        yield Reading(at, at + 1, (letter,))


def repeats(index: NameIndex, text: str, stem: Reading) -> bool:
    """Whether a stem behind its own full name says it once more: 新余市｜新余｜渝水区, but not 渝水区｜渝水路."""
    if stem.end == len(text) or GAP.match(text, stem.end).end() > stem.end:  # type: ignore[union-attr]
        return True
    return any(combine(index, stem.entries, found, False) for found in names_at(index, text, stem.end))


def _no_place_after_a_letter(text: str, chain: Chain) -> bool:
    """Whether what follows a province's letter is too weak to be a place in it: 黑｜龙江自治区, 宁｜城区."""
    first = chain.readings[0]
    return chain.support not in {"", "closed"} or text[first.start : first.end] in COMMON_NOUN_NAMES


def _joined(index: NameIndex, text: str, end: int) -> bool:
    """Whether a generic follows that makes another name of the stem before it: 上饶｜县, not 市中｜市中区."""
    return text[end : end + 1] in GENERIC_CHARACTERS and not any(True for _ in names_at(index, text, end))


def _with(index: NameIndex, text: str, reading: Reading, before: tuple[Entry, ...], depth: int) -> Chain | None:
    longer = _extend(index, text, reading.end, reading.entries, depth + 1)
    letter = reading.end - reading.start == 1
    if longer is not None and not (letter and _no_place_after_a_letter(text, longer)):
        return longer._replace(start=reading.start, readings=(reading, *longer.readings))
    strong = tuple(entry for entry in reading.entries if entry[1] == FULL)
    if not strong and reading.strength == SHORT:
        strong = reading.entries  # 巴州 may be short for 巴音郭楞州 or the stem of 巴州区
    if strong:
        clash = _clash(index, text, reading)
        if clash is None and OTHER_WORD.match(text, reading.end - 1):
            return None
        word = text[reading.start : reading.end] in COMMON_NOUN_NAMES
        former = all("@" in place for place, _ in strong)
        if former and word and text.startswith("街道", reading.end):
            return None  # 城区街道 is a subdistrict
        if not before and word and WORDS_OF_A_SENTENCE.match(text, reading.end):
            return None  # 老城区改造
        if not before and reading.end - reading.start == 2 and OWN_NAME.match(text, reading.end):
            return None  # 古县街道, 新县镇: a township's name, not the county's
        return Chain(reading.start, reading.end, (reading._replace(entries=strong),), clash, "")
    if text[reading.start] == "市" and reading.end < len(text):
        return None  # 乐山市中医医院 holds no 市中; 青岛市南 by itself is 市南区
    if letter and reading.end < len(text):
        return None  # a province's letter before anything but a place inside it is just a character
    present = [place for place, _ in reading.entries if "@" not in place] or [place for place, _ in reading.entries]
    high = any(index.ancestors[place][-1][4:6] == "00" for place in present)
    far = is_far(index, before, present)
    support = stem_support(text, reading.start, reading.end, bool(before), high, index.seats, far)
    if support is None:
        return None
    return Chain(reading.start, reading.end, (reading,), _clash(index, text, reading), support)


def is_far(index: NameIndex, before: tuple[Entry, ...], places: Collection[str]) -> bool:
    """Whether what was read before a stem is not the place right above any of those that go by it."""
    above = {index.ancestors[place][-1] for place, _ in before}
    return bool(before) and all(index.ancestors[place][-2:-1] != (code,) for place in places for code in above)


def _rank(chain: Chain) -> tuple[int, int, int]:
    return (chain.end, -len(chain.readings), -chain.readings[-1].strength)


def _clash(index: NameIndex, text: str, last: Reading) -> Reading | None:
    """A full name right after the chain that does not fit it: 广东省｜南昌市."""
    gap = GAP.match(text, last.end)
    start = gap.end() if gap else last.end
    nearby: list[Reading] = [*names_at(index, text, start), *(names_at(index, text, start + 1) if text[start : start + 1] in AND else ())]
    for found in nearby:
        if found.strength > SHORT or TOWNSHIP_OR_ROAD.match(text, found.end):
            continue
        if all(index.level(place) == "functional_area" for place, _ in found.entries):
            continue  # areas reach over borders: 安图县｜长白山保护开发区
        common = text[found.start : found.end] in COMMON_NOUN_NAMES
        if found.end == len(text):
            # a prefecture without counties has quarters of its own, and so has a county: 东莞市东城区, 祁县城区
            whole = any(index.has_counties(p) and index.level(p) != "county" for p, _ in last.entries)
            return None if common and not whole else found
        if found.end - found.start >= 3 and not common:
            return found
    return None

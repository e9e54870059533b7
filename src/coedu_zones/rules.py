"""The ordered rules that turn readings into a finding, each leaving a step in the trace.

A ``Finding`` is what one index makes of one text: the chain that was read, the
places that are left, how sure that is, and what was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from coedu_zones.names import ALIAS, COMMON_NOUN_NAMES, FULL, SHORT, STEM, Entry, NameIndex
from coedu_zones.patterns import Pattern
from coedu_zones.segment import Chain, names_at, walk
from coedu_zones.support import BRANCH, CORPS, GAP, LEAD, LEADS_UP, PREPOSITIONS, UNKNOWN_UNIT, WEAK_STEMS

BASE_SCORES: Final = {FULL: 100.0, SHORT: 99.0, ALIAS: 97.0, STEM: 97.0}
SUPPORT_SCORES: Final = {"": 100.0, "closed": 97.0, "area": 96.0, "institution": 93.0, "branch": 92.0,
                         "seat": 94.0, "township": 92.0, "address": 92.0}  # fmt: skip
PREFERRED_SCORE: Final = 95.0
LATER_PENALTY: Final = 6.0
FURTHER_PENALTY: Final = 3.0
BRANCH_PENALTY: Final = 8.0
FLAG_PENALTY: Final = 8.0
JOINED_PENALTY: Final = 12.0

MARKS: Final = " ,，、/|-:：）（"

_HIGH: Final = frozenset({"province", "prefecture"})

_DIVISION_LIKE: Final = Pattern(
    r"[\s,，、/()（）]*([\u3400-\u9fff]{1,7}?)(自治[县州旗]|县|区|(?<!都)市|(?<![红彩战锦国党军团])旗)"
    r"(?![\u3400-\u9fff]{0,20}?(?:镇|乡|路|街|村|大道|号)|[场民域间别分块划舰])"
)
_TOWNSHIP_INSIDE: Final = Pattern("[\u3400-\u9fff](?:[镇乡村路]|街道)[\u3400-\u9fff]")  # 太芝庙镇新邵县
NO_DIVISION: Final = Pattern(
    r"(?:小|社|校|院|园|景|开发|新|工业|管理|库|灾|山|地|厂|片|街|住宅|示范|高新|经开|度假|保护|服务|城|市|郊|辖|林|牧|[农林牧矿]业|风化|农|军|战"
    r"|营|商|作业|合作|试验|实验|产业|保税|旅游|名胜|自治|生活|住|各|全|本|该|整|两|三|几|超|门|夜|菜|集|早|股|楼|闹|客运"
    r"|货运|专|们|..[一二三四五六七八九十甲乙丙丁]|北|南|东|西|中)$"
)


@dataclass
class Finding:
    """What one index made of a text."""

    chain: Chain
    entries: tuple[Entry, ...]
    end: int
    score: float
    picked: bool
    remainder: str
    flagged: bool
    notes: list[tuple[str, int, int, str]] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether the text was understood as far as a walk can tell."""
        return not self.flagged and self.chain.clash is None and bool(self.entries)


class Reader:
    """One normalized text, read against one index inside a scope."""

    def __init__(self, index: NameIndex, text: str, scope: tuple[Entry, ...], level: str | None) -> None:
        self.index = index
        self.text = text
        self.scope = scope
        self.level = level
        self.notes: list[tuple[str, int, int, str]] = []

    def note(self, rule: str, start: int, end: int, result: str) -> None:
        self.notes.append((rule, start, end, result))

    def find(self) -> Finding | None:
        """Read the text: at its start, else further on; ``None`` when no place stands in it."""
        start, scope = self.lead()
        chain = walk(self.index, self.text, start, scope)
        penalty = 0.0
        if chain is None and start:
            chain = walk(self.index, self.text, 0, self.scope)  # 新疆｜生产建设兵团 and no place in it
        if chain is None or self.only_a_label(chain):
            later = self.later(start if chain is None else chain.end, scope, 1 if chain is None else 2)
            penalty = LATER_PENALTY if later is not None else 0.0
            chain = later or chain
        if chain is None or only_a_former_stem(self.text, chain):
            return None
        for reading in chain.readings:
            self.note("read", reading.start, reading.end, show(self.index, reading.entries))
        entries, end, further, resumed = self.deepened(chain)
        entries = self.of_level(entries)
        entries, score, picked = self.preferred(chain, entries)
        penalty += self.joined(chain) if penalty else 0.0
        remainder, flagged = self.remainder(chain, end, resumed)
        score = min(score, SUPPORT_SCORES[chain.support]) - penalty - further - (FLAG_PENALTY if flagged else 0.0)
        return Finding(chain, entries, end, score, picked, remainder, flagged, self.notes)

    def lead(self) -> tuple[int, tuple[Entry, ...]]:
        """Skip what may stand before a place; 兵团 writing sets the scope to 新疆."""
        found = LEAD.match(self.text)
        start = found.end() if found else 0
        country_and_word = self.text[2:] in WEAK_STEMS  # 中国平安 is a company
        if start and (start == len(self.text) or country_and_word or walk(self.index, self.text, 0, self.scope) is not None):
            start = 0
        if start:
            self.note("lead", 0, start, "stands before the place")
        scope = self.scope
        corps = CORPS.match(self.text, start)
        if corps and corps.end() < len(self.text):
            self.note("corps", start, corps.end(), "新疆生产建设兵团: places in 新疆维吾尔自治区")
            start = corps.end()
            scope = scope or (("650000", FULL),)
        gap = GAP.match(self.text, start)
        return (gap.end() if gap else start), scope

    def only_a_label(self, chain: Chain) -> bool:
        """Whether a bare stem stands apart before other text: a person's name or a label may be meant."""
        return chain.support == "closed" and len(chain.readings) == 1 and chain.end < len(self.text)

    def later(self, start: int, scope: tuple[Entry, ...], full_names: int) -> Chain | None:
        """The first chain further on that stands alone and holds at least so many names."""
        lengths = self.index.lengths
        covered = start
        for pos in range(start, len(self.text)):
            if self.text[pos : pos + 2] not in lengths:
                continue
            if pos >= covered and pos > 0:  # a name that starts inside another is not one: 合｜肥城市｜学院
                chain = walk(self.index, self.text, pos, scope)
                if chain is not None and stands_alone(self.text, chain) and len(chain.readings) >= full_names:
                    return chain
            covered = max([covered, *(found.end for found in names_at(self.index, self.text, pos))])
        return None

    def joined(self, chain: Chain) -> float:
        """The price of what stands right before a chain, when it may be a part of the name or contradict it."""
        unknown = UNKNOWN_UNIT.search(self.text, 0, chain.start)
        word = unknown and NO_DIVISION.search(unknown[1])
        if unknown and (word is None or (word[0] in "东西南北中" and unknown[2] in "省市县")):
            rows = self.index.gazetteer.rows
            above = {a for place, _ in chain.readings[0].entries for a in self.index.ancestors[place][:-1] if a in rows}
            if above and set(unknown[1]).isdisjoint("".join(rows[a].name for a in above)):  # 新于市 may be a slip of 新余市
                self.note("unknown unit", unknown.start(1), unknown.end(), "is not known, so another place of the name may be meant")
                return JOINED_PENALTY
        if not led_up_to(self.text, chain):
            self.note("joined", chain.start - 1, chain.end, "may be the end of a longer name")
            return JOINED_PENALTY
        return 0.0

    def deepened(self, chain: Chain) -> tuple[tuple[Entry, ...], int, float, int]:
        """The places, where reading ended, the price, and where it was taken up again: a full
        name further on that lies inside what was read counts (武汉市中南路洪山区政府).
        """
        ancestors = self.index.ancestors
        above = {ancestors[place][-1] for place, _ in chain.entries if self.index.level(place) in _HIGH}
        if chain.clash is not None or not above:
            return chain.entries, chain.end, 0.0, chain.end
        for pos in range(chain.end, len(self.text)):
            for found in names_at(self.index, self.text, pos):
                name = self.text[found.start : found.end]
                branch = found.strength > SHORT and BRANCH.match(self.text, found.end)  # 新余市公安局渝水分局
                if not branch and (found.strength > SHORT or len(name) < 3 or name in COMMON_NOUN_NAMES):
                    continue
                skipped = self.text[chain.end : found.start]
                joined = 0 < len(skipped) < 3 and skipped == tidy(skipped)  # 乐山市峨｜眉山县
                inside = tuple(
                    e for e in found.entries
                    if (branch or e[1] <= SHORT) and not above.isdisjoint(ancestors[e[0]][:-1]) and not (joined and "@" in e[0])
                )  # fmt: skip
                if inside:
                    self.note("further", found.start, found.end, f"{name} lies inside what was read")
                    if branch:
                        return inside, found.end, BRANCH_PENALTY, found.start
                    on = walk(self.index, self.text, found.start, chain.entries)  # 湖北省电力公司武汉市｜洪山区
                    if on is not None and on.end > found.end and on.clash is None:
                        self.note("read", found.end, on.end, show(self.index, on.entries))
                        return on.entries, on.end, FURTHER_PENALTY, found.start
                    return inside, found.end, FURTHER_PENALTY, found.start
        return chain.entries, chain.end, 0.0, chain.end

    def of_level(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Keep the places of the wanted level."""
        if self.level is None:
            return entries
        kept = tuple(e for e in entries if self.index.level(e[0]) == self.level)
        self.note("level", 0, len(self.text), f"{len(kept)} of {len(entries)} are of level {self.level}")
        return kept

    def preferred(self, chain: Chain, entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], float, bool]:
        """The documented preferences; the base score of what is left; whether the first was picked.

        An exact name beats a stem, a present place beats a former one, and a bare stem
        means the province, else the prefecture, that goes by it every day.
        """
        if not entries:
            return entries, 0.0, False
        present = tuple(e for e in entries if "@" not in e[0])
        if present and len(present) < len(entries):
            self.note("present first", chain.start, chain.end, f"before {show(self.index, [e for e in entries if '@' in e[0]])}")
        kept = present or entries
        strongest = min(strength for _, strength in kept)
        if strongest == FULL or (strongest == SHORT and self.level is not None):
            kept = tuple(e for e in kept if e[1] == strongest)
        score = BASE_SCORES[strongest]
        if len(kept) == 1 or strongest <= SHORT:
            return kept, score, False  # 巴州 is short for 巴音郭楞州 and the stem of 巴州区: ambiguous
        for level in ("province", "prefecture"):
            high = [e for e in kept if self.index.level(e[0]) == level]
            if len(high) == 1:
                rule = f"a bare stem means the {level} that goes by it"
                self.note(rule, chain.readings[-1].start, chain.end, show(self.index, high))
                return (high[0], *[e for e in kept if e is not high[0]]), PREFERRED_SCORE, True
            if high:
                break
        return kept, score, False

    def remainder(self, chain: Chain, end: int, resumed: int) -> tuple[str, bool]:
        """What was not read, before, between and behind the names, and whether it looks like one more division."""
        if chain.support == "seat":
            end = chain.readings[-1].start  # the township itself was not read
        parts = self.text[: chain.start], self.text[chain.end : resumed], self.text[end:]
        found = looks_like_division(self.text, end) or looks_like_division(self.text[:resumed], chain.end)
        if found:
            self.note("flag", found.start(1), found.end(2), f"{found[1]}{found[2]} looks like a division")
        return " ".join(filter(None, map(tidy, parts))), found is not None


def show(index: NameIndex, entries: Iterable[Entry]) -> str:
    """Places as the trace shows them."""
    entries = tuple(entries)
    names = "、".join(index.label(place) for place, _ in entries[:4])
    return names + (f" and {len(entries) - 4} more" if len(entries) > 4 else "")


def tidy(text: str) -> str:
    """A remainder without the marks around it; a bracket goes only when its partner is not there.

    >>> tidy("、高新区(东区)"), tidy("(东区")
    ('高新区(东区)', '东区')
    """
    text = text.strip(MARKS).lstrip(")").rstrip("(")
    if text.startswith("(") and text.find(")") in {-1, len(text) - 1}:
        text = text[1:].removesuffix(")")
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return text


def looks_like_division(text: str, pos: int) -> re.Match[str] | None:
    """The text at ``pos`` that looks like one more division (某某区), if it does."""
    found = _DIVISION_LIKE.match(text, pos)
    return found if found and not NO_DIVISION.search(found[1]) and not _TOWNSHIP_INSIDE.search(found[1]) else None


def only_a_former_stem(text: str, chain: Chain) -> bool:
    """Whether nothing but the bare stem of a former division was read, or a word for part of a town: 动力, 浙江省城区."""
    *above, last = chain.readings
    if any("@" not in place for place, _ in last.entries):
        return False
    if last.strength <= SHORT:
        in_province = all(place[2:6] == "0000" for reading in above for place, _ in reading.entries)
        return in_province and text[last.start : last.end] in COMMON_NOUN_NAMES
    if above:
        return False
    return chain.support != "closed" or text[last.start : last.end] in WEAK_STEMS


def led_up_to(text: str, chain: Chain) -> bool:
    """Whether the text before a chain lets a name start there: not 胶｜南县, 白沙｜工农区."""
    if len(chain.readings) == 1 and chain.end - chain.start == 2 and chain.support == "":
        before = text[chain.start - 1 : chain.start]
        return not "\u3400" <= before <= "\u9fff" or before in PREPOSITIONS  # 赴｜冠县, not 冕的｜宁县
    return len(chain.readings) > 1 or LEADS_UP.search(text, 0, chain.start) is not None


def stands_alone(text: str, chain: Chain) -> bool:
    """Whether a chain inside running text is a place without help from what stands before it."""
    last = chain.readings[-1]
    if last.strength <= SHORT:
        return len(chain.readings) > 1 or text[last.start : last.end] not in COMMON_NOUN_NAMES
    in_brackets = text[chain.start - 1 : chain.start] == "(" and text[chain.end : chain.end + 1] == ")"
    return len(chain.readings) > 1 or chain.support == "branch" or in_brackets


__all__ = ["Finding", "Reader", "stands_alone"]

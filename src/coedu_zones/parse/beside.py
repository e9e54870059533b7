"""Names that stand beside a reading and are not taken by it: before it, inside it, behind it, and across its names.

Each speaks against the reading: 北京、上海 is not 北京市, and 辽宁马鞍山 not 鞍山市.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from coedu_zones.parse.evidence import Part
from coedu_zones.parse.names import HIGH, Entry, combine
from coedu_zones.parse.namings import Namings
from coedu_zones.parse.readings import Name, Reading

LONGEST_NAME: Final = 12
CUES_OF_LESS: Final = frozenset("RTV")  # behind a name they make it that of a road, a township or a village
LEADS_UP: Final = frozenset("Jjpo")  # a word before a name, between it and another one
LABELS: Final = frozenset("C:")
BEFORE_NAMES: Final = LEADS_UP | frozenset(",:C")
INSTITUTIONS: Final = frozenset("IKFuM")
POSTED, FOREIGN, AND = "p", "f", "j"  # letters of cues
ABROAD: Final = "foreign"  # the shape of what stands behind a name
OF_INSTITUTIONS: Final = frozenset(
    {"institution", "institution1", "behind_institution", "ranked", "branch", "market", "behind_market"}
)
#: Kinds of slips that need no context.
LIKELY: Final = frozenset({"homophone", "homophone in another tone", "look-alike"})
#: What may stand between two names of one cell: marks, words that lead up to a name, and labels with a colon.
BETWEEN: Final = re.compile("[,Jjpo]?(?:[,:CJjpo]*[A-Zw]{1,8}:|[,:CJjpo]*)")
BEFORE: Final = re.compile("(?:,[A-Zw]{1,8}:|[,:(CJjpo])+$")
STANDS_BEHIND: Final = frozenset(",(:E0") | LEADS_UP  # before a name that stands by itself
STANDS: Final = re.compile(r"\)?(?:,|$)")  # … and behind it: 人民路12号（杭州）, not 某某科技（北京）有限公司
SPARE: Final = re.compile("[HLDNVG]{1,2}")  # between two names: what may belong to the second


class Unread(NamedTuple):
    """A name at its place that a reading leaves out."""

    word: str
    start: int
    end: int


class Beside:
    """The names beside the readings of one outline."""

    def __init__(self, namings: Namings, shape: str, names: list[Name], tail: Callable[[int], str]) -> None:
        self.index = namings.index
        self.namings = namings
        self.single = namings.scale.single
        self.shape = shape
        self.names = names
        self.tail = tail  # the shape of what stands behind a place
        self._unread: dict[int, Unread | None] = {}
        self._paths: list[Name] | None = None
        self._high = [n for n in names if len(names) > 1 and self._is_high(n)]
        self.standing = [n for n in self._high if self._stands(n)]
        self._listed = self.addresses() if "," in self.shape else []
        self._abroad = [name for name in names if tail(name.end) == ABROAD] if FOREIGN in shape else []

    def unread_before(self, end: int) -> Iterator[Part]:
        """A name that ends right before a place, or goes over into it, and is not read: 江苏/方正县, 朝阳｜阳东区, 北京或上海."""
        found = BEFORE.search(self.shape, 0, end)
        end = found.start() if found else end
        for start in range(max(0, end - LONGEST_NAME), end - 1):
            word = self.shape[start:end]
            if word in self.index.names and word not in self.namings.common:
                yield self.single("unread name" if word in self.index.strong else "unread stem"), start, end
                return
        for start in range(max(0, end - 2), end):
            for word, _ in self.index.at(self.shape, start):
                if start + len(word) > end:
                    yield self.single("overlapped name"), start, start + len(word)
                    return

    def contradicts(self, unread: tuple[Part, ...], scope: tuple[Entry, ...]) -> bool:
        """Whether a name of a province or prefecture that is not read is none of a place in a scope: 南京｜鼓楼区 in 徐州市."""
        words = [self.shape[start:end] for _, start, end in unread[:1]]
        entries = [e for word in words for e in self.index.names.get(word, ()) if self.index.level(e.place) in HIGH]
        return bool(entries) and not combine(self.index, scope, tuple(entries))

    def runs_over(self, name: Name) -> bool:
        """Whether another name begins inside a name and goes on behind it, where none begins: 长丰｜满区."""
        others = [
            n for n in self.names
            if name.start < n.start < name.end < n.end and not (n.naming.township or n.naming.common or n.slip)
        ]  # fmt: skip
        if name.naming.township:  # 信阳镇江, but not 龙场营镇｜平原街
            return any(self.shape[n.end : n.end + 1] in {"", ",", "("} for n in others)
        return bool(others) and not any(n.start == name.end for n in self.names)

    def skipped(self, start: int, name: Name) -> str:
        """What a name in the gap from ``start`` to another that is not read says against that: 张掖｜高台-｜甘州."""
        end, common = name.start, name.naming.common
        for n in self.names:
            if n.start < start or n.naming.township or n.slip or n.start >= end:
                continue
            if n.end > end:
                if n.end < name.end:
                    return "overlapped name"  # 山东省｜蓬莱｜莱城区
            elif n.end == end:
                if common:
                    return "common behind a name"  # 河南省｜项城｜老城区
            elif (not n.naming.common or self.shape[end - 1] == AND) and BETWEEN.fullmatch(self.shape, n.end, end):
                return "unread name" if n.strong else "unread stem"
        return ""

    def lies_in_another(self, start: int, name: Name) -> bool:
        """Whether a longer name begins in the gap from ``start`` to a name that it holds: 辽宁｜马｜鞍山."""
        return any(
            start <= n.start < name.start and name.end <= n.end and (n.slip is None or n.slip.kind in LIKELY)
            for n in self.names if not n.naming.township
        )  # fmt: skip

    def left_over(self, reading: Reading) -> Iterator[tuple[str, int, int]]:
        """What the names behind a reading say against it: the kind of evidence, and where."""
        unread = self.unread(reading.names[-1].end)
        kind = self.kind_of(reading, unread) if unread else ""
        if not kind and (unread := self.institution_elsewhere(reading)):
            kind = "unread stem"
        if unread and kind:
            yield kind, unread.start, unread.end
        yield from self.skipped_first(reading)
        abroad = next((name for name in self._abroad if name.end > reading.end), None)
        if abroad is not None:
            yield "abroad", abroad.start, abroad.end
        if self._paths is None:
            self._paths = self.paths()
        others = ("another address", self._listed), ("another path", self._paths), ("another place", self.standing)
        for kind, names in others:
            another = self.another(reading, names)
            if another is not None:
                yield kind, another.start, another.end

    def skipped_first(self, reading: Reading) -> Iterator[tuple[str, int, int]]:
        """What a name that begins the text says against a reading that begins behind it and contradicts it."""
        first, start = self.names[0], reading.names[0].start
        if first.start > 0 or start <= first.end:
            return
        if first.strong and not first.word.isdecimal() and self.another(reading, [first]):
            yield "unread name", 0, first.end  # 涉县｜人民路12号（陕西省）
        high = next((n for n in self._high if n.start == 0), None)
        if high and SPARE.fullmatch(self.shape, high.end, start) and self.another(reading, [high]):
            yield "another place", 0, high.end  # 长春｜宽｜上城区

    def kind_of(self, reading: Reading, unread: Unread) -> str:
        """What a name right behind a reading says against it; empty where it is that of something smaller."""
        word, start, end = unread
        if word not in self.index.strong:
            closed = self.shape[end : end + 1] in {"", ","} or any(name.start == end for name in self.names)
            apart = end == len(self.shape) or (self.shape[start - 1] in BEFORE_NAMES and closed)
            labelled = self.shape[start - 1] in LABELS and self.shape[end : end + 1] not in CUES_OF_LESS
            named = apart or labelled or self.shape[start - 1] in LEADS_UP
            return "unread stem" if named and not reading.names[-1].naming.letter else ""
        joined = self.shape[start - 1] == AND
        common = word in self.namings.common and not joined  # 北京市西城区与东城区
        if self.names_less(reading, word, end) or (common and "county" in self.namings.levels(reading.entries)):
            return ""
        return "unread common name" if common else "unread name"

    def institution_elsewhere(self, reading: Reading) -> Unread | None:
        """A name behind an institution and before another one, or where an office is, which contradicts a reading:
        南京市鼓楼医院集团｜宿迁｜医院, 湖北省人民政府驻｜北京｜办事处.
        """
        for name in self.names:
            if name.start <= reading.end or name.naming.township or name.naming.common:
                continue
            before = self.shape[name.start - 1]
            elsewhere = before == POSTED or (before in INSTITUTIONS and self.tail(name.end) in OF_INSTITUTIONS)
            if elsewhere and not combine(self.index, reading.entries, name.entries):
                return Unread(name.word, name.start, name.end)
        return None

    def another(self, reading: Reading, names: list[Name]) -> Name | None:
        """A name that is left out and contradicts a reading."""
        for name in names:
            if name not in reading.names and not combine(self.index, reading.entries, name.entries):
                return name
        return None

    def addresses(self) -> list[Name]:
        """The full names of divisions behind a mark, which may begin an address; where there are some, those right behind
        another full name too.
        """
        full = [
            name for name in self.names
            if name.strong and not name.slip and not name.naming.township and not name.naming.common
            and name.start > 1 and self.shape[name.end : name.end + 1] not in CUES_OF_LESS
        ]  # fmt: skip
        marked = [name for name in full if self.shape[name.start - 1] == ","]
        ends = {name.end for name in self.names if name.strong}
        return [name for name in full if name in marked or name.start in ends] if marked else []

    def paths(self) -> list[Name]:
        """The names of provinces with one inside right behind, where there are several: 籍贯山东烟台，现居广东广州."""
        levels, entries = self.namings.levels, self.index.names
        found = [
            above for above in self.names
            if "province" in levels(above.naming.entries) and any(
                self.shape[above.end + len(word) :][:1] not in CUES_OF_LESS
                and combine(self.index, above.naming.entries, entries[word])
                for word, _ in self.index.at(self.shape, above.end)
            )
        ]  # fmt: skip
        return found if len(found) > 1 else []

    def _is_high(self, name: Name) -> bool:
        """Whether a name is the stem of a province or prefecture of today."""
        return not name.strong and not name.naming.township and self.index.is_high(name.entries)

    def _stands(self, name: Name) -> bool:
        """Whether a name stands by itself behind something else: 建邺区人民路12号（杭州）."""
        behind = name.start > 0 and self.shape[name.start - 1] in STANDS_BEHIND
        return behind and STANDS.match(self.shape, name.end) is not None

    def names_less(self, reading: Reading, word: str, end: int) -> bool:
        """Whether a name that is left unread is that of a road or of something smaller: 象州县｜梅县北路, not 陕西省｜洋县中心巷."""
        if self.shape[end : end + 1] in CUES_OF_LESS:
            return True
        return self.tail(end) == "road" and not combine(self.index, reading.entries, self.index.names[word])

    def unread(self, end: int) -> Unread | None:
        """A name that begins right behind a place, or behind what leads up to it: 南昌至｜新余高速."""
        if end not in self._unread:
            found = BETWEEN.match(self.shape, end)
            start = found.end() if found else end
            word = next((word for word, _ in self.index.at(self.shape, start)), None)
            self._unread[end] = None if word is None else Unread(word, start, start + len(word))
        return self._unread[end]

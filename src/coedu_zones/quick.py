"""The short way through the rules for the texts that need none of them.

Most texts are names, one after another, with or without an address behind them.
``QuickReader`` reads exactly those. It keeps a tree of what was read so far: a step
from a node is one look-up of the longest name at the next place, and a node holds
its answer ready. It gives up, leaving the text to the ordered rules, as soon as
anything could make the rules decide otherwise: a second way to cut the text, a name
that does not fit, a remainder that looks like a division, a bare stem before text
that former names could read. Where it answers, the rules give the same answer; a
test compares the two over every kind of text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from coedu_zones.former import FormerIndex
from coedu_zones.heads import OTHER, SEPARATORS, HeadCutter, bare_short_forms
from coedu_zones.name_tree import STOP, STOPPED, Node
from coedu_zones.names import COMMON_NOUN_NAMES, FULL, SHORT, NameIndex
from coedu_zones.patterns import Pattern
from coedu_zones.rules import BASE_SCORES, SUPPORT_SCORES, looks_like_division
from coedu_zones.segment import AND, GENERIC_CHARACTERS, OWN_NAME, Reading, combine, is_far, repeats
from coedu_zones.support import BRANCH, CODE_BESIDE, GAP, MARK, OTHER_WORD, WORDS_OF_A_SENTENCE, stem_support
from coedu_zones.text import is_clean

MAX_NODES: Final = 200_000
MAX_READINGS: Final = 4

# an address behind a name that holds nothing like a generic: nothing to look at twice
_PLAIN_TAIL: Final = Pattern(rf"[^{MARK}{OTHER}省区县市旗州盟][^省区县市旗州盟]*\Z")
_GENERIC: Final = Pattern("[区县市旗州盟]")
_CORPS: Final = ("生产建设兵团", "建设兵团", "兵团")


class QuickReader:
    """Reads plain texts against one index; ``former`` is asked only for what follows a city or a stem."""

    def __init__(self, index: NameIndex, former: Callable[[], FormerIndex | None]) -> None:
        self.index = index
        self.former = former
        self.unsafe, self.edges = _two_ways(index)
        self.bare_shorts = bare_short_forms(index)
        self.root = Node(0, (), ())
        self.nodes = 0
        self._whole: dict[str, Node] = {}  # texts that are nothing but names, and their nodes
        self._heads: dict[str, Node] = {}  # the names of counties that addresses began with
        self._cutter: HeadCutter | None = None

    def read_many(self, texts: Sequence[str]) -> list[Node | None]:
        """``read`` for many texts: one whose head was read before needs no walk."""
        if self._cutter is None:
            self._cutter = HeadCutter(self.index)
        heads = self._cutter.cut(texts)
        found: list[Node | None] = []
        for text, head in zip(texts, heads, strict=True):
            node = self._whole.get(text) or (self._heads.get(head) if head else None)
            if node is not None and not node.single and CODE_BESIDE.search(text, node.end):
                node = None  # 朝阳区110105
            if node is None:
                node = self.read(text) if is_clean(text) else None
                if node is not None and node.exact and 2 < node.end == len(head) < len(text) and head not in COMMON_NOUN_NAMES:
                    self._heads[head] = node
            found.append(node)
        return found

    def read(self, text: str) -> Node | None:
        """The node that a clean text ends at, or ``None`` when the ordered rules must decide."""
        known = self._whole.get(text)
        if known is not None:
            return known
        node = self._walk(text)
        if node is not None and node.end == len(text) and len(self._whole) < MAX_NODES:
            self._whole[text] = node
        return node

    def _walk(self, text: str) -> Node | None:
        names, lengths = self.index.names, self.index.lengths
        node = self.root
        pos = 0
        length = len(text)
        while pos < length:
            known = node.children
            child = STOP
            for size in lengths.get(text[pos : pos + 2], ()):
                name = text[pos : pos + size]
                found = known.get(name, STOP)
                if found is STOP:
                    if name not in names:
                        continue
                    found = self._grow(node, name, False)
                if found is None or (child is STOPPED and found is not STOPPED):
                    return None
                child = found
                if child is not STOPPED:
                    break
            if child is STOP and pos and text[pos] in SEPARATORS:
                found = self._behind_separator(node, text, pos + 1)
                if found is None:
                    return None
                child = found
            if child is STOP or child is STOPPED or (
                child.stem and child.strong and not repeats(self.index, text, child.readings[-1])
            ):
                break
            node = child
            pos = node.end
            if node.careful and (
                (node.stem and text[pos : pos + 1] in GENERIC_CHARACTERS)
                or (node.edge and self._full_name_at(text, pos - 1))
            ):
                return None
        if node.letter and self._full_name_at(text, 1):
            return None
        if pos == length:
            return node
        if not node.strong:
            return self._supported(node, text, pos)
        if text[:pos] in COMMON_NOUN_NAMES and WORDS_OF_A_SENTENCE.match(text, pos):
            return None  # 老城区｜改造
        if (node.single or node.exact) and not node.high and pos > 2 and text[pos - 1] != "市" and _PLAIN_TAIL.match(text, pos):
            coded = not node.single and CODE_BESIDE.search(text, pos)  # 朝阳区110105
            return None if coded or (text[pos] in AND and self._full_name_at(text, pos + 1)) else node
        return node if node.single and self._ends_here(text, pos, node.high) else None

    def _behind_separator(self, node: Node, text: str, pos: int) -> Node | None:
        """The node behind a separator, by the longest name there; ``None`` where the ordered rules must decide."""
        if node.apart is None:
            node.apart = {}
        for size in self.index.lengths.get(text[pos : pos + 2], ()):
            name = text[pos : pos + size]
            if name in self.index.names:
                found = node.apart.get(name, STOP)
                if found is STOP:
                    found = self._grow(node, name, True)
                return None if found is STOPPED else found
        return STOP

    def _full_name_at(self, text: str, pos: int) -> bool:
        """Whether a full name or short form starts at ``pos``, or a stem that the text ends with."""
        names = self.index.names
        return any(
            entry[1] <= SHORT or pos + size >= len(text)
            for size in self.index.lengths.get(text[pos : pos + 2], ())
            for entry in names.get(text[pos : pos + size], ())
        )

    def score(self, node: Node) -> float:
        """The score of a node's one place."""
        return min(BASE_SCORES[node.entries[0][1]], SUPPORT_SCORES[node.support])

    def _grow(self, node: Node, name: str, separated: bool) -> Node | None:
        """The node behind one more name; ``None`` where the ordered rules must decide."""
        ordered = name in self.unsafe or len(node.readings) >= MAX_READINGS
        child = None if ordered else self._made(node, name, separated)
        if self.nodes < MAX_NODES:
            self.nodes += 1
            known = node.apart if separated else node.children
            if known is not None:
                known[name] = child
        return child

    def _made(self, node: Node, name: str, separated: bool) -> Node | None:
        named = entries = self.index.names[name]
        start = node.end + separated
        end = start + len(name)
        if node.entries:
            entries = combine(self.index, node.entries, Reading(start, end, named), separated)
            if not entries:
                return None if any(strength <= SHORT for _, strength in named) else STOPPED
        child = Node(end, entries, (*node.readings, Reading(start, end, entries)))
        child.strong = entries[0][1] <= SHORT
        codes = [self.index.ancestors[place][-1] for place, _ in entries]
        child.high = "00" in [code[4:6] for code in codes]
        child.exact = not child.high and all([strength == FULL for _, strength in entries])  # noqa: C419 - lists are quicker
        child.stem = min([strength for _, strength in named]) > SHORT
        child.support = "" if child.strong else "closed"
        child.edge = name in self.edges
        child.careful = child.stem or child.edge
        child.letter = node.letter or (
            not node.entries and name[0] in self.index.letters and (len(name) < 3 or name[1:3] in self.index.lengths)
        )
        return child

    def _supported(self, node: Node, text: str, pos: int) -> Node | None:
        """The node of a stem before an address, where nothing but the stem's support is in question."""
        plain = _PLAIN_TAIL.match(text, pos) is not None
        if not node.single or text.startswith(_CORPS, pos) or not (plain or (not node.high and _goes_on_as_address(text, pos))):
            return None
        last = node.readings[-1]
        if text[last.start] == "市" or self._read_in_former_times(node, text, pos):
            return None
        if node.high and self._short_form_behind(text, pos):
            return None
        before = node.readings[-2].entries if len(node.readings) > 1 else ()
        far = is_far(self.index, before, [node.entries[0][0]])
        support = stem_support(text, last.start, pos, bool(before), node.high, self.index.seats, far)
        return None if support is None or support in {"closed", "seat"} else node.with_support(support)

    def _read_in_former_times(self, node: Node, text: str, pos: int) -> bool:
        """Whether a former name may read more of a text: a longer one at one of its names, or one behind them that fits."""
        former = self.former()
        if former is None:
            return False
        for reading in node.readings:
            start = reading.start
            for size in former.past_lengths.get(text[start : start + 2], ()):
                if start + size > reading.end and text[start : start + size] in former.past:
                    return True
        return any(
            combine(former, node.entries, Reading(pos, pos + size, former.past.get(text[pos : pos + size], ())), False)
            for size in former.past_lengths.get(text[pos : pos + 2], ())
        )

    def _short_form_behind(self, text: str, pos: int) -> bool:
        """Whether a short form without a generic stands further on, which may lie inside what was read: 江苏｜苏州工业园."""
        return any(
            text[at : at + size] in self.bare_shorts
            for at in range(pos, len(text))
            for size in self.index.lengths.get(text[at : at + 2], ())
        )

    def _ends_here(self, text: str, pos: int, high: bool) -> bool:
        """Whether the address behind the last name can neither change nor extend the reading."""
        if text[pos] in AND and self._full_name_at(text, pos + 1):
            return False
        if pos == 2 and OWN_NAME.match(text, pos):
            return False
        if text[pos - 1 : pos + 1] in self.index.lengths and self._full_name_at(text, pos - 1):
            return False
        if not high:
            return _PLAIN_TAIL.match(text, pos) is not None or _goes_on_as_address(text, pos)
        if not _PLAIN_TAIL.match(text, pos) or text.startswith(_CORPS, pos) or self._short_form_behind(text, pos):
            return False
        if BRANCH.search(text, pos):
            return False
        former = self.former()
        return former is None or text[pos : pos + 2] not in former.lengths


def _goes_on_as_address(text: str, pos: int) -> bool:
    """Whether what follows a name is no mark, no other word's end, and nothing that looks like a division."""
    if GAP.match(text, pos).end() > pos or OTHER_WORD.match(text, pos - 1):  # type: ignore[union-attr]
        return False
    generic = _GENERIC.search(text, pos)
    return generic is None or generic.start() > pos + 10 or not looks_like_division(text, pos)


def _two_ways(index: NameIndex) -> tuple[frozenset[str], frozenset[str]]:
    """Names that can be cut in two ways: a shorter name leads them, and the rest begins a name too.

    Of the second kind are those of which one character is left, which only matters where
    the text goes on to a name from there: 内蒙｜古. 西安区 is 西安 and 区, and no name begins with 区.
    """
    names = index.names
    starts = {name[0] for name in names} - {"市"}
    unsafe, edges = set(), set()
    for name in names:
        for cut in range(2, len(name)):
            if name[:cut] in names:
                if len(name) - cut == 1:
                    if name[cut] in starts:
                        edges.add(name)
                elif name[cut : cut + 2] in index.lengths:
                    unsafe.add(name)
    return frozenset(unsafe), frozenset(edges)

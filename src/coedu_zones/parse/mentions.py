"""Running text → where places stand in it: runs of names, and the place that an item of a list lies in.

A name in full stands for its place wherever it stands. A bare stem is an ordinary word, a family name or the head of a
longer name as well (中山路, 上海大学, 长江｜西岸): what stands before and behind it decides, by the cues of the parser and by
``running_words.tsv``. Names behind one another, each inside the one before, are one mention (南京市下关区). An item of a
list may lie in the place that the list began with (浙江杭州、宁波和温州), and so may what stands behind a colon, a bracket
or 的.

The text is gone through once. What is known of a name beside the name before it is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from coedu_zones.parse.names import Named, NameIndex, is_former
from coedu_zones.parse.runs import OFTEN, Run, Runs, Tails

_LISTED: Final = re.compile(r"(?:[、,，]|[、,，]?(?:和|与|及|以及|跟|同|或|或者))(?:原|原来的)?")
_LOOSE: Final = re.compile(r"[,，]")
_HEAD: Final = re.compile(r"[:：(（]|的|下辖|下辖的|所辖|所辖的|境内的")
_LONGEST_GAP: Final = 5
_ANOTHER_WORD: Final = frozenset("WSC")  # classes of cues that take the generic from a name: 上海｜市场, 上海｜市民
_OF_THE_DIVISION: Final = tuple("内里域")  # but 上海市内
_BEFORE_A_NAME: Final = frozenset("JpSoOCP")  # classes of cues that stand before a name: 在, 的, 来自


class Span(NamedTuple):
    """Where a mention stands in the text, and the id of the place that the text says it lies in."""

    start: int
    end: int
    within: Named | None
    bare: bool


class MentionFinder:
    """Finds where the places of one index stand in running text."""

    def __init__(self, index: NameIndex) -> None:
        self.runs = Runs(index)

    def find(
        self,
        text: str,
        stems: bool | None = None,
        scope: Named | None = None,
        broken: Callable[[int], bool] | None = None,
    ) -> Iterator[Span]:
        """The mentions of a clean text, in order.

        ``stems`` says whether a bare stem counts: every one, none, or where it is a place more likely than a word.
        ``scope`` is a place that all lie in; ``broken`` tells of a position whether a line begins there.
        """
        return _Pass(self.runs, text, stems, scope, broken).spans()


class _Pass:
    """One going through a text: where the last mention ended, and what it said of the next one."""

    def __init__(
        self, runs: Runs, text: str, stems: bool | None, scope: Named | None, broken: Callable[[int], bool] | None
    ) -> None:
        self.runs = runs
        self.index = runs.index
        self.text = text
        self.tails = Tails(runs, text)
        self.stems = stems
        self.scope = scope
        self.broken = broken
        self.end = -1
        self.last: Run | None = None
        self._longest: tuple[int, str] = -1, ""  # the place that was asked for the last time, and the name there

    def spans(self) -> Iterator[Span]:
        pos, size = 0, len(self.text)
        while pos < size:
            word = self.longest(pos)
            if not word:
                pos += 1
                continue
            run = self.apart(pos, word)
            within, length = None, len(word)
            if run is None:
                run, within, length = self.at(pos)
            if run is not None:
                yield Span(pos, pos + length, within, not run.strong)
                self.end, self.last = pos + length, run
            pos += length

    def apart(self, pos: int, word: str) -> Run | None:
        """The full name that begins at a position where nothing beside it can belong to it: what most of a long list is."""
        text, runs, end = self.text, self.runs, pos + len(word)
        run = runs.plain(word)
        if run is None or run.ids is None or text[end - 1 : end + 1] in runs.crossing or text[end : end + 1] == " ":
            return None
        behind = self.longest(end)
        if behind and not run.ids.isdisjoint(runs.holders_of_any(behind)):
            return None
        if (pos != self.end or self.broken is not None) and self.context(pos)[0]:
            return None
        return run

    def at(self, pos: int) -> tuple[Run | None, Named | None, int]:
        """The run that begins at a position, the place that it is said to lie in, and how far to go on."""
        words = self.words_at(pos)
        places, loose = self.context(pos)
        skip = 1
        for word in words:
            end = pos + len(word)
            strong = word in self.index.strong
            for at, place in enumerate(places):
                held = self.runs.within(place, places[at + 1 :], word)
                if (
                    held
                    and (strong or (not loose and self.stems is not False))
                    and self.grown_to(held, pos, end, place)
                ):
                    return self._grown
            if self.grown_to(self.runs.first(word), pos, end, None):
                return self._grown
            if not strong and not self.tails.follow(end):
                skip = max(skip, len(word))  # the longer name is passed over as one
        return None, None, skip

    def words_at(self, pos: int) -> tuple[str, ...]:
        """The names that begin at a place, longest first."""
        longest = self.longest(pos)
        return self.runs.beginning(longest) if longest else ()

    def longest(self, pos: int) -> str:
        """The longest name that begins at a place; empty without one."""
        asked, found = self._longest
        if pos != asked:
            found = self.index.longest(self.text, pos)
            self._longest = pos, found
        return found

    def grown_to(self, run: Run, pos: int, end: int, place: Named | None) -> bool:
        """Whether a run that begins here is a mention, with all the names behind it that lie inside."""
        first = run.last
        grown = [(run, end)]
        while longer := self.longer(run, end):
            run, end = longer
            grown.append(longer)
        for found, until in reversed(grown):
            if self.accepted(found, first, pos, until, place):
                self._grown: tuple[Run, Named | None, int] = (found, place, until - pos)
                return True
        return False

    def longer(self, run: Run, end: int) -> tuple[Run, int] | None:
        """The run with the longest name behind it that lies inside."""
        text = self.text
        start = end + (text[end : end + 1] == " ")
        if self.broken is not None and self.broken(start):
            return None
        words = self.words_at(start)
        if words and self.runs.may_hold(run, words[0]):
            for word in words:
                found = self.runs.inside(run, word)
                if found:
                    return found, start + len(word)
        if run.strong and text[end - 1 : end + 1] in self.index.lengths:
            return self.overlapping(run, end)
        return None

    def overlapping(self, run: Run, end: int) -> tuple[Run, int] | None:
        """A name that begins with the generic of the one before: 内江市｜市中区 is written 内江市中区."""
        for word, _ in self.index.at(self.text, end - 1):
            found = self.runs.inside(run, word) if len(word) > 2 and word in self.index.strong else None
            if found:
                return found._replace(written=run.written + word[1:]), end - 1 + len(word)
        return None

    def context(self, pos: int) -> tuple[tuple[Named, ...], bool]:
        """The places that the text says what stands here may lie in, the nearest first, and whether a mere comma says so."""
        last, gap = self.last, self.text[self.end : pos]
        if last is None or len(gap) > _LONGEST_GAP:
            return (), False
        if gap in {"", " "}:
            return (self.held(last) if self.broken is not None and self.broken(pos) else ()), False
        if gap == "、":
            return last.above, False
        if _LISTED.fullmatch(gap):
            return last.above, bool(_LOOSE.match(gap)) and len(gap) == 1
        return (self.held(last), False) if _HEAD.fullmatch(gap) else ((), False)

    def held(self, run: Run) -> tuple[Named, ...]:
        """The one place that a run means, and those above it."""
        places = {e.place for e in run.entries if not is_former(e.place)}
        return (*places, *run.above) if len(places) == 1 else run.above

    def accepted(self, run: Run, first: str, pos: int, end: int, place: Named | None) -> bool:
        """Whether a run is a mention."""
        word = self.text[pos:end]
        if run.strong:
            if not self.keeps_generic(end):
                return False
            if place is not None or run.names > 1 or (len(word) > 2 and word not in self.runs.common):
                return True
            return word not in self.runs.words.words and self.stands_apart(word, pos, end)
        if self.stems is False:
            return False
        if place is not None or run.names > 1:
            counts = self.runs.alone(run.last) or (self.runs.rare(run.last, OFTEN) and self.is_no_sight(run, end))
        else:
            counts = self.counts_alone(word, run)
        return (  # the quickest first
            counts
            and not (first not in self.index.strong and self.runs.is_surnamed(self.text, pos))
            and self.tails.follow(end)
            and not self.runs.covered(self.text, pos, end)
        )

    def is_no_sight(self, run: Run, end: int) -> bool:
        """Whether the stem of a district behind its city is not rather a sight of the city: 杭州西湖, 成都武侯｜祠."""
        index = self.index
        if not all(
            index.gazetteer.name(e.place).endswith("区") for e in run.entries if e.place in index.gazetteer.rows
        ):
            return True
        behind = self.text[end : end + 1]
        return run.last not in self.runs.words.sights and not "\u3400" <= behind <= "\u9fff"

    def counts_alone(self, word: str, run: Run) -> bool:
        """Whether a stem by itself is a mention."""
        if self.stems or self.runs.alone(word):
            return True
        if self.scope is not None:
            return self.runs.rare(word)
        listed = self.last is not None and self.end > 0 and self.text[self.end : self.end + 1] in set("、和与及")
        near = listed and self.text.startswith(word, self.end + 1)
        return near and sum(not is_former(e.place) for e in run.entries) == 1 and self.runs.rare(word)

    def keeps_generic(self, end: int) -> bool:
        """Whether the last character of a name is its generic, and does not begin another word: 上海市｜场."""
        cues = self.runs.cues
        until = cues.across(self.text, end) if self.text[end - 1 : end + 1] in cues.lengths else 0
        if not until:
            return True
        cue = self.text[end - 1 : until]
        return cues.letters[cue] not in _ANOTHER_WORD or cue.endswith(_OF_THE_DIVISION)

    def stands_apart(self, word: str, pos: int, end: int) -> bool:
        """Whether nothing before a short or common name may belong to it."""
        if len(word) == 2 and word in self.runs.common:
            return False
        if not self.tails.follow(end):
            return False
        before = self.text[pos - 1 : pos]
        if not "\u3400" <= before <= "\u9fff" or self.end == pos:
            return True
        cues = self.runs.cues
        return any(cues.letters.get(self.text[max(0, pos - n) : pos]) in _BEFORE_A_NAME for n in (1, 2, 3))

"""Townships as names of the lattice: a township stands for the county that it lies in.

A name is compared by its stem over all classes (九堡镇 became 九堡街道), and former bearers count. The
places above a bearer are those of its holder then and now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from coedu_zones.gazetteer.township_divisions import FIRST_YEAR, id_of
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.forms import Form
from coedu_zones.parse.names import Entry, NameIndex
from coedu_zones.places.codes import prefecture_of, province_of

LONGEST_STEM: Final = 8
NUMERALS: Final = {"N"}  # 第二人民医院 is none of 第二街道
TOWNSHIP: Final = "T"  # the letter of the cues that townships end in


class Township(NamedTuple):
    """The nine-digit code of a township, and where its name stands in the text."""

    code: str
    start: int
    end: int


class Found(NamedTuple):
    """A township's name in a text: its length, whether its generic is written, and who bears it."""

    length: int
    generic: bool
    bearers: tuple[Bearer, ...]


class TownshipNames:
    """Finds townships in texts and tells where they lie."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self._known: dict[tuple[str, str], Bearer] = {}  # under a holder and a name: 犁市镇 has had two codes

    def at(self, text: str, pos: int) -> Iterator[Found]:
        """The townships whose name starts at a position: the longest stem with its generic, then without one."""
        year = self.index.gazetteer.year
        if year is not None and year < FIRST_YEAR:
            return
        cues = Cues.current()
        townships = Townships.current()
        stems, features = townships.stems(), self.index.common["feature"]  # 浙江太湖 is no 太湖街道
        bare: Found | None = None
        for length in range(min(LONGEST_STEM, len(text) - pos), 0, -1):
            stem = text[pos : pos + length]
            if stem not in stems:
                continue
            bearers = townships.with_stem(stem)
            cue = cues.longest(text, pos + length)
            if cues.longest(text, pos) >= length + cue:
                continue  # 城乡 is a word before it is 城乡 of a county
            if cue and cues.letters[text[pos + length : pos + length + cue]] == TOWNSHIP:
                if length == 1:  # 新乡 is no 新镇: one character says nothing without its class
                    bearers = tuple(b for b in bearers if b.name == text[pos : pos + 1 + cue])
                if bearers and bare is not None and bare.length == length + cue:
                    bearers = *bearers, *bare.bearers  # 乌镇 is a name as it stands, and the stem of 乌镇镇
                if bearers:
                    yield Found(length + cue, True, bearers)
                return
            if bare is None and length > 1 and stem not in features and set(cues.mask(stem)) != NUMERALS:
                bare = Found(length, False, bearers)
        if bare is not None:
            yield bare

    def entries(self, found: Found) -> tuple[Entry, ...]:
        """The entries of a township's name, one for each bearer."""
        form = Form.TOWNSHIP if found.generic else Form.TOWNSHIP_STEM
        return tuple(Entry(self._one(bearer), form) for bearer in found.bearers if self.holder(bearer))

    def _one(self, bearer: Bearer) -> Bearer:
        """The bearer that stands for all of one name under one holder."""
        known = self._known.get((bearer.county, bearer.name))
        if known is None:
            then = province_of(bearer.county), prefecture_of(bearer.county), bearer.county
            now = self.index.ancestors.get(self.holder(bearer), ())
            self.index.ancestors[bearer] = (*dict.fromkeys((*then, *now)), id_of(bearer))
            known = self._known[bearer.county, bearer.name] = bearer
        return known

    def holder(self, bearer: Bearer) -> str:
        """The county of today in which a bearer lies; empty where that is not decided."""
        holder = bearer.today_county or bearer.county
        return holder if holder in self.index.gazetteer.rows else ""

    def in_county(self, county: str, text: str, pos: int) -> Found | None:
        """The township of a county that a text names at a position, with its generic unless all of its name moved to another
        county: the longest name, present first.
        """
        if pos >= len(text):
            return None
        townships = Townships.current()
        lengths = townships.lengths_of(county)
        likely = *lengths.get(text[pos : pos + 2], ()), *lengths.get(text[pos], ())
        if not likely:
            return None
        stems = townships.stems_of(county)
        for length in likely:
            bearers = stems.get(text[pos : pos + length])
            if not bearers:
                continue
            cues = Cues.current()
            cue = cues.longest(text, pos + length)
            if cue and cues.letters[text[pos + length : pos + length + cue]] == TOWNSHIP:
                return Found(length + cue, True, bearers)
            for bearer in bearers:
                if text.startswith(bearer.name, pos):  # 鸡场布依族苗族乡, 董村镇｜长安街
                    return Found(len(bearer.name), True, bearers)
            if length > 1 and has_moved(bearers, county):
                return Found(length, False, bearers)  # 余杭区乔司 lies in 临平区
        return None

    def behind(self, county: str, text: str, start: int) -> Township | None:
        """The township of a county that a text names at a place; without a code, when it lies in another county today."""
        found = self.in_county(county, text, start)
        if found is None:
            return None
        present = [b for b in found.bearers if b.today_county == county]
        if present or not any(b.successor for b in found.bearers):
            return Township(present[0].successor, start, start + found.length) if present else None
        return Township("", start, start + found.length)


def has_moved(bearers: Iterable[Bearer], county: str) -> bool:
    """Whether what bore a name in a county lies in another one today, and nothing there bears it now."""
    return all(b.today_county != county for b in bearers) and any(b.successor for b in bearers)

"""What a written name says by itself and beside another, wherever it stands: worked out once for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log, log10
from typing import Final, NamedTuple

from coedu_zones.data.reader import data_year
from coedu_zones.gazetteer.townships import Bearer, Townships
from coedu_zones.parse.characters import Slip
from coedu_zones.parse.cues import Cues
from coedu_zones.parse.evidence import NOTHING, Marks, Scale
from coedu_zones.parse.forms import Form
from coedu_zones.parse.names import HIGH, Entry, Named, NameIndex, combine, is_former, last_year
from coedu_zones.parse.naming import KINDS, Naming
from coedu_zones.parse.shapes import shapes
from coedu_zones.parse.townships import TOWNSHIP
from coedu_zones.parse.weights import sizes, stems, weights
from coedu_zones.places.romanize import GENERIC_LETTERS

CITY: Final = "市"
GENERIC: Final = "G"  # letter of a cue
ANOTHER: Final = frozenset({"other character", "swapped characters"})  # kinds of slips that make another name
EXTRA: Final = "extra character"
ESTATE: Final = "E"  # letter of a cue
MOST_KNOWN: Final = 100_000  # names that are remembered
MOST_JOINS: Final = 10_000  # … and pairs of them


class Join(NamedTuple):
    """How a name goes on after others: the places that are left, and what speaks for them.

    ``far`` holds what is to be added before words that follow any city's name.
    """

    entries: tuple[Entry, ...]
    marks: Marks
    far: Marks = NOTHING


class Namings:
    """The names of one index, weighed."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        self.scale = Scale(weights())
        self.common = index.common["common"]
        self._of_words: dict[tuple[str, bool], tuple[Naming, ...]] = {}
        self._levels: dict[tuple[Entry, ...], frozenset[str]] = {}
        self._joins: dict[tuple[tuple[Entry, ...], bool, Naming], tuple[Join, ...]] = {}

    def reweigh(self, changed: Mapping[str, float]) -> None:
        """Take other weights."""
        self.scale.weights = changed
        self.scale.forget()
        self._of_words.clear()
        self._joins.clear()

    def of_word(self, word: str, *, cut: bool = False) -> tuple[Naming, ...]:
        """The namings of a name of the index, the strong one first."""
        found = self._of_words.get((word, cut))
        if found is None:
            entries = self.index.names[word]
            split = ((s, tuple(e for e in entries if e.form.strong is s)) for s in (True, False))
            found = tuple(self.naming(word, some, strong=strong, cut=cut) for strong, some in split if some)
            self._of_words[word, cut] = found
        return found

    def naming(
        self,
        word: str,
        entries: tuple[Entry, ...],
        *,
        strong: bool,
        cut: bool = False,
        slip: Slip | None = None,
        written: str = "",
    ) -> Naming:
        """A name that was found in a text, weighed."""
        made = Naming(word, entries, strong=strong, cut=cut, slip=slip, written=written)
        made.common = word in self.common
        made.form = self.scale.several(self._form(made))
        made.as_word = self.scale.several(self._as_word(made))
        stem = stems().get(word)
        if stem is not None:
            made.elsewhere = self.scale.several([("elsewhere far", log(1 + stem.elsewhere))])
            made.near = self.scale.several([("elsewhere near", log(1 + stem.elsewhere))])
        if made.township:
            made.near = self.scale.several([("common township", log10(len(entries)))])
        return made

    def levels(self, entries: tuple[Entry, ...]) -> frozenset[str]:
        """The levels of the places that entries mean."""
        found = self._levels.get(entries)
        if found is None:
            if len(self._levels) >= MOST_KNOWN:
                self._levels.clear()
            found = self._levels[entries] = frozenset(self.index.level(e.place) for e in entries)
        return found

    def _form(self, name: Naming) -> Iterator[tuple[str, float]]:
        """What the name says by itself."""
        form = min(e.form for e in name.entries)
        kind = KINDS[form]
        if name.letter and form < Form.TOWNSHIP:
            kind = "letter"
        elif form is Form.FULL and len(name.word) == 2:
            kind = "full2"
        yield f"form {kind}", 1.0
        if name.strong and len(name.word) > 3 and form is not Form.CODE:
            yield "character", min(len(name.word) - 3, 5)
        if form is Form.TOWNSHIP_STEM and shapes()["tail"].of(name.word[-1]) == "road":
            yield "road township", 1.0  # 平阳路 is a road before it is 平阳路街道
        if name.township and self._is_called_after_a_city(name):
            yield "township of a city's name", 1.0
        if name.cut:
            yield "cut", 1.0
        if name.slip:
            yield f"slip {name.slip.kind}", 1.0
            if name.written[-1] not in GENERIC_LETTERS:
                yield "slip in the generic", 1.0
            elif other := self._of_another(name.written, name.slip):
                yield "slip of a stem", other  # 宾阳市 is no 南阳市, 北海自治州 no 海北自治州
            elif len(name.written) > 2 and Townships.current().with_stem(name.written[:-1]):
                yield "slip of a township's name", 1.0  # 桃花源县 may be meant for 桃花源镇
        if all(is_former(e.place) for e in name.entries):
            years = min(data_year() - last_year(e.place) for e in name.entries)
            yield "former name", min(years, 40) / 10
        if high := self._high(name):
            yield f"stem of a {high}", 1.0

    def _of_another(self, written: str, slip: Slip) -> float:
        """How much a misspelt name is the stem of another division as it stands: 1 with a generic behind, 2 with a word."""
        cues = Cues.current()
        for end in range(2, len(written) - 1):
            word = written[end:]
            cue = cues.letters.get(word)
            if (
                cue
                and (slip.kind == EXTRA or (cue == ESTATE and word not in self.common))
                and self._is_stem(written[:end])
            ):
                return 2.0  # 莱阳｜山区 is not 莱山区, nor 清新｜新区 清新区
        stem = cues.stem_before(written, GENERIC) or written[:-1]
        if len(written) - len(stem) == 1 and slip.kind not in ANOTHER:
            return 0.0
        return float(self._is_stem(stem))

    def _is_stem(self, word: str) -> bool:
        """Whether a word is the stem of a division of today."""
        return len(word) > 1 and any(not is_former(e.place) for e in self.index.names.get(word, ()))

    def _high(self, name: Naming) -> str:
        """The level of what is above counties and has a stem."""
        high = self.levels(name.entries) & HIGH
        return max(high) if high and not name.strong and not name.township else ""

    def is_city(self, entries: tuple[Entry, ...]) -> bool:
        """Whether entries may mean a prefecture, and no province."""
        return self.levels(entries) & HIGH == {"prefecture"}

    def peers(self, one: Naming, other: Naming) -> frozenset[Named]:
        """The places of another name beside those of a name: a province beside provinces, a prefecture beside prefectures,
        a county beside those of its prefecture; all of today.
        """
        apart = one.strong is not other.strong or one.township or other.township or one.letter
        if apart or one.word == other.word or one.word.isdecimal():
            return frozenset()
        ranks = {self._rank(e) for e in one.entries if not is_former(e.place)}
        beside = (e.place for e in other.entries if not is_former(e.place) and self._rank(e) in ranks)
        return frozenset(beside) - {e.place for e in one.entries}

    def _rank(self, entry: Entry) -> tuple[str, ...]:
        """What places that are listed beside one another have in common: their level, or the prefecture of counties."""
        level = self.index.level(entry.place)
        return (level,) if level in HIGH else (level, *map(str, self.index.ancestors[entry.place][:-1]))

    def _is_called_after_a_city(self, name: Naming) -> bool:
        """Whether the stem of a township's name is that of a city or province, and no township is written just so:
        银川, 上海镇 where there is a 上海街道.
        """
        word = name.word
        if any(isinstance(e.place, Bearer) and e.place.name == word for e in name.entries):
            return False
        if name.entries[0].form is Form.TOWNSHIP:
            word = Cues.current().stem_before(word, TOWNSHIP)
        return any(self.index.level(e.place) in HIGH and not is_former(e.place) for e in self.index.names.get(word, ()))

    def _as_word(self, name: Naming) -> Iterator[tuple[str, float]]:
        """How much people write of the place, of other places that are called so, and of the word."""
        stem = stems().get(name.word)
        if stem is not None:
            yield "stem size", log(max(self.size(e.place) for e in name.entries) / 300)
            yield "stem elsewhere", log(1 + stem.elsewhere)
            yield "stem word", log(1 + stem.word)
            if stem.elsewhere and all(self.is_small(e.place) for e in name.entries):
                yield "uncoded small", 1.0

    def is_small(self, place: Named) -> bool:
        """Whether a place is a unit inside a county or city of Taiwan."""
        return place in self.index.gazetteer.uncoded and len(self.index.ancestors[place]) > 2

    def size(self, place: Named) -> float:
        """How many villages and, four times each, urban communities a place has: how much people write of it."""
        return sizes().get(place if isinstance(place, str) else place.code, 100.0)

    def joins(self, before: tuple[Entry, ...], last: Naming, name: Naming) -> tuple[Join, ...]:
        """How a name goes on after ``last``, which was read as the places ``before``; empty when it contradicts them."""
        key = before, last.strong, name
        found = self._joins.get(key)
        if found is None:
            if len(self._joins) >= MOST_JOINS:
                self._joins.clear()
            found = self._joins[key] = tuple(self._make_joins(before, last, name))
        return found

    def _make_joins(self, before: tuple[Entry, ...], last: Naming, name: Naming) -> Iterator[Join]:
        found = combine(self.index, before, name.entries)
        above = self.index.ancestors
        for relation, entries in found.items():
            if relation == "again" and not last.strong and "province" in self.levels(before) - self.levels(entries):
                continue  # 河北、天津 are two provinces, not 河北区 of 天津市
            if self._is_elsewhere(relation, last, name, entries):
                continue
            if relation == "again" and last.use == "township stem":
                continue  # 春城长春 is no 春城街道
            how = relation
            if relation == "part":
                former = last if entries[0] in name.entries else name
                if former.common or "inside" in found or (not name.strong and self._is_township(name, entries)):
                    continue
                how = "again"
            seen = []
            if relation == "inside":
                high = self._high(name)
                if high and high not in self.levels(entries):
                    seen.append((f"stem of a {high}", -1.0))  # 天津市河北路 is called after the province
                if name.township:
                    how = self._township_inside(before, entries)
                    if how.endswith("county") and self._is_called_after_a_city(name):
                        seen.append(("township of a city's name", -1.0))
                elif "again" in found and self._says_again(last, name, entries):
                    how = "inside namesake"
                elif not any(above[e.place][-2:-1] == above[b.place][-1:] for e in entries for b in before):
                    how = "inside far"
            seen.append((how, 1.0))
            far = NOTHING
            if how == "inside far" and name.slight:
                seen.append(("slip in two characters", 1.0))
            if how == "inside far" and not name.strong:
                seen += self._as_word(name)
                far = name.elsewhere
            if all(is_former(e.place) for e in entries):
                if name.common:
                    seen.append(("common former", 1.0))
                if relation == "again" and not all(is_former(e.place) for e in last.entries):
                    seen.append(("former", 1.0))  # 南平建阳 is no 南平 of the former 建阳地区
            yield Join(entries, self.scale.several(seen), far)

    def likely(self, name: Naming) -> tuple[Entry, ...]:
        """The entries of a name, those of provinces alone where a stem is one: 河北 before a place that contradicts it."""
        provinces = tuple(e for e in name.entries if self.index.level(e.place) == "province")
        return provinces if provinces and not name.strong else name.entries

    def _is_elsewhere(self, relation: str, last: Naming, name: Naming, entries: tuple[Entry, ...]) -> bool:
        """Whether names that mean two places of today are one only if one of them is taken for a place of the past:
        洛阳、三门峡 is not 三门峡市 of the former 洛阳地区, 泰州市、扬州市 not the former 泰州市.
        """
        if relation == "part":
            return _is_of_today(last if entries[0] in name.entries else name)
        if not all(is_former(e.place) for e in entries) or not _is_of_today(name):
            return False
        return _is_of_today(last) if relation == "again" else bool(self._high(name))

    def _says_again(self, last: Naming, name: Naming, entries: tuple[Entry, ...]) -> bool:
        """Whether a name rather says the one before again than a namesake inside it: the stem of a city (长沙市长沙, but not
        大理州大理), or the same full name where the namesake is none of today (泰州市泰州市).
        """
        if not name.strong:
            named = last.word.endswith(CITY) or name.word in self.index.strong  # 达县地区达县 is the county, not 达县市
            return last.strong and last.word.startswith(name.word) and named
        return last.word == name.word and all(is_former(e.place) for e in entries)

    @staticmethod
    def _is_township(name: Naming, entries: tuple[Entry, ...]) -> bool:
        """Whether a stem is that of a township of a county as well, which says more: 鼓楼区｜下关."""
        townships = Townships.current()
        return any(isinstance(e.place, str) and townships.in_county(e.place, name.word) for e in entries)

    def _township_inside(self, before: tuple[Entry, ...], entries: tuple[Entry, ...]) -> str:
        """How narrow the place is in which a township is known."""
        levels = self.levels(before)
        kind = "township" if entries[0].form is Form.TOWNSHIP else "township stem"
        return (
            f"{kind} in {'province' if 'province' in levels else 'prefecture' if 'prefecture' in levels else 'county'}"
        )


def _is_of_today(name: Naming) -> bool:
    """Whether a place of today bears a name."""
    return any(not is_former(e.place) for e in name.entries)

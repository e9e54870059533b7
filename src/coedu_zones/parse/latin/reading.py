"""One text in Latin script → a reading: which parts are read, what is preferred, how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, product
from math import exp, log
from typing import Final, NamedTuple

from coedu_zones.messages import Sentence
from coedu_zones.parse.forms import Form
from coedu_zones.parse.latin.chain import (
    AGREED_BONUS,
    SPACED_SCORE,
    SUGGESTED_SCORE,
    Found,
    Way,
    cover,
    fitting,
)
from coedu_zones.parse.latin.index import LatinIndex
from coedu_zones.parse.latin.text import Part, Scan, scan_text
from coedu_zones.parse.latin.words import (
    COUNTRY_ALONE,
    COUNTRY_FIRST,
    COUNTRY_LAST,
    DIVISION_LIKE,
    POSTCODE,
    POSTCODE_INSIDE,
    words,
)
from coedu_zones.parse.names import Entry
from coedu_zones.parse.weights import sizes, weights
from coedu_zones.resolution import Method

PICKED_SCORE: Final = 93.0
PICKED_SHARE: Final = 0.85  # of what goes by the same letters, so that one is meant
SMALL: Final = 100.0  # villages of a place that the table of sizes does not hold
ADDRESS_PENALTY: Final = 3.0
FLAG_PENALTY: Final = 8.0

_MAX_PARTS: Final = 12
_MAX_NAMES: Final = 8
_MAX_CHAINS: Final = 64
_RANKS: Final = {"province": 0, "prefecture": 1, "county": 2, "functional_area": 3}
_BESIDE: Final = (
    (POSTCODE, "postcode", slice(None)),
    (COUNTRY_LAST, "country", slice(-1, None)),
    (COUNTRY_ALONE, "country", slice(1)),
    (POSTCODE, "postcode", slice(None)),
)
_MARKS: Final = " \t\r\n,;/|，、；.-:："


class LatinReading(NamedTuple):
    """What a text in Latin script may mean.

    ``places`` are the ids of the places, best first; ``score`` is that of the first one when
    nothing rivals it, and below 70 the reading is a suggestion. ``picked``: a
    preference put the first before the others. ``conflict``: the names contradict
    one another, and the places are the readings of each. ``remainder`` is what was not
    understood, ``flagged`` tells that it looks like a division. ``notes`` are
    (rule, start, end, result) with offsets into the text.
    """

    places: tuple[str, ...]
    method: Method
    score: float
    picked: bool
    conflict: bool
    remainder: str
    flagged: bool
    notes: tuple[tuple[str, int, int, str], ...]


def read_latin(
    index: LatinIndex, text: str, scope: tuple[Entry, ...] = (), level: str | None = None
) -> LatinReading | None:
    """Read a text in Latin script; ``None`` when it names no place.

    ``scope`` and ``level`` keep only places inside it and of that level.

    >>> read_latin(LatinIndex.current(), "Yushui District, Xinyu").places
    ('360502',)
    """
    scan = scan_text(text)
    return _Reader(index, scan, scope, level).read() if scan is not None else None


class _Reader:
    """One scanned text, read against one index inside a scope."""

    def __init__(self, index: LatinIndex, scan: Scan, scope: tuple[Entry, ...], level: str | None) -> None:
        if "," in scan.plain and ("autonomous" in scan.plain or "zizhi" in scan.plain):
            scan = scan._replace(plain=words().people_comma.sub(r"\1 ", scan.plain))
        self.index = index
        self.scan = scan
        self.inside = frozenset(index.names.ancestors[place][-1] for place, _ in scope)
        self.level = level
        self.notes: list[tuple[str, int, int, str]] = []

    def note(self, rule: str, span: tuple[int, int], result: str) -> None:
        """Leave a note on a piece of the plain text."""
        self.notes.append((rule, *self.scan.raw_span(*span), result))

    def note_names(self, names: Way) -> tuple[int, int]:
        """Leave a note for each name; returns the span of all of them."""
        for name in names:
            self.note("read latin", name.span, self.labels(name.options))
        return names[0].span[0], names[-1].span[1]

    def labels(self, places: Iterable[str]) -> str:
        labels = [self.index.names.label(place) for place in places]
        names = "、".join(labels[:4])
        return Sentence("{names} and {more} more", names=names, more=len(labels) - 4) if len(labels) > 4 else names

    def level_of(self, found: Found) -> str:
        return self.index.level(found.place)

    def read(self) -> LatinReading | None:
        parts = self.parts()
        if not parts or len(parts) > _MAX_PARTS:
            return None
        ways = [cover(self.index, part) for part in parts]
        if not ways[0] and (rest := self.after_country(parts[0])):
            parts[0], ways[0] = rest, cover(self.index, rest)
        first = max((i + 1 for i, found in enumerate(ways) if not found), default=0)
        if first < len(parts):
            reading = self.by_ways(ways[first:], parts[first].start if first else 0)
            if reading is not None or first == 0:
                return reading
        loose = [cover(self.index, part, any_generic=True) for part in parts]
        return self.suggestion(loose) if all(loose) else None

    def parts(self) -> list[Part]:
        """The pieces between commas, without postcodes, and without a country at either end."""
        spans = []
        start = 0
        for piece in self.scan.plain.split(","):
            end = start + len(piece)
            for inside in POSTCODE_INSIDE.finditer(piece):  # Baoshan District 201900 Shanghai
                at = end - len(piece) + inside.start()
                self.note("postcode", (at, at + 6), Sentence("stands beside the place"))
                spans.append((start, at))
                start = at + 6
            spans.append((start, end))
            start = end + 1
        for pattern, rule, where in _BESIDE:
            spans = [span for span in spans if self.scan.plain[slice(*span)].strip()]
            for i in range(len(spans))[where]:
                start, end = spans[i]
                match = pattern.search(self.scan.plain[start:end])
                if match:
                    self.note(rule, (start + match.start(), start + match.end()), Sentence("stands beside the place"))
                    spans[i] = (start + match.end(), end) if match.start() == 0 else (start, start + match.start())
        return [Part(self.scan, *span) for span in spans if self.scan.plain[slice(*span)].strip()]

    def after_country(self, part: Part) -> Part | None:
        """What follows a country: Beijing in China Beijing."""
        match = COUNTRY_FIRST.match(self.scan.plain[part.start : part.end])
        if match is None:
            return None
        self.note("country", (part.start, part.start + match.end()), Sentence("stands beside the place"))
        return Part(self.scan, part.start + match.end(), part.end)

    def by_ways(self, ways: list[list[Way]], start: int) -> LatinReading | None:
        """The reading of the parts from ``start`` on: the fewest names that lie in one another.

        What stands before ``start`` was not understood, so the names must carry more: one of
        them has a generic, two agree, it is a province, or the text is an address of this country.
        """
        address = not start or self.is_address(start)
        chains = [tuple(name for way in chain for name in way) for chain in islice(product(*ways), _MAX_CHAINS)]
        chains.sort(key=len)
        found: dict[str, Found] = {}
        best: Way = ()
        for names in chains:
            if len(names) > (len(best) or _MAX_NAMES):
                break
            places = fitting(self.index, names, self.inside)
            if not address and not any(name.full for name in names):
                places = [f for f in places if f.distinct > 1 or self.level_of(f) == "province"]
                if not places:
                    continue
            for place in places:
                best = best or names
                if place.place not in found or found[place.place].score < place.score:
                    found[place.place] = place
        if found:
            return self.chosen(list(found.values()), self.note_names(best), start)
        return None if start or self.inside else self.conflict(chains[0])

    def is_address(self, start: int) -> bool:
        """Whether a postcode or the country stands beside the names, or an institution or a street before them."""
        beside = any(rule in {"postcode", "country"} for rule, *_ in self.notes)
        return beside or words().address.search(self.scan.plain, 0, start) is not None

    def by_postcode(self, found: list[Found]) -> list[Found]:
        """Of several places, those in the province of the postcode, where it has some."""
        for rule, start, end, _ in self.notes:
            digits = "".join(filter(str.isdigit, self.scan.raw[start:end])) if rule == "postcode" else ""
            province = words().postcodes.get(digits[:2])
            inside = [f for f in found if province in self.index.path(f.place)]
            if inside and len(inside) < len(found):
                where = (
                    Sentence("{digits} lies in {place}", digits=digits, place=self.labels([province]))
                    if province
                    else ""
                )
                self.notes.append(("postcode", start, end, where))
                return inside
        return found

    def chosen(self, found: list[Found], span: tuple[int, int], start: int) -> LatinReading | None:
        """Level, preferences, score and remainder."""
        if self.level is not None:
            found = [f for f in found if self.level_of(f) == self.level]
        if not found:
            return None
        found, picked = self.preferred(self.by_postcode(found), span)
        score = found[0].score
        if picked:
            score = min(score, PICKED_SCORE + (AGREED_BONUS if found[0].distinct > 1 else 0.0))
        if not start:
            return self.reading(found, score, picked=picked)
        remainder = self.scan.raw[: self.scan.at[start]].strip(_MARKS)
        flagged = any(DIVISION_LIKE.search(piece) for piece in self.scan.plain[:start].split(","))
        score -= FLAG_PENALTY if flagged else ADDRESS_PENALTY
        return self.reading(found, score, picked=picked, remainder=remainder, flagged=flagged)

    def preferred(self, found: list[Found], span: tuple[int, int]) -> tuple[list[Found], bool]:
        """The places in order, and whether the first was put before the others.

        A convention (Shaanxi is 陕西, so Shanxi is 山西) counts first. Else the place that is meant by most of what
        is written so, by its level and size (Nanjing is 南京, not 南靖), if it is meant by nearly all of it.
        """
        found = sorted(found, key=lambda f: (f.weak, f.score <= SPACED_SCORE, _RANKS[self.level_of(f)], f.place))
        strong = [f for f in found if not f.weak]
        if len(strong) == 1 < len(found):
            self.note(
                "convention",
                span,
                Sentence("{places} is written otherwise", places=self.labels(f.place for f in found[1:])),
            )
            return found, True
        found = strong or found
        rare = self.rarely_meant(found)
        if rare:
            found = [f for f in found if f not in rare]
            self.note(
                "written alike", span, Sentence("{stems} are written alike here", stems=self.stems([*found, *rare]))
            )
            if len(found) == 1:
                return [*found, *rare], True
        if len(found) > 1 and all(f.strength != Form.FULL for f in found):
            shares = self.shares(found)
            best = max(found, key=lambda f: (shares[f.place], f.place))
            if shares[best.place] >= PICKED_SHARE:
                others = [f for f in found if f is not best]
                self.note(
                    "written of most",
                    span,
                    Sentence(
                        "{place}: {share:.0%} of what goes by the letters",
                        place=self.labels([best.place]),
                        share=shares[best.place],
                    ),
                )
                share = min(best.score, 100.0 * shares[best.place])
                return [best._replace(score=share), *others], True
        stems = self.stems(found)
        if "、" in stems:
            self.note("written alike", span, Sentence("{stems} are written alike here", stems=stems))
        return found, False

    def stems(self, found: list[Found]) -> str:
        """The Chinese names behind places, each once."""
        return "、".join(dict.fromkeys(self.index.stem(f.place) for f in found))

    def rarely_meant(self, found: list[Found]) -> list[Found]:
        """The places inside Hong Kong, Macao and Taiwan whose letters a division with a code and another name has too."""
        uncoded = self.index.names.gazetteer.uncoded
        coded = {self.index.stem(f.place) for f in found if f.place not in uncoded}
        return [f for f in found if coded and f.place in uncoded and self.index.stem(f.place) not in coded]

    def shares(self, found: list[Found]) -> dict[str, float]:
        """How much is written of each place, as shares of one: by its level and its size, as for stems in Chinese."""
        table = weights()
        uncoded = self.index.names.gazetteer.uncoded
        odds = {
            f.place: exp(
                table["size"] * log(sizes().get(f.place, SMALL))
                + table.get(self.level_of(f), 0.0)
                + (table["uncoded"] if f.place in uncoded else 0.0)
            )
            for f in found
        }
        whole = sum(odds.values())
        return {place: value / whole for place, value in odds.items()}

    def conflict(self, names: Way) -> LatinReading | None:
        """Names of known places that do not lie in one another: Nanchang, Guangdong."""
        options = {place: option for name in names for place, option in name.options.items() if not option.weak}
        apart = any(name.full for name in names) or len({name.part.start for name in names}) > 1
        sure = all(any(option.alone > SPACED_SCORE for option in name.options.values()) for name in names)
        if not 2 <= len(names) <= _MAX_NAMES or len(options) < 2 or not apart or not sure:
            return None
        self.note("conflict", self.note_names(names), Sentence("the names do not lie in one another"))
        found = [Found(place, 1, option.strength, 0.0, option.english, weak=False) for place, option in options.items()]
        return self.reading(found, 0.0, conflict=True)

    def suggestion(self, ways: list[list[Way]]) -> LatinReading | None:
        """A known stem with a generic that it does not have: Yushui County."""
        names = tuple(name for way in ways for name in way[0])
        found = fitting(self.index, names, self.inside)
        if self.level is not None:
            found = [f for f in found if self.level_of(f) == self.level]
        if not found:
            return None
        span = names[0].span[0], names[-1].span[1]
        self.note("suggest", span, Sentence("{places} is not called so", places=self.labels(f.place for f in found)))
        return self.reading(found, SUGGESTED_SCORE)

    def reading(
        self, found: list[Found], score: float, *, picked: bool = False, conflict: bool = False,
        remainder: str = "", flagged: bool = False,
    ) -> LatinReading:  # fmt: skip
        return LatinReading(
            places=tuple(f.place for f in found),
            method=Method.ENGLISH if found[0].english else Method.PINYIN,
            score=score,
            picked=picked,
            conflict=conflict,
            remainder=remainder,
            flagged=flagged,
            notes=tuple(self.notes),
        )

"""Townships 乡级: the units of today and the former ones since 2015, by holder, by name and by stem.

A holder is a county, or a prefecture that has no counties (东莞市, 中山市, 儋州市,
嘉峪关市, 大兴安岭地区; parts of 海西州). The table is read when it is first asked for and
split by holder; the line of a holder is parsed when that holder is asked for, and
the index over the whole country is made when a name or a stem is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from coedu_zones.data.locks import shared_lock
from coedu_zones.data.reader import load_once, read_packed
from coedu_zones.errors import DataIntegrityError, UnknownCodeError
from coedu_zones.gazetteer.township_words import TownshipWords, stem_of
from coedu_zones.messages import say
from coedu_zones.places.codes import county_of, in_prefecture, prefecture_of, province_of

#: What the first digit of a suffix tells of the letter of the generic, where none is written.
_BY_DIGIT: Final = {"0": "s", "1": "z", "2": "x"}
_PRESENT: Final = re.compile(r"(\d+)([^\x00-\x7f]+)([a-z]?)([A-Z]?)")
_FORMER: Final = re.compile(
    r"([^\x00-\x7f]+)([a-z])([A-Z]?)([A-Z])(~?)(?::(?P<code>\d{3}))?(?:>(?P<holder>\d+))?(?:(?P<same>=)|#(?P<suffix>\d{3}))?"
)
_BODY: Final = re.compile(r"[^\x00-\x7f]+")
_NO_YEAR: Final = "Z"


class Bearer(NamedTuple):
    """One township-level unit, present or former, under one holder.

    ``county`` is the six-digit code of the holder under which it stood, which may be
    a former county's; ``code`` the nine digits of the Ministry of Civil Affairs, empty
    for former units without a known one. ``last_year`` is ``None`` while the unit is in
    force, else the last list that has it, and 0 where no list has it and the
    ministry only marks it as abolished. ``successor`` is the code of today's unit that
    holds it where that is decided, else empty; its own code while it is in force.
    ``first_year`` is the first list that has it (2015 means 2015 or before; 0 where no
    list has it). ``is_variant``: no former unit, but a name that the statistical lists
    write, with another character, for the unit that is ``successor``.
    """

    county: str
    name: str
    code: str
    last_year: int | None
    successor: str
    first_year: int = 0
    is_variant: bool = False

    @property
    def today_county(self) -> str:
        """The six-digit holder of the unit of today, empty where it is not decided."""
        return county_of(self.successor)


StemSummary = tuple[str, int, str, str, tuple[str, ...]]
"""What is known of a stem under a holder: the stem, whether it means a unit of today there (1), one elsewhere instead (2) or none that is
known (0); the name and the code of the one there, and the whole names that it is the stem of.
"""


class Townships:
    """All townships of the data version in use.

    >>> townships = Townships.current()
    >>> townships.by_code("330102012").name
    '采荷街道'
    >>> [(unit.county, unit.name, unit.today_county) for unit in townships.with_stem("九堡")]
    [('330102', '九堡街道', '330102'), ('330104', '九堡街道', '330102'), ('360781', '九堡镇', '360781')]
    """

    def __init__(self, text: bytes) -> None:
        self.years: tuple[int, ...] = tuple(map(int, text[: text.index(b"\n")].split()))
        self._text = text
        self._lines = _lines(text)
        self._parsed: dict[str, tuple[Bearer, ...]] = {}
        self._by_stem: dict[str, dict[str, tuple[Bearer, ...]]] = {}
        self._lengths: dict[str, dict[str, tuple[int, ...]]] = {}
        self._everywhere: dict[str, tuple[Bearer, ...]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._holders_under: dict[str, set[str]] | None = None
        self._moved_to: dict[str, set[str]] | None = None
        self._holders_of: dict[str, str] | None = None  # stem → six-digit codes of its holders, one after the other

    @staticmethod
    def current() -> Townships:
        """The townships of the data version in use, loaded on first use and shared."""
        return _current()

    @property
    def holders(self) -> tuple[str, ...]:
        """The codes of all counties and prefectures that hold or held townships, sorted."""
        return tuple(self._lines)

    def of_county(self, county: str) -> tuple[Bearer, ...]:
        """All units under a holder: the present ones by code, then the former ones."""
        found = self._parsed.get(county)
        if found is None:
            line = self._lines.get(county)
            if line is None:
                return ()
            found, stems = self._read(county, self._text[line].decode())
            self._parsed[county], self._by_stem[county] = found, stems
        return found

    def stems_of(self, county: str) -> dict[str, tuple[Bearer, ...]]:
        """The units under a holder by their stems.

        >>> len(Townships.current().stems_of("330104")["九堡"])
        1
        """
        self.of_county(county)
        return self._by_stem.get(county, {})

    def stems_in(self, place: str, counties: Iterable[str]) -> set[str]:
        """The stems of the units that stood under a place by its code, or that stand today under one of its counties.

        >>> "九堡" in Townships.current().stems_in("330102", ["330102"])
        True
        """
        found: set[str] = set()
        for holder in {*counties, *self._under().get(place, ())}:
            found.update(self.stems_of(holder))
        for county in counties:
            found.update(self._moved().get(county, ()))
        return found

    def stems(self) -> Collection[str]:
        """The stems of all units of the country, present and former."""
        return self._index().keys()

    def _under(self) -> dict[str, set[str]]:
        """Place → the holders that stood under it by their codes, itself among them."""
        if self._holders_under is None:
            found: dict[str, set[str]] = {}
            for holder in self._lines:
                for place in (holder, prefecture_of(holder), province_of(holder)):
                    found.setdefault(place, set()).add(holder)
            self._holders_under = found
        return self._holders_under

    def _moved(self) -> dict[str, set[str]]:
        """Holder → the stems of the former units of other holders that it holds today."""
        if self._moved_to is None:
            words, found = TownshipWords.current(), dict[str, set[str]]()
            for holder, line in self._lines.items():
                for match in _FORMER.finditer(self._text[line].decode()):
                    if match["holder"]:
                        target, body = match["holder"], match[1]
                        target = in_prefecture(holder, target) if len(target) == 2 else target
                        found.setdefault(target, set()).add(words.stem(body) if body[-1] == "族" else body)
            self._moved_to = found
        return self._moved_to

    def lengths_of(self, county: str) -> dict[str, tuple[int, ...]]:
        """The lengths of the stems under a holder by their first two characters, longest first; of the stems of one
        character by that one.

        >>> Townships.current().lengths_of("330104")["九堡"]
        (2,)
        """
        found = self._lengths.get(county)
        if found is None:
            lengths: dict[str, set[int]] = {}
            for stem in self.stems_of(county):
                lengths.setdefault(stem[:2], set()).add(len(stem))
            found = {start: tuple(sorted(some, reverse=True)) for start, some in lengths.items()}
            self._lengths[county] = found
        return found

    def in_county(self, county: str, stem: str) -> tuple[Bearer, ...]:
        """The units under a holder with a stem, of all classes.

        >>> [unit.name for unit in Townships.current().in_county("330104", "九堡")]
        ['九堡街道']
        """
        return self.stems_of(county).get(stem, ())

    def named(self, name: str) -> tuple[Bearer, ...]:
        """The units of the whole country with exactly this name, present and former."""
        return tuple(unit for unit in self.with_stem(stem_of(name)) if unit.name == name)

    def with_stem(self, stem: str) -> tuple[Bearer, ...]:
        """The units of the whole country with a stem, of all classes, present and former."""
        found = self._everywhere.get(stem)
        if found is None:
            held = self._index().get(stem)
            if held is None:
                return ()
            counties = (held[at : at + 6] for at in range(0, len(held), 6))
            found = self._everywhere[stem] = tuple(unit for county in counties for unit in self.in_county(county, stem))
        return found

    def by_code(self, code: str) -> Bearer:
        """The unit with a nine-digit code of the ministry.

        Raises:
            UnknownCodeError: no unit has it.

        """
        if isinstance(code, str) and len(code) == 9 and code.isascii():
            for unit in self.of_county(county_of(code)):
                if unit.code == code:
                    return unit
        raise UnknownCodeError(
            say(
                "{code!r} is no township code; a code is a string of nine digits such as '330102012', in "
                "the system of the Ministry of Civil Affairs",
                code=code,
            )
        )

    def _index(self) -> dict[str, str]:
        if self._holders_of is None:
            with shared_lock:
                if self._holders_of is None:
                    self._holders_of = self._make_index()
        return self._holders_of

    def _make_index(self) -> dict[str, str]:
        words = TownshipWords.current()
        found: dict[str, str] = {}
        held_by = found.setdefault
        for line in self._text.decode().split("\n")[1:]:
            holder = line.partition("\t")[0]
            for body in _BODY.findall(line):
                stem = words.stem(body) if body[-1] == "族" else body
                held = held_by(stem, holder)
                if held is not holder and held[-6:] != holder:
                    found[stem] = held + holder
        return found

    def _year(self, letter: str) -> int:
        return 0 if letter == _NO_YEAR else self.years[ord(letter) - ord("A")] if letter else self.years[0]

    def _codes_of(self, holder: str) -> dict[str, str]:
        """The first unit of today under a holder by its stem."""
        found = self._codes.get(holder)
        if found is None:
            line = self._lines.get(holder)
            units = self._present(holder, self._text[line].decode()) if line is not None else ()
            found = {}
            for stem, _, code, _ in units:
                found.setdefault(stem, code)
            self._codes[holder] = found
        return found

    def _present(self, holder: str, line: str) -> list[tuple[str, str, str, str]]:
        """The units of today of a line: stem, name, code and the letter of the first year."""
        words, suffix = TownshipWords.current(), 0
        by_letter, found = words.by_letter, []
        for step, body, letter, year in _PRESENT.findall(line, len(holder) + 1, line.rindex("\t")):
            suffix += int(step)
            code = f"{holder}{suffix:03}"
            stem = words.stem(body) if body[-1] == "族" else body
            found.append((stem, body + by_letter[letter or _BY_DIGIT[code[6]]], code, year))
        return found

    def _former(self, line: str) -> Iterator[tuple[str, str, re.Match[str]]]:
        """The former units of a line: stem, name and the match, which holds the rest."""
        words = TownshipWords.current()
        for match in _FORMER.finditer(line, line.rindex("\t")):
            body = match[1]
            yield words.stem(body) if body[-1] == "族" else body, body + words.by_letter[match[2]], match

    def summaries(self, county: str) -> list[StemSummary]:
        """What is known of each stem under a holder, without making the units: for a caller who asks once, of all counties.

        >>> [found for found in Townships.current().summaries("330104") if found[0] == "九堡"]
        [('九堡', 2, '', '', ('九堡街道',))]
        """
        place = self._lines.get(county)
        if place is None:
            return []
        line = self._text[place].decode()
        found: dict[str, StemSummary] = {}
        named: dict[str, str] = {}
        for stem, name, code, _ in self._present(county, line):
            named[code] = name
            known = found.get(stem)
            found[stem] = (stem, 1, name, code, (name,)) if known is None else (*known[:4], (*known[4], name))
        for stem, name, match in self._former(line):
            _, state, today, code, names = found.get(stem, (stem, 0, "", "", ()))
            if state != 1:
                successor = self._successor(match, county, stem)
                if county_of(successor) == county:
                    state, today, code = 1, named.get(successor, ""), successor
                elif successor:
                    state = 2
            found[stem] = stem, state, today, code, (*names, name)
        return list(found.values())

    def _read(self, holder: str, line: str) -> tuple[tuple[Bearer, ...], dict[str, tuple[Bearer, ...]]]:
        found = [
            (stem, Bearer(holder, name, code, None, code, self._year(year)))
            for stem, name, code, year in self._present(holder, line)
        ]
        for stem, name, match in self._former(line):
            code = holder + match["code"] if match["code"] else ""
            last = self._year(match[4])
            first = self._year(match[3]) if last else 0
            unit = Bearer(holder, name, code, last, self._successor(match, holder, stem), first, bool(match[5]))
            found.append((stem, unit))
        stems: dict[str, tuple[Bearer, ...]] = {}
        for stem, unit in found:
            stems[stem] = (*stems.get(stem, ()), unit)
        return tuple(unit for _, unit in found), stems

    def _successor(self, match: re.Match[str], holder: str, stem: str) -> str:
        successor_holder = match["holder"] or holder
        if len(successor_holder) == 2:
            successor_holder = in_prefecture(holder, successor_holder)
        if match["suffix"]:
            return successor_holder + str(match["suffix"])
        if not match["same"]:
            return ""
        code = self._codes_of(successor_holder).get(stem)
        if code:
            return code
        raise DataIntegrityError(
            say(
                "townships: {holder}: no unit of {successor_holder} has the stem {stem}",
                holder=holder,
                successor_holder=successor_holder,
                stem=stem,
            )
        )


def _lines(text: bytes) -> dict[str, slice]:
    """Holder → where its line stands, the first line left out."""
    found: dict[str, slice] = {}
    start = text.find(b"\n") + 1
    while start:
        end = text.find(b"\n", start)
        found[text[start : start + 6].decode()] = slice(start, end if end >= 0 else None)
        start = end + 1
    return found


@load_once
def _current() -> Townships:
    return Townships(read_packed("townships.z"))

"""Look-ahead search over the gazetteer: prefixes, initials, pinyin, English, codes and typing slips."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from coedu_zones.data.reader import load_once
from coedu_zones.gazetteer import UncodedRow, WrittenNames
from coedu_zones.inputs import as_text
from coedu_zones.parse.names import Form, NameIndex
from coedu_zones.parse.outcome import slip_method
from coedu_zones.parse.spelling import Speller
from coedu_zones.parse.text import normalize_text
from coedu_zones.places.romanize import english_name, plain_letters, romanized
from coedu_zones.resolution import Candidate, Method
from coedu_zones.resolver import default_normalizer

_LEVELS: Final = {"province": 0, "prefecture": 1, "county": 2, "functional_area": 3}

# the classes of a match, best first, with the score that a match of the class carries
_EXACT: Final = 0
_PREFIX: Final = 1
_INITIALS: Final = 2
_INSIDE: Final = 3
_CLASS_SCORES: Final = (98.0, 80.0, 70.0, 60.0)

_Key = tuple[str, int, str, str]  # (written form, 0 for a whole name and 1 for initials, place id, method)


class SearchIndex:
    """Every written form of every place in one sorted list, so that a prefix is a range of it."""

    def __init__(self, index: NameIndex) -> None:
        self.index = index
        keys: set[_Key] = set()
        for name, entries in index.names.items():
            for place, strength in entries:
                if index.is_former(place):
                    continue
                method = Method.STEM if strength is Form.STEM else Method.NAME
                keys.add((name, 0, place, method))
        for letter, (place, _) in index.letters.items():
            keys.add((letter, 0, place, Method.ALIAS))
        for row in index.gazetteer.rows.values():
            keys.add((row.code, 0, row.code, Method.CODE))
            syllables = [plain_letters(s) for s in row.pinyin.replace("-", " ").split()]
            stem = len(row.stem) or max(1, len(syllables) - 1)
            for part in (syllables, syllables[:stem]):
                keys.add(("".join(part), 0, row.code, Method.PINYIN))
                keys.add(("".join(s[:1] for s in part), 1, row.code, Method.PINYIN))
            for written in (english_name(row), romanized(row), row.roman, *row.exonyms.split("|")):
                if written:
                    keys.add((plain_letters(written), 0, row.code, Method.ENGLISH))
        for unit in index.gazetteer.uncoded.values():
            keys |= _uncoded_keys(unit)
        self.keys = sorted(keys)
        self.written = WrittenNames(index.gazetteer)
        self.ranks = {place: _LEVELS[index.level(place)] for place in index.gazetteer.ancestors}

    @staticmethod
    def current() -> SearchIndex:
        """The search index of the current gazetteer, built on first use and shared."""
        return _current()

    def matches(self, query: str) -> Iterator[tuple[tuple[int, int, int, str], str, str]]:
        """(sort key, place id, method) of everything that a cleaned query is a beginning of."""
        start = bisect_left(self.keys, (query,))
        for i in range(start, len(self.keys)):
            written, initials, place, method = self.keys[i]
            if not written.startswith(query):
                break
            if initials:
                kind = _INITIALS
                if written != query:
                    continue
            else:
                kind = _EXACT if written == query else _PREFIX
            extra = len(written) - len(query)
            yield (kind, self.ranks[place], extra, place), place, method


def _uncoded_keys(unit: UncodedRow) -> set[_Key]:
    """The keys of a division without a code."""
    syllables = plain_letters(unit.pinyin), plain_letters(unit.pinyin.rpartition(" ")[0])
    initials = "".join(syllable[0] for syllable in unit.pinyin.replace("-", " ").split())
    latin = (plain_letters(form) for form in (unit.english, unit.portuguese) if form)
    methods = {unit.stem: Method.STEM, unit.name: Method.NAME}
    return {
        *((name, 0, unit.id, methods.get(name, Method.ALIAS)) for name in unit.written),
        *((letters, 0, unit.id, Method.PINYIN) for letters in syllables),
        *((letters, 0, unit.id, Method.ENGLISH) for letters in latin),
        (plain_letters(initials), 1, unit.id, Method.PINYIN),
    }


@load_once
def _current() -> SearchIndex:
    return SearchIndex(NameIndex.current())


def search(query: str, limit: int = 10) -> list[Candidate]:
    """The places that a query may be the beginning of, best first, at most ``limit``.

    An exact stem or name comes first (higher levels before lower ones; of a name
    behind the names of what it lies in, 台北市大安区, the place itself), then
    names that begin with the query, then initials (``ysq``), then names that a
    slip of the pen or of the ear makes of it. For look-ahead boxes; ``resolve``
    is the one to trust with a whole text.

    Raises:
        ValueError: ``limit`` is less than 1.

    >>> [c.name for c in search("渝水")], [c.name for c in search("ysq")]
    (['渝水区'], ['雨山区', '渝水区', '偃师区', '雁山区', '盐水区'])
    """
    if not isinstance(limit, int) or limit < 1:
        raise ValueError(f"limit={limit!r}: at least 1 result must be asked for")
    cleaned = plain_letters(normalize_text((as_text(query, limited=False) or "").strip()).text)
    if not cleaned:
        return []
    index = SearchIndex.current()
    best: dict[str, tuple[tuple[int, int, int, str], str]] = {}
    for key, place, method in index.matches(cleaned):
        if place not in best or key < best[place][0]:
            best[place] = (key, method)
    if not best:  # a name behind the names of what it lies in: 台北市大安区
        for place in index.written.find(cleaned):
            best[place] = ((_EXACT, index.ranks[place], 0, place), Method.NAME)
    ranked = sorted((key, place, method) for place, (key, method) in best.items())[:limit]
    normalizer = default_normalizer()
    found = [
        Candidate(place=normalizer.gazetteer.place(place), score=_CLASS_SCORES[key[0]] - min(key[2], 10),
                  method=Method(method))
        for key, place, method in ranked
    ]  # fmt: skip
    if len(found) < limit:
        seen = {c.place.id for c in found}
        for meant in Speller.current().meant(cleaned, 0, ()):
            for place, _ in meant.entries:
                if place not in seen and len(found) < limit:
                    seen.add(place)
                    found.append(
                        Candidate(place=normalizer.gazetteer.place(place), score=_CLASS_SCORES[_INSIDE],
                                  method=slip_method(meant.slip), evidence=(meant.evidence,))
                    )  # fmt: skip
    return found

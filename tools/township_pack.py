"""How townships are written into one packed table, one line per holder.

A line is ``holder TAB present TAB former``. A present unit is the step from the suffix
of the one before, the name without its generic, a letter for the generic where the
suffix does not tell it, and a capital for the first year where that is not the
first list's: ``2西兴`` is 西兴街道, two after the last. A former unit is the name, the letter
of the generic, a capital for the first year in the same way and one for the last,
``~`` where it is no former unit but how the lists write one of today, then ``:`` and
the suffix of its code where known, ``>`` and the holder of the unit that holds it where
that is another (two digits within the prefecture), and ``=`` when that unit has its
stem or ``#`` and the suffix.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from tools.township_lists import LISTS, MINISTRY_YEAR
from tools.township_records import Pair, Records
from tools.township_words import generic_of, stem_of, words
from tools.years import THIS_YEAR

#: The years of the lists, in the order of the capitals A, B, C …; 0 is "not known, before the last list".
YEARS = (*LISTS, MINISTRY_YEAR, THIS_YEAR)
#: What the first digit of a suffix tells of the generic.
BY_DIGIT = {"0": "s", "1": "z", "2": "x"}


def lines(records: Records, successors: dict[Pair, str]) -> list[str]:
    """One line per holder, sorted."""
    units: dict[str, list[str]] = defaultdict(list)
    for code in sorted(records.present):
        units[code[:6]].append(code)
    former: dict[str, list[str]] = defaultdict(list)
    for pair in in_order(records, successors):
        mark = "~" if pair in records.variants else ""
        former[pair[0]].append(_former(pair, mark, records, successors.get(pair, ""), units))
    return [
        "\t".join((holder, _present(units[holder], records), "".join(former[holder])))
        for holder in sorted(units.keys() | former.keys())
    ]


def in_order(records: Records, successors: dict[Pair, str]) -> list[Pair]:
    """The former units in the order of the lines; those of one later holder stand together."""
    return sorted(records.former, key=lambda p: (p[0], successors.get(p, "")[:6], p[1]))


def index_in_line(pairs: Iterable[Pair]) -> dict[Pair, int]:
    """The place of each pair among those of its holder."""
    count: Counter[str] = Counter()
    found = {}
    for pair in pairs:
        found[pair] = count[pair[0]]
        count[pair[0]] += 1
    return found


def _letter(generic: str) -> str:
    """The letter of a generic: that of its last word where it is made of two (民族乡)."""
    table = words("generic")
    return table[generic] or next(letter for word, letter in table.items() if letter and generic.endswith(word))


def _cut(name: str) -> tuple[str, str]:
    """A name without the word that its letter stands for, and the letter."""
    letter = _letter(generic_of(name))
    word = next(word for word, own in words("generic").items() if own == letter)
    body = name.removesuffix(word)
    if not body or min(body) < "\x80":
        raise ValueError(f"a name that cannot be packed: {name!r}")
    return body, letter


def _year(year: int) -> str:
    return chr(ord("A") + YEARS.index(year)) if year else "Z"


def _present(codes: list[str], records: Records) -> str:
    parts, last = [], 0
    for code in codes:
        body, letter = _cut(records.present[code])
        first = records.first[code]
        parts.append(
            str(int(code[6:]) - last)
            + body
            + (letter if BY_DIGIT.get(code[6]) != letter else "")
            + (_year(first) if first != YEARS[0] else "")
        )
        last = int(code[6:])
    return "".join(parts)


def _former(pair: Pair, mark: str, records: Records, successor: str, units: dict[str, list[str]]) -> str:
    holder, name = pair
    body, letter = _cut(name)
    last = records.former[pair]
    first = records.began.get(pair, last)
    text = body + letter + (_year(first) if first not in (YEARS[0], 0) else "") + _year(last) + mark
    if code := records.codes.get(pair, ""):
        text += ":" + code[6:]
    if not successor:
        return text
    if successor[:6] != holder:
        text += ">" + (successor[4:6] if successor[:4] == holder[:4] else successor[:6])
    namesakes = [c for c in units[successor[:6]] if stem_of(records.present[c]) == stem_of(name)]
    return text + ("=" if namesakes == [successor] else "#" + successor[6:])

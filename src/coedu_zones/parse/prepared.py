"""What texts that begin with a division's usual names come to, prepared by ``tools/heads.py``.

``heads.tsv`` holds for each division the number of a profile for each way of writing it in ``FORMS``; a profile of
``head_profiles.tsv`` holds by which method the place is found, whether its full name ends the head and decides alone,
and the score before each kind of tail. It is what the parser decides of these heads, written down: it lets a column
of addresses begin without thousands of decisions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from coedu_zones.data.reader import load_once, read_table
from coedu_zones.gazetteer import Gazetteer, Row

#: How a division is written: its own name and those above it, in full (capital) or by the stem: P province,
#: C prefecture, D the division itself.
FORMS: Final = ("D", "PD", "pD", "CD", "cD", "PCD", "pCD", "pcD", "d", "pd", "cd", "pcd", "Cd")
UNSETTLED: Final = "-"  # a score of what a glance does not settle
CLOSER: Final = "+"  # … of what a closer look may change; before a score that stands if it finds no further name
ASK: Final = "?"  # … of what the parser decides when it is asked
NO_FORM: Final = "."


class Profile(NamedTuple):
    """The method, whether the head is a county's full name, and the score before each kind of tail, as it is written."""

    method: str
    deep: bool
    scores: Mapping[str, str]

    def score(self, kind: str) -> str:
        """The score before a kind of tail; ``UNSETTLED``, ``CLOSER`` or ``ASK`` where none is prepared."""
        return self.scores.get(kind) or self.scores[""]


class Prepared(NamedTuple):
    """A division, and the profile of the head that means it."""

    place: str
    profile: Profile


def forms_of(gazetteer: Gazetteer, code: str) -> Iterator[tuple[str, str]]:
    """The ways of writing a division in ``FORMS`` that there are of it: form and text.

    >>> dict(forms_of(Gazetteer.current(), "360502"))["PD"]
    '江西省渝水区'
    """
    rows = gazetteer.rows
    own = rows[code]
    parts = {"D": own.name, "d": own.stem}
    for letter, above in zip("PC", [one for one in gazetteer.ancestors[code][:-1] if one in rows], strict=False):
        parts[letter], parts[letter.lower()] = rows[above].name, rows[above].stem
    if not all(parts.values()):
        parts = {letter: part for letter, part in parts.items() if part}
    for form in _forms_of("".join(parts)):
        yield form, "".join([parts[letter] for letter in form])


def stem_at(text: str, row: Row) -> int:
    """Where the last name of a head begins if it is the division's stem; below 0 for its full name.

    >>> row = Gazetteer.current().rows["360502"]
    >>> stem_at("新余渝水", row), stem_at("新余渝水区", row)
    (2, -1)
    """
    return -1 if text.endswith(row.name) else len(text) - len(row.stem)


@lru_cache
def _forms_of(letters: str) -> tuple[str, ...]:
    """The ways of writing for which there are names and stems."""
    return tuple(form for form in FORMS if set(form) <= set(letters))


def read_profiles() -> list[Profile]:
    """The profiles in order."""
    found = []
    for method, deep, scores in read_table("head_profiles.tsv", 3):
        usual, *others = scores.split(" ")
        by_kind = dict(other.split("=") for other in others)
        found.append(Profile(method, deep == "1", {"": usual, **by_kind}))
    return found


class PreparedHeads:
    """Heads by their texts. What is held are plain pairs, which the garbage collector need not follow."""

    def __init__(self, profiles: Sequence[Profile], heads: dict[str, tuple[str, int]]) -> None:
        self._profiles = profiles
        self._heads = heads

    def __iter__(self) -> Iterator[str]:
        """The texts."""
        return iter(self._heads)

    def get(self, text: str) -> Prepared | None:
        """What is prepared of a head; ``None`` where nothing is."""
        found = self._heads.get(text)
        return Prepared(found[0], self._profiles[found[1]]) if found is not None else None


#: For settings of one's own, and texts one by one.
NOTHING_PREPARED: Final = PreparedHeads((), {})


@load_once
def prepared_heads() -> PreparedHeads:
    """What is prepared of heads, for the divisions of today and the default settings.

    >>> prepared_heads().get("江西省新余市渝水区").place
    '360502'
    """
    gazetteer = Gazetteer.current()
    found: dict[str, tuple[str, int]] = {}
    for code, numbers in read_table("heads.tsv", 2):
        of_form = dict(zip(FORMS, numbers.split(" "), strict=True))
        for form, text in forms_of(gazetteer, code):
            if (number := of_form[form]) != NO_FORM:
                found[text] = code, int(number)
    return PreparedHeads(read_profiles(), found)

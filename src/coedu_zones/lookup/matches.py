"""What fits a stretch of typed text: places, each by what and how well, and where the next name is sought."""

from __future__ import annotations

from typing import Final, NamedTuple

from coedu_zones.lookup.search_table import Kind
from coedu_zones.messages import localized, say, template

_UNTIL: Final = " until "
_PART: Final = ", a part of it"


class Match(NamedTuple):
    """A place that fits: how well (without regard to the place), by what, and what was read before it."""

    fit: float
    kind: Kind
    key: str
    note: str = ""
    via: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """What fits, as a reason says it."""
        return template(self.kind.reason).format(key=self.key, note=_noted(self.note))


Matches = dict[int, Match]


def _noted(note: str) -> str:
    """What the table notes of a name, such as ``祁阳县 (431121) until 2020``, in the language that is set."""
    part = note.endswith(_PART)
    unit, until, year = localized(note).removesuffix(_PART).partition(_UNTIL)
    if not until:
        return str(localized(note))
    text = say("{unit} until {year}", unit=unit, year=year)
    return text + say(", a part of it") if part else text


class Scope(NamedTuple):
    """The places in which the next name is sought: what lies in ``inside``, and ``itself``; each with a factor."""

    inside: dict[int, float]
    itself: dict[int, float]
    via: dict[int, tuple[str, ...]]


class How(NamedTuple):
    """How a query is read.

    ``enough``: so many divisions leave no room for townships; ``towns``: townships are what is
    asked for. ``loose``: where nothing fits, letters are taken as beginnings of syllables.
    """

    enough: int = 1
    towns: bool = False
    loose: bool = False


def merge(found: Matches, more: Matches) -> None:
    """Add matches to others; the better of two for one place stays."""
    for i, match in more.items():
        if i not in found or found[i].fit < match.fit:
            found[i] = match

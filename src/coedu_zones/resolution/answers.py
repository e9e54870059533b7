"""The fields of an answer: what a row of a table holds of what a text means, the same in every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Literal

from coedu_zones.data.locks import kept_property
from coedu_zones.messages import in_language, language, say, word
from coedu_zones.places.models import Division, Place
from coedu_zones.zone_table.covering import UNKNOWN, Extent, extent_of
from coedu_zones.zone_table.rows import Listed

#: The fields of an answer that are given unless others are asked for, in order.
FIELDS: Final = (
    "status", "code", "name", "level", "province", "prefecture", "county", "township", "township_code",
    "path", "score", "method", "remainder", "remainder_is_division", "zones", "zone_names", "coverage",
)  # fmt: skip

#: Fields that are given on request, by ``fields=``.
MORE_FIELDS: Final = ("pinyin", "english", "latitude", "longitude", "evidence", "candidates")

#: The fields of the terms of a year, each followed by ``_`` and the year.
TERMS_FIELDS: Final = ("code", "name", "path", "terms")

#: What stands for several fields in ``fields=``.
GROUPS: Final = {"point": ("latitude", "longitude")}

#: What a list of candidates holds of each.
CANDIDATE_FIELDS: Final = ("path", "code", "score", "method")


@dataclass(eq=False)
class Answer:
    """What a text means, as the fields see it; a blank text has none.

    ``place`` is set only when the text resolved; ``understood`` is the place that the zones are asked about, where the
    terms of a year give another one. ``years`` holds the terms of several years. ``listed`` is the list of zones that is
    asked about, the notice's by default.
    """

    status: str
    place: Place | None
    candidates: Sequence[Any]
    remainder: str
    flagged: bool
    township: tuple[str, str] | None = None
    understood: Place | None = None
    terms: str | None = None
    years: tuple[tuple[int, Place | None, str | None], ...] = ()
    listed: Listed | None = None

    @kept_property
    def extent(self) -> Extent:
        """How the zones cover it."""
        place = self.understood or self.place
        if place is None:
            return UNKNOWN
        code = self.township[1] if self.township else None
        return extent_of(place, code, deeper=bool(self.remainder), flagged=self.flagged, listed=self.listed)

    @property
    def levels(self) -> tuple[str | None, str | None, str | None]:
        """The names of province, prefecture and county."""
        return self.place.level_names if self.place is not None else (None, None, None)

    @property
    def division(self) -> Division | None:
        """The place, if it is a division."""
        return self.place if isinstance(self.place, Division) else None

    def values(self, fields: Iterable[str]) -> tuple[Any, ...]:
        """The values of some fields."""
        return tuple(_VALUES[field](self) if field in _VALUES else self._of_year(field) for field in fields)

    def _of_year(self, field: str) -> Any:
        kind, _, year = field.rpartition("_")
        place, how = next((place, how) for known, place, how in self.years if str(known) == year)
        return (
            how
            if kind == "terms"
            else _code(place)
            if kind == "code"
            else place and (place.name if kind == "name" else place.path_text)
        )


def _code(place: Place | None) -> str | None:
    return place.code if isinstance(place, Division) else None


def _level(answer: Answer) -> str | None:
    if answer.division is not None:
        return answer.division.level.value
    return "functional_area" if answer.place is not None else None


def _coordinate(answer: Answer, name: str) -> float | None:
    place = answer.understood or answer.place
    point = place.point if isinstance(place, Division) else None
    return getattr(point, name) if point is not None else None


def _listed(answer: Answer) -> list[dict[str, Any]]:
    return [
        {"path": c.path_text, "code": c.code, "score": c.score, "method": c.method.value} for c in answer.candidates
    ]


_VALUES: Final[dict[str, Callable[[Answer], Any]]] = {
    "status": lambda a: a.status,
    "code": lambda a: _code(a.place),
    "name": lambda a: a.place and a.place.name,
    "level": _level,
    "province": lambda a: a.levels[0],
    "prefecture": lambda a: a.levels[1],
    "county": lambda a: a.levels[2],
    "township": lambda a: a.township and a.township[0],
    "township_code": lambda a: a.township and a.township[1],
    "path": lambda a: a.place and a.place.path_text,
    "score": lambda a: a.candidates[0].score if a.candidates else None,
    "method": lambda a: a.candidates[0].method.value if a.candidates else None,
    "remainder": lambda a: a.remainder,
    "remainder_is_division": lambda a: a.flagged,
    "zones": lambda a: a.extent.zones,
    "zone_names": lambda a: a.extent.zone_names,
    "coverage": lambda a: a.extent.coverage,
    "pinyin": lambda a: (a.place.pinyin or None) if a.place else None,
    "english": lambda a: (a.place.english or None) if a.place else None,
    "latitude": lambda a: _coordinate(a, "latitude"),
    "longitude": lambda a: _coordinate(a, "longitude"),
    "evidence": lambda a: "; ".join(a.candidates[0].evidence) if a.candidates else None,
    "terms": lambda a: a.terms,
    "candidates": _listed,
}


Kind = Literal["text", "number", "truth", "numbers", "texts", "candidates"]
_KINDS: Final[dict[str, Kind]] = {
    "score": "number", "latitude": "number", "longitude": "number", "remainder_is_division": "truth",
    "zones": "numbers", "zone_names": "texts", "candidates": "candidates",
}  # fmt: skip


def kind_of(field: str) -> Kind:
    """What the values of a field are, which gives its type in every engine."""
    return _KINDS.get(field, "text")


def chosen_fields(
    fields: Iterable[str] | None, *, candidates: bool, in_terms: bool, years: Sequence[int] = ()
) -> tuple[str, ...]:
    """The fields of an answer by what was asked for: those that were named or ``FIELDS``, and those of other options.

    Raises:
        TypeError: ``fields`` is a text, or no list of texts.
        ValueError: there is no such field, or one is named twice.

    >>> chosen_fields(["code", "point"], candidates=False, in_terms=False, years=[2010])
    ('code', 'latitude', 'longitude', 'code_2010', 'name_2010', 'path_2010', 'terms_2010')
    """
    of_years = [f"{field}_{year}" for year in years for field in TERMS_FIELDS]
    known = [*FIELDS, *MORE_FIELDS, *GROUPS, *(["terms"] if in_terms else []), *of_years]
    if fields is None:
        found = list(FIELDS)
    else:
        if isinstance(fields, str) or not isinstance(fields, Iterable):
            raise TypeError(
                say(
                    "fields={fields!r}: expected a list of fields, such as {some}", fields=fields, some=list(FIELDS[:2])
                )
            )
        named = list(fields)
        wrong = next((field for field in named if field not in known), None)
        if wrong is not None:
            raise ValueError(
                say(
                    "fields: there is no field {wrong!r}{hint}; the fields are {known}",
                    wrong=wrong, hint=_meant(wrong, known), known=", ".join(known),
                )
            )  # fmt: skip
        found = [one for field in named for one in GROUPS.get(field, (field,))]
        if len(set(found)) < len(found):
            raise ValueError(say("fields={fields!r}: a field is named twice", fields=named))
        if not found:
            raise ValueError(say("fields: name one field at least"))
    asked = [*(["terms"] if in_terms else []), *of_years, *(["candidates"] if candidates else [])]
    return (*found, *(field for field in asked if field not in found))


def heading(field: str) -> str:
    """A field as the heading of a column in the language that is set; one of a year is made of both.

    >>> heading("code_2010")
    'code_2010'
    """
    name, _, year = field.rpartition("_")
    return f"{word(name)}_{year}" if year.isdecimal() and language() != "en" else word(field)


def column_names(
    lang: str = "zh", *, prefix: str = "", fields: Iterable[str] = (*FIELDS, *MORE_FIELDS)
) -> dict[str, str]:
    """Field → its name in a language, to rename the columns of a frame of any engine.

    Args:
        lang: ``zh`` or ``en``.
        prefix: what the names of the columns begin with, now and then: ``place_`` becomes ``地名_``.
        fields: the fields, those of a year among them (``code_2010``).

    Raises:
        ValueError: there is no such language.

    >>> names = column_names(fields=["status", "code", "code_2010"])
    >>> names
    {'status': '状态', 'code': '代码', 'code_2010': '代码_2010'}
    """
    with in_language(lang):
        return {prefix + field: word(prefix) + heading(field) for field in fields}


def _meant(wrong: object, known: Sequence[str]) -> str:
    if wrong == "terms":
        return say(" without terms_of= and one year")
    near = get_close_matches(str(wrong), known, n=1)
    return say("; did you mean {near}?", near=repr(near[0])) if near else ""

